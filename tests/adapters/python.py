"""Equations, a minimum and a program in numpy (and scipy, where it is), with the functions of --adapter=python."""

import sys

import numpy as np

sys.path.insert(0, ".")
from equations_python import meet
from minimum_python import banana
from program_python import hs071

try:
    from scipy import optimize
except ImportError:
    optimize = None

wrong = 0


def expect(what, value, right, tolerance=0.0):
    global wrong
    if not np.all(np.abs(np.asarray(value, float) - np.asarray(right, float)) <= tolerance):
        print("%s: %r where %r is right" % (what, value, right))
        wrong += 1


def dense(matrix):
    return matrix if isinstance(matrix, np.ndarray) else matrix.toarray()


# Newton's method for the two equations.
x = np.array([3, 0.5])
for _ in range(50):
    y, jacobian = meet.value_and_jacobian(x, [2])
    x = x - np.linalg.solve(dense(jacobian), y)
expect("x + y", x.sum(), np.sqrt(6), 1e-14)
expect("the Jacobian at (1, 2)", dense(meet.jacobian([1, 2], 2)), [[2, 4], [2, 1]])

# Newton's method for the minimum, whose Hessian is exact.
p = [1.5, 100]
x = np.array([-1.2, 1])
for _ in range(100):
    x = x - np.linalg.solve(dense(banana.hessian(x, p)), banana.gradient(x, p))
expect("the minimum", x, [1.5, 2.25], 1e-10)
expect("f is a number", isinstance(banana.value(x, p), float), True)

# What belongs together, of three outputs with weights.
x, w, dx = np.array([1, 2, 3, 4]), np.array([2, -1, 0.5]), np.array([1, 0, -1, 2])
jacobian, hessian = dense(hs071.jacobian(x)), dense(hs071.hessian(x, w=w))
expect("the Jacobian's shape", jacobian.shape, (3, 4))
expect("outputs", hs071.value(x), [27, 1, -10])
expect("the objective's gradient", jacobian[0], [28, 4, 5, 6])
expect("symmetry", hessian, hessian.T)
expect("d2 / dx[0] dx[0]", hessian[0, 0], 2 * 8 - 0 + 0.5 * 2)
expect("jvp", hs071.jvp(x, dx), jacobian @ dx)
expect("vjp", hs071.vjp(x, w), w @ jacobian)
expect("hvp", hs071.hvp(x, dx, w=w), hessian @ dx)
for f, what in (
    (lambda: hs071.value([1, 2, 3]), "x has 3 elements; the model wants 4"),
    (lambda: meet.value([1, 2]), "p has 0 elements; the model wants 1"),
    (lambda: hs071.gradient(x), "ask adc for --derive=gradient"),
):
    try:
        f()
        said = "nothing"
    except (ValueError, NotImplementedError) as error:
        said = str(error)
    expect("%s: %s" % (what, said), what in said, True)

if optimize is not None:
    found = optimize.minimize(
        banana.value, [-1.2, 1], args=(p,), jac=banana.gradient, hess=lambda *at: dense(banana.hessian(*at)),
        method="trust-exact", options={"gtol": 1e-10})
    expect("trust-exact", found.x, [1.5, 2.25], 1e-8)
    found = optimize.minimize(
        banana.value_and_gradient, [-1.2, 1], args=(p,), jac=True, hessp=banana.hvp, method="Newton-CG",
        options={"xtol": 1e-12})
    expect("Newton-CG", found.x, [1.5, 2.25], 1e-6)
    found = optimize.least_squares(meet.value, [3, 0.5], jac=meet.jacobian, args=([2],), gtol=1e-14)
    expect("least_squares", found.x.sum(), np.sqrt(6), 1e-10)
    rows = lambda x: dense(hs071.jacobian(x))
    found = optimize.minimize(
        lambda x: hs071.value(x)[0], [1, 5, 5, 1], jac=lambda x: rows(x)[0], bounds=[(1, 5)] * 4, method="SLSQP",
        constraints=[
            {"type": "ineq", "fun": lambda x: -hs071.value(x)[1], "jac": lambda x: -rows(x)[1]},
            {"type": "eq", "fun": lambda x: hs071.value(x)[2], "jac": lambda x: rows(x)[2]},
        ], options={"ftol": 1e-12})
    expect("SLSQP", found.x, [1, 4.7429994, 3.8211503, 1.3794082], 1e-6)  # Hock, Schittkowski (1981), problem 71

sys.exit(wrong > 0)
