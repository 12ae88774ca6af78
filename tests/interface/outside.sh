#!/bin/sh
# What is installed, and projects outside that use it: make, meson and CMake as docs/generated-code.md shows them.
# Usage: outside.sh ADC SOURCE_ROOT
set -u
here=$(cd "$(dirname "$0")" && pwd)
adc=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
root=$(cd "$2" && pwd)
. "$here/../differential/common.sh"
PATH=$(dirname "$adc"):$PATH
export PATH

# Post: the first block of the manual in this language.
block() { # block LANGUAGE
    awk -v open="^\`\`\`$1\$" '/^```$/ && on { exit } on { print } $0 ~ open { on = 1 }' \
        "$root/docs/generated-code.md"
}

expect() { # expect WHAT COMMAND...
    says=$1
    shift
    if "$@" >"$work/said" 2>&1; then
        pass
    else
        fail "$says"
        tail -n 20 "$work/said"
    fi
}

for tool in make meson cmake; do
    mkdir "$work/$tool"
    cp "$here/form.ad" "$work/$tool/model.ad"
    cat >"$work/$tool/main.c" <<'END'
#include "model.h"
#include <stdio.h>
int main(void)
{
    const double x[form_nx] = {0.5, 1.25, -0.75, 2.0}, p[form_np] = {0.375};
    double y[form_ny], jac[form_jac_nnz];
    form_jacobian(x, p, y, jac);
    return printf("%g %g\n", y[0], jac[0]) < 0;
}
END
    cd "$work/$tool" || exit 99
    command -v $tool >/dev/null || { echo "skipped: no $tool"; continue; }
    case $tool in
        make)
            block make >Makefile
            expect 'make builds' make
            expect 'what make built runs' ./program
            ;;
        meson)
            { echo "project('outside', 'c')"; block meson; } >meson.build
            expect 'meson builds' sh -c 'meson setup b && ninja -C b'
            expect 'what meson built runs' b/program
            ;;
        cmake)
            { echo 'cmake_minimum_required(VERSION 3.10)'; echo 'project(outside C)'; block cmake; } >CMakeLists.txt
            expect 'CMake builds' sh -c 'cmake -S . -B b && cmake --build b'
            expect 'what CMake built runs' b/program
            ;;
    esac
done
if command -v man >/dev/null; then
    expect 'the manual page has no errors' sh -c "man --warnings -l '$root/docs/adc.1' 2>&1 >/dev/null | (! grep .)"
fi
if command -v bash >/dev/null; then
    expect 'bash completes options and their values' bash -c ". '$root/completion/adc.bash'
        COMP_WORDS=(adc --layout = cs) COMP_CWORD=3; _adc; [ \"\${COMPREPLY[*]}\" = 'csr csc' ] &&
        COMP_WORDS=(adc --tri) COMP_CWORD=1 && _adc && [ \"\${COMPREPLY[*]}\" = --triangle ]"
fi
if command -v zsh >/dev/null; then
    expect 'the completion for zsh parses' zsh -n "$root/completion/_adc"
fi
finish
