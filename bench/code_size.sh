#!/bin/sh
# The size of float code on a Cortex-M4, as a table for docs/generated-code.md: bytes of instructions and constants
# of each function, without those of libm that it calls.
# Usage: code_size.sh ADC FILE.ad...
set -eu
adc=$1
shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cc='arm-none-eabi-gcc -mcpu=cortex-m4 -mthumb -mfloat-abi=hard -mfpu=fpv4-sp-d16 -std=c99 -c'

# Post: bytes of a function and its pieces, and of its constants in flash.
bytes() { # bytes FUNCTION
    arm-none-eabi-nm -S --size-sort "$work/model.o" | awk -v name="$1" '
        function hex(text,  i, n) {
            for (i = 1; i <= length(text); i++) n = 16*n + index("0123456789abcdef", substr(text, i, 1)) - 1
            return n
        }
        $4 == name || index($4, name "_piece") == 1 { sum += hex($2) }
        END { print sum + 0 }'
}

echo '| model | inputs, outputs | value, -Os | with Jacobian | value, -O2 | with Jacobian |'
echo '| --- | --- | --- | --- | --- | --- |'
for file in "$@"; do
    "$adc" "$file" --real=float --derive=value,jacobian -Wno-all -o "$work/model.c"
    for model in $(sed -n 's/^void \(.*\)_value(.*/\1/p' "$work/model.c" | sort -u); do
        row=$(sed -n "s/^enum { ${model}_nx = \([0-9]*\), .*_ny = \([0-9]*\),.*/\1, \2/p" "$work/model.c")
        for level in -Os -O2; do
            $cc $level "$work/model.c" -o "$work/model.o"
            row="$row | $(bytes "${model}_value") | $(bytes "${model}_jacobian")"
        done
        echo "| \`$model\` | $row |"
    done
done
