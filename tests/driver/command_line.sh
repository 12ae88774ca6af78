#!/bin/sh
# The command line: exit statuses, what is written where, and what is left alone when something fails.
# Usage: command_line.sh ADC
set -u
here=$(cd "$(dirname "$0")" && pwd)
adc=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
. "$here/../differential/common.sh"
cd "$work" || exit 99
export NO_COLOR=1

cat >pair.ad <<'END'
const n = 2;
model pair(in a, in b[n], param k, out s, out t) {
    let u = a*b[0];
    s = sin(u)*k;
    t = u*exp(u)*b[n-1];
}
END
cat >two.ad <<'END'
model one(in x, out y) { y = x*x; }
model other(in x, in z, out y) { y = x*z; }
END
echo 'model wrong(in x, out y) { y = x +; }' >syntax.ad
echo 'model wrong(in x, out y) { y = z; }' >name.ad
echo 'model vain(in x, in unused, out y) { y = x; }' >warning.ad
echo 'model constant(in x[0], param p, out y) { y = p*p; }' >constant.ad
printf 'in a b\nout y\nedge a y\nedge b y\n' >sum.dag
printf 'in a\nout y\nedge a y\nedge y a\n' >cycle.dag
mkdir folder

# Runs adc and compares its exit status; then standard output and error are in the files out and err.
runs() { # runs STATUS ARGUMENT...
    wanted=$1
    shift
    what="adc $*"
    "$adc" "$@" >out 2>err </dev/null
    status=$?
    if [ "$status" -eq "$wanted" ]; then
        pass
    else
        fail "$what: exit status $status where $wanted is right"
        cat err
    fi
}

# ... of which standard error says something (fixed text); it says nothing on standard output.
refuses() { # refuses STATUS TEXT ARGUMENT...
    text=$2
    wanted=$1
    shift 2
    runs "$wanted" "$@"
    if grep -qF -- "$text" err && [ ! -s out ]; then
        pass
    else
        fail "$what: no \`$text\` in"
        cat err out
    fi
}

# ... of which standard output says something, and standard error nothing.
prints() { # prints TEXT ARGUMENT...
    text=$1
    shift
    runs 0 "$@"
    if grep -qF -- "$text" out && [ ! -s err ]; then
        pass
    else
        fail "$what: no \`$text\` in"
        cat out err
    fi
}

# -- what only prints --
prints 'usage: adc' --help
prints 'Exit status' -h
prints 'adc 0.' --version
prints 'markowitz' --order=list
prints 'hypot(a, b)' --list-functions
prints '## E0301: a name that nothing declares' --explain E0301
prints '## E0301: a name that nothing declares' --explain=e0301
prints '## -Wunused: a variable or argument' --explain unused
prints '## -Wunused: a variable or argument' --explain=-Wunused
prints 'E0101                bytes that are no text' --explain=list
expect 'every option of --help is one line of at most 120 columns' \
    test "$("$adc" --help | awk 'length > 120' | wc -l)" -eq 0

# -- wrong command lines: 2 --
refuses 2 'no model given'
refuses 2 'no model given' compare
refuses 2 'unknown option `--bogus`' --bogus pair.ad
refuses 2 'unknown option `-x`' -x pair.ad
refuses 2 'needs a value' pair.ad -o
refuses 2 'needs a value' pair.ad --order
refuses 2 'takes no value' pair.ad --verbose=3
refuses 2 'one model at a time' pair.ad two.ad
refuses 2 'one model at a time' check pair.ad two.ad
refuses 2 'unknown order `best`' pair.ad --order=best
refuses 2 'unknown order `best`' compare pair.ad --orders=forward,best
refuses 2 'unknown order `revers`: did you mean `reverse`?' pair.ad --order=revers
refuses 2 'unknown option `--ordr=reverse`: did you mean `--order`?' pair.ad --ordr=reverse
refuses 2 'no command is called `chek`: did you mean `check`?' chek pair.ad
refuses 2 'no values: adc check is for models' check seed.dag
refuses 2 'each name has an --at of its own' eval pair.ad --at a=1,b=2
refuses 2 'last or first' pair.ad --tie=middle
refuses 2 'or json, not `asm`' pair.ad --emit=asm
refuses 2 'not `laplacian`' pair.ad --derive=laplacian
refuses 2 'no gradient' pair.ad --derive=gradient
refuses 2 '--wrt' pair.ad --wrt=nothing
refuses 2 '--of' pair.ad --of=a
refuses 2 'NAME=VALUE' pair.ad -D n
refuses 2 'NAME=VALUE' pair.ad -D =3
refuses 2 '--color' pair.ad --color=blue
refuses 2 'no error or warning is called `E9999`' --explain=E9999
refuses 2 'text or json, not `xml`' pair.ad --diagnostics=xml
refuses 2 'whole number' pair.ad --max-ops=0
refuses 2 'whole number' pair.ad --max-ops=1e9
refuses 2 'whole number' check pair.ad --samples=-1
refuses 2 'same file' pair.ad -o pair.c --header pair.c
for option in --header -o --derive --wrt --plan; do
    refuses 2 'needs a value that is not empty' pair.ad $option ''
