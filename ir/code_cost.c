/* The cost model of emitted code; see code_cost.h. One pass against the order of the values: a
 * value is alive from where it is computed to its last use, the first that the pass meets.
 *
 * Machines overlap evaluations that follow each other only as far as they can look ahead, some
 * hundred instructions; so the longest chain of operations counts, too, but not in full. The
 * weights of spills and of the chain are fitted: of those tried they chose, among the codes of all
 * quick orders of 23 models by two compilers (343 codes), what was nearest to the fastest, 1.5 %
 * slower in geometric mean, where a model without chains is 2.4 % slower. */
#include "code_cost.h"

#include <math.h>

enum { REGISTERS = 15 };

static const double library_call = 25;
static const double fused = 0.6; /* an addition with its product */
static const double spill = 0.3; /* a store, and a load that is often folded into an operation */
static const double chain = 0.5; /* of the longest chain, what other work does not hide */

static const double call_latency = 100;
static const double arithmetic_latency = 4;

static const double weights[IR_OP_COUNT] = {
#define COST(id, cycles) [IR_##id] = (cycles) + 1, /* 0: not in the table */
#define LATENCY(id, cycles)
#include "code_cost.def"
#undef COST
#undef LATENCY
};

static const double latencies[IR_OP_COUNT] = {
#define COST(id, cycles)
#define LATENCY(id, cycles) [IR_##id] = (cycles),
#include "code_cost.def"
#undef COST
#undef LATENCY
};

struct ir_weights ir_weights_default(void)
{
    struct ir_weights all = {.fma = fused, .spill = spill, .chain = chain};
    for (uint32_t op = 0; op < IR_OP_COUNT; op++) {
        all.of[op] = weights[op] == 0 ? library_call : weights[op] - 1;
        all.latency[op] = ir_latency((enum ir_op)op);
    }
    return all;
}

bool ir_is_library_call(enum ir_op op)
{
    return weights[op] == 0;
}

double ir_latency(enum ir_op op)
{
    return latencies[op] != 0          ? latencies[op]
           : ir_is_library_call(op)    ? call_latency
           : ir_op_info(op)->arity > 0 ? arithmetic_latency
                                       : 0;
}

static void count_uses(const struct ir_function *f, uint32_t *uses)
{
    for (uint32_t r = 0; r < f->results.count; r++) {
        for (uint32_t e = 0; e < f->results.at[r].array.count; e++) {
            uses[f->results.at[r].elements[e].index]++;
        }
    }
    for (uint32_t v = 0; v < f->values.count; v++) {
        for (uint32_t i = 0; i < ir_op_info(f->values.at[v].op)->arity; i++) {
            uses[f->values.at[v].operand[i].index]++;
        }
    }
}

/* Post: whether the value is an addition that takes a product along. */
static bool is_fused(const struct ir_function *f, const struct ir_value *value,
                     const uint32_t *uses)
{
    for (uint32_t i = 0; i < 2 && (value->op == IR_ADD || value->op == IR_SUB); i++) {
        const ir_ref operand = value->operand[i];
        if (ir_at(f, operand)->op == IR_MUL && uses[operand.index] == 1) {
            return true;
        }
    }
    return false;
}

/* Post: the cycles of the longest chain of operations. */
static double longest_chain(const struct ir_function *f, const struct ir_weights *w,
                            struct arena *scratch)
{
    double *ready = arena_alloc(scratch, f->values.count * sizeof *ready);
    double longest = 0;
    for (uint32_t v = 0; v < f->values.count; v++) {
        const struct ir_value *value = &f->values.at[v];
        for (uint32_t i = 0; i < ir_op_info(value->op)->arity; i++) {
            ready[v] = fmax(ready[v], ready[value->operand[i].index]);
        }
        ready[v] += w->latency[value->op];
        longest = fmax(longest, ready[v]);
    }
    return longest;
}

double ir_cost(const struct ir_function *function, const struct ir_weights *w)
{
    struct arena *scratch = arena_create();
    const uint32_t count = function->values.count;
    uint32_t *uses = arena_alloc(scratch, count * sizeof *uses);
    bool *alive = arena_alloc(scratch, count * sizeof *alive);
    count_uses(function, uses);
    double cost = w->chain * longest_chain(function, w, scratch);
    uint32_t pressure = 0;
    for (uint32_t v = count; v > 0; v--) {
        const struct ir_value *value = &function->values.at[v - 1];
        cost += is_fused(function, value, uses) ? w->fma - w->of[IR_MUL] : w->of[value->op];
        if (alive[v - 1]) {
            cost += pressure > REGISTERS ? w->spill : 0;
            pressure--;
        }
        for (uint32_t i = 0; i < ir_op_info(value->op)->arity; i++) {
            const ir_ref operand = value->operand[i];
            if (ir_op_info(ir_at(function, operand)->op)->arity > 0 && !alive[operand.index]) {
                alive[operand.index] = true;
                pressure++;
            }
        }
    }
    arena_destroy(scratch);
    return cost;
}
