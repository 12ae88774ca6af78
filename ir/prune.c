/* Copies what the results need: dead values go, and the others come in the order in which they are
 * used, depth first, so that a value stands close to its use. ir_expand writes out whole powers,
 * and operators that the table makes of others, on the way. The depth first search keeps its own
 * stack, for a chain may be as long as the model.
 *
 * ir_schedule lets calls of the C library go first. A call leaves no register as it was, so what is
 * computed before it and used behind it goes through memory: the earlier it stands, the less that
 * is. And it takes longer than all else, so what waits for it should wait for the shortest time:
 * the call with the longest way to a result comes first (list scheduling by critical path; cf. S.
 * S. Muchnick, Advanced compiler design and implementation, 1997, sec. 17.1.2). Where no call waits
 * for another there is nothing to wait for, and calls that meet in no value come group by group, so
 * that their arguments do not wait in memory (rows of residuals, each with functions of its own:
 * 6 % of the time). Calls that optional results alone need stay with these. Where calls are many, a
 * value would wait too long for its use, and they stay where they are used. */
#include "build.h"

#include "code_cost.h"
#include "ops.h"

#include <math.h>
#include <stdlib.h>

enum { CALLS_MAX = 64 };

/* A value whose operands are being copied. */
struct visit {
    ir_ref ref;
    uint32_t next; /* operand */
};

struct copy {
    uint16_t *needs; /* of each value: names alive while it is computed, were it a tree */
    const struct ir_function *from;
    struct ir_function *to;
    bool expanding;
    bool scheduling; /* the greediest operand first, else from left to right */
    struct arena *scratch;
    ir_ref *copies; /* of each value of `from`: its copy, or IR_NONE */
    VEC(struct visit) stack;
};

/* base^power as ir_evaluate_op computes it: the squarings, then their product from the highest bit
 * down, so that x^n and x^(n-1), which the derivative wants, share what they can. */
static ir_ref expand_power(struct ir_function *to, ir_ref base, double power)
{
    const unsigned n = (unsigned)fabs(power);
    ir_ref squares[5] = {base};
    unsigned top = 0;
    while (n >> (top + 1) != 0) {
        squares[top + 1] = ir_binary(to, IR_MUL, squares[top], squares[top]);
        top++;
    }
    ir_ref product = n == 0 ? ir_constant(to, 1) : squares[top];
    for (unsigned i = top; i-- > 0;) {
        if ((n >> i & 1) != 0) {
            product = ir_binary(to, IR_MUL, product, squares[i]);
        }
    }
    return power < 0 ? ir_binary(to, IR_DIV, ir_constant(to, 1), product) : product;
}

static bool is_small_power(const struct copy *copy, const struct ir_value *value)
{
    return copy->expanding && value->op == IR_POWI &&
           fabs(ir_at(copy->from, value->operand[1])->number) <= IR_LARGEST_POWER;
}

/* Whether the value is exp(a)/exp(detach(a)), which only derivatives tell from 1. (Where a is NaN
 * it would be NaN; that is left to what else is made of a.) */
static bool is_unit_ratio(const struct copy *copy, const struct ir_value *value)
{
    if (value->op != IR_EXP_RATIO) {
        return false;
    }
    const struct ir_value *divisor = ir_at(copy->from, value->operand[1]);
    return divisor->op == IR_DETACH && ir_equal(divisor->operand[0], value->operand[0]);
}

/* Post: whether the value is written out, and as what. */
static bool expand(struct copy *copy, const struct ir_value *value, ir_ref *expanded)
{
    ir_ref operand[IR_MAX_ARITY] = {IR_NONE, IR_NONE, IR_NONE};
    if (!copy->expanding || ir_op_info(value->op)->spelling != IR_SPELL_NONE) {
        return false;
    }
    copy->to->span = value->span;
    if (is_small_power(copy, value)) {
        *expanded = expand_power(copy->to, copy->copies[value->operand[0].index],
                                 ir_at(copy->from, value->operand[1])->number);
        return true;
    }
    if (is_unit_ratio(copy, value)) {
        *expanded = ir_constant(copy->to, 1);
        return true;
    }
    for (uint32_t i = 0; i < ir_op_info(value->op)->arity; i++) {
        operand[i] = copy->copies[value->operand[i].index];
    }
    return ir_expansion(copy->to, value->op, operand, expanded);
}

