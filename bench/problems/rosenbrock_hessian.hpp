/* The same function for second derivatives. They are tridiagonal: three colours suffice. */
#include "rosenbrock.hpp"

enum { directions = 3 };
inline int direction(int input)
{
    return input % directions;
}
