#!/bin/sh
# Every option of `adc --help` stands in the manual page and in the completions of both shells, with all its
# words; and those that shape the generated code stand in its opening comment.
# Usage: options.sh ADC SOURCE_ROOT
set -u
here=$(cd "$(dirname "$0")" && pwd)
adc=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
root=$(cd "$2" && pwd)
. "$here/../differential/common.sh"
PATH=$(dirname "$adc"):$PATH
export PATH
cd "$work" || exit 99

# Lines "--name value" for each option, and "-x" for each letter.
"$adc" --help | sed -n 's/^  \(-[A-Za-z]*, \)\{0,1\}\(--[a-z-]*\)=*\([A-Z=]*\) .*/\2 \3/p' >options
"$adc" --help | sed -n 's/^  \(-[A-Za-z]*\), .*/\1/p' >letters
expect 'the options are found' test "$(wc -l <options)" -gt 30 -a "$(wc -l <letters)" -ge 5

# Post: the words that an option takes, if it has a list of them.
words_of() { # words_of OPTION
    "$adc" nothing.ad "$1=?" 2>&1 | sed -n "s/^adc: $1 takes \(.*\), not .*/\1/p" |
        grep -v 'number\|NAME' | sed 's/ with [^,]*//; s/jacobian:K/jacobian:2/; s/,\{0,1\} or / /g; s/,/ /g' | tr -s ' ' '\n' | sort
}

# -- the manual page --
sed 's/\\f.//g; s/\\//g; s/[",]/ /g' "$root/docs/adc.1" | grep '^\.\(B\|BI\|BR\) -' | tr ' =' '\n\n' >manual
while read -r option value; do
    expect "docs/adc.1 has no $option" grep -qx -- "$option" manual
done <options
while read -r letter; do
    expect "docs/adc.1 has no $letter" grep -qx -- "$letter" manual
done <letters
for option in $(grep '^--' manual | sort -u); do
    expect "docs/adc.1 has $option, which adc has not" grep -q -- "^$option " options
done

# -- the page on adapters --
for adapter in $(words_of --adapter); do
    expect "docs/adapters.md has no $adapter" grep -qx "## $adapter" "$root/docs/adapters.md"
done

# -- bash --
if command -v bash >/dev/null; then
    bash -c ". '$root/completion/adc.bash'; COMP_WORDS=(adc --) COMP_CWORD=1; _adc
        printf '%s\n' \"\${COMPREPLY[@]}\"" | sort >completed
    cut -d' ' -f1 options | sort >wanted
    expect 'bash completes all options and no other' diff completed wanted
    while read -r option value; do
        words_of "$option" >wanted
        [ -s wanted ] || continue
        bash -c ". '$root/completion/adc.bash'; COMP_WORDS=(adc $option = '') COMP_CWORD=3; _adc
            printf '%s\n' \"\${COMPREPLY[@]}\"" | sort >completed
        expect "bash completes the words of $option" diff completed wanted
    done <options
fi

# -- zsh: what its completion describes to _arguments --
if command -v zsh >/dev/null; then
    zsh -fc "_arguments() { print -rl -- \"\$@\" }; . '$root/completion/_adc'" >specified
    expect 'zsh reads its completion' test -s specified
    while read -r option value; do
        case $value in
            '') equals='\[' ;;
            *) equals='=\[' ;;
        esac
        expect "zsh does not complete $option" grep -q -- "^\(([^)]*)\)\{0,1\}\**$option$equals" specified
        words_of "$option" >wanted
        [ -s wanted ] || continue
        sed -n "s/^\**$option=\[[^]]*\]:[a-z]*:\(_values -s , [a-z]* \)\{0,1\}(*\([^)]*\))*$/\2/p" specified |
            sed 's/\\//g' | tr ' ' '\n' | sort >completed
        expect "zsh completes the words of $option" diff completed wanted
    done <options
    while read -r letter; do
        expect "zsh does not complete $letter" grep -q -- "^\(([^)]*)\)\{0,1\}\**$letter" specified
    done <letters
fi

# -- the opening comment --
echo 'const n = 2; model m(in x[n], in a, out y, out z) { y = sum(x)*a; z = a*a; }' >m.ad
mkdir folder
"$adc" m.ad --emit=plan -D n=3 --wrt=x --of=y --order=reverse -o folder/m.plan
"$adc" m.ad -D n=3 --wrt x --of=y --order=reverse --plan=folder/m.plan --layout=csr --real=float --abi=args \
    --prefix=p_ --piece=9 --tie=first --seed=4 --effort 7 --derive=value,jacobian --threads=2 -o m.c
tr '\n' ' ' <m.c | sed 's/ \*\/.*//; s/ \* / /g' | tr -s ' ' >opening
expect 'the opening comment has the options that shape the code' grep -qF -- "--order=reverse --derive=value,jacobian \
--wrt=x --of=y -D n=3 --layout=csr --real=float --abi=args --prefix=p_ --piece=9 --tie=first --effort=7 --seed=4 \
--plan=m.plan. " opening
finish
