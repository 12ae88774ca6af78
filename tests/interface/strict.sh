#!/bin/sh
# Generated code has nothing that compilers or checkers warn of, whatever its form: gcc and clang with the flags of
# docs/generated-code.md, as C99, C17 and C++, clang's -Weverything less the list given there, cppcheck, and a
# compiler for a Cortex-M4. Those that are missing are named.
# Usage: strict.sh ADC few|all FILE.ad...
set -u
here=$(cd "$(dirname "$0")" && pwd)
adc=$1
how=$2
shift 2
. "$here/../differential/common.sh"
plain='-O1 -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror'
strict=$plain
manual=$here/../../docs/generated-code.md
# The flags that the manual excepts from -Weverything.
excepted=$(sed -n '/^| `-W[a-z+0-9-]*` |/s/^| `-W\([a-z+0-9-]*\)` .*/-Wno-\1/p' "$manual" | tr '\n' ' ')
[ -n "$excepted" ] || fail "$manual names no exceptions"

has() { # has COMMAND
    command -v "$1" >/dev/null || { echo "skipped: no $1"; return 1; }
}
compilers=
has gcc && compilers='gcc -std=c99|gcc -std=c17 -O2|'
has clang && compilers=$compilers"clang -std=c99|clang -std=c17 -O2|"
has g++ && compilers=$compilers'g++ -x c++ -std=c++11|'
has clang++ && compilers=$compilers'clang++ -x c++ -std=c++17|'
every=$(command -v clang-16 || command -v clang || true)
cppcheck=
has cppcheck && cppcheck=yes
m4=
has arm-none-eabi-gcc && m4=yes
[ "$m4" = yes ] && ! echo '#include <math.h>' | arm-none-eabi-gcc -fsyntax-only -x c - 2>/dev/null && m4= &&
    echo 'skipped: arm-none-eabi-gcc has no <math.h> (libnewlib-arm-none-eabi)'

says_nothing() { # says_nothing WHAT COMMAND...
    what=$1
    shift
    if "$@" >"$work/said" 2>&1 && [ ! -s "$work/said" ]; then
        pass
    else
        fail "$what: $* says"
        head -n 8 "$work/said"
    fi
}

check() { # check FILE OPTION...
    what="$*"
    "$adc" "$@" -Wno-all -o "$work/strict.c" --header "$work/strict.h" 2>"$work/stderr" ||
        { fail "adc $what"; cat "$work/stderr"; return; }
    double=
    case $what in *--real=float*) double=-Wdouble-promotion ;; esac
    IFS='|'
    for compiler in $compilers; do
        IFS=' '
        says_nothing "$what" $compiler $strict $double -c "$work/strict.c" -o "$work/strict.o"
        IFS='|'
    done
    IFS=' '
    [ -z "$every" ] || says_nothing "$what" "$every" -std=c99 -O1 -Weverything $excepted -Wno-unknown-warning-option -c "$work/strict.c" -o "$work/strict.o"
    case $what in *--self-check*) return ;; esac # its main writes, and is not for the small machine
    case $what in *--batch*) return ;; esac # of which cppcheck has remarks on style
    [ -z "$cppcheck" ] || [ "$(wc -c <"$work/strict.c")" -gt 200000 ] || says_nothing "$what" cppcheck --std=c99 --enable=all \
        --inconclusive --quiet --suppress=missingIncludeSystem --suppress=unusedFunction --suppress=unusedStructMember --suppress=unmatchedSuppression \
        --error-exitcode=1 "$work/strict.c"
    case $m4$what in
        yes*--real=float*) says_nothing "$what" arm-none-eabi-gcc -mcpu=cortex-m4 -mthumb -mfloat-abi=hard \
            -mfpu=fpv4-sp-d16 -std=c99 $strict $double -c "$work/strict.c" -o "$work/strict.o"
            # nothing is done in double where the machine has no such arithmetic
            if [ -z "${doubles_may_be:-}" ] && arm-none-eabi-nm "$work/strict.o" | grep -q ' U __aeabi_[di]\{0,1\}.*2d\| U __aeabi_d'; then
                fail "$what: double arithmetic in float code"
            fi ;;
    esac
}

all=jacobian,hessian,jvp,vjp,hvp
doubles_may_be=yes # of form.ad: digamma in float is computed in double
check "$here/form.ad" --derive=value,$all,jacobian:2 --layout=csr --descriptor
check "$here/form.ad" --derive=$all --layout=coo --real=float --abi=args --descriptor --piece=5 --stack-limit=1
check "$here/form.ad" --derive=value,$all,jacobian:2 --layout=coo --descriptor --batch
check "$here/form.ad" --derive=jacobian,hessian --self-check
check "$here/form.ad" --derive=jacobian,hessian --self-check --real=float
doubles_may_be=
# Behind headers of C that have macros for nearly everything.
for header in stdio stdlib limits float errno signal locale math time complex; do
    strict="$strict -include $header.h"
done
compilers_of_all=$compilers
compilers=$(echo "$compilers" | tr '|' '\n' | grep -v -e '++' -e '^$' | tr '\n' '|')
check "$here/edges.ad" --derive=value,$all,jacobian:2 --layout=csr --descriptor
[ "$how" = few ] || check "$here/edges.ad" --derive=value,$all,jacobian:2 --layout=coo --abi=args --batch
[ "$how" = few ] || check "$here/edges.ad" --derive=value,$all,jacobian:2 --abi=args -D n=3 --descriptor
compilers=$compilers_of_all
strict=$plain
[ "$how" = few ] || check "$here/edges.ad" --derive=value,$all,jacobian:2 --layout=csc --abi=args --descriptor
check "$here/edges.ad" --derive=value,jacobian,hvp --layout=csr --abi=args --descriptor --batch
for file in "$@"; do
    if [ "$how" = few ]; then
        check "$file" --derive=value,jacobian --real=float
        continue
    fi
    check "$file"
    for layout in dense columns csr csc coo; do
        check "$file" --derive=$all --layout=$layout --triangle=full
    done
    check "$file" --derive=$all --real=float --layout=csc
    check "$file" --derive=$all --real=long-double --abi=args --descriptor
    check "$file" --derive=$all,jacobian:2 --layout=coo --piece=30 --stack-limit=8 --descriptor --prefix=p_
    check "$file" --derive=$all --layout=csr --self-check --real=long-double
done
finish
