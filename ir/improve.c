/* Improves derivatives: one pass over a function that rebuilds every value which is no value of the
 * model under rules that only derivatives may use.
 *
 * Values and derivatives. A value that an exact result needs is copied as it is. All others are
 * derivatives; they may read exact values, and are one of them where both come out equal, but no
 * rule looks into the operations of an exact value in order to change it. Exact values are copied
 * first, so that a derivative finds them.
 *
 * Signs. A derivative is rebuilt as a term: a value, and whether it is meant negated. Products,
 * quotients and sums carry signs along at no cost; a negation becomes an operation only where
 * something else asks for it, and even there it is pushed into a difference, a constant, or a
 * factor whose negation is there. `a - b` and `b - a` are one value.
 *
 * Quotients. a/b is a times the shared reciprocal of b wherever b divides more than once. The
 * reciprocal of c*x for constant c is (1/c)*(1/x), that of a quotient p/q is q*(1/p), that of a
 * product with a factor c/q is (1/c)*q times that of the rest. An exact value c/x serves for 1/x. A
 * product in which x meets c/x loses both, one in which x meets 1/sqrt(x) is left with sqrt(x).
 * Only a lone quotient stays a division.
 *
 * Sums. A tree of sums and differences, each used once, is taken as a whole (reassociation; cf.
 * P. Briggs, K. D. Cooper, Effective partial redundancy elimination, PLDI 1994, sec. 3.1): equal
 * terms are gathered under one coefficient, the factor that most terms share is taken out of them,
 * and so on for what remains. The sum is written as a chain, which C compilers contract into fused
 * operations; one of many terms as several chains side by side. Terms come as they are ready, equal
 * ones in the order of the arguments that they are made of: so a sum waits for its last term alone,
 * sums that are alike in the model are so in C, where compilers compute them side by side, and it
 * does not matter in which order elimination found them.
 *
 * The same again. A value that is the same polynomial as one that is there, or a small multiple of
 * it, is not computed (improve_same.c); so is a*(1/b) not where the quotient a/b is there. The sum
 * of two neighbouring products in a sum of the model counts as there.
 *
 * What the rules need. They hold for real numbers. In floating point they give other roundings, and
 * other results where a reciprocal or product overflows although the quotient does not; derivatives
 * may differ in that, values never. 0*x is 0 in derivatives unless x is a
 * quotient, and x*(1/x) is 1: a factor that is 0 for every argument is an edge that the model does
 * not have, and where x is 0 the second is the limit, as for x*(1/sqrt(x)). Otherwise no inf or NaN
 * of a path that is taken is lost: x - x stays. None is made either: the reciprocal of a product is
 * no product of reciprocals, unless one factor is a reciprocal itself (both are NaN for the same
 * arguments then), 1/sqrt(x) is no sqrt(x)*(1/x), which is NaN at 0, and 1/x is no square of it,
 * which is NaN below; masks are selections and stay so. */
#include "improve.h"

#include "build.h"
#include "improve_term.h"
#include "ops.h"

#include <math.h>

static bool is_sum(enum ir_op op)
{
    return op == IR_ADD || op == IR_SUB;
}

/* Collects the tree of sums below a value and builds it as one. */
static struct term build_sum(struct improve *s, ir_ref root)
{
    struct sum sum = {0};
    s->pending.count = 0;
    vec_push(s->scratch, &s->pending, term(root));
    while (s->pending.count > 0) {
        const struct term top = s->pending.at[--s->pending.count];
        const struct ir_value *value = ir_at(s->from, top.ref);
        for (uint32_t i = 0; i < ir_op_info(value->op)->arity; i++) {
            const ir_ref operand = value->operand[i];
            const bool negative =
                top.negative != (value->op == IR_NEG || (value->op == IR_SUB && i == 1));
            if (s->inner[operand.index]) {
                vec_push(s->scratch, &s->pending, ((struct term){operand, negative}));
            } else {
                const struct term leaf = flipped(s->terms[operand.index], negative);
                sum_add(s, &sum, leaf.negative ? -1 : 1, leaf.ref);
            }
        }
    }
    return sum_build(s, &sum);
}

