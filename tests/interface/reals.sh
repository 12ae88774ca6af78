#!/bin/sh
# Generated code in every numeric type is within its own rounding of the reference: of examples at the points of a
# table or behind `//|`, and of random models. That the bounds are sharp shows where float is measured by those of double.
# Usage: reals.sh ADC REAL_BOUNDS RANDOM_MODEL FIRST_SEED COUNT POINTS COMPILER FILE.ad...
set -u
here=$(cd "$(dirname "$0")" && pwd)
differential=$here/../differential
adc=$1
real_bounds=$2
random_model=$3
first=$4
count=$5
points=$6
compiler=$7
shift 7
. "$differential/common.sh"
modes=value,jacobian,hessian,jvp,vjp,hvp

# Compiles the file in a type. Post: $work/run.
build() { # build FILE TYPE-NUMBER TYPE DESCRIPTOR C-TYPE
    "$adc" "$1" --real="$3" --derive=$modes --layout=csr --descriptor -Wno-all -o "$work/model.c" \
        --header "$work/model.h" 2>"$work/stderr" &&
        {
            echo '#include "model.h"'
            echo "#define MODELS $(models_of "$1" | sed 's/.*/MODEL(&)/' | tr '\n' ' ')"
        } >"$work/models.h" &&
        $compiler -I"$work" -DREAL="$5" -DDESCRIPTOR="$4" -DTYPE="$2" "$here/real_run.c" "$work/model.c" -o "$work/run" \
            -lm 2>"$work/stderr"
}

# Post: whether all is within the bounds, of its own type or of number $3; what is said is in $work/said.
compare() { # compare FILE TYPE [BOUNDS-OF]
    "$work/run" ${3:-} <"$work/bounds" >"$work/said" 2>"$work/stderr"
}

run() { # run FILE
    : >"$work/bounds"
    for model in $(models_of "$1"); do
        grep "^$model|" "$work/points" >"$work/here"
        while IFS='|' read -r name options rest; do
            "$real_bounds" check "$1" --model="$name" --derive=$modes --layout=csr -Wno-all $options \
                >>"$work/bounds" 2>"$work/stderr" ||
                fail "real_bounds $1 $options: $(head -n 3 "$work/stderr")"
        done <"$work/here"
    done
    number=0
    for type in float double long-double; do
        case $type in
            float) build "$1" 0 float adc_model_float float ;;
            double) build "$1" 1 double adc_model double ;;
            long-double) build "$1" 2 long-double adc_model_long_double 'long double' ;;
        esac || { fail "$1 as $type: $(head -n 3 "$work/stderr")"; continue; }
        if compare "$1" $type; then
            pass
        else
            fail "$1 as $type"
            head -n 10 "$work/said" "$work/stderr"
        fi
        echo "$(basename "$1") $type: $(tail -n 1 "$work/said")"
        tail -n 1 "$work/said" | sed "s/^/$type /" >>"$work/all"
        [ $type != float ] || compare "$1" $type 1 || coarse=yes
    done
}

draw_models "$random_model" "$first" "$count"
set -- "$@" "$work"/random*.ad
{ cat "$points"; sed -n 's,^//|,,p' "$@"; } | awk -f "$differential/points.awk" >"$work/points"
coarse=
for file in "$@"; do
    run "$file"
done
if [ -n "$coarse" ]; then
    pass
else
    fail 'the bounds of double do not tell float from it'
fi
# Half of all elements can be compared at least, in every type.
if awk '{ compared[$1] += $2; unknown[$1] += $6 }
        END { for (type in compared) if (compared[type] < unknown[type]) { print type; wrong = 1 }; exit wrong }' "$work/all"; then
    pass
else
    fail 'most elements have no bound'
fi
finish
