#!/bin/sh
# Inputs that are too deep, too long, too large or no text at all: each is refused with its message at
# its place, or compiled, within two GiB of memory and a minute, and nothing is left half-written. The
# inputs are made here, being too large to keep; what fits into a file is in golden/limits.
# Usage: limits.sh ADC
set -u
here=$(cd "$(dirname "$0")" && pwd)
adc=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
. "$here/../differential/common.sh"
cd "$work" || exit 99
export NO_COLOR=1
ulimit -c 0
ulimit -v 2097152 2>/dev/null || true # not everywhere, nor under the address sanitizer

# Adds a text so many times.
repeat() { # repeat N TEXT
    awk -v n="$1" -v text="$2" 'BEGIN { for (i = 0; i < n; i++) printf "%s", text }'
}

# A model around what is on standard input.
model() {
    printf 'model m(in x, out y) {\n'
    cat
    printf '\n}\n'
}

# Makes input.ad: a model whose statement is the first text, then N times the second, then the third, and so on.
statement() { # statement TEXT [N TEXT TEXT]...
    {
        printf '%s' "$1"
        shift
        while [ $# -gt 1 ]; do
            repeat "$1" "$2"
            printf '%s' "$3"
            shift 3
        done
    } | model >input.ad
}

# Compiles input.ad: the exit status, the first line of the messages and their size.
says() { # says WHAT STATUS FIRST-LINE [OPTION...]
    what=$1
    wanted=$2
    line=$3
    shift 3
    rm -f result.c result.c.*
    timeout 60 "$adc" input.ad -o result.c "$@" >out 2>err
    status=$?
    first=$(head -n 1 err)
    left=$(find . -name 'result.c*' | wc -l)
    if [ "$status" -ne "$wanted" ] || [ "$first" != "$line" ]; then
        fail "$what: exit status $status, and the message"
        cut -c 1-200 err | head -n 3
    elif [ "$(wc -c <err)" -gt 40000 ]; then
        fail "$what: messages of $(wc -c <err) bytes"
    elif [ "$wanted" -ne 0 ] && [ "$left" -ne 0 ]; then
        fail "$what: a file was left"
    else
        pass
    fi
}

deep='error: this is nested too deeply [E0701]'

# -- depth --
statement 'y = ' 100000 '(' x 100000 ')' ';'
says '10^5 parentheses' 1 "input.ad:2:1004: $deep"
statement '' 100000 '{' 'y = x;' 100000 '}' ''
says '10^5 blocks' 1 "input.ad:2:1000: $deep"
statement 'y = ' 100000 '(' ''
says '10^5 parentheses that are not closed' 1 "input.ad:2:1004: $deep"
statement 'y = ' 100000 '- ' 'x;'
says '10^5 signs' 1 "input.ad:2:31985: $deep"
statement 'y = ' 100000 '!' 'x;'
says '10^5 negations' 1 "input.ad:2:15995: $deep"
statement 'y = ' 100000 'x^' 'x;'
says '10^5 powers' 1 "input.ad:2:15995: $deep"
statement 'y = ' 100000 'x > 1 ? 2 : ' 'x;'
says '10^5 conditions' 1 "input.ad:2:47973: $deep"
statement 'y = ' 100000 'sin(' x 100000 ')' ';'
says '10^5 calls within each other' 1 "input.ad:2:4004: $deep"
statement 'y = ' 100000 '[' ''
says '10^5 lists' 1 "input.ad:2:1004: $deep"
statement 'y = x' 100000 '[0]' ';'
says '10^5 subscripts' 1 "input.ad:2:5: $deep"
statement 'y = x' 100000 "'" ';'
says '10^5 transposes' 1 "input.ad:2:5: $deep"
statement 'if (x > 0) { y = 1; }' 100000 ' else if (x > 1) { y = 2; }' ''
says '10^5 else ifs' 1 "input.ad:2:107928: $deep"

# -- length --
statement 'y = ' 30000 'x + ' 'x;'
says 'a chain of 30000 operators' 0 ''
statement 'y = max(' 1000000 'x, ' 'x);'
says 'a call of 10^6 arguments' 0 '' --derive=value
statement 'y = f(' 1000000 'x, ' 'x);'
says 'a call of an unknown function of 10^6 arguments' 1 \
    'input.ad:2:5: error: unknown function `f` [E0302]'
statement 'y = ' 100000 'x + ' 'zz + ' 100000 'x + ' 'x;'
says 'an error in a line of 800000 characters' 1 'input.ad:2:400005: error: unknown name `zz` [E0301]'
statement 'y = ' 1000000 q ';'
says 'a name of 10^6 letters' 1 "input.ad:2:5: error: unknown name \`$(repeat 59 q)... [E0301]"
statement 'y = x*' 1000000 9 ';'
says 'a number of 10^6 digits' 1 'input.ad:2:7: error: this number is too large [E0107]'
statement 'y = x*0.' 1000000 1 ';'
says 'a fraction of 10^6 digits' 0 ''
statement 'y = x*1e' 1000000 9 ';'
says 'an exponent of 10^6 digits' 1 'input.ad:2:7: error: this number is too large [E0107]'
statement '' 1000000 ';' 'y = x;'
says '10^6 semicolons' 0 ''
statement '' 100000 '/**/' 'y = x;'
says '10^5 comments' 0 ''
{ awk 'BEGIN { for (i = 0; i < 100000; i++) printf "let a%d = ;", i }'; } | model >input.ad
says '10^5 errors in a line' 1 'input.ad:2:10: error: expected an expression, found `;` [E0201]'
{ awk 'BEGIN { for (i = 0; i < 100000; i++) printf "let a%d = x;", i }'; echo 'y = x;'; } | model >input.ad
says '10^5 warnings in a line' 0 'input.ad:2:5: warning: variable `a0` is never read [-Wunused]'
awk 'BEGIN { for (i = 0; i < 20000; i++) printf "const c%d = c%d;\n", i, i + 1
    print "const c20000 = 1;\nmodel m(in x, out y) { y = c0*x; }" }' >input.ad