done
refuses 2 '-o goes with compiling' compare pair.ad -o pair.c
refuses 2 '-o goes with compiling' eval two.ad --model=one --at x=1 -o pair.c
refuses 2 '--run goes with adc compare' pair.ad --run
refuses 2 '--orders goes with adc compare' check pair.ad --orders=all
refuses 2 '--format goes with adc compare' pair.ad --format=json
refuses 2 '--samples goes with adc check' eval pair.ad --samples=3
refuses 2 '--header' pair.ad --emit=ir --header pair.h
refuses 2 '--model' two.ad --emit=graph
refuses 2 '--model' two.ad --emit=plan
refuses 2 'graph' sum.dag
refuses 2 '--adapter takes gsl, cvode' pair.ad -o pair.c --header pair.h --adapter=gls
refuses 2 'not `gls`: did you mean `gsl`?' pair.ad -o pair.c --header pair.h --adapter=gsl,gls
refuses 2 '--adapter needs a file of -o' pair.ad --header pair.h --adapter=gsl
refuses 2 '--adapter=gsl includes the header' pair.ad -o pair.c --adapter=gsl
refuses 2 '--adapter=gsl are the same file' pair.ad -o pair.c --header pair_gsl.h --adapter=gsl
refuses 2 '--adapter goes with compiling' check pair.ad --adapter=gsl
refuses 2 '--adapter goes with compiling' pair.ad --adapter=gsl --emit=ir
refuses 2 '--adapter goes with --real=double' pair.ad -o pair.c --header pair.h --adapter=gsl --real=float
refuses 2 '--adapter goes with --abi=flat' pair.ad -o pair.c --header pair.h --adapter=gsl --abi=args
refuses 2 '--triangle=lower or upper' pair.ad -o pair.c --header pair.h --adapter=ipopt --triangle=full
refuses 2 'cvode takes columns, csr, csc; ipopt takes coo' pair.ad -o pair.c --header pair.h --adapter=cvode,ipopt
refuses 2 '--layout=dense is none for the adapter: cvode takes' pair.ad -o pair.c --header pair.h --adapter=cvode --layout=dense
refuses 2 'model `pair` has 3 inputs, 1 parameter and 2 outputs' pair.ad -o pair.c --header pair.h --adapter=cvode
refuses 2 'model `other` has 2 inputs, 0 parameters and 1 output;' two.ad -o pair.c --header pair.h --adapter=cvode
refuses 2 'an objective is one' pair.ad -o pair.c --header pair.h --adapter=petsc
refuses 2 'they have to be inputs' pair.ad -o pair.c --header pair.h --adapter=casadi
refuses 2 'has 0 inputs' constant.ad -o pair.c --header pair.h --adapter=gsl
expect 'a wrong command line leaves no file' test ! -e pair.c -a ! -e pair.h -a ! -e pair_gsl.h -a ! -e pair_cvode.h

