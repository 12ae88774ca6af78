#!/bin/sh
# Counts operations: that products with derivatives cost a small constant times the value, whatever the number
# of inputs; that a gradient by reverse accumulation does, and a sparse Hessian is linear.
# Usage: cost.sh ADC FILE.ad...
set -u
here=$(cd "$(dirname "$0")" && pwd)
adc=$1
shift
. "$here/../differential/common.sh"

# Post: $work/counts has a line "MODEL MODE OPERATIONS MULTIPLICATIONS" for each function; what the
# operations of a derivative share with the value are its own, too.
count_operations() { # count_operations FILE MODES OPTION...
    file=$1
    modes=$2
    shift 2
    "$adc" "$file" --derive="$modes" --emit=derivative "$@" 2>"$work/stderr" | awk '
        function finish() { if (model != "") print model, mode, operations + 0, multiplications + 0 }
        /^function / { finish(); model = $2; mode = $3; operations = multiplications = 0 }
        /^%[0-9]+ = [a-z0-9_]+ %/ { operations++; if ($3 == "mul") multiplications++ }
        END { finish() }' >"$work/counts"
}

# Every model: MODE takes at most MOST times the operations of the value.
expect_ratio() { # expect_ratio FILE MODE MOST OPTION...
    file=$1
    mode=$2
    most=$3
    shift 3
    count_operations "$file" "value,$mode" "$@"
    awk -v mode="$mode" -v most="$most" '
        $2 == "value" { value[$1] = $3 }
        $2 == mode {
            printf "%-14s %s %6d operations, value %6d: %.1f times\n", $1, mode, $3, value[$1], $3/value[$1]
            if ($3 > most*value[$1]) bad = 1
            compared = 1
        }
        END { exit bad || !compared }' "$work/counts" ||
        { fail "$mode of $file $*: more than $most times the value"; return; }
    pass
}

# Post: the operations of a mode of one model of modes.ad.
operations() { # operations MODEL MODE OPTION...
    counted=$1
    mode=$2
    shift 2
    count_operations "$here/modes.ad" "$mode" --model="$counted" "$@"
    awk '{ print $3 }' "$work/counts"
}

for file in "$@"; do
    expect_ratio "$file" vjp 5 --order=reverse
    expect_ratio "$file" hvp 10
done
for n in 10 1000; do
    expect_ratio "$here/modes.ad" hvp 2 --model=rosenbrock -D n=$n
done

# The Hessian of Rosenbrock's function, extended and chained: entries, operations and code for each variable.
for model in extended rosenbrock; do
    for n in 1000 10000; do
        case $model in
            extended) nonzeros=$((3 * n / 2)) ;;
            *) nonzeros=$((2 * n - 1)) ;;
        esac
        "$adc" "$here/modes.ad" -D n=$n --model=$model --derive=hessian --layout=csr -o "$work/$model$n.c"
        expect "the Hessian of $model at n = $n has $nonzeros nonzeros" \
            grep -qF "${model}_hess_nnz = $nonzeros " "$work/$model$n.c"
    done
    few=$(operations $model hessian -D n=1000 --layout=csr)
    many=$(operations $model hessian -D n=10000 --layout=csr)
    echo "$model: Hessian of $few operations at n = 1000, of $many at n = 10000"
    expect "the operations of the Hessian of $model are not linear" \
        test "$many" -le $((10 * few + few / 10))
    expect "the code of the Hessian of $model is not linear" \
        test "$(wc -c <"$work/${model}10000.c")" -le $((11 * $(wc -c <"$work/${model}1000.c")))
done

count_operations "$here/modes.ad" gradient --model=product
products=$(awk '{ print $4 }' "$work/counts")
echo "the gradient of a product of 64 factors takes $products multiplications"
expect 'that is more than 3n' test "$products" -le 192
finish
