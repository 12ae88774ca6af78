#!/bin/sh
# Times adc itself: the sparse Hessian of the chained Rosenbrock function, whose size grows with n.
# Usage: bench/generate.sh ADC
set -eu
adc=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
model=$(cd "$(dirname "$0")" && pwd)/../tests/modes/modes.ad

printf '%8s %10s %14s\n' n 'CPU s' 'us/variable'
for n in 1000 10000 100000; do
    # the last line of `times` has the user and system time of what the shell has run
    sh -c '"$@"; times' sh "$adc" "$model" --model=rosenbrock -D n=$n --derive=hessian --layout=csr \
        -o "$work/hessian.c" | tail -n 1 | tr 'ms' '  ' |
        awk -v n=$n '{ s = 60*($1 + $3) + $2 + $4; printf "%8d %10.2f %14.1f\n", n, s, 1e6*s/n }'
done