# -- wrong models: 1, and no output --
refuses 1 'cannot read missing.ad' missing.ad -o result.c
refuses 1 'cannot read folder' folder -o result.c
refuses 1 'cannot read missing.dag' compare missing.dag
refuses 1 'cannot read missing.plan' pair.ad --plan=missing.plan -o result.c
refuses 1 'syntax.ad:1:' syntax.ad -o result.c
refuses 1 'name.ad:1:32: error: ' name.ad -o result.c
refuses 1 '"code": "E0301", "message": "unknown name `z`"' name.ad --diagnostics=json -o result.c
refuses 1 '{"severity": "error", "code": "E0801"' missing.ad --diagnostics=json -o result.c
refuses 1 'cycle.dag:' compare cycle.dag
refuses 1 'no model of this name' pair.ad --model=nothing -o result.c
refuses 1 '`m`' pair.ad -D m=3 -o result.c
refuses 1 '<command line>' pair.ad -D n=1+ -o result.c
refuses 1 'error' pair.ad --max-ops=2 -o result.c
refuses 1 'syntax.ad:1:' syntax.ad --emit=ast -o result.c
refuses 1 'syntax.ad:1:' check syntax.ad
refuses 1 'syntax.ad:1:' eval syntax.ad
expect 'a wrong model leaves no file' test "$(find . -name 'result*' | wc -l)" -eq 0
echo precious >result.c
echo precious >result.h
refuses 1 'name.ad' name.ad -o result.c --header result.h
expect '-o is left alone after an error' test "$(cat result.c result.h)" = "precious
precious"
runs 1 compare missing.dag sum.dag
expect 'compare goes on with the next file' grep -q '^sum.dag: 2 inputs' out

# -- the machine: 3 --
refuses 3 'cannot write nowhere/result.c' pair.ad -o nowhere/result.c
refuses 3 'cannot write nowhere/result.h' pair.ad -o result.c --header nowhere/result.h
refuses 3 'cannot write folder' pair.ad -o folder
expect 'no file is replaced where another one fails' test "$(cat result.c)" = precious
expect 'no temporary file is left' test "$(find . -name '*new*' | wc -l)" -eq 0
if [ -w /dev/full ]; then
    refuses 3 'cannot write /dev/full' pair.ad -o /dev/full
    for command in 'pair.ad' '--help' '--version' '--order=list' 'two.ad --emit=ir' 'compare sum.dag' \
        'eval two.ad --model=one --at x=1'; do
        "$adc" $command >/dev/full 2>err
        expect "adc $command >/dev/full: exit status 3" test $? -eq 3
        expect "adc $command >/dev/full: says so" grep -q 'cannot write standard output' err
    done
fi

# -- where output goes --
prints 'void pair_jacobian(' pair.ad
cp out stdout.c
prints 'void pair_jacobian(' pair.ad -o -
expect '-o - is standard output' cmp -s out stdout.c
runs 0 pair.ad -o result.c
expect '-o FILE prints nothing' test ! -s out -a ! -s err
expect '-o FILE has the same bytes' cmp -s result.c stdout.c
runs 0 -oresult2.c -- pair.ad
runs 0 --output=result3.c pair.ad
runs 0 compile pair.ad --output result4.c
expect 'all ways to give -o' cmp -s result2.c result3.c
expect 'all ways to give -o' cmp -s result2.c result4.c
touch target.c
ln -s target.c link.c
runs 0 pair.ad -o link.c
expect 'a link is followed, not replaced' test -L link.c -a -f target.c
runs 0 pair.ad -o with.c --header with.h
expect 'the C includes its header' grep -qx '#include "with.h"' with.c
expect 'the header declares' grep -q '^void pair_value(' with.h
expect 'no temporary file is left' test "$(find . -name '*new*' | wc -l)" -eq 0
runs 0 warning.ad -o warning.c
expect 'a warning leaves its output' test -s warning.c
if grep -q 'warning: ' err; then
    refuses 1 'warning: ' warning.ad -Werror -o refused.c
    expect 'a warning that is an error leaves no file' test ! -e refused.c
fi

