/* The function of a problem for the peers in C++, and what all of them need around it.
 *
 * run.py passes PROBLEM, the file problems/NAME.hpp, which defines
 *
 *     enum { nx, np, ny }                               its sizes
 *     template <class T> void function(x, p, y)         its values, for every type of number
 *     enum { directions }, int direction(int input)     only where the derivative is sparse: a
 *                                                       colouring of its columns
 *
 * PEER, the name of the function to define, and one of GRADIENT, JACOBIAN, HESSIAN for what d is;
 * SPARSE where it is stored by rows, in the pattern of adc's code. */
#ifndef BENCH_PEERS_FUNCTION_HPP
#define BENCH_PEERS_FUNCTION_HPP

#include <cmath>

using std::atan2;
using std::cos;
using std::erfc;
using std::exp;
using std::fabs;
using std::log;
using std::sin;
using std::sqrt;
using std::tanh;

/* The larger of two; ADOL-C, whose tape cannot branch, has its own. */
template <class T> inline T larger(const T &a, const T &b)
{
    return a > b ? a : b;
}

#include PROBLEM

extern "C" void PEER(const double *x, const double *p, double *y, double *d);

#ifdef SPARSE
extern "C" const int *const pattern_ptr, *const pattern_idx;
#else
enum { directions = nx };
inline int direction(int input)
{
    return input;
}
#endif

/* Stores a row of the Jacobian; entry(k) is its derivative in direction k. */
template <class Entry> inline void store_row(int row, double *d, Entry entry)
{
#ifdef SPARSE
    for (int k = pattern_ptr[row]; k < pattern_ptr[row + 1]; k++) {
        d[k] = entry(direction(pattern_idx[k]));
    }
#else
    for (int k = 0; k < nx; k++) {
        d[nx * row + k] = entry(k);
    }
#endif
}

#endif
