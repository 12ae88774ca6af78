#!/bin/sh
# Generated files that check themselves: right ones say so, under sanitizers, too; damaged ones say what is wrong.
# Usage: self_check.sh ADC ROOT RANDOM_MODEL COUNT FILE.ad...
set -u
here=$(cd "$(dirname "$0")" && pwd)
adc=$1
random_model=$3
count=$4
shift 4
. "$here/../differential/common.sh"
cc="${CC:-cc} -std=c99 -O1 -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror"
sanitize='-fsanitize=address,undefined -fno-sanitize-recover=all'
echo 'int main(void) { return 0; }' >"$work/empty.c"
$cc $sanitize "$work/empty.c" -o "$work/empty" 2>/dev/null && "$work/empty" || sanitize=

# Post: $work/check.c of the model, compiled with the flags and run; what it says is in $work/said.
check() { # check FLAGS FILE OPTION...
    flags=$1
    shift
    if "$adc" "$@" -Wno-all --self-check -o "$work/check.c" 2>"$work/stderr" &&
        $cc $flags "$work/check.c" -o "$work/check" -lm 2>"$work/stderr" && "$work/check" >"$work/said" 2>"$work/stderr" &&
        grep -q ' derivatives compared, 0 wrong' "$work/said" && ! grep -v ', 0 wrong,' "$work/said"; then
        pass
    else
        fail "$*: $(head -n 5 "$work/stderr") $(grep -A1 -m 3 -e WRONG -e nothing "$work/said")"
    fi
}

for file in "$@"; do
    check "$sanitize" "$file" --derive=jacobian,hessian,jvp,vjp,hvp,jacobian:2 --layout=csr
    check '' "$file" --derive=hessian,hvp --layout=coo --triangle=upper --abi=args
    check '-Wdouble-promotion' "$file" --derive=jacobian,hessian,hvp --layout=csc --real=float
    check '' "$file" --derive=jacobian,vjp --real=long-double --layout=columns --piece=20 --stack-limit=1
done
"$random_model" 1 "$count" | sed 's/detach(/(/g' >"$work/random.ad" # differences see what detach hides
check "$sanitize" "$work/random.ad" --derive=jacobian,hessian,jvp,vjp,hvp --layout=csr
check '' "$work/random.ad" --derive=jacobian:2,hessian --real=long-double
# In float, sums of ill-conditioned outputs have too few digits left for their differences.
check '' "$work/random.ad" --derive=jacobian,jvp --real=float

# -- damage: each function in its turn, by one term --
damaged() { # damaged WHAT SED-SCRIPT
    sed "$2" "$work/check.c" >"$work/damaged.c"
    if cmp -s "$work/check.c" "$work/damaged.c"; then
        fail "nothing is damaged by $2"
    elif ! $cc "$work/damaged.c" -o "$work/damaged" -lm 2>"$work/stderr"; then
        fail "does not compile when damaged by $2: $(head -n 3 "$work/stderr")"
    elif "$work/damaged" >"$work/said"; then
        fail "damage by $2 was not found"
    elif grep -q "$name: $1: .* compared, [1-9][0-9]* wrong" "$work/said" && grep -q WRONG "$work/said"; then
        pass
    else
        fail "damage by $2 was found elsewhere"
        cat "$work/said"
    fi
}
model=$here/form.ad
name=form
check '' "$model" --derive=jacobian,hessian,jvp,vjp,hvp,jacobian:2 --layout=csr
for k in 0 1 2 3 4 5 6 7; do
    damaged jacobian "/^void form_jacobian(/,/^}/s/ jac\[$k\] = \(.*\);/ jac[$k] = 1.000001 * (\1);/"
done
for k in 0 2 4 6; do
    damaged hessian "/^void form_hessian(/,/^}/s/ h\[$k\] = \(.*\);/ h[$k] = (\1) + 1e-6;/"
    damaged 'higher orders' "/^void form_jacobian2(/,/^}/s/ jac2\[$k\] = \(.*\);/ jac2[$k] = (\1) + 1e-6;/"
done
damaged jvp '/^void form_jvp(/,/^}/s/ dy\[1\] = \(.*\);/ dy[1] = (\1) * 1.000001;/'
damaged vjp '/^void form_vjp(/,/^}/s/ wx\[3\] = \(.*\);/ wx[3] = (\1) - 1e-6;/'
damaged hvp '/^void form_hvp(/,/^}/s/ hdx\[2\] = \(.*\);/ hdx[2] = (\1) * 0.999999;/'
damaged jacobian 's/^const int form_jac_idx\[8\] = {0, 1,/const int form_jac_idx[8] = {1, 0,/'
# Where a slope is infinite, right derivatives are no numbers: that is said, and where there is nothing else it is wrong.
sed '/^void form_jvp(/,/^}/s/ dy\[0\] = \(.*\);/ dy[0] = (\1) + NAN;/' "$work/check.c" >"$work/damaged.c"
$cc "$work/damaged.c" -o "$work/damaged" -lm && "$work/damaged" >"$work/said"
grep -q 'of those skipped [1-9][0-9]* are infinite or NaN' "$work/said" && pass || fail 'NaN is not told of'
sed '/^void form_jvp(/,/^}/s/ dy\[\([0-9]\)\] = \(.*\);/ dy[\1] = (\2) + NAN;/' "$work/check.c" >"$work/damaged.c"
$cc "$work/damaged.c" -o "$work/damaged" -lm && ! "$work/damaged" >"$work/said" && pass || fail 'all NaN is right'
# A wave that large steps do not see, and that small ones see roughly: no reason to call its slope wrong, yet
# one to find a wrong one.
for k in 200 300 500; do
    echo "model wave(in x, out y[30]) { y = [9*x + 3e-4*sin($k*x + i/5) for i in 0..30]; }" >"$work/wave.ad"
    check '' "$work/wave.ad" --derive=jvp --real=float
done
name=wave
for k in 0 11 29; do
    damaged jvp "/^void wave_jvp(/,/^}/s/ dy\[$k\] = \(.*\);/ dy[$k] = (\1) * 1.02f;/"
done
name=form
check '' "$model" --derive=jacobian,hessian --real=float
for k in 0 3 7; do
    damaged jacobian "/^void form_jacobian(/,/^}/s/ jac\[$k\] = \(.*\);/ jac[$k] = 1.01f * (\1);/"
done
damaged hessian '/^void form_hessian(/,/^}/s/ h\[4\] = \(.*\);/ h[4] = (\1) + 1e-2f;/'
# -- points --
echo 'model root(in x, param c, out y) { y = sqrt(x - 100)*c; }' >"$work/root.ad"
"$adc" "$work/root.ad" --self-check -o "$work/root.c" && $cc "$work/root.c" -o "$work/root" -lm
if "$work/root" >"$work/said" || ! grep -q 'nothing could be compared' "$work/said"; then
    fail 'a model without a value at any drawn point cannot be right'
else
    pass
fi
check '' "$work/root.ad" --at x=144 --at c=0.5
if "$adc" "$work/root.ad" --self-check --at x=1 -o "$work/none.c" 2>"$work/stderr" || [ -e "$work/none.c" ]; then
    fail '--at has to name all'
else
    pass
fi
echo 'model hidden(in x, out y) { y = detach(x)*x; }' >"$work/hidden.ad"
if "$adc" "$work/hidden.ad" --self-check -o "$work/none.c" 2>"$work/stderr" || [ -e "$work/none.c" ] ||
    ! grep -q 'hidden.ad:1:33: error: .*detach' "$work/stderr"; then
    fail 'detach is refused'
    cat "$work/stderr"
else
    pass
fi
finish
