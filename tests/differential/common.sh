# What the runners of the whole-compiler tests share; read by them with `.`, after `adc` is set.
passed=0
failed=0
effort=--effort=10 # of the searches: that they find much is tested elsewhere
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

pass() {
    passed=$((passed + 1))
}

fail() { # fail WHAT...
    echo "FAILED: $*"
    failed=$((failed + 1))
}

expect() { # expect WHAT COMMAND...
    says=$1
    shift
    if "$@"; then
        pass
    else
        fail "$says"
    fi
}

# Adds the counts of another runner to ours, and shows what it said of failures.
add_counts() { # add_counts FILE NAME
    sed '$d' "$1"
    counts=$(sed -n '$s/^\([0-9]*\) passed, \([0-9]*\) failed$/\1 \2/p' "$1")
    case $counts in
        *' '*)
            passed=$((passed + ${counts% *}))
            failed=$((failed + ${counts#* }))
            ;;
        *)
            fail "$2 did not end"
            tail -n 1 "$1"
            ;;
    esac
}

# Builds the C files in $work and the harness, runs it on $work/input and adds its counts. Before:
# $work/includes and $work/models say what there is to call.
run_harness() {
    {
        cat "$work/includes"
        echo '#define MODELS \'
        cat "$work/models"
        echo
    } >"$work/models.h"
    cd "$work" || exit 99
    if $compiler -c ./*.c && $compiler -I. -c "$here/harness.c" && $compiler -x none ./*.o -o harness -lm; then
        ./harness <input >output
        status=$?
        [ $status -le 1 ] || fail "the harness ended with status $status"
        add_counts output 'the harness'
    else
        fail 'the C compiler does not accept it'
    fi
}

# The last line of every runner, and its exit status; that nothing was tested is a failure.
finish() {
    echo "$passed passed, $failed failed"
    [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
    exit
}

# The names of all elimination orders, or the words of $1 where that is not `all`.
orders_of() { # orders_of ORDERS
    if [ "$1" = all ]; then
        "$adc" --order=list | sed 's/ .*//'
    else
        echo "$1"
    fi
}

# Post: $work/variants has a line "ORDER TIE MODEL..." for each way in which the derivatives of the
# file's models can be ordered, with the models whose derivative functions no line before has.
list_variants() { # list_variants FILE ORDERS
    for order in $(orders_of "$2"); do
        for tie in last first; do
            echo "variant $order $tie"
            "$adc" "$1" --order="$order" --tie="$tie" $effort --emit=derivative 2>"$work/stderr" ||
                echo "failed $(head -n 3 "$work/stderr" | tr '\n' ' ')"
        done
    done >"$work/derivatives"
    awk '
        function end_model() {
            if (model != "" && !((model, text) in seen)) {
                seen[model, text] = 1
                models = models " " model
            }
            model = text = ""
        }
        function end_variant() {
            end_model()
            if (models != "") print variant models
            models = ""
        }
        /^variant / { end_variant(); variant = $2 " " $3; next }
        /^function / { if ($2 != model) { end_model(); model = $2 } }
        { text = text "\n" $0 }
        END { end_variant() }' "$work/derivatives" >"$work/variants"
    if grep '^failed ' "$work/derivatives" >"$work/failed"; then
        fail "$1: $(head -n 1 "$work/failed")"
    fi
}

# Post: $work/randomSEED.ad, random models of so many seeds, ten to a file.
draw_models() { # draw_models RANDOM_MODEL FIRST_SEED COUNT
    seed=$2
    while [ "$seed" -lt $(($2 + $3)) ]; do
        "$1" "$seed" 10 >"$work/random$seed.ad" || fail "random_model $seed"
        seed=$((seed + 10))
    done
}

models_of() { # models_of FILE
    sed -n 's/^model  *\([A-Za-z_][A-Za-z0-9_]*\).*/\1/p' "$1"
}
