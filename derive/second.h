/* Second partial derivatives of single operators. */
#ifndef ADC_DERIVE_SECOND_H
#define ADC_DERIVE_SECOND_H

#include "derive.h"

/* Post: the partial derivative of value `v` by its inputs p and q, built behind the values of
 * `f`, with its guard. False where it is zero by structure: then nothing is built. The text of the
 * first partial in the operator table is differentiated; there is no table of second ones. That of
 * a call is the call of a partial of a partial. */
bool second_partial(struct ir_function *f, ir_ref v, uint32_t p, uint32_t q, struct label *label);

#endif
