#!/bin/sh
# The C compiler's time over straight-line functions of 10^3, 10^4 and 10^5 operations, in pieces and whole:
# processor seconds, the median of three.
# Usage: straight_line.sh ADC [COMPILER...]
set -eu
adc=$1
shift
[ $# -gt 0 ] || set -- gcc -O2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

seconds() { # seconds FILE COMPILER...
    file=$1
    shift
    for run in 1 2 3; do
        { command time -f %U "$@" -c "$file" -o "$work/line.o"; } 2>&1
    done | sort -n | sed -n 2p
}

echo "operations, in pieces, whole ($*)"
for n in 1000 10000 100000; do
    cat >"$work/line.ad" <<END
model line(in x[8], out y[4]) {
    var v[8];
    for k in 0..8 { v[k] = x[k]; }
    for i in 0..$((n / 32)) {
        for k in 0..8 { v[k] = v[k]*0.5 + v[mod(k + 1, 8)]*v[mod(k + 3, 8)]*0.25; }
    }
    y = [v[0] + v[4], v[1]*v[5], v[2] - v[6], v[3]*v[7]];
}
END
    "$adc" "$work/line.ad" --loops=never --derive=value -o "$work/pieces.c"
    "$adc" "$work/line.ad" --loops=never --derive=value --piece=1000000 -o "$work/whole.c"
    echo "$n, $(seconds "$work/pieces.c" "$@"), $(seconds "$work/whole.c" "$@")"
done
