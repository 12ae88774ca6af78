/* What the files of the IR share among themselves: values as keys, and the step from an operation
 * to the value that stands for it. Other rooms use ir.h. */
#ifndef ADC_IR_BUILD_H
#define ADC_IR_BUILD_H

#include "ir.h"

/* The largest whole power that is written as squarings; beyond it C's pow is called. */
enum { IR_LARGEST_POWER = 16 };

/* Post: a hash over what makes a value the one it is, not over its name and place. */
uint32_t ir_hash_value(const struct ir_value *value);

/* Post: whether both are the same value: operator, operands (of commutative operators in any
 * order), bits of the number, argument element. */
bool ir_same_value(const struct ir_value *a, const struct ir_value *b);

/* Post: the value of the function that is the same as this one, IR_NONE where there is none. */
ir_ref ir_find_value(struct ir_function *function, const struct ir_value *value);

/* Post: the value of the function that is the same as this one, appended where there was none;
 * nothing is simplified. A name is kept where the value had none. */
ir_ref ir_intern_value(struct ir_function *function, const struct ir_value *value);

/* Post: the value, appended; there must be none that is the same. It costs no more than to write it
 * down: the table of values is made when one is looked for. */
ir_ref ir_append_value(struct ir_function *function, const struct ir_value *value);

/* Post: whether the table makes this operator of others, and if so `*value`, which is that, for
 * these operands (partial.c). */
bool ir_expansion(struct ir_function *function, enum ir_op op, const ir_ref operand[IR_MAX_ARITY],
                  ir_ref *value);

/* Post: the value that stands for this operation, or IR_NONE; then `*value`, which may have been
 * rewritten, is to be interned (simplify.c). */
ir_ref ir_simplify(struct ir_function *function, struct ir_value *value);

#endif
