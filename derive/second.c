/* Second partial derivatives of single operators: the first partial of the operator is built in a
 * function of its own, which goes through linearization and accumulation like any other, and what
 * comes out is copied behind the operator's operands. */
#include "second.h"

#include "labels.h"
#include "ops.h"

struct copy {
    struct ir_function *to;
    const struct ir_function *from;
    const ir_ref *operands; /* what the arguments of `from` stand for */
    ir_ref *copies;
    bool *needed;
};

static void mark_needed(struct copy *copy, ir_ref value, ir_ref guard)
{
    copy->needed[value.index] = true;
    copy->needed[guard.index] = true;
    for (uint32_t v = copy->from->values.count; v > 0; v--) {
        const struct ir_value *at = &copy->from->values.at[v - 1];
        for (uint32_t i = 0; copy->needed[v - 1] && i < ir_op_info(at->op)->arity; i++) {
            copy->needed[at->operand[i].index] = true;
        }
    }
}

static ir_ref copy_value(struct copy *copy, const struct ir_value *at)
{
    if (at->op == IR_ARGUMENT) {
        return copy->operands[at->element];
    }
    struct ir_value copied = *at;
    for (uint32_t i = 0; i < ir_op_info(at->op)->arity; i++) {
        copied.operand[i] = copy->copies[at->operand[i].index];
    }
    return ir_build_like(copy->to, &copied);
}

static void copy_label(struct arena *scratch, struct ir_function *to,
                       const struct ir_function *from, const ir_ref *operands, struct label *label)
{
    const uint32_t count = from->values.count;
    struct copy copy = {.to = to,
                        .from = from,
                        .operands = operands,
                        .copies = arena_alloc(scratch, count * sizeof(ir_ref)),
                        .needed = arena_alloc(scratch, count * sizeof(bool))};
    mark_needed(&copy, label->value, label->guard);
    for (uint32_t v = 0; v < count; v++) {
        if (copy.needed[v]) {
            copy.copies[v] = copy_value(&copy, &from->values.at[v]);
        }
    }
    label->value = copy.copies[label->value.index];
    label->guard = copy.copies[label->guard.index];
    label->settled = ir_is_boolean(to, label->guard, true);
}

/* The operator alone, on arguments; operands that are constants stay constants, as some must. */
static ir_ref isolate(struct ir_function *alone, const struct ir_function *f,
                      const struct ir_value *value)
{
    ir_ref operand[IR_MAX_ARITY] = {IR_NONE, IR_NONE, IR_NONE};
    const uint32_t arity = ir_op_info(value->op)->arity;
    vec_push(alone->arena, &alone->arguments, (struct ir_array){.name = "x", .count = arity});
    for (uint32_t i = 0; i < arity; i++) {
        double number;
        operand[i] = ir_is_constant(f, value->operand[i], &number) ? ir_constant(alone, number)
                                                                   : ir_argument(alone, 0, i);
    }
    return ir_build(alone, value->op, operand[0], operand[1], operand[2]);
}

static bool entry_of(struct ir_function *alone, ir_ref partial, uint32_t q,
                     struct linearization **l, struct label *label)
{
    ir_ref *element = arena_alloc(alone->arena, sizeof *element);
    *element = partial;
    vec_push(alone->arena, &alone->results,
             (struct ir_result){.array = {.name = "y", .count = 1}, .elements = element});
    *l = linearize(alone, 0, SEED_NONE, NULL);
    struct lg_plan plan = lg_plan_create(alone->arena, "reverse");
    for (uint32_t v = (*l)->graph->vertices.count; v > 0; v--) {
        if ((*l)->graph->vertices.at[v - 1].role == LG_INTERMEDIATE) {
            lg_plan_vertex(&plan, (lg_vertex){v - 1});
        }
    }
    const struct jacobian_entries entries = accumulate(*l, &plan);
    for (uint32_t i = 0; i < entries.count; i++) {
        if (entries.at[i].input == q) {
            *label = entries.at[i].label;
            return true;
        }
    }
    return false;
}

/* Whether the first partial is the same for all operands: sums, selections. */
static bool is_linear(enum ir_op op)
{
    return op == IR_ADD || op == IR_SUB || op == IR_NEG || op == IR_SELECT;
}

/* The partial of the partial, for the same arguments. */
static bool second_of_call(struct ir_function *f, ir_ref v, uint32_t p, uint32_t q,
                           struct label *label)
{
    ir_ref first;
    ir_ref second;
    ir_ref guard;
    if (!ir_partial(f, v, p, &first, &guard) || !ir_partial(f, first, q, &second, &guard)) {
        return false;
    }
    *label = label_of(f, second);
    return true;
}

bool second_partial(struct ir_function *f, ir_ref v, uint32_t p, uint32_t q, struct label *label)
{
    const struct ir_value value = *ir_at(f, v);
    if (is_linear(value.op)) {
        return false;
    }
    if (value.op == IR_CALL) {
        return second_of_call(f, v, p, q, label);
    }
    struct arena *scratch = arena_create();
    struct ir_function *alone = ir_function_create(scratch, f->atoms, (atom){0}, "");
    const ir_ref y = isolate(alone, f, &value);
    ir_ref partial;
    ir_ref guard;
    bool found = ir_partial(alone, y, p, &partial, &guard);
    if (found) {
        struct linearization *l;
        found = entry_of(alone, partial, q, &l, label);
        if (found) {
            copy_label(scratch, f, l->function, value.operand, label);
            struct label first = {.guard = guard, .value = guard};
            copy_label(scratch, f, alone, value.operand, &first);
            label->guard = ir_binary(f, IR_AND, label->guard, first.guard);
            label->settled = ir_is_boolean(f, label->guard, true);
        }
    }
    arena_destroy(scratch);
    return found;
}
