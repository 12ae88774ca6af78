#!/bin/sh
# The bytes that are written depend on the input, the options and the version alone: every stage of every
# model is written twice, the second time from another folder, to a file of another name, with another
# environment and, where one is given, by another build of adc.
# Usage: bytes.sh ADC OTHER_ADC ORDERS FILE.ad...
set -u
here=$(cd "$(dirname "$0")" && pwd)
absolute() { # absolute FILE
    echo "$(cd "$(dirname "$1")" && pwd)/$(basename "$1")"
}
adc=$(absolute "$1")
other=$(absolute "$2")
orders=$3
shift 3
. "$here/common.sh"
mkdir "$work/elsewhere"

compare() { # compare FILE OPTION...
    file=$1
    shift
    rm -f "$work/first.c" "$work/elsewhere/second"
    "$adc" "$file" "$@" -o "$work/first.c" 2>"$work/first.err" || fail "adc $file $*"
    (
        cd "$(dirname "$file")" || exit 99
        LC_ALL=C.UTF-8 TZ=Asia/Tokyo MALLOC_PERTURB_=170 HOME=/nonexistent \
            "$other" "$(basename "$file")" "$@" -o "$work/elsewhere/second" 2>"$work/second.err"
    )
    if cmp -s "$work/first.c" "$work/elsewhere/second"; then
        pass
    else
        fail "adc $file $*: other bytes in another run"
        diff "$work/first.c" "$work/elsewhere/second" | head -n 10
    fi
}

for file in "$@"; do
    compare "$file" --emit=ast
    compare "$file" --emit=ir
    for order in $(orders_of "$orders"); do
        for stage in c derivative json; do
            compare "$file" --emit=$stage --order="$order" $effort
        done
    done
    for model in $(models_of "$file"); do
        for stage in graph dual dot; do
            compare "$file" --emit=$stage --model="$model"
        done
        for order in $(orders_of "$orders"); do
            compare "$file" --emit=plan --model="$model" --order="$order" $effort
        done
    done
done
finish
