#!/bin/sh
# Golden files: beside an input NAME.ad or NAME.dag lie what the compiler must say of it, the extension
# naming the stage: .ast .ir .graph .plan .derivative .c (standard output of --emit), .eval (that of
# `adc eval`), .warn (standard error, exit status 0) or .err (standard error, exit status 1 and no
# output). A first line `// adc: OPTIONS` or `# adc: OPTIONS` of the input
# gives options. With --write the golden files are made anew, to be read before they are committed.
# Usage: golden.sh [--write] ADC DIRECTORY...   (and all directories below; lib/ is for imports)
set -u
write=
[ "$1" = --write ] && { write=1; shift; }
adc=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
shift
passed=0
failed=0
work=$(mktemp -d)
: >"$work/stderr"
trap 'rm -rf "$work"' EXIT

# Runs one stage of one input into $work/out; its exit status must be what the stage wants.
run_stage() { # run_stage INPUT STAGE OPTIONS
    set -f # the options are split, but no patterns
    wanted=0
    case $2 in
        err) wanted=1; "$adc" "$1" $3 -o "$work/result.c" >"$work/stdout" 2>"$work/out" ;;
        warn) "$adc" "$1" $3 -o "$work/result.c" >"$work/stdout" 2>"$work/out" ;;
        eval) "$adc" eval "$1" $3 >"$work/out" 2>"$work/stderr" ;;
        *) "$adc" "$1" $3 --emit="$2" >"$work/out" 2>"$work/stderr" ;;
    esac
    status=$?
    set +f
    if [ "$status" -ne "$wanted" ]; then
        echo "$1: exit status $status where $wanted is right"
        cat "$work/stderr"
        return 1
    fi
    if [ "$wanted" -eq 1 ] && [ -e "$work/result.c" ]; then
        echo "$1: an output file was left"
        rm "$work/result.c"
        return 1
    fi
    rm -f "$work/result.c"
}

for directory in $(find "$@" -type d ! -name lib | sort); do
    cd "$directory" || exit 1
    for input in *.ad *.dag; do
        [ -e "$input" ] || continue
        name=${input%.*}
        options=$(sed -n '1s,^\(//\|#\) adc: ,,p' "$input")
        found=
        for golden in "$name".*; do
            stage=${golden##*.}
            case $stage in
                ad | dag) continue ;;
            esac
            found=1
            if ! run_stage "$input" "$stage" "$options"; then
                failed=$((failed + 1))
            elif [ -n "$write" ]; then
                cp "$work/out" "$golden"
            elif diff -u "$golden" "$work/out"; then
                passed=$((passed + 1))
            else
                failed=$((failed + 1))
            fi
        done
        if [ -z "$found" ]; then
            echo "$directory/$input: no golden file beside it"
            failed=$((failed + 1))
        fi
    done
    cd - >/dev/null || exit 1
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