static struct term rebuild(struct improve *s, uint32_t v)
{
    const struct ir_value *value = &s->from->values.at[v];
    struct term operand[IR_MAX_ARITY] = {{IR_NONE, false}, {IR_NONE, false}, {IR_NONE, false}};
    for (uint32_t i = 0; i < ir_op_info(value->op)->arity; i++) {
        operand[i] = s->terms[value->operand[i].index];
    }
    if (is_sum(value->op)) {
        return build_sum(s, (ir_ref){v});
    }
    if (value->op == IR_CONSTANT) {
        return term_constant(s, value->number);
    }
    if (value->op == IR_NEG) {
        return flipped(operand[0], true);
    }
    if (value->op == IR_MUL) {
        return term_multiply(s, operand[0], operand[1]);
    }
    if (value->op == IR_DIV) {
        return term_divide(s, operand[0], operand[1]);
    }
    if (value->op == IR_SELECT) {
        return term_choose(s, operand[0].ref, operand[1], operand[2]);
    }
    struct ir_value copied = *value;
    for (uint32_t i = 0; i < ir_op_info(value->op)->arity; i++) {
        copied.operand[i] = term_settle(s, operand[i]);
    }
    return term(ir_build_like(s->to, &copied));
}

/* -- the pass -- */

static void mark_exact(struct improve *s, uint32_t exact)
{
    const struct ir_function *from = s->from;
    for (uint32_t r = 0; r < exact; r++) {
        for (uint32_t e = 0; e < from->results.at[r].array.count; e++) {
            s->exact[from->results.at[r].elements[e].index] = true;
        }
    }
    for (uint32_t v = from->values.count; v > 0; v--) {
        const struct ir_value *value = &from->values.at[v - 1];
        for (uint32_t i = 0; s->exact[v - 1] && i < ir_op_info(value->op)->arity; i++) {
            s->exact[value->operand[i].index] = true;
        }
    }
}

/* Counts uses, and finds the sums that are used once, by a sum. */
static void mark_uses(struct improve *s)
{
    const struct ir_function *from = s->from;
    for (uint32_t r = 0; r < from->results.count; r++) {
        for (uint32_t e = 0; e < from->results.at[r].array.count; e++) {
            s->uses[from->results.at[r].elements[e].index]++;
        }
    }
    for (uint32_t v = 0; v < from->values.count; v++) {
        const struct ir_value *value = &from->values.at[v];
        for (uint32_t i = 0; i < ir_op_info(value->op)->arity; i++) {
            s->uses[value->operand[i].index]++;
        }
    }
    for (uint32_t v = from->values.count; v > 0; v--) {
        const struct ir_value *value = &from->values.at[v - 1];
        const bool sum = is_sum(value->op) || (value->op == IR_NEG && s->inner[v - 1]);
        for (uint32_t i = 0; sum && !s->exact[v - 1] && i < ir_op_info(value->op)->arity; i++) {
            const uint32_t operand = value->operand[i].index;
            const enum ir_op op = from->values.at[operand].op;
            s->inner[operand] =
                (is_sum(op) || op == IR_NEG) && s->uses[operand] == 1 && !s->exact[operand];
        }
    }
}

static bool is_constant_in(const struct ir_function *from, ir_ref ref)
{
    return ir_at(from, ref)->op == IR_CONSTANT;
}

/* Counts how many derivatives each value divides. */
static void count_divisions(struct improve *s)
{
    const struct ir_function *from = s->from;
    for (uint32_t v = 0; v < from->values.count; v++) {
        if (from->values.at[v].op == IR_DIV && !s->exact[v]) {
            const ir_ref divisor = from->values.at[v].operand[1];
            const struct ir_value *value = ir_at(from, divisor);
            const bool scaled = value->op == IR_MUL && is_constant_in(from, value->operand[0]);
            s->divisions[(scaled ? value->operand[1] : divisor).index]++;
        }
    }
}

/* Keeps what value v has become. */
static void keep(struct improve *s, uint32_t v, struct term became)
{
    s->terms[v] = became;
    same_keep(s, became.ref);
    while (s->divides.count <= became.ref.index) {
        vec_push(s->scratch, &s->divides, 0);
    }
    s->divides.at[became.ref.index] += s->divisions[v];
}

static bool is_zero(const struct improve *s, struct term a)
{
    double number;
    return number_of(s, a.ref, &number) && number == 0;
}

