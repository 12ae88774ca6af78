#!/bin/sh
# All modes in all layouts: against the reference, against each other, and against known structures.
# Usage: run.sh ADC RANDOM_MODEL FIRST_SEED COUNT yes|no POINTS EXAMPLE.ad...
# yes or no says whether this adc has a reference.
set -u
here=$(cd "$(dirname "$0")" && pwd)
adc=$1
. "$here/../differential/common.sh"
reference=$5
"$2" "$3" "$4" >"$work/random.ad" || fail "random_model $3 $4"
awk -f "$here/../differential/points.awk" "$6" >"$work/example.points"
shift 6
sed -n 's,^//|,,p' "$work/random.ad" >"$work/random.points"
awk -f "$here/../differential/points.awk" "$work/random.points" >"$work/points"
last_model=
all=jacobian,hessian,jvp,vjp,hvp

# Post: what `adc check` says of every model and mode, which must be that nothing is wrong.
check() { # check FILE OPTION...
    "$adc" check "$@" >"$work/said" 2>"$work/stderr"
    if grep -q ' compared, 0 wrong' "$work/said"; then
        passed=$((passed + $(grep -c ' compared, 0 wrong' "$work/said")))
    else
        fail "adc check $*"
        cat "$work/stderr"
    fi
    if grep -v ' compared.*, 0 wrong' "$work/said"; then
        fail "adc check $*"
    fi
}

# Matrices without their zeros are the same in all layouts, under one order (`auto` may choose another
# for another layout).
same_layouts() { # same_layouts FILE OPTION...
    for layout in dense columns csr csc coo; do
        "$adc" eval "$@" --order=reverse --derive=jacobian,hessian --layout=$layout \
            --triangle=full >"$work/said" 2>"$work/stderr" || echo "refuses $layout" >"$work/said"
        grep -v ' = -\{0,1\}0$' "$work/said" | sort >"$work/$layout"
    done
    if cmp -s "$work/dense" "$work/columns" &&
        cmp -s "$work/dense" "$work/csr" && cmp -s "$work/csr" "$work/csc" &&
        cmp -s "$work/csr" "$work/coo"; then
        pass
    else
        fail "layouts differ: adc eval $*"
        diff "$work/dense" "$work/csr" | head -n 5
    fi
}

# A Hessian is symmetric, to the last bit; those of $work/dense.
symmetric() { # symmetric MODEL
    if sed -n 's,^d2 .* / d ,,p' "$work/dense" | awk -F ' d | = ' '
            { entry[$1 " " $2] = $3 }
            END {
                for (at in entry) {
                    split(at, inputs, " ")
                    if (entry[inputs[2] " " inputs[1]] "" != entry[at] "") { print at; wrong = 1 }
                }
                exit wrong
            }'; then
        pass
    else
        fail "the Hessian of $1 is not symmetric"
    fi
}

# The Jacobians of the outputs' Jacobians add up to the Hessian: the same entries, to the rounding.
same_as_hessian() { # same_as_hessian FILE OPTION...
    for mode in hessian jacobian:2; do
        "$adc" eval "$@" --derive=$mode --layout=csr --triangle=full 2>"$work/stderr" |
            sed -n "s,^d2 .* / \(.*\) = ,$mode|\1|,p"
    done >"$work/second"
    if awk -F '|' '
            function size(v) { return v < 0 ? -v : v }
            $1 == "hessian" { hessian[$2] = $3; left[$2] = $3; next }
            { left[$2] -= $3; seen[$2] = 1; known = known + 1 }
            END {
                for (at in left) {
                    if (!(at in hessian) || !(at in seen) || size(left[at]) > 1e-12*(1 + size(hessian[at]))) {
                        print at; wrong = 1
                    }
                }
                exit wrong || known == 0
            }' "$work/second"; then
        pass
    else
        fail "jacobian:2 is not the hessian: adc eval $*"
    fi
}

