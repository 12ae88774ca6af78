#!/bin/sh
# Values and derivatives where functions are not smooth (nonsmooth.txt) in every order, by `adc eval` and
# by the generated C. Models are named after their lines of the table.
# Usage: nonsmooth.sh ADC ORDERS COMPILER
set -u
here=$(cd "$(dirname "$0")" && pwd)
models=$(mktemp -d) || exit 99
trap 'rm -rf "$models"' EXIT

awk -v points="$models/points" -f "$here/nonsmooth.awk" "$here/nonsmooth.txt" >"$models/nonsmooth.ad" || exit 99
"$here/bits.sh" "$1" "$2" "$models/points" "$3" "$models/nonsmooth.ad"