# -- interruptions, and the line on a terminal; a model that is a pipe without a writer takes for ever --
if command -v timeout >/dev/null && mkfifo pipe.ad; then
    cp result.c precious.c
    timeout -s INT 1 "$adc" pipe.ad -o precious.c 2>err
    expect 'an interrupted run leaves what was there' cmp -s precious.c result.c
    timeout --preserve-status -s SEGV 1 "$adc" pipe.ad -o precious.c 2>err # as if adc had a bug
    expect 'a bug ends with status 70' test $? -eq 70
    expect 'a bug says so' grep -q 'internal error, please report it' err
    expect 'a bug leaves what was there' cmp -s precious.c result.c
    expect 'and no temporary file' test "$(find . -name '*new*' | wc -l)" -eq 0
    arm=$here/../../examples/arm_dynamics/arm_dynamics.ad
    timeout --preserve-status -s INT 1 "$adc" "$arm" --order=anneal --effort=1000000000000 -o searched.c >out 2>err
    expect 'an interrupted search ends well' test $? -eq 0
    expect 'and keeps the best order found' grep -q 'jacobian: order anneal' searched.c
    expect 'elsewhere than on a terminal it says nothing' test ! -s err
    if command -v script >/dev/null; then
        { sleep 2.2; echo 'model m(in x, out y) { y = x; }' >pipe.ad; } &
        script -qec "$adc pipe.ad -o piped.c" line </dev/null >/dev/null
        wait
        expect 'a long run shows its stage on a terminal' grep -q 'reading \.\.\.' line
        expect 'and takes the line away' grep -q 'K$' line
        script -qec "$adc $arm --order=exact -o piped.c" line </dev/null >/dev/null
        expect 'a search shows what it has' grep -q 'best [0-9]*, bound [0-9]*, gap' line
    else
        echo 'skipped: no script'
    fi
fi

# -- what is compiled --
prints 'pair_nx = 1, pair_np = 3' pair.ad --wrt=a
prints 'pair_nx = 2, pair_np = 2' pair.ad --wrt b
prints 'pair_nx = 3, pair_np = 1, pair_ny = 1' pair.ad --of=t
prints 'pair_gradient(' pair.ad --of=t
prints 'pair_nx = 6,' pair.ad -D n=5
prints 'pair_nx = 6,' pair.ad -Dn=5
prints 'pair_nx = 6,' pair.ad --define=n=2+3
prints 'void other_value(' two.ad --model=other
expect '--model leaves the other one out' test "$(grep -c 'one_value' out)" -eq 0
prints 'void robot_pair_value(' pair.ad --prefix=robot_
prints 'pair_value(' pair.ad --derive=value
expect '--derive=value derives nothing' test "$(grep -c 'pair_jacobian' out)" -eq 0
prints 'pair_jacobian(' pair.ad --derive=value,jacobian
prints '--tie=first' pair.ad --tie=first
runs 0 -v pair.ad -o result.c
for said in 'model pair: [1-9][0-9]* values' 'jacobian: graph of [1-9][0-9]* vertices' 'result\.c: [1-9][0-9]* bytes' \
    'time: parse  *[0-9.]* ms' 'time: lower ' 'time: order ' 'time: derive ' 'time: generate ' 'time: write ' \
    'time: total '; do
    expect "-v reports $said" grep -q "^adc: $said" err
done
cp result.c quiet.c
runs 0 pair.ad -o result.c
expect '-v changes no output' cmp -s result.c quiet.c
for command in 'pair.ad --emit=graph' 'sum.dag --emit=plan' 'compare pair.ad sum.dag' 'eval two.ad --model=one --at x=1'; do
    runs 0 $command -v
    expect "-v reports times of $command" grep -q '^adc: time: order \|^adc: time: derive ' err
    expect 'times are not among the results' test "$(grep -c 'time:' out)" -eq 0
    expect 'the stages are all of the time' awk '/^adc: time: total/ { total = $4 } /^adc: time:/ { sum += $(NF - 1) }
        END { exit !(sum - 2*total < 0.01 && 2*total - sum < 0.01) }' err
done
runs 1 -v name.ad
expect '-v reports times of a run that failed' grep -q '^adc: time: lower ' err

# -- stages --
for stage in c ast ir graph dual dot dual-dot plan derivative json; do
    runs 0 pair.ad --emit=$stage
    expect "--emit=$stage prints something" test -s out
    cp out stage.first
    runs 0 pair.ad --emit $stage -o stage
    expect "--emit=$stage -o has the same bytes" cmp -s stage stage.first
done
for stage in graph dual dot dual-dot plan; do
    runs 0 sum.dag --emit=$stage
    expect "--emit=$stage of a graph prints something" test -s out