if [ "$reference" = yes ]; then
    check "$work/random.ad" --derive=$all --samples=2
    check "$work/random.ad" --derive=jacobian --samples=2 --layout=columns
    check "$work/random.ad" --derive=$all --samples=2 --layout=csr
    check "$work/random.ad" --derive=jacobian,hessian --samples=2 --layout=csc --triangle=upper
    check "$work/random.ad" --derive=jacobian,hessian --samples=2 --layout=coo --triangle=full
    check "$work/random.ad" --derive=jacobian:2 --samples=1 --layout=csr
    check "$here/modes.ad" -D n=20 --derive=$all --layout=csr
    for layout in dense columns csr csc coo; do
        check "$here/modes.ad" --model=smooth --derive=jacobian:3 --layout=$layout
    done
    check "$here/modes.ad" -D n=5 --model=rosenbrock --derive=jacobian:4 --layout=csc
    check "$here/modes.ad" --model=product --derive=gradient
    check "$here/modes.ad" --model=rigid --derive=$all,jacobian:2 --layout=csr
    for file in "$@"; do # functions of the user's are compiled for it
        if grep -q '^ *extern ' "$file"; then
            check "$file" -Wno-all --with="$(dirname "$file")/drag.c" --derive=jacobian,jvp,vjp --samples=2 --layout=csr
        else
            check "$file" -Wno-all --derive=$all --samples=2 --layout=csr --triangle=full
        fi
    done
fi
while IFS='|' read -r model options rest; do
    case $last_model in
        "$model") continue ;;
    esac
    last_model=$model
    same_layouts "$work/random.ad" --model="$model" $options
    symmetric "$model"
done <"$work/points"

for file in "$@"; do
    for model in $(models_of "$file"); do
        options=$(grep "^$model|" "$work/example.points" | head -n 1 | cut -d'|' -f2)
        if ! grep -q '^ *extern ' "$file"; then
            same_layouts "$file" --model="$model" $options -Wno-all
            symmetric "$model"
        fi
    done
done

rosenbrock_point=x=0.1,0.2,0.3,0.4,0.5,0.6,0.7,0.8,0.9,1
same_as_hessian "$here/modes.ad" --model=rosenbrock -D n=10 --at $rosenbrock_point
same_as_hessian "$here/modes.ad" --model=smooth --at a=0.7 --at b=1.1,-0.4,2.3 --at k=1.5
same_as_hessian "$here/../../examples/black_scholes/black_scholes.ad" --at S=100 --at K=105 --at r=0.05 \
    --at sigma=0.2 --at T=1

# No entry of a pattern vanishes where nothing does by chance.
for layout in csr csc coo; do
    "$adc" eval "$here/modes.ad" --model=smooth --at a=0.7 --at b=1.1,-0.4,2.3 --at k=1.5 \
        --derive=jacobian,hessian --layout=$layout --triangle=full >"$work/said"
    if grep -q ' = -\{0,1\}0$' "$work/said" || [ "$(grep -c '^d ' "$work/said")" -ne 8 ] ||
        [ "$(grep -c '^d2 ' "$work/said")" -ne 9 ]; then
        fail "the pattern of smooth is not exact in $layout"
        cat "$work/said"
    else
        pass
    fi
done

# Post: how often the generated C has this text.
count() { # count TEXT OPTION...
    text=$1
    shift
    "$adc" "$here/modes.ad" "$@" | grep -cF -- "$text"
}

expect 'a matrix without nonzeros has a pattern' \
    test "$(count 'straight_hess_idx[1] = {0}' --model=straight --derive=hessian --layout=csr)" -eq 1
expect 'a matrix without rows has a pattern' \
    test "$(count 'step_jac2_nnz = 0' --model=step --derive=jacobian:2 --layout=csr)" -eq 1
for mode in hessian jacobian:2; do
    "$adc" "$here/modes.ad" -D n=100000 --model=rosenbrock --derive=$mode -o "$work/dense.c" 2>"$work/stderr"
    expect "a dense matrix that is too large is refused: $mode" grep -q 'layout=csr' "$work/stderr"
done
for modes in jacobian:0 jacobian:10 hessian:2 jacobian: jacobian:2,jacobian:3; do
    "$adc" "$here/modes.ad" --derive=$modes >"$work/said" 2>"$work/stderr"
    expect "--derive=$modes is refused" test $? -eq 2 -a ! -s "$work/said"
done
finish
