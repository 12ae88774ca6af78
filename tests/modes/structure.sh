#!/bin/sh
# No entry of a pattern is zero by structure: each is something else than zero at one of several points at least, the
# given ones and drawn ones. (That a pattern misses none is compared with the reference by `adc check`, which looks at
# what it leaves out.)
# Usage: structure.sh ADC POINTS FILE.ad...
set -u
here=$(cd "$(dirname "$0")" && pwd)
adc=$1
points=$2
shift 2
. "$here/../differential/common.sh"
awk -f "$here/../differential/points.awk" "$points" >"$work/points"

# Each point of the model as --at options, and as many with other numbers in (0.1, 2).
points_of() { # points_of MODEL
    grep "^$1|" "$work/points" | awk -F'|' '
        function draw() { state = (state*1103515245 + 12345) % 2147483648; return 0.1 + 1.9*int(state/65536)/32768 }
        BEGIN { state = 1 }
        {
            print $2
            drawn = ""
            for (rest = $2; match(rest, /[=,]-?[0-9.][0-9.e+-]*/); rest = substr(rest, RSTART + RLENGTH))
                drawn = drawn substr(rest, 1, RSTART) draw()
            print drawn rest
        }'
}

# Weights that add up to nothing else than they should, for each output one.
weights_of() { # weights_of FILE MODEL
    "$adc" "$1" --model="$2" --emit=json -Wno-all 2>/dev/null |
        awk 'match($0, /"ny": [0-9]+/) { n = substr($0, RSTART + 6, RLENGTH - 6)
            for (i = 1; i <= n; i++) printf "%s%.6f", (i > 1 ? "," : ""), 0.3 + (i*0.618034) % 1 }'
}

# The first joint of either arm turns it about the vertical, and the last turns a hand that is round: terms cancel, or
# are products with an element of a constant that happens to be 0, which is no matter of structure.
cancels='d pose\[4\] / d q\[0\]\|d angle\[0\]\|d torque\[5\] / d angle\[5\]'
for file in "$@"; do
    for model in $(models_of "$file"); do
        weights=$(weights_of "$file" "$model")
        points_of "$model" >"$work/here"
        while read -r options; do
            for layout in csr csc coo; do
                "$adc" eval "$file" --model="$model" $options --at w="$weights" --derive=jacobian,hessian \
                    --layout=$layout --triangle=full 2>/dev/null | sed -n "s,^\(d[2 ].*\) = ,$layout|\1|,p"
            done
        done <"$work/here" >"$work/entries"
        awk -F'|' '{ seen[$1 "|" $2] = 1 } $3 + 0 != 0 { some[$1 "|" $2] = 1 }
            END { for (at in seen) if (!(at in some)) print at, "is zero at all points" }' "$work/entries" |
            sort | grep -v "$cancels" >"$work/zeros"
        if [ ! -s "$work/here" ]; then
            fail "$model: no points in $points"
        elif [ ! -s "$work/entries" ] &&
            ! "$adc" "$file" --model="$model" --derive=jacobian,hessian --layout=csr 2>/dev/null | grep -q '_jac_nnz = 0,'; then
            fail "$model: no entries at the points of $points"
        elif [ -s "$work/zeros" ]; then
            fail "$model: $(head -n 5 "$work/zeros")"
        else
            pass
        fi
    done
done
finish