done
if command -v dot >/dev/null; then # pictures, where Graphviz is installed
    for stage in dot dual-dot; do
        for order in markowitz edge-markowitz face-markowitz; do
            runs 0 pair.ad --emit=$stage --order=$order -o pair.dot
            expect "Graphviz draws --emit=$stage --order=$order" dot -Tsvg -o pair.svg pair.dot
            case $stage-$order in # steps for edges and faces are in the dual picture alone
                dot-edge-* | dot-face-*) ;;
                *) expect "the picture of --emit=$stage has its places" grep -q '>1</text>' pair.svg ;;
            esac
        done
    done
fi
runs 0 pair.ad --emit=graph -o pair.dag
runs 0 pair.dag --emit=graph -o again.dag
expect 'a written graph reads back' cmp -s pair.dag again.dag

# -- what a result depends on --
mkdir -p 'li b'
echo 'import "li b/two#$.ad"; model m(in x, out y) { y = f(x); }' >depends.ad
printf 'import "../three.ad";\nfn f(x) = g(x);\n' >'li b/two#$.ad'
echo 'fn g(x) = x*x;' >three.ad
rule='depends.ad li\ b/two\#$$.ad li\ b/../three.ad'
prints "depends.c: $rule" -M depends.ad
prints "c.c h.h: $rule" -M depends.ad -o c.c --header=h.h
expect '-M compiles nothing' test ! -e c.c -a ! -e h.h
runs 0 depends.ad -o deps.c -MD -MP
expect '-MD names the file after the result' grep -qF "deps.c: $rule" deps.d
expect '-MP adds a rule for each import' grep -qx 'li.\ b/two.#$$.ad:' deps.d
expect '-MD compiles, too' test -s deps.c
runs 0 depends.ad -o deps.c -MFthe.d -MT 'a b' -MQ 'c $d'
expect '-MT as it is, -MQ quoted' grep -qF "a b c\\ \$\$d: $rule" the.d
runs 0 -M -MF the.d depends.ad
expect '-M -MF writes the rule alone' test "$(cat the.d)" = "depends.c: $rule"
runs 0 depends.ad -MD -MF - -o deps.c --emit=ast
expect '-MF - is standard output' test "$(cat out)" = "deps.c: $rule"
runs 0 pair.ad --emit=plan -o 'the plan' -MF the.d
expect 'targets are quoted' test "$(cat the.d)" = 'the\ plan: pair.ad'
runs 0 pair.ad --plan='the plan' -o pair.c -MD
expect 'a plan is depended on' test "$(cat pair.d)" = 'pair.c: pair.ad the\ plan'
echo precious >the.d
refuses 1 'name.ad' name.ad -o result.c -MF the.d
expect 'a wrong model leaves the depfile alone' test "$(cat the.d)" = precious
refuses 2 '-MT, -MQ and -MP go with' pair.ad -MT x
refuses 2 '-MD needs' pair.ad -MD
runs 0 pair.ad -o pair.c --header pair.h --adapter=gsl -MD
expect 'adapters are targets' grep -qF 'pair.c pair.h pair_gsl.h: pair.ad' pair.d
expect 'the opening comment of an adapter' grep -qF 'pair.ad by adc' pair_gsl.h
expect 'an adapter brings what it calls along' grep -q 'pair_jacobian(' pair.h
runs 0 pair.ad -o pair.c --header pair.h --adapter=ipopt,ipopt --derive=jvp
expect 'an adapter brings its layout along' grep -q 'pair_hess_row' pair.h
expect 'and leaves what was asked for' grep -q 'pair_jvp(' pair.h
rm pair.c pair.h pair.d pair_gsl.h pair_ipopt.h
refuses 2 'same file' pair.ad -o the.d -MF the.d
refuses 2 '-M, -MD and -MF' check pair.ad -M

# -- plans --
for order in $(orders_of all); do
    runs 0 pair.ad --order="$order" $effort --emit=plan -o pair.plan
    runs 0 pair.ad --order="$order" $effort --emit=derivative -o direct
    runs 0 pair.ad --plan=pair.plan --emit=derivative -o replayed
    expect "the plan of $order gives the same derivatives" cmp -s direct replayed
    runs 0 pair.ad --plan=pair.plan --emit=plan -o again.plan
    expect "the plan of $order reads back" cmp -s pair.plan again.plan