/* Post: the copy of a value whose operands are copied. */
static ir_ref copy_value(struct copy *copy, const struct ir_value *value)
{
    ir_ref expanded;
    if (expand(copy, value, &expanded)) {
        struct ir_value *named = ir_at(copy->to, expanded);
        if (atom_is_none(named->name)) {
            named->name = value->name;
        }
        return expanded;
    }
    struct ir_value copied = *value;
    if (copy->expanding && value->op == IR_POWI) {
        copied.op = IR_POW;
    }
    bool folds = false;
    for (uint32_t i = 0; i < ir_op_info(value->op)->arity; i++) {
        copied.operand[i] = copy->copies[value->operand[i].index];
        folds = folds || (ir_at(copy->to, copied.operand[i])->op == IR_CONSTANT &&
                          ir_at(copy->from, value->operand[i])->op != IR_CONSTANT);
    }
    return folds             ? ir_build_like(copy->to, &copied)
           : copy->expanding ? ir_intern_value(copy->to, &copied)
                             : ir_append_value(copy->to, &copied); /* no two are the same */
}

/* The greediest operand first, equal ones from left to right (Sethi and Ullman 1970): what waits
 * while another is computed is then one value, not many. */
static ir_ref operand_in_turn(const struct copy *copy, const struct ir_value *value, uint32_t count,
                              uint32_t turn)
{
    ir_ref order[IR_MAX_ARITY];
    for (uint32_t i = 0; i < count; i++) {
        uint32_t at = i;
        while (at > 0 && copy->needs[order[at - 1].index] < copy->needs[value->operand[i].index]) {
            order[at] = order[at - 1];
            at--;
        }
        order[at] = value->operand[i];
    }
    return order[turn];
}

static void count_needs(struct copy *copy)
{
    for (uint32_t v = 0; v < copy->from->values.count; v++) {
        const struct ir_value *value = &copy->from->values.at[v];
        const uint32_t arity = ir_op_info(value->op)->arity;
        uint32_t needs = 1;
        for (uint32_t turn = 0; turn < arity; turn++) {
            const uint32_t more =
                copy->needs[operand_in_turn(copy, value, arity, turn).index] + turn;
            needs = more > needs ? more : needs;
        }
        copy->needs[v] = (uint16_t)(needs < UINT16_MAX ? needs : UINT16_MAX);
    }
}

static void push(struct copy *copy, ir_ref ref)
{
    if (ir_is_none(copy->copies[ref.index])) {
        vec_push(copy->scratch, &copy->stack, (struct visit){ref, 0});
    }
}

static void copy_needed(struct copy *copy, ir_ref root)
{
    push(copy, root);
    while (copy->stack.count > 0) {
        struct visit *top = &copy->stack.at[copy->stack.count - 1];
        const struct ir_value *value = ir_at(copy->from, top->ref);
        const uint32_t wanted = is_small_power(copy, value) ? 1 : ir_op_info(value->op)->arity;
        if (top->next < wanted) {
            const ir_ref operand = copy->scheduling
                                       ? operand_in_turn(copy, value, wanted, top->next)
                                       : value->operand[top->next];
            top->next++;
            push(copy, operand);
        } else {
            copy->stack.count--;
            copy->copies[top->ref.index] = copy_value(copy, value);
        }
    }
}

static void copy_results(struct copy *copy)
{
    struct arena *arena = copy->to->arena;
    for (uint32_t r = 0; r < copy->from->results.count; r++) {
        const struct ir_result *result = &copy->from->results.at[r];
        ir_ref *elements = arena_alloc(arena, result->array.count * sizeof *elements);
        for (uint32_t e = 0; e < result->array.count; e++) {
            copy_needed(copy, result->elements[e]);
            elements[e] = copy->copies[result->elements[e].index];
        }
        vec_push(arena, &copy->to->results,
                 (struct ir_result){result->array, elements, result->optional, result->pattern});
    }
}

/* A value that comes early, and how long the results wait for it at least, in cycles. */
struct early {
    ir_ref ref;
    uint32_t group; /* of calls that meet in a value: the first of them */
    double height;
};

static int by_height(const void *left, const void *right)
{
    const struct early *a = left;
    const struct early *b = right;
    if (a->group != b->group) {
        return (a->group > b->group) - (a->group < b->group);
    }
    if (a->height != b->height) {
        return a->height > b->height ? -1 : 1;
    }
    return (a->ref.index > b->ref.index) - (a->ref.index < b->ref.index);
}

static bool *find_needed(const struct copy *copy)
{
    bool *needed = arena_alloc(copy->scratch, copy->from->values.count * sizeof *needed);
    for (uint32_t r = 0; r < copy->from->results.count; r++) {
        const struct ir_result *result = &copy->from->results.at[r];
        for (uint32_t e = 0; e < result->array.count && !result->optional; e++) {
            needed[result->elements[e].index] = true;
        }
    }
    return needed;
}

