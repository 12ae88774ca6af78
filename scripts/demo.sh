#!/bin/sh
# The demonstration: bundle adjustment from the model's text to checked derivatives.
# Usage: demo.sh BUILD
set -eu
build=$1
here=$(cd "$(dirname "$0")/.." && pwd)
scripts=$here/scripts
"$scripts/setup.sh"
ninja -C "$build" >"$build/demo.log" 2>&1 || { cat "$build/demo.log"; exit 1; }

adc=$build/driver/adc
model=$here/examples/bundle_adjustment/bundle_adjustment.ad
out=$build/demo
mkdir -p "$out"

say() { printf '\n== %s\n\n' "$1"; }

say "The model: examples/bundle_adjustment/bundle_adjustment.ad"
sed -n '/^model/,$p' "$model"
say "Products and additions of the Jacobian by elimination order (auto is the default)"
"$adc" compare "$model" --orders=forward,reverse,markowitz,auto
say "adc bundle_adjustment.ad -o bundle_adjustment_grad.c --header bundle_adjustment_grad.h"
"$adc" "$model" -o "$out/bundle_adjustment_grad.c" --header "$out/bundle_adjustment_grad.h"
wc -l "$out/bundle_adjustment_grad.c" | awk '{ print $1 " lines of C" }'
say "cc main.c bundle_adjustment_grad.c && ./a.out"
${CC:-cc} -std=c99 -O2 -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror \
    -I"$out" -I"$here/examples/common" "$here/examples/bundle_adjustment/main.c" \
    "$here/examples/common/common.c" "$out/bundle_adjustment_grad.c" -o "$out/demo" -lm
SHOW_DIFFERENCES=1 "$out/demo"
say "adc check: the same derivatives against a reference of more than 30 digits"
"$adc" check "$model"