done
for order in exact exact-edge exact-face; do
    runs 0 "$here/large_dual.dag" --order=$order --effort=3 --emit=plan
done
sed "s/u\*exp(u)/u*u*exp(u)/" pair.ad >changed.ad
refuses 1 "the plan is for another graph" changed.ad --plan=pair.plan -o refused.c
expect "a plan for another graph leaves no file" test ! -e refused.c
grep -v "^graph " pair.plan >bare.plan
runs 0 pair.ad --plan=bare.plan -o unnamed.c
refuses 1 'pair.plan' two.ad --model=one --plan=pair.plan -o refused.c
expect 'a plan that does not fit leaves no file' test ! -e refused.c

# -- formulas as they are written --
echo 'model twice(in x, out y) { y = sin(x)*x + cos(sin(x)*x); }' >twice.ad
counts() { # counts MODEL [OPTION]: the vertices, the products of markowitz and the bound
    runs 0 compare "$1" --orders=markowitz --format=json ${2:-}
    sed -n 's/.*"vertices": \([0-9]*\).*/\1/p; s/.*"textbook": \([0-9]*\).*"bound": \([0-9]*\).*/\1 \2/p' out |
        tr '\n' ' '
}
expect 'what is written twice is shared' test "$(counts twice.ad)" = '5 3 3 '
expect 'with --no-cse it is not' test "$(counts twice.ad --no-cse)" = '7 5 5 '
# The heart dipole, as AlphaGrad counts it: 148 products, and a proof without search.
expect 'the dipole takes 148 products' test "$(counts "$here/dipole.ad" --no-cse)" = '94 148 148 '
expect 'the dipole takes 148 products with shared operations, too' \
    test "$(counts "$here/dipole.ad")" = '86 148 148 '
example=$here/../../examples/heart_dipole/heart_dipole.ad
expect 'the dipole of the examples takes 140' test "$(counts "$example")" = '74 140 140 '
expect 'the dipole of the examples, nothing shared, takes 156' \
    test "$(counts "$example" --no-cse)" = '112 156 156 '

# -- values that need not keep their bits --
echo 'model ratios(in a, in b, in c, out y[2]) { y[0] = a/c; y[1] = b/c; }' >ratios.ad
divisions() { # divisions [OPTION]...: in the C of the value and of the Jacobian
    runs 0 ratios.ad "$@"
    awk '/^void/ { code = !/;$/ } { divisions += code && /\// && !/\*/ } END { print divisions }' out
}
expect 'values are quotients as they are written' test "$(divisions --derive=value)" = 2
expect 'with --reassociate-values they share a reciprocal' \
    test "$(divisions --derive=value --reassociate-values)" = 1
expect 'so do values and derivatives' test "$(divisions --derive=jacobian --reassociate-values)" = 1
for model in bundle roe kalman; do
    runs 0 check "$here/../../bench/problems/$model.ad" --samples=5 --reassociate-values
done

# -- comparing --
for format in table csv json markdown; do
    runs 0 compare pair.ad sum.dag --format=$format
    expect "compare --format=$format names both" test "$(grep -c -e pair -e sum.dag out)" -ge 2
    expect "compare --format=$format has every order" \
        test "$(grep -c forward out)" -ge 2 -a "$(grep -c markowitz out)" -ge 2
done
runs 0 compare pair.ad sum.dag --orders=forward --format=csv --run
expect 'compare --format=csv has one heading, and rows of one length' \
    test "$(grep -c '^graph,order,' out)-$(awk -F, '{ print NF }' out | sort -u | wc -l)" = 1-1
runs 0 compare pair.ad --orders=forward --format=csv
expect 'compare says what the code costs' grep -q '^pair,forward,[0-9,]*,[0-9][0-9]*,[0-9]*,[0-9.]*%,' out
prints 'x value' compare pair.ad --orders=forward,reverse --run
expect 'compare --run times every order' test "$(grep -c -E '^  (forward|reverse) .*[0-9]\.[0-9][0-9]' out)" -eq 2

