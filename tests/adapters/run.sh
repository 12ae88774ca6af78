#!/bin/sh
# An adapter: what adc generates is clean under strict warnings, as C and as C++, and the solver finds with it what
# it should, with scratch memory and without. Skipped, and that said, where the solver is missing.
# Usage: run.sh ADC ADAPTER
set -u
here=$(cd "$(dirname "$0")" && pwd)
adc=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
adapter=$2
. "$here/../differential/common.sh"
cd "$work" || exit 99
cc=${CC:-cc}
strict='-Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror'

skip() { # skip WHY
    echo "SKIP: $1"
    rm -rf "$work"
    trap - EXIT
    exit 77
}

# Post: the flags of a pkg-config package, with its headers as the system's; else the test is skipped.
package() { # package NAME DEBIAN
    pkg-config --exists "$1" 2>/dev/null || skip "no $1 (in Debian: $2)"
    cflags=$(pkg-config --cflags "$1" | sed 's/-I/-isystem /g')
    libs=$(pkg-config --libs "$1")
}

# Compiles models with the options; their C files are then in $sources.
generate() { # generate "MODELS" "ADC OPTIONS"
    sources=
    for model in $1; do
        "$adc" "$here/$model.ad" -o $model.c --header $model.h --adapter=$adapter $2 || return
        sources="$sources $model.c"
    done
}

# Whether a program with these libraries links.
links() { # links HEADER LIBRARIES...
    header=$1
    shift
    printf '#include <%s>\nint main(void) { return 0; }\n' "$header" >probe.c
    "$cc" probe.c "$@" -o probe 2>/dev/null
}

# Compiles models with the options, and the program with them; runs it.
solve() { # solve "MODELS" "ADC OPTIONS" "CC OPTIONS"
    what="$1 $2 $3"
    if ! generate "$1" "$2"; then
        fail "$what: adc"
        return
    fi
    for model in $1; do
        if [ -e "${model}_$adapter.h" ] && command -v c++ >/dev/null; then
            if c++ -std=c++14 $strict -x c++ $cflags -c "${model}_$adapter.h" -o /dev/null; then
                pass
            else
                fail "$what: as C++"
            fi
        fi
    done
    if "$cc" -std=c99 $strict -g $3 $cflags -I. "$here/$adapter.c" $sources $libs -lm -o program &&
        ./program; then
        pass
    else
        fail "$what: the program"
    fi
}

scratch='--piece=1 --stack-limit=1'
case $adapter in
    gsl)
        package gsl libgsl-dev
        solve 'minimum equations' '' ''
        solve 'minimum equations' "--derive=hvp,value $scratch" ''
        ;;
    cvode)
        cflags= libs='-lsundials_cvode -lsundials_nvecserial'
        links sundials/sundials_context.h $libs || skip 'no SUNDIALS 6 (in Debian: libsundials-dev)'
        solve forced '' ''
        solve forced "--derive=jvp $scratch" '-DMATRIX_FREE'
        [ -d /usr/include/suitesparse ] && cflags='-isystem /usr/include/suitesparse'
        libs="$libs -lsundials_sunlinsolklu -lsundials_sunmatrixsparse"
        if links sunlinsol/sunlinsol_klu.h $cflags $libs; then
            solve forced --layout=csc '-DSPARSE'
            solve forced "--layout=csr $scratch" '-DSPARSE'
        fi
        ;;
    ipopt)
        package ipopt coinor-libipopt-dev
        solve 'minimum program' '' ''
        solve 'minimum program' "--triangle=upper $scratch" ''
        ;;
    nlopt)
        package nlopt libnlopt-dev
        solve 'minimum program' '' ''
        solve 'minimum program' "$scratch" ''
        ;;
    ceres)
        command -v c++ >/dev/null && echo '#include <ceres/ceres.h>' |
            c++ -isystem /usr/include/eigen3 -E -x c++ - >/dev/null 2>&1 || skip 'no Ceres Solver (in Debian: libceres-dev)'
        for options in '' "$scratch"; do
            if generate 'minimum equations' "$options" && "$cc" -c $sources &&
                c++ -std=c++14 $strict -isystem /usr/include/eigen3 -I. "$here/ceres.cc" minimum.o equations.o -lceres -lglog \
                    -o program && ./program; then
                pass
            else
                fail "$options"
            fi
        done
        ;;
    petsc)
        package ompi-c libopenmpi-dev
        mpi_cflags=$cflags mpi_libs=$libs
        package PETSc petsc-dev
        cflags="-O1 $cflags $mpi_cflags" libs="$libs $mpi_libs"
        export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
        solve 'minimum equations forced' '' ''
        solve 'minimum equations forced' "--derive=hessian $scratch" '-DWITH_HESSIAN'
        solve 'minimum equations forced' '--derive=hessian --triangle=full' '-DWITH_HESSIAN'
        ;;
    casadi) # without CasADi itself, which Debian has not
        for options in '' "$scratch"; do
            if generate external "$options" &&
                "$cc" -std=c99 $strict -shared -fPIC external.c external_casadi.c -o external.so -lm &&
                "$cc" -std=c99 $strict "$here/casadi.c" -o program -ldl -lm && ./program; then
                pass
            else
                fail "$options"
            fi
            if command -v c++ >/dev/null; then
                if c++ -std=c++14 $strict -x c++ -c external_casadi.c -o /dev/null; then
                    pass
                else
                    fail "$options: as C++"
                fi
            fi
        done
        ;;
    python)
        for python in python3 /usr/bin/python3 ''; do
            [ -n "$python" ] || skip 'no numpy (in Debian: python3-numpy)'
            "$python" -c 'import numpy' 2>/dev/null && break
        done
        forms="dense columns dense%$(echo "$scratch" | tr ' ' '%')"
        "$python" -c 'import scipy' 2>/dev/null && forms="$forms csr csc coo csc%--triangle=full"
        for form in $forms; do
            options="--derive=hessian,jvp,vjp,hvp --layout=$(echo "$form" | tr '%' ' ')"
            if generate 'minimum equations program' "$options" &&
                for source in $sources; do
                    "$cc" -O1 -shared -fPIC $source -o "${source%.c}.so" -lm || exit
                done && "$python" -B -W error "$here/python.py"; then
                pass
            else
                fail "$options"
            fi
        done
        ;;
esac
finish
