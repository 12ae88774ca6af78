/* What a function will cost as compiled C: by this, not by the length of a plan, `auto` chooses. */
#ifndef ADC_IR_CODE_COST_H
#define ADC_IR_CODE_COST_H

#include "compilation.h"
#include "ir.h"
#include "ops.h"

/* The cycles of one evaluation when many follow each other (reciprocal throughput). */
struct ir_weights {
    double of[IR_OP_COUNT];      /* each operator */
    double latency[IR_OP_COUNT]; /* how long its result takes from its operands */
    double fma;                  /* an addition together with a product that only it uses */
    double spill;                /* a store or a load for want of a register */
    double chain; /* a cycle of the longest chain of operations that wait for each other */
};

/* Post: the weights of code_cost.def. */
struct ir_weights ir_weights_default(void);

/* Post: *weights as a file says that has a line for each operator, `NAME CYCLES`, and behind it,
 * perhaps, its latency. NAME is that of ops.def, `fma`, `spill` or `chain`;
 * `call` stands for all functions of the C library that have no line. What is not named stays as it
 * is. False with diagnostics, all there are. */
bool ir_weights_read(const struct compilation *compilation, const struct source *source,
                     struct ir_weights *weights);

/* Post: about the cycles that one evaluation takes when many follow each other: the weights of its
 * operators, a product fused with the addition that is its only user, the stores and loads of what
 * finds no register or has to wait for a library call, and a part of the time that the longest
 * chain of operations takes. Linear time. Pre: pruned. */
double ir_cost(const struct ir_function *function, const struct ir_weights *weights);

/* Post: whether compiled code calls a function of the C library or of the user's for it. */
bool ir_is_library_call(enum ir_op op);

/* Post: about the cycles from operands to result. */
double ir_latency(enum ir_op op);

#endif
