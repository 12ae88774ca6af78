#!/bin/sh
# An adapter: what adc generates is clean under strict warnings, as C and as C++, and the solver finds with it what
# it should, with scratch memory and without. Skipped, and that said, where the solver is missing.
# With models there are more forms, and the glue for each model that the adapter takes is compiled, too.
# Usage: run.sh ADC ADAPTER [MODEL.ad...]
set -u
here=$(cd "$(dirname "$0")" && pwd)
adc=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
adapter=$2
shift 2
more=${1:+yes}
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

# Compiles a file as C++, where there is a compiler for it.
compile_as_cxx() { # compile_as_cxx FILE
    ! command -v c++ >/dev/null || c++ -std=c++14 $strict -x c++ $cflags -c "$1" -o /dev/null
}

# The glue for each model that the adapter takes, and that has such derivatives, is clean.
compile_all() { # compile_all MODEL.ad...
    for model in "$@"; do
        for options in '' "--derive=value,hessian,hvp,jvp --prefix=my_ $scratch"; do
            if ! "$adc" "$model" -o glue.c --header glue.h --adapter=$adapter $options 2>stderr; then
                grep -q -e "--adapter=$adapter: model " -e E0611 stderr || fail "$model: $(head -n 1 stderr)"
                continue
            fi
            case $adapter in
                python) "$python" -B -W error -c 'import ast, pathlib; ast.parse(pathlib.Path("glue_python.py").read_text())' ;;
                ceres) compile_as_cxx glue_ceres.hpp ;;
                casadi) "$cc" -std=c99 $strict -c glue_casadi.c -o glue.o && compile_as_cxx glue_casadi.c ;;
                *)
                    echo "#include \"glue_$adapter.h\"" >include.c
                    "$cc" -std=c99 $strict $cflags -c include.c -o glue.o && compile_as_cxx glue_$adapter.h
                    ;;
            esac
            if [ $? -eq 0 ]; then pass; else fail "$model $options"; fi
        done
    done
}

# Compiles models with the options, and the program with them; runs it.
solve() { # solve "MODELS" "ADC OPTIONS" "CC OPTIONS"
    what="$1 $2 $3"
    if ! generate "$1" "$2"; then
        fail "$what: adc"
        return
    fi
    for model in $1; do
        compile_as_cxx "${model}_$adapter.h" || fail "$what: as C++"
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
        cflags='-isystem /usr/include/eigen3'
        for options in '' ${more:+"$scratch"}; do
            if generate 'minimum equations' "$options" && "$cc" -c $sources &&
                c++ -std=c++14 $strict $cflags -I. "$here/ceres.cc" minimum.o equations.o -lceres -lglog \
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
        solve 'minimum equations forced' "--derive=hessian $scratch" '-DWITH_HESSIAN'
        [ -z "$more" ] || solve 'minimum equations forced' '' ''
        [ -z "$more" ] || solve 'minimum equations forced' '--derive=hessian --triangle=full' '-DWITH_HESSIAN'
        ;;
    casadi) # without CasADi itself, which Debian has not
        cflags=
        for options in '' "$scratch"; do
            if generate external "$options" &&
                "$cc" -std=c99 $strict -shared -fPIC external.c external_casadi.c -o external.so -lm &&
                "$cc" -std=c99 $strict "$here/casadi.c" -o program -ldl -lm && ./program; then
                pass
            else
                fail "$options"
            fi
            compile_as_cxx external_casadi.c || fail "$options: as C++"
        done
        ;;
    python)
        for python in python3 /usr/bin/python3 ''; do
            [ -n "$python" ] || skip 'no numpy (in Debian: python3-numpy)'
            "$python" -c 'import numpy' 2>/dev/null && break
        done
        forms=dense%$(echo "$scratch" | tr ' ' '%')
        "$python" -c 'import scipy' 2>/dev/null && forms="$forms csc ${more:+csr coo csc%--triangle=full}"
        [ -z "$more" ] || forms="$forms dense columns"
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
compile_all "$@"
finish
