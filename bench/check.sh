#!/bin/sh
# The derivatives of the problems' models by `adc check`, each at a point of the table.
# Usage: check.sh ADC POINTS FILE.ad...
set -eu
here=$(cd "$(dirname "$0")" && pwd)
adc=$1
points=$2
shift 2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
awk -f "$here/../tests/differential/points.awk" "$points" >"$work/points"
status=0
for file in "$@"; do
    model=$(sed -n 's/^model  *\([A-Za-z_0-9]*\).*/\1/p' "$file")
    options=$(sed -n "s/^$model|\\([^|]*\\).*/\\1/p" "$work/points" | head -n 1)
    if [ -z "$options" ]; then
        echo "$file: no point for $model in $points"
        status=1
    elif ! "$adc" check "$file" $options >"$work/output" 2>&1 ||
        ! grep -q ': [1-9][0-9]* derivatives compared, 0 wrong' "$work/output"; then
        echo "$file:"
        cat "$work/output"
        status=1
    fi
done
exit $status
