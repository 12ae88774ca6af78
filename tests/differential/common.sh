# What the runners of the whole-compiler tests share; read by them with `.`, after `adc` is set.
passed=0
failed=0
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

# Lists the ways in which the file's derivatives can be ordered, as lines ORDER TIE; of those that
# lead to the same derivative functions only the first.
list_variants() { # list_variants FILE ORDERS
    : >"$work/seen"
    for order in $(orders_of "$2"); do
        for tie in last first; do
            if "$adc" "$1" --order="$order" --tie="$tie" --emit=derivative >"$work/derivative" \
                2>"$work/stderr"; then
                sum=$(cksum <"$work/derivative")
            else
                sum="$order $tie" # fails again where its failure is reported
            fi
            if ! grep -qxF "$sum" "$work/seen"; then
                echo "$sum" >>"$work/seen"
                echo "$order $tie"
            fi
        done
    done
}

models_of() { # models_of FILE
    sed -n 's/^model  *\([A-Za-z_][A-Za-z0-9_]*\).*/\1/p' "$1"
}
