#!/bin/sh
# The manual tells the truth: its snippets compile, have the values and give the messages that they
# claim, its commands print what it shows, and its table of functions is the compiler's.
#
# A block marked `adc` is a snippet. With a `model`, or a first line that names it (`// spring.ad`), it
# is a whole file. Else it is `fn`s and `const`s, then statements, for which a model is made with
# the inputs of a line `// x = 2, v = [1, 2]`. A comment behind a statement that begins with
# a number or a bracket claims the value of what the statement assigns, and perhaps derivatives:
# `y = abs(x);  // 0; d/dx = 0`. `// error: …` and `// warning: …` are what adc must say of that line;
# other errors, and other warnings of whole files, are failures. A block marked `console` has
# commands, behind `$ `, and what they print. Other blocks have no mark.
# With --write the table of functions is made anew.
# Usage: manual.sh [--write] ADC language.md
set -u
here=$(cd "$(dirname "$0")" && pwd)
write=
[ "$1" = --write ] && { write=1; shift; }
adc=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
manual=$2
. "$here/../differential/common.sh"
export NO_COLOR=1

# -- the table of functions --
"$adc" --list-functions | awk -F '   *' '
    { gsub(/\|/, "\\|"); printf "| `%s` | %s | %s |\n", $1, $2, $3 }' >"$work/table"
if [ -n "$write" ]; then
    awk -v table="$work/table" '
        /^<!-- end of functions/ { skip = 0 }
        !skip { print }
        /^<!-- functions/ {
            print "| function | domain | |\n| --- | --- | --- |"
            while ((getline row <table) > 0) print row
            skip = 1
        }' "$manual" >"$work/manual" && cp "$work/manual" "$manual"
    exit
fi
awk '/^<!-- end of functions/ { exit } inside && /^\| `/ { print } /^<!-- functions/ { inside = 1 }' \
    "$manual" >"$work/shown"
if [ -s "$work/table" ] && diff -u "$work/shown" "$work/table"; then
    pass
else
    fail "the table of functions is not that of adc --list-functions; manual.sh --write mends it"
fi

# -- the snippets --
mkdir "$work/blocks"
if awk -v to="$work/blocks" -f "$here/extract.awk" "$manual"; then pass; else fail "extraction"; fi

test_snippet() { # test_snippet BASE
    read -r line name <"$1.where"
    what="$manual:$line"
    [ -z "$name" ] || cp "$1.ad" "$work/blocks/$name"
    grep -q '^model ' "$1.ad" || return # to be imported
    touch "$1.said" "$1.at"
    "$adc" "$1.ad" -o "$work/out.c" 2>"$work/err" >"$work/out"
    kinds='error|warning'
    grep -q '^model snippet(' "$1.ad" && ! grep -q ': warning: ' "$1.said" && kinds=error
    sed -nE "s/ \[E[0-9]+\]$//; s/^[^ ]*:([0-9]+):[0-9]+: (($kinds): .*)/\1: \2/p" "$work/err" |
        sort -n >"$work/said"
    if diff -u "$1.said" "$work/said" >"$work/diff"; then
        pass
    else
        fail "$what: what adc says"
        cat "$work/diff"
        return
    fi
    [ -e "$1.claims" ] || return
    value=--derive=value
    grep -q d/d "$1.claims" && value=
    if "$adc" eval "$1.right.ad" $value $(cat "$1.at") >"$work/out" 2>"$work/err" &&
        awk -f "$here/compare.awk" "$1.claims" "$work/out"; then
        passed=$((passed + $(wc -l <"$1.claims")))
    else
        fail "$what: its values"
        grep ' error: ' "$work/err"
    fi
}

# The commands of a block, run where the named snippets lie, print what is shown.
test_console() { # test_console BASE
    (
        cd "$work/blocks" || exit 1
        PATH="$(dirname "$adc"):$PATH"
        sed -n 's/^\$ //p' "$1.console" | while read -r command; do
            echo "\$ $command"
            eval "$command" 2>&1
        done
    ) >"$work/out"
    if diff -u "$1.console" "$work/out" >"$work/diff"; then
        pass
    else
        fail "$manual:$(cat "$1.where"): what the commands print"
        cat "$work/diff"
    fi
}

number=1
while [ -e "$work/blocks/$number.where" ]; do
    if [ -e "$work/blocks/$number.console" ]; then
        test_console "$work/blocks/$number"
    else
        test_snippet "$work/blocks/$number"
    fi
    number=$((number + 1))
done
finish
