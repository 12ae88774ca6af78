#!/bin/sh
# Extern functions: what calls C functions is compared with the same functions written in the model, in
# every form of generated code and by every compiler; and what `adc check` finds in them.
# Usage: run.sh ADC yes|no COMPILER...   (whether this adc has a reference)
set -u
here=$(cd "$(dirname "$0")" && pwd)
adc=$1
reference=$2
cc=$3
shift 2
. "$here/../differential/common.sh"
export NO_COLOR=1
cat "$here/externs.ad" "$here/model.ad" >"$work/called.ad"
cat "$here/functions.ad" "$here/model.ad" >"$work/written.ad"
strict='-Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror -ffp-contract=off'

# Post: the numbers agree, in code made with these options.
run_form() { # run_form COMPILER REAL DEFINES ADC_OPTION...
    compiler=$1 real=$2 defines=$3
    shift 3
    for model in called written; do
        "$adc" "$work/$model.ad" --prefix=${model}_ --derive=value,jacobian,hessian,jvp,vjp,hvp "$@" \
            -o "$work/$model.c" --header "$work/$model.h" 2>"$work/said" || {
            fail "adc $model.ad $*"
            cat "$work/said"
            return
        }
    done
    case $compiler in
        *++) language='-x c++ -std=c++11' ;;
        *) language='-x c -std=c99' ;;
    esac
    object="$work/functions_$(echo $real | tr ' ' _).o"
    if { [ -e "$object" ] || "$cc" -std=c99 $strict "-DREAL=$real" -I"$here" -c "$here/functions.c" -o "$object"; } \
        >"$work/said" 2>&1 &&
        "$compiler" $strict "-DREAL=$real" $defines -I"$here" -I"$work" $language \
            "$here/harness.c" "$work/called.c" "$work/written.c" -x none "$object" \
            -lm -o "$work/run" >>"$work/said" 2>&1 && "$work/run" >>"$work/said" 2>&1; then
        pass
    else
        fail "$compiler, $real, $*"
        head -n 20 "$work/said"
    fi
}

for compiler; do
    run_form "$compiler" double ''
done
run_form "$cc" float '' --real=float
run_form "$cc" 'long double' '' --real=long-double
run_form "$cc" double -DARGS --abi=args
run_form "$cc" double '' --layout=csr --triangle=upper --order=face-markowitz
run_form "$cc" double '' --layout=csc --piece=4 --stack-limit=1000000

# Names that collide.
if "$adc" "$here/names.ad" --derive=jacobian --piece=2 -o "$work/names.c" &&
    "$cc" -std=c99 $strict -c "$work/names.c" -o "$work/names.o" >"$work/said" 2>&1 &&
    "$adc" eval "$here/names.ad" --with "$here/names.c" --at t=2,3 --derive=gradient --of=r >"$work/said" 2>&1 &&
    printf 'r = 169\nd r / d t[0] = 140\nd r / d t[1] = 156\n' | diff - "$work/said" >&2; then
    pass
else
    fail 'names that collide'
    cat "$work/said"
fi

# Post: the exit status of a command, and a line of what it says.
expect() { # expect STATUS LINE COMMAND...
    wanted=$1 line=$2
    shift 2
    "$@" >"$work/said" 2>&1
    status=$?
    if [ $status -eq "$wanted" ] && grep -qF -e "$line" "$work/said"; then
        pass
    else
        fail "status $status, not $wanted: $*: $line"
        cat "$work/said"
    fi
}

at='--at v=0.5,-1,1.5 --at h=0.6 --at k=0.75'
expect 2 'adc: model `m` calls `scale`, a C function: --with=FILE.c says where it is' \
    "$adc" eval "$work/called.ad" $at
expect 0 's = ' "$adc" eval "$work/called.ad" --with "$here/functions.c" $at
echo 'double drag(double v, double h) { return v*h; }' >"$work/few.c"
expect 1 'undefined symbol: ' "$adc" eval "$work/called.ad" --with "$work/few.c" $at
echo 'double drag(' >"$work/none.c"
expect 1 'adc: the C of --with could not be compiled' "$adc" eval "$work/called.ad" --with "$work/none.c" $at
expect 3 'adc: --with needs a C compiler' \
    env CC="$work/no_such_compiler" "$adc" eval "$work/called.ad" --with "$here/functions.c" $at
expect 2 'adc: --with goes with eval, check and compare' "$adc" "$work/called.ad" --with "$work/few.c"
expect 2 'calls `scale`' "$adc" compare --run --orders=reverse "$work/called.ad"
expect 0 'reverse' "$adc" compare --run --orders=reverse --with "$here/functions.c" "$work/called.ad"
if [ "$reference" = yes ]; then
    all=--derive=jacobian,hessian,jvp,vjp,hvp
    expect 0 'm: hvp: 80 derivatives compared, 0 wrong' \
        "$adc" check "$work/called.ad" $all --with "$here/functions.c"
    expect 0 'drag: 160 partial derivatives compared with differences, 0 wrong' \
        "$adc" check "$work/called.ad" $all --with "$here/functions.c" --layout=csr
    sed 's/REAL double/REAL float/' "$here/functions.h" >"$work/functions.h"
    cp "$here/functions.c" "$work/float.c"
    expect 0 'm: hessian: 320 derivatives compared, 0 wrong' \
        "$adc" check "$work/called.ad" --real=float --with "$work/float.c"
    expect 2 'calls `scale`' "$adc" check "$work/called.ad"
    # a wrong sign, a wrong factor, a swapped argument; a second derivative, where there is need of it
    for change in '/^REAL drag_h(/,/^}/s/-v/v/' '/^REAL mix_b(/,/^}/s/return a/return 1.0001*a/' \
        '/^REAL mix_a(/,/^}/s/return b/return a/' '/^REAL root_2(/,/^}/s/-0.25/-0.5/'; do
        sed -e "$change" -e 's,functions.h,'"$here/functions.h," "$here/functions.c" >"$work/wrong.c"
        name=$(expr "$change" : '/.REAL \([a-z_0-9]*\)')
        expect 1 "  WRONG $name(" "$adc" check "$work/called.ad" --with "$work/wrong.c"
    done
    printf '%s\n' 'extern fn sh(x) with ch;' 'extern fn ch(x) with sh;' \
        'model third(in x, in z, out y) { y = sh(x*z)^2; }' >"$work/third.ad"
    printf '%s\n' '#include <math.h>' 'double sh(double x) { return sinh(x); }' \
        'double ch(double x) { return cosh(x); }' >"$work/third.c"
    expect 0 'third: jacobian3: 280 derivatives compared, 0 wrong' \
        "$adc" check "$work/third.ad" --derive=jacobian:3 --with "$work/third.c"
    projectile=$here/../../examples/projectile
    expect 0 'partial derivatives compared with differences, 0 wrong' "$adc" check \
        "$projectile/projectile.ad" --with "$projectile/drag.c" --samples=2
    expect 0 'root: ' "$adc" check "$work/called.ad" --with "$work/wrong.c" --derive=jacobian
fi
finish