says '20000 constants, each by the next' 1 "input.ad:6001:15: error: this nests too deeply: more than 6000 \
expressions and calls inside each other [E0701]"
awk 'BEGIN { for (i = 0; i < 20000; i++) printf "fn f%d(t) = f%d(t);\n", i, i + 1
    print "fn f20000(t) = t;\nmodel m(in x, out y) { y = f0(x); }" }' >input.ad
says '20000 functions, each by the next' 1 \
    'input.ad:999:14: error: this recursion goes deeper than 1000 calls [E0702]'
awk 'BEGIN { printf "model m("; for (i = 0; i < 20000; i++) printf "in x%d, ", i
    print "out y) { y = x0; }" }' >input.ad
says '20000 inputs' 0 'input.ad:1:19: warning: no output depends on `x1` [-Wunused-input]' --derive=value
awk 'BEGIN { printf "model m(in x"; for (i = 0; i < 20000; i++) printf ", out y%d", i
    print ") { }" }' >input.ad
says '20000 outputs without a value' 1 'input.ad:1:19: error: `y0` is not assigned [E0308]'
awk 'BEGIN { for (i = 0; i < 10000; i++) printf "model m%d(in x, out y) { y = sin(x)*x; }\n", i }' >input.ad
says '10000 models' 0 ''
cat >input.ad <<'END'
fn first(v[n], t) { for i in 0..n { if (v[i]*t > 1) { return v[i]; } } return t; }
model m(in x[10000], in t, out y) { y = first(x, t); }
END
says '10000 returns on the way' 0 '' --derive=value --max-ops=100000

# -- no text --
repeat 1000000 a | tr a '\0' >input.ad
says '10^6 NUL bytes' 1 'input.ad:1:1: error: there is a NUL byte here: is this a text file? [E0101]'
awk 'BEGIN { for (i = 0; i < 200000; i++) printf "%c", (i*7919 + i*i*31) % 254 + 1 }' | tr '\001-\010' '\200-\207' >input.ad
timeout 60 "$adc" input.ad -o result.c >out 2>err
if [ $? -eq 1 ] && [ "$(wc -c <err)" -lt 20000 ] && [ ! -e result.c ]; then pass; else fail 'random bytes'; fi
repeat 1000001 '"' >input.ad
says '10^6 quotes' 1 "input.ad:1:1: error: expected a definition (\`model\`, \`fn\`, \`const\`, \`extern\`, \
\`import\`), found \`\"\"\` [E0201]"
repeat 300000 ')]}' >input.ad
says '10^6 closing brackets' 1 'input.ad:1:1: error: this `)` closes nothing [E0203]'
repeat 30000 '([{' >input.ad
says '10^5 opening brackets' 1 "input.ad:1:1: error: expected a definition (\`model\`, \`fn\`, \`const\`, \
\`extern\`, \`import\`), found \`(\` [E0201]"
{ echo 'model m(in x, out y) { y = x; }'; printf '/*'; repeat 1000000 x; } >input.ad
says 'an open comment of 10^6 letters' 1 'input.ad:2:1: error: this comment has no closing `*/` [E0109]'

# -- files --
mkdir folder
echo 'model m(in x, out y) { y = x*x; }' >input.ad
refused() { # refused STATUS FIRST-LINE ARGUMENT...
    wanted=$1
    line=$2
    shift 2
    timeout 60 "$adc" "$@" >out 2>err
    status=$?
    if [ "$status" -eq "$wanted" ] && [ "$(head -n 1 err)" = "$line" ]; then
        pass
    else
        fail "adc $*: exit status $status"
        head -n 3 err
    fi
}
refused 1 'adc: error: cannot read folder: Is a directory [E0801]' folder -o result.c
refused 1 'adc: error: cannot read nothing.ad: No such file or directory [E0801]' nothing.ad -o result.c
refused 3 'adc: cannot write nowhere/result.c: No such file or directory' input.ad -o nowhere/result.c
refused 3 'adc: cannot write folder: Is a directory' input.ad -o folder
if [ -w /dev/full ]; then
    refused 3 'adc: cannot write /dev/full: No space left on device' input.ad -o /dev/full
    "$adc" input.ad >/dev/full 2>err
    if [ $? -eq 3 ] && grep -q 'cannot write standard output: No space left on device' err; then
        pass
    else
        fail 'a full standard output'
    fi
fi
cp input.ad secret.ad
chmod 000 secret.ad
if [ ! -r secret.ad ]; then # all may read it who may do everything
    refused 1 'adc: error: cannot read secret.ad: Permission denied [E0801]' secret.ad -o result.c
fi
refused 1 '/dev/null:1:1: error: the file has no model [E0609]' /dev/null -o result.c
finish
