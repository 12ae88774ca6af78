// A C++ program that serves any model through its descriptor: it is generic in the numeric type,
// and the sparse Jacobian that it reads through the pattern, times a direction, is what jvp gives.
#include "model.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <limits>
#include <vector>

// The Jacobian at many points, where the parameters are the same for all, is that of each point.
template <typename Model, typename Real>
static int check_many(const Model &m, const std::vector<Real> &x, const std::vector<Real> &p)
{
    const std::size_t points = 19, nonzeros = static_cast<std::size_t>(m.jac.count);
    std::vector<Real> xs(x.size() * points), jac(nonzeros * points), one(nonzeros), x_one(x),
        work(static_cast<std::size_t>(std::max(m.batch->work, m.work)) + 1);
    for (std::size_t k = 0; k < xs.size(); k++) {
        xs[k] = x[k / points] + Real(k % points) / 64;
    }
    m.batch->jacobian(points, xs.data(), points, p.data(), 0, nullptr, 0, jac.data(), points,
                      work.data());
    int wrong = m.batch->gradient != nullptr;
    for (std::size_t i = 0; i < points; i++) {
        for (std::size_t k = 0; k < x.size(); k++) {
            x_one[k] = xs[k * points + i];
        }
        m.jacobian(x_one.data(), p.data(), nullptr, one.data(), work.data());
        for (std::size_t k = 0; k < nonzeros; k++) {
            const Real least = 40 * std::numeric_limits<Real>::epsilon();
            wrong += !(std::fabs(jac[k * points + i] - one[k]) <= least * (1 + std::fabs(one[k])));
        }
    }
    return wrong;
}

template <typename Model, typename Real> static int check(const Model &m, Real)
{
    std::vector<Real> x(static_cast<std::size_t>(m.nx)), p(static_cast<std::size_t>(m.np)),
        dx(x.size());
    std::vector<Real> y(static_cast<std::size_t>(m.ny)), dy(y.size()), again(y.size()),
        product(y.size()), size(y.size());
    std::vector<Real> jac(static_cast<std::size_t>(m.jac.count)),
        work(static_cast<std::size_t>(m.work) + 1);
    for (std::size_t i = 0; i < x.size(); i++) {
        x[i] = Real(0.5) + Real(i) / 4;
        dx[i] = Real(1) - Real(i) / 2;
    }
    for (Real &number : p) {
        number = Real(0.375);
    }
    m.value(x.data(), p.data(), y.data(), work.data());
    m.jacobian(x.data(), p.data(), nullptr, jac.data(), work.data());
    m.jvp(x.data(), p.data(), dx.data(), again.data(), dy.data(), work.data());
    for (int i = 0; i < m.jac.rows; i++) {
        for (int k = m.jac.ptr[i]; k < m.jac.ptr[i + 1]; k++) {
            const Real term =
                jac[static_cast<std::size_t>(k)] * dx[static_cast<std::size_t>(m.jac.idx[k])];
            product[static_cast<std::size_t>(i)] += term;
            size[static_cast<std::size_t>(i)] += std::fabs(term);
        }
    }
    int wrong =
        m.jac.layout != ADC_CSR || m.gradient != nullptr || m.hessian != nullptr || m.order != 0;
    for (std::size_t i = 0; i < y.size(); i++) {
        const Real least = 40 * std::numeric_limits<Real>::epsilon();
        wrong += !(std::fabs(product[i] - dy[i]) <= least * size[i]) ||
                 !(std::fabs(y[i] - again[i]) <= 0);
    }
    wrong += check_many(m, x, p);
    for (int v = 0; v < m.x_count; v++) {
        std::printf("%s%s[%d]", v == 0 ? "" : " ", m.x[v].name, m.x[v].rows * m.x[v].columns);
    }
    std::printf(": %s: %d wrong\n", m.name, wrong);
    return wrong;
}

int main()
{
    return check(form_model, REAL(0));
}
