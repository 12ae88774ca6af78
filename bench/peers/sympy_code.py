"""Writes the derivatives of a model as C by SymPy: symbolic differentiation and its cse().

    adc MODEL.ad --emit=ir -o - | sympy_code.py KIND SPARSE >peer.c

The operations of the model are applied to symbols in the order in which they stand, as they would be
if the model were a Python program. KIND is gradient, jacobian or hessian; SPARSE is 1 where only the
entries that depend on an input are stored. Small whole powers are written as products by SymPy's
own rewriting, without which the code calls pow().
"""
import math
import re
import sys

import sympy
from sympy.codegen.rewriting import create_expand_pow_optimization


class Magnitude(sympy.Function):
    """|a| of a real number: the derivative of SymPy's own Abs is one of complex numbers."""

    def fdiff(self, argindex=1):
        return Sign(self.args[0])


class Sign(sympy.Function):
    """1 or -1, with the derivative 0."""

    def fdiff(self, argindex=1):
        return sympy.S(0)


C_FUNCTIONS = {"Magnitude": "fabs", "Sign": [(lambda a: True, lambda a: "copysign(1.0, %s)" % a)]}

BINARY = {
    "add": lambda a, b: a + b, "sub": lambda a, b: a - b, "mul": lambda a, b: a * b,
    "div": lambda a, b: a / b, "powi": lambda a, b: a**b, "pow": lambda a, b: a**b,
    "atan2": sympy.atan2, "lt": sympy.Lt, "le": sympy.Le, "eq": sympy.Eq, "ne": sympy.Ne,
    "and": sympy.And, "or": sympy.Or, "hypot": lambda a, b: sympy.sqrt(a**2 + b**2),
    "logaddexp": lambda a, b: sympy.log(sympy.exp(a) + sympy.exp(b)),
    "exp_ratio": lambda a, b: sympy.exp(a) / sympy.exp(b),
}
UNARY = {
    "neg": lambda a: -a, "not": sympy.Not, "log1p": lambda a: sympy.log(1 + a),
    "expm1": lambda a: sympy.exp(a) - 1, "sigmoid": lambda a: 1 / (1 + sympy.exp(-a)),
    "softplus": lambda a: sympy.log(1 + sympy.exp(a)), "abs": Magnitude, "sign": Sign,
    "binade": lambda a: sympy.S(1),  # a scale against overflow, which cancels
}
PLAIN = ("sqrt cbrt exp log sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh erf erfc "
         "floor gamma")


def constant(text):
    value = float(text)
    if math.isinf(value):
        return sympy.oo if value > 0 else -sympy.oo
    return sympy.Integer(int(value)) if value == int(value) else sympy.Float(value)


def apply(name, operands, sorted_exponents):
    """The operation `name` of adc's table, applied to expressions."""
    if name == "select":
        condition, then, otherwise = operands
        if sorted_exponents and {then, otherwise} == {condition.lhs, condition.rhs}:
            return then  # logsumexp sorts its terms, which nobody does in SymPy: any order will do
        if then == 0 and otherwise**2 == condition.lhs and condition.rhs == 0:
            return otherwise  # a norm, safe at 0: as one writes it in SymPy, which is not
        return sympy.Piecewise((then, condition), (otherwise, True))
    if name == "detach":
        # the largest term that logsumexp takes out and adds again, which nobody writes in SymPy
        return sympy.S(0)
    if name in BINARY:
        return BINARY[name](*operands)
    if name in UNARY:
        return UNARY[name](*operands)
    if name in PLAIN.split():
        return getattr(sympy, name)(*operands)
    sys.exit("sympy_code.py: no operation " + name)


def read_function(lines):
    """Returns the inputs as symbols, by index, and the list of outputs as expressions."""
    values, inputs, outputs = {}, {}, {}
    sorted_exponents = any("= exp_ratio " in line for line in lines)
    for line in lines:
        line = line.split("#")[0].strip()
        result = re.fullmatch(r"y\[(\d+)\] = %(\d+)", line)
        value = re.fullmatch(r"%(\d+) = (\S+)( .*)?", line)
        if result:
            outputs[int(result[1])] = values[result[2]]
        elif value:
            argument = re.fullmatch(r"([xp])\[(\d+)\]", value[2])
            operands = [values[o] for o in re.findall(r"%(\d+)", (value[3] or "").split(" as ")[0])]
            if argument:
                # real, so that abs, sqrt(x^2) and the like have their real derivatives
                made = sympy.Symbol(value[2], real=True)
                if argument[1] == "x":
                    inputs[int(argument[2])] = made
            elif operands:
                made = apply(value[2], operands, sorted_exponents)
            else:
                made = constant(value[2])
            values[value[1]] = made
    return inputs, [outputs[i] for i in sorted(outputs)]


def derivatives(kind, sparse, nx, inputs, outputs):
    """Returns what is stored, entry by entry."""
    def entries(expression, last):
        present = expression.free_symbols
        return [expression.diff(inputs[i]) if i in inputs and inputs[i] in present else sympy.S(0)
                for i in range(last)
                if not sparse or (i in inputs and inputs[i] in present)]
    if kind != "hessian":
        return [e for y in outputs for e in entries(y, nx)]
    slopes = [outputs[0].diff(inputs[i]) for i in range(nx)]
    if sparse:
        return [e for i, slope in enumerate(slopes) for e in entries(slope, i + 1)]
    half = [[slope.diff(inputs[k]) for k in range(i + 1)] for i, slope in enumerate(slopes)]
    return [half[max(i, k)][min(i, k)] for i in range(nx) for k in range(nx)]


def main():
    kind, sparse = sys.argv[1], sys.argv[2] == "1"
    sys.setrecursionlimit(100000)
    lines = sys.stdin.read().splitlines()
    nx = int(re.search(r"argument x\[(\d+)\]", "\n".join(lines))[1])
    inputs, outputs = read_function(lines)
    stored = derivatives(kind, sparse, nx, inputs, outputs)
    if kind == "hessian":
        outputs = []
    temporaries, results = sympy.cse(outputs + stored, symbols=sympy.numbered_symbols("t"))
    expand = create_expand_pow_optimization(4, base_req=lambda base: True)

    def c_of(expression):
        return sympy.ccode(expand(expression), standard="C99", user_functions=C_FUNCTIONS)

    print("#include <math.h>\n")
    print("void peer_sympy(const double *restrict x, const double *restrict p, double *restrict y,")
    print("                double *restrict d);")
    print("void peer_sympy(const double *restrict x, const double *restrict p, double *restrict y,")
    print("                double *restrict d)\n{\n    (void)p;\n    (void)y;")
    for symbol, expression in temporaries:
        boolean = expression.is_Boolean or expression.is_Relational
        print("    const %s %s = %s;" % ("int" if boolean else "double", symbol, c_of(expression)))
    for i, expression in enumerate(results):
        name = "y[%d]" % i if i < len(outputs) else "d[%d]" % (i - len(outputs))
        print("    %s = %s;" % (name, c_of(expression)))
    print("}")


main()