/* Post: the first call of the group of a call. */
static uint32_t first_of(uint32_t *parent, uint32_t call)
{
    while (parent[call] != call) {
        parent[call] = parent[parent[call]];
        call = parent[call];
    }
    return call;
}

/* Post: of each needed value the group of the calls that it comes from: of groups that meet in a
 * value one is made, which is named by its first call; UINT32_MAX for values without calls. NULL
 * where a call waits for another. */
static uint32_t *find_groups(const struct copy *copy, const bool *needed)
{
    const struct ir_function *from = copy->from;
    uint32_t *group = arena_alloc(copy->scratch, from->values.count * sizeof *group);
    uint32_t *parent = arena_alloc(copy->scratch, from->values.count * sizeof *parent);
    for (uint32_t v = 0; v < from->values.count; v++) {
        const struct ir_value *value = &from->values.at[v];
        parent[v] = v;
        group[v] = UINT32_MAX;
        for (uint32_t i = 0; needed[v] && i < ir_op_info(value->op)->arity; i++) {
            const uint32_t other = group[value->operand[i].index];
            if (other != UINT32_MAX && group[v] != UINT32_MAX) {
                const uint32_t one = first_of(parent, group[v]);
                const uint32_t two = first_of(parent, other);
                parent[one > two ? one : two] = one < two ? one : two;
            }
            group[v] = other != UINT32_MAX ? other : group[v];
        }
        if (needed[v] && ir_is_library_call(value->op)) {
            if (group[v] != UINT32_MAX) {
                return NULL;
            }
            group[v] = v;
        }
    }
    for (uint32_t v = 0; v < from->values.count; v++) {
        group[v] = group[v] == UINT32_MAX ? UINT32_MAX : first_of(parent, group[v]);
    }
    return group;
}

/* Copies the calls that every caller of the function needs, if they are few, and what they are
 * called with. */
static void copy_calls(struct copy *copy)
{
    const struct ir_function *from = copy->from;
    bool *needed = find_needed(copy);
    double *heights = arena_alloc(copy->scratch, from->values.count * sizeof *heights);
    VEC(struct early) early = {0};
    uint32_t calls = 0;
    for (uint32_t v = from->values.count; v-- > 0;) {
        const struct ir_value *value = &from->values.at[v];
        heights[v] += ir_latency(value->op);
        calls += needed[v] && ir_is_library_call(value->op);
        for (uint32_t i = 0; needed[v] && i < ir_op_info(value->op)->arity; i++) {
            const uint32_t operand = value->operand[i].index;
            needed[operand] = true;
            heights[operand] = fmax(heights[operand], heights[v]);
        }
    }
    const uint32_t *groups = find_groups(copy, needed);
    for (uint32_t v = 0; v < from->values.count && calls <= CALLS_MAX; v++) {
        const struct ir_value *value = &from->values.at[v];
        if (needed[v] && ir_is_library_call(value->op)) {
            const uint32_t group = groups != NULL ? groups[v] : 0;
            vec_push(copy->scratch, &early, (struct early){{v}, group, heights[v]});
            for (uint32_t i = 0; i < ir_op_info(value->op)->arity; i++) {
                const ir_ref operand = value->operand[i];
                vec_push(copy->scratch, &early,
                         (struct early){operand, group, heights[operand.index]});
            }
        }
    }
    if (early.count > 1) {
        qsort(early.at, early.count, sizeof *early.at, by_height);
    }
    for (uint32_t i = 0; i < early.count; i++) {
        copy_needed(copy, early.at[i].ref);
    }
}

static struct ir_function *copy_function(const struct ir_function *from, bool expanding,
                                         bool scheduling)
{
    struct copy copy = {
        .from = from, .expanding = expanding, .scheduling = scheduling, .scratch = arena_create()};
    copy.to = ir_function_create_like(from);
    copy.copies = arena_alloc(copy.scratch, from->values.count * sizeof *copy.copies);
    for (uint32_t i = 0; i < from->values.count; i++) {
        copy.copies[i] = IR_NONE;
    }
    copy.needs = arena_alloc(copy.scratch, from->values.count * sizeof *copy.needs);
    if (scheduling) {
        count_needs(&copy);
        copy_calls(&copy);
    }
    copy_results(&copy);
    copy.to->span = from->span;
    arena_destroy(copy.scratch);
    return copy.to;
}

struct ir_function *ir_prune(const struct ir_function *function)
{
    return copy_function(function, false, false);
}

struct ir_function *ir_expand(const struct ir_function *function)
{
    return copy_function(function, true, false);
}

struct ir_function *ir_schedule(const struct ir_function *function)
{
    return copy_function(function, false, true);
}
