#!/bin/sh
# The README's model compiles to the C that the README shows, at the counts that it gives.
# Usage: readme.sh ADC README
set -u
adc=$1
readme=$2
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
passed=0
failed=0
expect() { # expect WHAT COMMAND...
    what=$1
    shift
    if "$@"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: $what"; fi
}

# The fenced blocks of the README, numbered: block 1 is the model, block 3 the function.
awk -v to="$work/block" '/^```/ { inside = !inside; if (inside) number++; next }
    inside { print > (to number) }' "$readme"
cp "$work/block1" "$work/dual_graph.ad"
expect "the model compiles" "$adc" "$work/dual_graph.ad" -o "$work/out.c"

# The function stands in the output as it stands in the README, line for line.
awk -v first="$(sed -n 1p "$work/block3")" -v count="$(wc -l <"$work/block3")" '
    $0 == first { left = count } left > 0 { print; left-- }' "$work/out.c" >"$work/found"
expect "the function is the README's" diff -u "$work/block3" "$work/found"

"$adc" compare "$work/dual_graph.ad" >"$work/compare"
for order in forward reverse Markowitz; do
    name=$(echo "$order" | tr M m)
    wanted=$(awk -F'|' -v order="$order" '$2 ~ order { print $3 + 0, $4 + 0 }' "$readme")
    found=$(awk -v name="$name" '$1 == name { print $3, $4 }' "$work/compare")
    expect "$order: README says $wanted, adc compare $found" test "$wanted" = "$found"
done
expect "auto takes Markowitz" grep -q "jacobian: order markowitz" "$work/out.c"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
