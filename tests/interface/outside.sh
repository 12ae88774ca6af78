#!/bin/sh
# What is installed, and projects outside that use it: make, meson and CMake as docs/generated-code.md shows them.
# Usage: outside.sh ADC SOURCE_ROOT [BUILD_ROOT]
set -u
here=$(cd "$(dirname "$0")" && pwd)
adc=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
root=$(cd "$2" && pwd)
build=${3:+$(cd "$3" && pwd)}
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

# The model imports another file, whose name has all that depfiles quote.
imported='part $1#2.ad'

# Whether it is made again after a change of what the model imports, and not without one.
remakes() { # remakes PROGRAM COMMAND...
    program=$1
    shift
    first=$("$program")
    sleep 0.1
    echo 'fn scaled(c) = 0.2*c;' >"$imported"
    "$@" && [ "$first" != "$("$program")" ] && "$@" >again && ! grep -q "adc .*-o" again
}

for tool in make meson cmake ninja; do
    mkdir "$work/$tool"
    cd "$work/$tool" || exit 99
    { echo "import \"$imported\";"; sed 's/0.1\*c/scaled(c)/' "$here/form.ad"; } >model.ad
    echo 'fn scaled(c) = 0.1*c;' >"$imported"
    cat >main.c <<'END'
#include "model.h"
#include <stdio.h>
int main(void)
{
    const double x[form_nx] = {0.5, 1.25, -0.75, 2.0}, p[form_np] = {0.375};
    double y[form_ny], jac[form_jac_nnz];
    form_jacobian(x, p, y, jac);
    return printf("%.17g %.17g %.17g\n", y[0], y[1], y[2]) < 0;
}
END
    command -v $tool >/dev/null || { echo "skipped: no $tool"; continue; }
    case $tool in
        make)
            block make >Makefile
            expect 'make builds' make
            expect 'what make built runs' ./program
            expect 'make sees imports' remakes ./program make
            ;;
        meson)
            { echo "project('outside', 'c')"; block meson; } >meson.build
            expect 'meson builds' sh -c 'meson setup b && ninja -C b'
            expect 'what meson built runs' b/program
            expect 'meson sees imports' remakes b/program ninja -v -C b
            ;;
        cmake)
            { echo 'cmake_minimum_required(VERSION 3.20)'; echo 'project(outside C)'; block cmake; } >CMakeLists.txt
            expect 'CMake builds' sh -c 'cmake -S . -B b && cmake --build b'
            expect 'what CMake built runs' b/program
            expect 'CMake sees imports' remakes b/program cmake --build b -v
            ;;
        ninja)
            cat >build.ninja <<'END'
rule adc
  command = adc $in -o model.c --header model.h -MF model.d
  depfile = model.d
rule cc
  command = cc main.c model.c -lm -o program
build model.c model.h: adc model.ad
build program: cc | main.c model.c model.h
END
            expect 'ninja builds' ninja
            expect 'what ninja built runs' ./program
            expect 'ninja sees imports' remakes ./program ninja -v
            ;;
    esac
done

# -- a C++ program, through the descriptor: of an object made by a C compiler, and of the same file as C++ --
for compiler in g++ clang++; do
    command -v $compiler >/dev/null || { echo "skipped: no $compiler"; continue; }
    mkdir -p "$work/$compiler"
    cd "$work/$compiler" || exit 99
    for real in float double long-double; do
        "$adc" "$here/form.ad" --real=$real --descriptor --batch --derive=value,jacobian,jvp --layout=csr -o model.c --header model.h
        flags="-std=c++11 -Wall -Wextra -Wpedantic -Wshadow -Werror -I."
        type=$(echo $real | tr - ' ')
        rm -f model.o
        expect "$compiler uses the descriptor of a C object in $real" sh -c "\${CC:-cc} -c model.c -o model.o &&
            $compiler $flags '-DREAL=($type)' '$here/descriptor.cc' model.o -o program -lm && ./program"
        expect "$compiler uses the descriptor of a C++ object in $real" sh -c "$compiler $flags '-DREAL=($type)' \
            '$here/descriptor.cc' -x c++ model.c -o program -lm && ./program"
    done
done

# -- what is installed --
if command -v meson >/dev/null && [ -n "$build" ]; then
    there=$work/there
    expect 'meson installs' meson install -C "$build" --no-rebuild --destdir "$there"
    for file in bin/adc man1/adc.1 completions/adc site-functions/_adc; do
        expect "$file is installed" test -s "$(find "$there" -path "*/$file*")"
    done
    installed=$(find "$there" -path '*/bin/adc')
    expect 'pkg-config tells where adc is' test \
        "$there$(PKG_CONFIG_PATH=$(dirname "$(find "$there" -name adc.pc)") pkg-config --variable=adc adc)" = "$installed"
    expect 'what is installed compiles' "$installed" "$here/form.ad" -o "$work/installed.c"
fi

if command -v man >/dev/null; then
    expect 'the manual page has no errors' sh -c "man --warnings -l '$root/docs/adc.1' 2>&1 >/dev/null | (! grep .)"
fi
finish
