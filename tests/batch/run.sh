#!/bin/sh
# Functions for many points at once against those for one, bit for bit, in all modes and layouts, by
# every compiler at hand, with strict warnings.
# Usage: run.sh quick|all ADC RANDOM_MODEL FIRST_SEED COUNT MODEL.ad...
set -u
here=$(cd "$(dirname "$0")" && pwd)
scope=$1
adc=$2
. "$here/../differential/common.sh"
random_model=$3
first=$4
count=$5
shift 5
strict='-Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wundef -Werror -ffp-contract=off -DADC_LIBM'
all=value,jacobian,hessian,jvp,vjp,hvp

# Wide vectors where this machine has them; without fused operations, which gcc 12 forms at -O3 even
# where it is told not to contract (vfmaddsub, in the functions for one point).
wide=
if grep -q ' avx2 ' /proc/cpuinfo 2>"$work/stderr"; then
    wide='-mavx2 -mno-fma'
fi

# Builds the model's functions and the program that compares them, and runs it.
compare() { # compare COMPILER FILE OPTION...
    compiler=$1
    file=$2
    shift 2
    if ! "$adc" "$file" -o "$work/m.c" --header "$work/m.h" "$@" 2>"$work/stderr"; then
        fail "adc $file $*"
        cat "$work/stderr"
        return
    fi
    case $* in
        *--abi=args*) cp "$here/args.c" "$work/test.c" ;;
        *) awk -v header=m.h -f "$here/harness.awk" "$work/m.h" >"$work/test.c" ;;
    esac
    case $compiler in
        *++*) language='-x c++' ;;
        *) language=-std=c99 ;;
    esac
    if $compiler $language $strict -c "$work/m.c" -o "$work/m.o" 2>"$work/stderr" &&
        $compiler $language $real -c "$here/drag.c" -o "$work/drag.o" 2>>"$work/stderr" &&
        cc -w -std=c11 -O1 $real -I"$here" -c "$work/test.c" -o "$work/test.o" 2>>"$work/stderr" &&
        $compiler "$work/test.o" "$work/m.o" "$work/drag.o" -lm -o "$work/test" 2>>"$work/stderr" &&
        "$work/test" >"$work/said" 2>&1; then
        pass
    else
        fail "$compiler $file $*"
        cat "$work/stderr" "$work/said"
    fi
}

real=
compare "gcc -O2 $wide" "$here/batch.ad" --batch --derive=$all
compare 'gcc -O0 -fsanitize=undefined,address -fno-sanitize-recover=all' "$here/batch.ad" --batch --derive=$all
compare "gcc -O1 $wide" "$here/batch.ad" --batch --derive=jacobian:2,hessian --layout=csr
for compiler in 'clang++ -O2' 'g++ -O3 -ffast-math'; do # C++, and where adc's own functions may not be used
    command -v "${compiler%% *}" >"$work/found" || continue
    "$adc" "$here/batch.ad" --batch -o "$work/m.c" --header "$work/m.h" 2>"$work/stderr"
    if $compiler -x c++ -Wall -Wextra -Werror -c "$work/m.c" -o "$work/m.o" 2>"$work/stderr"; then
        pass
    else
        fail "$compiler says something"
        cat "$work/stderr"
    fi
done
real=-DSTRIDE=128 # whose rows meet in the cache: a place of their own for outputs of many rows
compare 'gcc -O1 -fsanitize=undefined,address -fno-sanitize-recover=all' "$here/batch.ad" --batch --derive=$all
grep -q adc_put "$work/m.c" && pass || fail 'no output of many rows has a place of its own'
real=
compare "gcc -O1 $wide" "$here/batch.ad" --batch --abi=args --model=flight --derive=jacobian
echo '#define real float' >"$work/float.h"
echo '#define real long double' >"$work/long-double.h"
for type in float long-double; do
    real="-include $work/$type.h"
    compare "gcc -O2 -Wdouble-promotion" "$here/batch.ad" --batch --real=$type --derive=$all
done
real=
# what does not fit on the stack, in blocks of every size
for limit in 12000 3000; do
    compare "gcc -O2" "$here/../modes/modes.ad" --batch-threads -D n=40 --model=rosenbrock --piece=20 \
        --derive=gradient,hessian --layout=csr --stack-limit=$limit
