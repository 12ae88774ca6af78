#!/bin/sh
# The explanations tell the truth: of each code the wrong snippet gives that error or warning and the
# right one does not, nor any other error. And docs/diagnostics.md, behind its introduction, is what
# `adc --explain=all` prints; with --write it is made so.
# Usage: explain.sh [--write] ADC diagnostics.md
set -u
here=$(cd "$(dirname "$0")" && pwd)
write=
[ "$1" = --write ] && { write=1; shift; }
adc=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
page=$2
. "$here/../differential/common.sh"
export NO_COLOR=1

# -- the page --
{
    sed '/^<!-- adc --explain=all -->$/q' "$page"
    echo
    "$adc" --explain=all
} >"$work/page"
if [ -n "$write" ]; then
    cp "$work/page" "$page"
elif diff -u "$page" "$work/page"; then
    pass
else
    fail "$page is not what adc --explain=all prints; explain.sh --write mends it"
fi

# -- the snippets --
# Writes the Nth block of the explanation in $work/text into a file, whose name it prints.
block() { # block N CODE
    kind=$(awk '/^```[a-z]/ { if (++n == '"$1"') print substr($0, 4) }' "$work/text")
    awk '/^```$/ { show = 0 } show { print } /^```[a-z]/ { show = ++n == '"$1"' }' "$work/text" \
        >"$work/$2.$1.${kind:-none}"
    echo "$work/$2.$1.${kind:-none}"
}

compile() { # compile FILE
    emit=
    [ "${1##*.}" = dag ] && emit=--emit=plan
    "$adc" "$1" $(sed -n '1s,^// adc: ,,p' "$1") $emit -o "$work/result" 2>"$work/said"
}

"$adc" --explain=list | sed 's/ .*//' >"$work/codes"
while read -r code; do
    "$adc" --explain="$code" >"$work/text"
    wrong=$(block 1 "$code")
    right=$(block 2 "$code")
    if [ ! -s "$wrong" ]; then
        echo "$code" >>"$work/without"
        continue
    fi
    case $code in
        E*) status=1; name=$code ;;
        *) status=0; name=-W$code ;;
    esac
    compile "$wrong"
    if [ $? -eq "$status" ] && grep -qF "[$name]" "$work/said" && ! grep '\[[-EW]' "$work/said" | grep -qvF "[$name]"
    then
        pass
    else
        fail "--explain=$code: the wrong snippet"
        cat "$work/said"
    fi
    if compile "$right" && ! grep -q '\[[-EW]' "$work/said"; then
        pass
    else
        fail "--explain=$code: the right snippet"
        cat "$work/said"
    fi
done <"$work/codes"

# Those that no short text can show.
if [ "$(tr '\n' ' ' <"$work/without")" = "E0101 E0705 E0801 E0804 E0805 E0806 E0807 " ]; then
    pass
else
    fail "codes without snippets: $(tr '\n' ' ' <"$work/without")"
fi
finish
