#!/bin/sh
# Installs what building and testing adc needs and this machine lacks, with --all also what else the tests
# use where it is there (solvers, other compilers, checkers, shells), with --bench the tools that bench/ compares
# with. Says what it does; does nothing where nothing is missing. Knows Debian and its relatives; elsewhere it names what to install.
set -eu

missing=
need() { # need COMMAND PACKAGE
    command -v "$1" >/dev/null 2>&1 || missing="$missing $2"
}
need_file() { # need_file PKG-CONFIG-NAME PACKAGE
    command -v pkg-config >/dev/null 2>&1 && pkg-config --exists "$1" 2>/dev/null ||
        missing="$missing $2"
}
need_include() { # need_include HEADER PACKAGE
    [ -e "/usr/include/$1" ] || missing="$missing $2"
}

command -v cc >/dev/null 2>&1 || command -v gcc >/dev/null 2>&1 || command -v clang >/dev/null 2>&1 ||
    missing="$missing gcc libc6-dev"
need meson meson
need ninja ninja-build
need flex flex
need bison bison
need awk mawk
need pkg-config pkg-config
need_file check check
need_file mpfr libmpfr-dev
if [ "${1:-}" = --all ]; then
    need_file gsl libgsl-dev
    need_file ipopt coinor-libipopt-dev
    need_include cvode/cvode.h libsundials-dev
    need_include nlopt.h libnlopt-dev
    [ -e /usr/lib/python3/dist-packages/numpy ] || missing="$missing python3-numpy"
    need gcc gcc
    need g++ g++
    need clang clang
    echo 'int main(void) { return 0; }' | clang -fsanitize=address,undefined -x c - -o /dev/null 2>/dev/null ||
        missing="$missing libclang-rt-dev"
    need arm-none-eabi-gcc gcc-arm-none-eabi
    echo '#include <math.h>' | arm-none-eabi-gcc -fsyntax-only -x c - 2>/dev/null ||
        missing="$missing libnewlib-arm-none-eabi"
    need cppcheck cppcheck
    need cmake cmake
    need make make
    need dot graphviz
    need zsh zsh
    need man man-db
    need vim vim
    need python3 python3
fi
if [ "${1:-}" = --bench ]; then
    need g++ g++
    need valgrind valgrind
    need_include adolc/adolc.h libadolc-dev
    need_include trilinos/Sacado_No_Kokkos.hpp libtrilinos-sacado-dev
    need_include ceres/jet.h libceres-dev
    python3 -c 'import sympy' 2>/dev/null || missing="$missing python3-sympy"
fi

if [ -z "$missing" ]; then
    exit 0
fi
if ! command -v apt-get >/dev/null 2>&1; then
    echo "Please install these (their Debian names):$missing" >&2
    exit 1
fi
as_root=
if [ "$(id -u)" -ne 0 ]; then
    as_root=sudo
    command -v sudo >/dev/null 2>&1 || {
        echo "Please install these as root:$missing" >&2
        exit 1
    }
fi
echo "Installing:$missing"
log=$(mktemp)
export DEBIAN_FRONTEND=noninteractive
if ! { $as_root apt-get update && $as_root apt-get install -y --no-install-recommends $missing; } \
    >"$log" 2>&1; then
    cat "$log" >&2
    rm -f "$log"
    exit 1
fi
rm -f "$log"