# -- weights of the cost model --
printf 'mull 4\nmul 1\ndiv\nadd -1\n  sin 1 2 3 # a comment\nmul 2\ncos 1 fast\n' >wrong.weights
for said in 'wrong.weights:1:1: error: no operator is called `mull`' 'help: did you mean `mul`?' \
    'wrong.weights:3:4: error: `div` needs a number of cycles behind it' \
    'wrong.weights:4:5: error: expected a number of cycles from 0, not `-1`' \
    'wrong.weights:5:11: error: unexpected `3`' 'wrong.weights:6:1: error: `mul` has its weight already' \
    'wrong.weights:2:1: note: it stands here' \
    'wrong.weights:7:7: error: expected a number of cycles from 0, not `fast`'; do
    refuses 1 "$said" pair.ad --weights=wrong.weights -o refused.c
done
expect 'wrong weights leave no file' test ! -e refused.c
refuses 1 'wrong.weights:1:1' sum.dag --weights=wrong.weights --emit=plan
refuses 1 'wrong.weights:1:1' compare sum.dag --weights=wrong.weights
refuses 1 'cannot read missing.weights' compare pair.ad --weights=missing.weights
modelled() { # modelled MODEL WEIGHTS: the cycles of its Jacobian by forward, weights as lines
    printf "$2" >lines.weights
    runs 0 compare "$1" --weights=lines.weights --orders=forward --format=json
    sed -n 's/.*"cycles": \([0-9]*\).*/\1/p' out
}
echo 'model m(in x, in z, out y) { y = x*z + sin(x)/z; }' >weigh.ad
free='argument 0\nadd 0\nsub 0\nmul 0\ndiv 0\nfma 0\nneg 0\nchain 0\n'
expect 'weights of nothing cost nothing' test "$(modelled weigh.ad "${free}call 0\n")" = 0
expect '`call` is for every function of the library' \
    test "$(modelled weigh.ad "${free}call 500\n")" = 1000
expect 'a line of its own goes before `call`' \
    test "$(modelled weigh.ad "${free}call 500\ncos 3\n")" = 503
expect 'latencies make the longest chain' \
    test "$(modelled weigh.ad 'argument 0 0\nadd 0 0\nsub 0 0\nmul 0 0\ndiv 0 0\nfma 0\nneg 0 0\nchain 1\ncall 0 0\nsin 0 700\n')" = 700
# What is dear is avoided: the choice is the best of all orders under every file of weights.
arm=$here/../../examples/robot_arm/robot_arm.ad
camera=$here/../../examples/bundle_adjustment/bundle_adjustment.ad
chosen() { # chosen WEIGHTS FIELD: of the order that auto takes
    printf "$1" >lines.weights
    runs 0 compare "$camera" --weights=lines.weights --orders=auto --format=json
    sed -n "s/.*\"$2\": \([0-9]*\).*/\1/p" out
}
expect 'where additions are dear, auto takes an order with fewer' \
    test "$(chosen 'add 99\nsub 99\nfma 99\n' add)" -lt "$(chosen 'mul 99\nadd 0.1\nsub 0.1\nfma 0.1\n' add)"
runs 0 "$arm" --weights=lines.weights -o arm.c -MD
expect 'the opening comment names the weights' grep -qF -- '--weights=lines.weights' arm.c
expect 'the weights are depended on' grep -qF lines.weights arm.d
runs 0 "$arm" --weights="$here/../../bench/calibration.txt" -o arm.c

# -- what searches minimise --
cycles_of() { # cycles_of ORDER [OPTION]: the modelled cycles of the arm's Jacobian
    runs 0 compare "$arm" --orders="$@" --format=json
    sed -n 's/.*"cycles": \([0-9]*\).*/\1/p' out
}
for order in anneal lns; do
    least=$(cycles_of $order --cost=cycles)
    expect "$order --cost=cycles costs less than by products" test "$least" -lt "$(cycles_of $order)"
    expect "$order --cost=cycles costs no more than auto" test "$least" -le "$(cycles_of auto)"
