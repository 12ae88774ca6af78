/* The cost model of emitted code; see code_cost.h. Operators cost what a machine needs for one when
 * many follow each other. To that come two things that the count of operations does not show.
 *
 * Registers. Values are computed in the order of the function, which C compilers mostly keep; with
 * more of them alive than there are registers, some are stored and loaded again, and a library call
 * takes all. Both are counted with the replacement that needs least.
 *
 * The longest chain. Machines overlap evaluations that follow each other only as far as they can
 * look ahead, some hundred instructions; so the longest chain of operations counts, too, but not in
 * full. Its weight is fitted (bench/README.md); without it `kalman` took 19 % longer, `bundle` 12
 * %.
 */
#include "code_cost.h"

#include <math.h>

enum { REGISTERS = 15 };

#define NEVER UINT32_MAX

static const double library_call = 25;
static const double fused = 0.6; /* an addition with its product */
static const double spill = 0.2; /* a store or a load, often folded into an operation */
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

/* What is in registers while the values are computed in their order; arguments and constants are
 * read where they are used. */
struct registers {
    const struct ir_function *function;
    uint32_t held[REGISTERS];
    uint32_t count;
    uint32_t *next;      /* of each value: its next use, NEVER behind the last */
    uint32_t *following; /* of each operand of each value: the use of it that follows */
    bool *in_register;
    bool *in_memory;
    uint32_t traffic; /* stores and loads */
};

static struct registers registers_create(const struct ir_function *f, struct arena *scratch)
{
    const uint32_t count = f->values.count;
    struct registers r = {
        .function = f,
        .next = arena_alloc(scratch, count * sizeof *r.next),
        .following = arena_alloc(scratch, count * IR_MAX_ARITY * sizeof *r.following),
        .in_register = arena_alloc(scratch, count * sizeof *r.in_register),
        .in_memory = arena_alloc(scratch, count * sizeof *r.in_memory),
    };
    for (uint32_t v = count; v-- > 0;) {
        const struct ir_value *value = &f->values.at[v];
        const uint32_t arity = ir_op_info(value->op)->arity;
        r.next[v] = r.next[v] == 0 ? NEVER : r.next[v];
        for (uint32_t i = 0; i < arity; i++) {
            const uint32_t next = r.next[value->operand[i].index];
            r.following[v * IR_MAX_ARITY + i] = next == 0 ? NEVER : next;
        }
        for (uint32_t i = 0; i < arity; i++) {
            r.next[value->operand[i].index] = v;
        }
    }
    return r;
}

static bool is_computed(const struct ir_function *f, ir_ref ref)
{
    return ir_op_info(ir_at(f, ref)->op)->arity > 0;
}

static void drop(struct registers *r, uint32_t at)
{
    r->in_register[r->held[at]] = false;
    r->held[at] = r->held[--r->count];
}

/* Stores the value in this register unless memory has it, and drops it. */
static void spill_from(struct registers *r, uint32_t at)
{
    const uint32_t value = r->held[at];
    r->traffic += !r->in_memory[value];
    r->in_memory[value] = true;
    drop(r, at);
}

/* Puts the value in a register if there is a use to come: that of the one used last where none is
 * free. */
static void hold(struct registers *r, uint32_t value)
{
    if (r->next[value] == NEVER || r->in_register[value]) {
        return;
    }
    if (r->count == REGISTERS) {
        uint32_t last = 0;
        for (uint32_t i = 1; i < r->count; i++) {
            last = r->next[r->held[i]] > r->next[r->held[last]] ? i : last;
        }
        spill_from(r, last);
    }
    r->in_register[value] = true;
    r->held[r->count++] = value;
}

static void compute(struct registers *r, uint32_t v)
{
    const struct ir_value *value = &r->function->values.at[v];
    const uint32_t arity = ir_op_info(value->op)->arity;
    for (uint32_t i = 0; i < arity; i++) {
        const uint32_t operand = value->operand[i].index;
        r->traffic += is_computed(r->function, value->operand[i]) && r->next[operand] == v &&
                      !r->in_register[operand];
        r->next[operand] = r->following[v * IR_MAX_ARITY + i];
    }
    for (uint32_t at = r->count; at-- > 0;) {
        if (r->next[r->held[at]] == NEVER) {
            drop(r, at);
        }
    }
    while (ir_is_library_call(value->op) && r->count > 0) {
        spill_from(r, r->count - 1);
    }
    for (uint32_t i = 0; i < arity && !ir_is_library_call(value->op); i++) {
        if (is_computed(r->function, value->operand[i])) {
            hold(r, value->operand[i].index);
        }
    }
    hold(r, v);
}

/* Post: how often values are stored and loaded for lack of registers. A library call leaves none as
 * it was. What is used last gives way, which is the least possible where all loads cost the same
 * (L. A. Belady, A study of replacement algorithms for a virtual-storage computer, IBM Systems
 * Journal 5, 1966). */
static uint32_t count_traffic(const struct ir_function *f, struct arena *scratch)
{
    struct registers registers = registers_create(f, scratch);
    for (uint32_t v = 0; v < f->values.count; v++) {
        if (is_computed(f, (ir_ref){v})) {
            compute(&registers, v);
        }
    }
    return registers.traffic;
}

double ir_cost(const struct ir_function *function, const struct ir_weights *w)
{
    struct arena *scratch = arena_create();
    const uint32_t count = function->values.count;
    uint32_t *uses = arena_alloc(scratch, count * sizeof *uses);
    count_uses(function, uses);
    double cost = w->chain * longest_chain(function, w, scratch) +
                  w->spill * count_traffic(function, scratch);
    for (uint32_t v = 0; v < count; v++) {
        const struct ir_value *value = &function->values.at[v];
        cost += is_fused(function, value, uses) ? w->fma - w->of[IR_MUL] : w->of[value->op];
    }
    arena_destroy(scratch);
    return cost;
}
