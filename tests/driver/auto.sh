#!/bin/sh
# `auto` is the choice of somebody who knows nothing: in no mode is the modelled cost of its code above that of
# forward, reverse or markowitz under either tie rule.
# Usage: auto.sh ADC [RANDOM_MODEL SEEDS] MODEL...
# A model with a line `// modes: LIST` is compiled in these alone, one with `// orders: NAME...` by these.
set -u
here=$(cd "$(dirname "$0")" && pwd)
adc=$1
shift
. "$here/../differential/common.sh"
if [ "${1##*.}" != ad ]; then
    generate=$1
    seeds=$2
    shift 2
    for seed in $(seq 1 "$seeds"); do
        "$generate" "$seed" 1 >"$work/random$seed.ad"
        set -- "$@" "$work/random$seed.ad"
    done
fi

# Lines "MODEL.MODE CYCLES" for each function of a model.
costs() { # costs MODEL OPTION...
    "$adc" "$1" --derive="$modes" --layout=csr --max-ops=100000 -v -o /dev/null "$2" ${3:+"$3"} 2>&1 |
        sed -n 's/^adc: model \([^:]*\): .*/\1/p; s/^adc: \([a-z0-9_]*\): [0-9]* values, about \([0-9]*\) cycles/\1 \2/p' |
        awk 'NF == 1 { model = $1 } NF == 2 { print model "." $1, $2 }'
}

for model in "$@"; do
    modes=$(sed -n 's,^// modes: ,,p' "$model")
    modes=${modes:-jacobian,jvp,vjp,hessian,hvp}
    "$adc" "$model" --derive=$modes --layout=csr -o /dev/null 2>/dev/null || modes=jacobian,jvp,vjp
    costs "$model" --order=auto >"$work/auto"
    if [ ! -s "$work/auto" ]; then
        fail "$model: no costs"
    fi
    orders=$(sed -n 's,^// orders: ,,p' "$model")
    for order in ${orders:-forward reverse markowitz}; do
        for tie in last first; do
            costs "$model" --order=$order --tie=$tie >"$work/other"
            join "$work/auto" "$work/other" >"$work/both"
            if [ "$(wc -l <"$work/both")" -eq "$(wc -l <"$work/auto")" ]; then
                pass
            else
                fail "$model: other functions by $order"
            fi
            awk '$2 > $3' "$work/both" >"$work/worse"
            if [ -s "$work/worse" ]; then
                fail "$model: auto costs more than --order=$order --tie=$tie:"
                cat "$work/worse"
            else
                pass
            fi
        done
    done
done
finish