/* Post: what derivatives take for an exact value: itself, or a simpler value that it equals for
 * finite operands, but for the sign of 0, and that is there already. */
static struct term stand_in(struct improve *s, uint32_t v)
{
    const struct ir_value *value = &s->from->values.at[v];
    struct term operand[2] = {{IR_NONE, false}, {IR_NONE, false}};
    for (uint32_t i = 0; i < 2 && i < ir_op_info(value->op)->arity; i++) {
        operand[i] = s->terms[value->operand[i].index];
    }
    const bool product = value->op == IR_MUL;
    double number;
    if (value->op == IR_CONSTANT) {
        return term_constant(s, value->number);
    }
    if (value->op == IR_NEG) {
        return flipped(operand[0], true);
    }
    if (product && (is_zero(s, operand[0]) || is_zero(s, operand[1]))) {
        const struct term other = operand[is_zero(s, operand[0]) ? 1 : 0];
        return term_scale(s, 0, other.ref);
    }
    for (uint32_t i = 0; i < 2 && (product || is_sum(value->op)); i++) {
        const struct term other = flipped(operand[1 - i], value->op == IR_SUB && i == 0);
        if (product && number_of(s, operand[i].ref, &number) && number == 1) {
            return flipped(other, operand[i].negative);
        }
        if (!product && is_zero(s, operand[i])) {
            return other;
        }
    }
    return term(s->copies[v]);
}

/* Where derivatives take other values for the operands of an exact value, the same operation on
 * those finds the exact value. */
static void pair_exact(struct improve *s, uint32_t v)
{
    struct ir_value value = s->from->values.at[v];
    bool negative = false;
    bool same = true;
    for (uint32_t i = 0; i < ir_op_info(value.op)->arity; i++) {
        const struct term operand = s->terms[value.operand[i].index];
        same = same && ir_equal(operand.ref, s->copies[value.operand[i].index]);
        negative = negative != operand.negative;
        if (operand.negative && value.op != IR_MUL) {
            return;
        }
        value.operand[i] = operand.ref;
    }
    if (same) {
        return;
    }
    const ir_ref twin = ir_intern_value(s->to, &value);
    while (s->twins.count <= twin.index) {
        vec_push(s->scratch, &s->twins, term(IR_NONE));
    }
    if (!ir_equal(twin, s->copies[v]) && ir_is_none(s->twins.at[twin.index].ref)) {
        s->twins.at[twin.index] = (struct term){s->copies[v], negative};
    }
}

/* The last two products of an exact sum, as in (a + b) + c, are known together, too: b + c is there
 * at the cost of an addition. */
static void keep_part(struct improve *s, uint32_t v)
{
    const struct ir_value *value = &s->from->values.at[v];
    if (!is_sum(value->op) || !is_sum(ir_at(s->from, value->operand[0])->op)) {
        return;
    }
    const struct ir_value *left = ir_at(s->from, value->operand[0]);
    const struct term b = s->terms[left->operand[1].index];
    const struct term c = s->terms[value->operand[1].index];
    if (at(s, b.ref)->op == IR_MUL && at(s, c.ref)->op == IR_MUL) {
        same_keep(s,
                  term_add(s, flipped(b, left->op == IR_SUB), flipped(c, value->op == IR_SUB)).ref);
    }
}

static void copy_exact(struct improve *s, uint32_t v)
{
    struct ir_value copied = s->from->values.at[v];
    for (uint32_t i = 0; i < ir_op_info(copied.op)->arity; i++) {
        copied.operand[i] = s->copies[copied.operand[i].index];
    }
    s->copies[v] = ir_intern_value(s->to, &copied);
    term_take(s, s->copies[v]);
    term_keep_quotient(s, s->copies[v]);
    keep(s, v, stand_in(s, v));
    keep_part(s, v);
    pair_exact(s, v);
}

/* Post: whether it is the negation of a value that nothing else needs. */
static bool negates_alone(const struct improve *s, uint32_t v)
{
    const struct ir_value *value = &s->from->values.at[v];
    return value->op == IR_NEG && s->uses[value->operand[0].index] == 1;
}

