#!/bin/sh
# Random models: their derivatives in every order against the reference (where there is one) and against
# each other, and the generated C against `adc eval`, bit for bit. Models are named m<SEED>; to see one
# again: random_model SEED 1 >m.ad
# Usage: run.sh ADC RANDOM_MODEL FIRST_SEED COUNT COMPILER yes|no SHARE
# Models come ten to a file. SHARE 1: every file in all orders; 3: each in every third of them, so that
# three files go through all. yes or no says whether this adc has a reference.
set -u
here=$(cd "$(dirname "$0")" && pwd)
differential=$here/../differential
adc=$1
random_model=$2
first=$3
count=$4
compiler=$5
reference=$6
share=$7
. "$differential/common.sh"

# Runs another runner as a part of ours.
run() { # run COMMAND...
    "$@" >"$work/said" 2>&1
    add_counts "$work/said" "$1"
}

# All orders of a model agree at a point.
agree() { # agree FILE MODEL OPTIONS
    while read -r order tie models; do
        case " $models " in
            *" $2 "*)
                echo "# $order $tie"
                "$adc" eval "$1" --model="$2" --order="$order" --tie="$tie" $effort $3 2>"$work/stderr" ||
                    echo "exit status = nan"
                ;;
        esac
    done <"$work/variants" >"$work/orders"
    if awk -f "$here/agree.awk" "$work/orders" >"$work/differences"; then
        pass
    else
        fail "$2: orders disagree at$3"
        head -n 5 "$work/differences"
    fi
}

draw_models "$random_model" "$first" "$count"
sed -n 's,^//|,,p' "$work"/random*.ad >"$work/random.points"
awk -f "$differential/points.awk" "$work/random.points" >"$work/points"

batch=0
for file in "$work"/random*.ad; do
    orders=$(orders_of all | awk -v share="$share" -v batch="$batch" '(NR + batch) % share == 0' | tr '\n' ' ')
    batch=$((batch + 1))
    list_variants "$file" "$orders"
    for model in $(models_of "$file"); do
        grep "^$model|" "$work/points" >"$work/here"
        while IFS='|' read -r name options rest; do
            agree "$file" "$model" "$options"
        done <"$work/here"
    done
    [ "$reference" = no ] || run "$differential/check.sh" "$adc" "$orders" "$work/random.points" 0 "$file"
done
run "$differential/bits.sh" "$adc" auto "$work/random.points" "$compiler" "$work"/random*.ad
finish
