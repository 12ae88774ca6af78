#!/bin/sh
# Layout has no meaning: each model compiles to the same C, byte for byte, whatever white space and
# comments stand between its tokens.
# Usage: layout.sh ADC MODEL.ad...
set -u
here=$(cd "$(dirname "$0")" && pwd)
adc=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
shift
. "$here/../differential/common.sh"
export LC_ALL=C

# The generated C names its model file: all have one name.
compile() { # compile FOLDER
    (cd "$1" && "$adc" model.ad -o model.c 2>err)
}

for model in "$@"; do
    name=$(basename "$model")
    mkdir -p "$work/written"
    cp "$model" "$work/written/model.ad"
    compile "$work/written" || { fail "$name as written"; continue; }
    for style in joined spread lines; do
        mkdir -p "$work/$style"
        awk -v style="$style" -f "$here/layout.awk" "$model" >"$work/$style/model.ad"
        if cmp -s "$model" "$work/$style/model.ad"; then
            fail "$name $style: nothing was changed"
        elif ! compile "$work/$style"; then
            fail "$name $style: $(cut -c 1-200 "$work/$style/err" | head -n 3)"
        elif cmp "$work/written/model.c" "$work/$style/model.c"; then
            pass
        else
            fail "$name $style: another C"
        fi
    done
done
finish
