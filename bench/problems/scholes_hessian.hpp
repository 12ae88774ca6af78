/* The same function for second derivatives. */
#include "scholes.hpp"