done
runs 0 "$arm" --order=lns --cost=cycles --effort=400 --threads=1 -o arm.c
expect 'the opening comment names the cost' grep -qF -- '--cost=cycles' arm.c
runs 0 "$arm" --order=lns --cost=cycles --effort=400 --threads=2 -o arm2.c
expect '--cost=cycles does not depend on threads' cmp -s arm.c arm2.c
runs 0 "$arm" --order=lns --cost=cycles --effort=400 --emit=plan -o arm.plan
runs 0 "$arm" --plan=arm.plan --emit=derivative -o replayed
runs 0 "$arm" --order=lns --cost=cycles --effort=400 --emit=derivative -o direct
expect 'the plan is that of the code' cmp -s direct replayed
runs 0 pair.ad --order=anneal --cost=cycles --derive=hvp,vjp,jvp,jacobian:2 --effort=400
runs 0 sum.dag --order=lns --cost=mul --emit=plan
refuses 2 'or cycles, not `time`' pair.ad --order=lns --cost=time
refuses 2 '--cost goes with the orders anneal and lns' pair.ad --cost=mul
refuses 2 '--cost goes with the orders anneal and lns' pair.ad --cost=mul --order=exact
refuses 2 '--cost goes with the orders anneal and lns' compare pair.ad --cost=mul
refuses 2 'no code comes of sum.dag' compare sum.dag --cost=cycles --orders=lns
refuses 2 'no code comes of sum.dag' sum.dag --cost=cycles --order=lns --emit=plan

# -- loops --
# the levels of a product become loops in a function that is not large; a stencil of many operations
# does not
echo 'model levels(in x[64], out y) { y = prod(x); }' >levels.ad
prints 'g[i + 32] = ' levels.ad --derive=gradient -o -
expect 'a product has no line for each element' test "$(wc -l <out)" -lt 100
echo 'model stencil(in x[64], out y[62]) { y = [x[i]^3*x[i+1] + 1/(2 + x[i+2]^2) for i in 0..62]; }' >stencil.ad
prints 'y[61]' stencil.ad --derive=value -o -
prints 'y[i]' stencil.ad --derive=value --loops=always -o -

# values that need calls of their own come last where much would have to be saved across them
echo 'model late(in a, in b, out y, out z) { let v = a*b; let w = v*sin(v); y = cos(w); z = exp(w); }' >late.ad
prints 'y[0] = cos(' late.ad --derive=jacobian -o -
expect 'calls of the values alone come last' test \
    "$(grep -n 'if (y)' out | cut -d: -f1)" -gt "$(grep -n 'jac.3. = ' out | cut -d: -f1)"

# -- points --
prints 'd y / d x = 6' eval two.ad --model=one --at x=3
prints 'd y / d x = 6' eval two.ad --model one --at x=1 --at=x=3
prints 'd t / d b[1] = 0' eval pair.ad --at a=0 --at b=1,2 --at k=3
prints 'd s / d a = 3' eval pair.ad --at a=0 --at b=1,2 --at k=3
refuses 2 'no value for `k`' eval pair.ad --at a=0 --at b=1,2
# a variable named like the weights of a product is that variable
echo 'model weights(in w[3], out y) { y = w[0]*w[1]*w[2]; }' >weights.ad
prints 'd2 y / d w[0] d w[1] = 3' eval weights.ad --derive=hessian --at w=1,2,3
prints 'vjp: 3 derivatives compared, 0 wrong' check weights.ad --at w=1,2,3
refuses 2 'no argument `c`' eval pair.ad --at a=0 --at b=1,2 --at k=3 --at c=1
refuses 2 '`b` has 2 elements' eval pair.ad --at a=0 --at b=1 --at k=3
refuses 2 '`b` has 2 elements' eval pair.ad --at a=0 --at b=1,2,3 --at k=3
refuses 2 'not a number' eval pair.ad --at a=zero --at b=1,2 --at k=3
refuses 2 'not a number' eval pair.ad --at a=1 --at b=1,,2 --at k=3
refuses 2 'not a number' eval pair.ad --at a= --at b=1,2 --at k=3
refuses 2 '--at takes' eval pair.ad --at a
if "$adc" check pair.ad >out 2>/dev/null; then
    prints ' 0 wrong' check pair.ad
    prints ' 0 wrong' check pair.ad --at a=1 --at b=1,2 --at k=3
    prints ': 6 derivatives compared' check pair.ad --samples=1
    refuses 2 'no value for `k`' check pair.ad --at a=0 --at b=1,2
fi
prints 'forward' compare pair.ad sum.dag
prints 'sum.dag: 2 inputs' compare pair.ad sum.dag --orders=reverse,forward
expect '--orders leaves the others out' test "$(grep -c markowitz out)" -eq 0
finish