static void rebuild_values(struct improve *s)
{
    for (uint32_t v = 0; v < s->from->values.count; v++) {
        if (s->exact[v]) {
            s->to->span = s->from->values.at[v].span;
            copy_exact(s, v);
        }
    }
    for (uint32_t v = 0; v < s->from->values.count; v++) {
        if (s->exact[v] || s->inner[v]) {
            continue;
        }
        s->to->span = s->from->values.at[v].span;
        const uint32_t before = s->to->values.count;
        const struct term rebuilt = rebuild(s, v);
        keep(s, v, same_find(s, rebuilt, rebuilt.ref.index >= before));
        if (s->uses[v] > 1 || (s->terms[v].ref.index < before && !negates_alone(s, v))) {
            term_take(s, s->terms[v].ref);
        }
    }
}

/* Negates what has other users, too, before the products that it is a factor of. */
static void negate_factors(struct improve *s, uint32_t exact)
{
    for (uint32_t r = exact; r < s->from->results.count; r++) {
        const struct ir_result *result = &s->from->results.at[r];
        for (uint32_t e = 0; e < result->array.count; e++) {
            const struct term element = s->terms[result->elements[e].index];
            if (element.negative && !is_once(s, element.ref)) {
                term_settle(s, element);
            }
        }
    }
}

static void copy_results(struct improve *s, uint32_t exact)
{
    struct arena *arena = s->to->arena;
    negate_factors(s, exact);
    for (uint32_t r = 0; r < s->from->results.count; r++) {
        struct ir_result result = s->from->results.at[r];
        ir_ref *elements = arena_alloc(arena, result.array.count * sizeof *elements);
        for (uint32_t e = 0; e < result.array.count; e++) {
            const struct term element = s->terms[result.elements[e].index];
            elements[e] = r < exact ? s->copies[result.elements[e].index] : term_settle(s, element);
        }
        result.elements = elements;
        vec_push(arena, &s->to->results, result);
    }
}

/* Post: the function after one round, in the arena. */
static struct ir_function *improve_once(const struct ir_function *from, uint32_t exact,
                                        struct arena *arena)
{
    const uint32_t count = from->values.count;
    struct arena *scratch = arena_create();
    struct improve s = {.from = from,
                        .scratch = scratch,
                        .exact = arena_alloc(scratch, count * sizeof(bool)),
                        .uses = arena_alloc(scratch, count * sizeof(uint32_t)),
                        .divisions = arena_alloc(scratch, count * sizeof(uint32_t)),
                        .inner = arena_alloc(scratch, count * sizeof(bool)),
                        .copies = arena_alloc(scratch, count * sizeof(ir_ref)),
                        .terms = arena_alloc(scratch, count * sizeof(struct term))};
    for (s.known_count = 16; s.known_count / 2 < count; s.known_count *= 2) {
    }
    s.known = arena_alloc(scratch, s.known_count * sizeof *s.known);
    s.positions = arena_alloc(scratch, (from->arguments.count + 1) * sizeof *s.positions);
    for (uint32_t a = 0; a < from->arguments.count; a++) {
        s.positions[a + 1] = s.positions[a] + from->arguments.at[a].count;
    }
    const struct ir_function here = ir_function_for(from, scratch);
    s.to = ir_function_create_like(&here);
    mark_exact(&s, exact);
    mark_uses(&s);
    count_divisions(&s);
    rebuild_values(&s);
    copy_results(&s, exact);
    s.to->span = from->span;
    const struct ir_function there = ir_function_for(s.to, arena);
    struct ir_function *pruned = ir_prune(&there);
    arena_destroy(scratch);
    return pruned;
}

/* The second round finds what the first one made: sums that became products, values that lost all
 * but one of their uses. What comes between does not stay in memory. */
struct ir_function *ir_improve_between(const struct ir_function *function, uint32_t exact)
{
    return improve_once(function, exact, function->arena);
}

struct ir_function *ir_improve(const struct ir_function *function, uint32_t exact)
{
    struct arena *first = arena_create();
    struct arena *second = arena_create();
    struct ir_function from = ir_function_for(function, first);
    const struct ir_function *once = improve_once(ir_expand(&from), exact, second);
    arena_destroy(first);
    first = arena_create();
    from = ir_function_for(improve_once(once, exact, first), function->arena);
    arena_destroy(second);
    struct ir_function *scheduled = ir_schedule(&from);
    arena_destroy(first);
    return scheduled;
}