done
# the gradient of a chain keeps only neighbours, however long the chain
compare "gcc -O1" "$here/../modes/modes.ad" --batch -D n=100 --model=rosenbrock --derive=gradient
rows=$(sed -n 's/^ *ADC_ALIGNED double kept\[\([0-9]*\)\].*/\1/p' "$work/m.c" | sort -n | tail -n 1)
[ "${rows:-1000}" -le 32 ] && pass || fail "a chain of 100 links keeps ${rows:-?} rows"
# and a reaction with two components, whose rows lie far apart, only some of the grid point: what an
# addition or a product makes of them is computed again
"$adc" "$here/../../bench/problems/brusselator.ad" --batch --derive=jacobian --layout=csr -o "$work/m.c"
rows=$(sed -n 's/^ *ADC_ALIGNED double kept\[\([0-9]*\)\].*/\1/p' "$work/m.c" | sort -n | tail -n 1)
[ "${rows:-1000}" -le 4 ] && pass || fail "a reaction at 40 points keeps ${rows:-?} rows"
# and so are products of pairs and of fours, of a product of 64
"$adc" "$here/../../bench/problems/product.ad" --batch -o "$work/m.c"
rows=$(sed -n 's/^ *ADC_ALIGNED double kept\[\([0-9]*\)\].*/\1/p' "$work/m.c" | sort -n | tail -n 1)
[ "${rows:-1000}" -le 16 ] && pass || fail "the gradient of a product of 64 keeps ${rows:-?} rows"
# where hardly anything goes from one element to the next, loops are short
"$adc" "$here/../modes/modes.ad" --batch -D n=100 --model=rosenbrock --derive=hessian --layout=csr -o "$work/m.c"
longest=$(awk '/^ *ADC_SIMD$/ { lines = 1; next } lines && /^    }$/ { print lines; lines = 0 } lines { lines++ }' \
    "$work/m.c" | sort -n | tail -n 1)
[ "${longest:-1000}" -le 40 ] && pass || fail "a loop of the Hessian of a chain has ${longest:-?} lines"
# functions of a block are not copied to where they are called: clang no longer vectorises the copies
"$adc" "$here/batch.ad" --batch -o "$work/m.c"
bare=$(awk '/^static void adc_[a-z0-9]*_many\(/ { all++; bare += before != "ADC_APART" }
    { before = $0 }
    END { print all == 0 ? "all" : bare + 0 }' "$work/m.c")
[ "$bare" = 0 ] && pass || fail "$bare of adc_*_many are no functions apart"
# a sine and a cosine of one value come from one call, a sine alone from its own
sines=$(grep -cE '^ +adc_sin_many\(' "$work/m.c")
both=$(grep -cE '^ +adc_sincos_many\(' "$work/m.c")
[ "$sines,$both" = 2,4 ] && pass || fail "$sines calls of adc_sin_many, $both of adc_sincos_many"
# Post: gcc and clang say that they have vectorised a loop, where arithmetic is all that there is.
# A short loop clang would unroll first, and vectorise what comes out.
vectorised() { # vectorised MODEL OPTION...
    file=$1
    shift
    "$adc" "$file" --batch -o "$work/v.c" "$@"
    loops=$(grep -c '^ *ADC_SIMD$' "$work/v.c")
    for compiler in "gcc -O3 $wide -fopt-info-vec" "clang -O3 $wide -fno-unroll-loops -Rpass=loop-vectorize"; do
        command -v "${compiler%% *}" >"$work/found" || continue
        # each loop once: a line of the file that follows a mark
        $compiler -c "$work/v.c" -o "$work/v.o" 2>&1 | sed -n 's/^[^:]*v\.c:\([0-9]*\):.*vectorized.*/\1/p' |
            sort -un >"$work/lines"
        found=$(awk 'NR == FNR { line[$1] = 1; next }
            /^ *ADC_SIMD$/ { marked = FNR }
            (FNR in line) && (marked == FNR || marked == FNR - 1) { count++; marked = 0 }
            END { print count + 0 }' "$work/lines" "$work/v.c")
        if [ "$found" -eq "$loops" ]; then
            pass
        else
            fail "$compiler vectorises $found of the $loops loops of $file $*"
        fi
    done
}
vectorised "$here/batch.ad" --model=flight
vectorised "$here/../../bench/problems/roe.ad"

if [ "$scope" = all ]; then
    vectorised "$here/batch.ad" --model=bowl --derive=gradient,hessian
    for compiler in "gcc -O3 $wide" "gcc -O3 -fopenmp" "clang -O1" "clang -O3 $wide" "g++ -O2" "clang++ -O2"; do
        command -v "${compiler%% *}" >"$work/found" || continue
        compare "$compiler" "$here/batch.ad" --batch-threads --derive=$all
    done
    compare "gcc -O3 $wide" "$here/batch.ad" --batch --order=forward --layout=columns --no-cse
    "$random_model" "$first" "$count" >"$work/random.ad" || fail "random_model $first $count"
    compare "gcc -O1 $wide" "$work/random.ad" --batch --derive=$all --order=reverse
    for file in "$@"; do
        grep -q '^ *extern ' "$file" || compare "gcc -O3 $wide" "$file" --batch
    done
    compare "clang -O2" "$here/../modes/modes.ad" --batch -D n=12 --derive=jacobian,hessian --layout=csr
fi
finish
