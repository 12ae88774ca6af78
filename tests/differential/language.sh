#!/bin/sh
# The tests of the language as C: each model of a folder that has a .eval beside it is compiled with
# strict warnings and gives the bits of `adc eval`, values and first derivatives, at the point of that
# file. Names that collide in C, numbers as they are printed, functions that C lacks come along.
# Usage: language.sh ADC COMPILER FOLDER...
set -u
here=$(cd "$(dirname "$0")" && pwd)
adc=$1
compiler="$2 -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror -ffp-contract=off"
shift 2
. "$here/common.sh"
: >"$work/includes"
: >"$work/models"
: >"$work/input"
number=0

for golden in $(ls -d $(printf '%s/*.eval ' "$@")); do
    model_file=${golden%.eval}.ad
    number=$((number + 1))
    prefix=file${number}_
    set -f
    set -- $(sed -n '1s,^// adc: ,,p' "$model_file" | sed 's/--derive=[a-z,]*//')
    options=$(printf '%s\n' "$@" | awk '$0 == "--at" { getline; next } { print }')
    if ! "$adc" "$model_file" $options --prefix=$prefix -o "$work/$prefix.c" --header "$work/$prefix.h" \
        2>"$work/stderr"; then
        fail "adc $model_file $options"
        cat "$work/stderr"
        continue
    fi
    echo "#include \"$prefix.h\"" >>"$work/includes"
    for model in $(models_of "$model_file"); do
        mode=jacobian
        grep -q " $prefix${model}_gradient(" "$work/$prefix.h" && mode=gradient
        echo "    MODEL($prefix$model, $mode) \\" >>"$work/models"
        printf '%s\n' "$@" | awk '$0 == "--at" { getline; print }' >"$work/at"
        {
            echo "model $prefix$model"
            awk -v model="$model" -f "$here/language.awk" "$work/at" "$model_file"
            "$adc" eval "$model_file" "$@" --model="$model" 2>"$work/stderr"
        } >>"$work/input" || { fail "adc eval $model_file $*"; cat "$work/stderr"; }
    done
    set +f
done
run_harness
finish
