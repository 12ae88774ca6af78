/* The mode `hessian`: second derivatives of the weighted sum of the outputs, each symmetric pair
 * once.
 *
 * Edge pushing (R. M. Gower, M. P. Mello, A new framework for the computation of Hessians,
 * Optimization Methods and Software 27, 2012) is vertex elimination on the graph of the gradient,
 * with its symmetry kept: a vertex and its mirror image go together. The values are visited in
 * reverse order. At each value v
 *
 *   - what is known of the second derivatives in v, a weight w(v,u) for every value u, is pushed to
 * its operands i: w(i,u) += c(v,i) w(v,u) for u other than v, twice that where u is i itself, and
 * w(i,k) += c(v,i) c(v,k) w(v,v);
 *   - the operator's own second derivatives join: w(i,k) += a(v) d2v/di dk, with a(v) the adjoint
 * of v;
 *   - the adjoint is passed on: a(i) += a(v) c(v,i).
 *
 * In the end the weights between inputs are the Hessian. Weights lie in a hash table by pair, and
 * in a list for each of both ends; all of it is linear in the number of weights that ever are. */
#include "improve.h"
#include "labels.h"
#include "matrix.h"
#include "ops.h"
#include "second.h"

#define NONE UINT32_MAX

struct weight {
    uint32_t a;
    uint32_t b; /* a <= b */
    struct label label;
    uint32_t next[2]; /* in the list of a, of b */
};

struct pushing {
    struct arena *scratch;
    struct linearization *l;
    struct ir_function *f;
    struct label *adjoint; /* of each value */
    bool *has_adjoint;
    VEC(struct weight) weights;
    uint32_t *first; /* of each value: its first weight */
    uint32_t *slots; /* hash table: index + 1 */
    uint32_t slot_count;
};

/* A distinct operand of a value, with its partial. */
struct operand {
    uint32_t value;
    struct label partial;
};

/* -- the symmetric matrix of weights -- */

static uint32_t slot_of(const struct pushing *s, uint32_t a, uint32_t b)
{
    uint64_t hash = ((uint64_t)a << 32 | b) * 0x9E3779B97F4A7C15u;
    uint32_t slot = (uint32_t)(hash >> 32) & (s->slot_count - 1);
    while (s->slots[slot] != 0) {
        const struct weight *weight = &s->weights.at[s->slots[slot] - 1];
        if (weight->a == a && weight->b == b) {
            return slot;
        }
        slot = (slot + 1) & (s->slot_count - 1);
    }
    return slot;
}

static void grow_slots(struct pushing *s)
{
    s->slot_count = s->slot_count == 0 ? 1024 : s->slot_count * 2;
    s->slots = arena_alloc(s->scratch, s->slot_count * sizeof *s->slots);
    for (uint32_t i = 0; i < s->weights.count; i++) {
        s->slots[slot_of(s, s->weights.at[i].a, s->weights.at[i].b)] = i + 1;
    }
}

static void add_weight(struct pushing *s, uint32_t u, uint32_t v, struct label label)
{
    const uint32_t a = u < v ? u : v;
    const uint32_t b = u < v ? v : u;
    if (s->weights.count * 2 >= s->slot_count) {
        grow_slots(s);
    }
    const uint32_t slot = slot_of(s, a, b);
    if (s->slots[slot] != 0) {
        struct weight *present = &s->weights.at[s->slots[slot] - 1];
        present->label = label_add(s->f, present->label, label);
        return;
    }
    struct weight fresh = {a, b, label, {s->first[a], NONE}};
    s->first[a] = s->weights.count;
    if (a != b) {
        fresh.next[1] = s->first[b];
        s->first[b] = s->weights.count;
    }
    vec_push(s->scratch, &s->weights, fresh);
    s->slots[slot] = s->weights.count;
}

static struct label doubled(struct pushing *s, struct label label)
{
    const ir_ref two = ir_constant(s->f, 2);
    label.value = ir_binary(s->f, IR_MUL, two, label.value);
    return label;
}

/* -- one value -- */

static uint32_t distinct_operands(const struct pushing *s, uint32_t v,
                                  struct operand operands[IR_MAX_INPUTS])
{
    uint32_t count = 0;
    for (uint32_t d = s->l->first_dependence[v]; d < s->l->first_dependence[v + 1]; d++) {
        const struct dependence dependence = s->l->dependences.at[d];
        const struct label partial = s->l->labels.at[dependence.label];
        uint32_t at = 0;
        while (at < count && operands[at].value != dependence.operand.index) {
            at++;
        }
        if (at < count) {
            operands[at].partial = label_add(s->f, operands[at].partial, partial);
        } else {
            operands[count++] = (struct operand){dependence.operand.index, partial};
        }
    }
    return count;
}

static void push_square(struct pushing *s, struct label weight, const struct operand *operands,
                        uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        const struct label half = label_multiply(s->f, weight, operands[i].partial);
        for (uint32_t k = i; k < count; k++) {
            add_weight(s, operands[i].value, operands[k].value,
                       label_multiply(s->f, half, operands[k].partial));
        }
    }
}

static void push_weights(struct pushing *s, uint32_t v, const struct operand *operands,
                         uint32_t count)
{
    uint32_t next;
    for (uint32_t w = s->first[v]; w != NONE; w = next) {
        const struct weight weight = s->weights.at[w];
        next = weight.next[weight.a == v ? 0 : 1];
        if (weight.a == weight.b) {
            push_square(s, weight.label, operands, count);
            continue;
        }
        const uint32_t other = weight.a == v ? weight.b : weight.a;
        if (other > v && s->f->values.at[other].op != IR_ARGUMENT) {
            continue; /* visited already: its weights were pushed then */
        }
        for (uint32_t i = 0; i < count; i++) {
            struct label pushed = label_multiply(s->f, operands[i].partial, weight.label);
            if (operands[i].value == other) {
                pushed = doubled(s, pushed);
            }
            add_weight(s, operands[i].value, other, pushed);
        }
    }
}

static void create_weights(struct pushing *s, uint32_t v)
{
    const uint32_t end = s->l->first_dependence[v + 1];
    for (uint32_t i = s->l->first_dependence[v]; i < end; i++) {
        for (uint32_t k = i; k < end; k++) {
            const struct dependence p = s->l->dependences.at[i];
            const struct dependence q = s->l->dependences.at[k];
            struct label second;
            if (!second_partial(s->f, (ir_ref){v}, p.which, q.which, &second)) {
                continue;
            }
            struct label weight = label_multiply(s->f, s->adjoint[v], second);
            if (i != k && ir_equal(p.operand, q.operand)) {
                weight = doubled(s, weight);
            }
            add_weight(s, p.operand.index, q.operand.index, weight);
        }
    }
}

static void add_adjoint(struct pushing *s, uint32_t v, struct label more)
{
    s->adjoint[v] = s->has_adjoint[v] ? label_add(s->f, s->adjoint[v], more) : more;
    s->has_adjoint[v] = true;
}

static void visit(struct pushing *s, uint32_t v)
{
    struct operand operands[IR_MAX_INPUTS];
    const uint32_t count = distinct_operands(s, v, operands);
    if (count == 0) {
        return; /* an input, or passive */
    }
    push_weights(s, v, operands, count);
    if (!s->has_adjoint[v]) {
        return;
    }
    create_weights(s, v);
    for (uint32_t i = 0; i < count; i++) {
        add_adjoint(s, operands[i].value, label_multiply(s->f, s->adjoint[v], operands[i].partial));
    }
}

/* The outputs' weights: an argument array `w` with an element for each. */
static void seed_adjoints(struct pushing *s)
{
    const struct ir_result *y = &s->f->results.at[0];
    const uint32_t array = s->f->arguments.count;
    vec_push(s->f->arena, &s->f->arguments,
             (struct ir_array){.name = "w", .count = y->array.count});
    for (uint32_t e = 0; e < y->array.count; e++) {
        const ir_ref weight = ir_argument(s->f, array, e);
        add_adjoint(s, y->elements[e].index, label_of(s->f, weight));
    }
}

static uint32_t element_of(const struct pushing *s, uint32_t v)
{
    return s->f->values.at[v].element;
}

/* The weights between inputs, in the half of the matrix that is wanted. */
static struct jacobian_entries collect(struct pushing *s, enum derive_triangle triangle)
{
    struct jacobian_entries entries = {0};
    for (uint32_t w = 0; w < s->weights.count; w++) {
        const struct weight *weight = &s->weights.at[w];
        if (s->f->values.at[weight->a].op != IR_ARGUMENT ||
            s->f->values.at[weight->b].op != IR_ARGUMENT) {
            continue;
        }
        const uint32_t i = element_of(s, weight->a);
        const uint32_t k = element_of(s, weight->b);
        const uint32_t low = i < k ? i : k;
        const uint32_t high = i < k ? k : i;
        if (triangle != TRIANGLE_UPPER || low == high) {
            vec_push(s->f->arena, &entries, (struct jacobian_entry){high, low, weight->label});
        }
        if (triangle != TRIANGLE_LOWER && low != high) {
            vec_push(s->f->arena, &entries, (struct jacobian_entry){low, high, weight->label});
        }
    }
    return entries;
}

struct ir_function *derive_hessian(const struct ir_function *value,
                                   const struct derive_request *request)
{
    struct linearization *l = linearize_locally(value, 0);
    struct arena *scratch = arena_create();
    const uint32_t count = l->value_count;
    struct pushing s = {.scratch = scratch,
                        .l = l,
                        .f = l->function,
                        .adjoint = arena_alloc(scratch, count * sizeof(struct label)),
                        .has_adjoint = arena_alloc(scratch, count * sizeof(bool)),
                        .first = arena_alloc(scratch, count * sizeof(uint32_t))};
    for (uint32_t v = 0; v < count; v++) {
        s.first[v] = NONE;
    }
    seed_adjoints(&s);
    for (uint32_t v = count; v > 0; v--) {
        visit(&s, v - 1);
    }
    /* a dense matrix has both halves; of a sparse one the caller says which */
    const bool dense = ir_layout_is_dense(request->layout);
    const struct jacobian_entries entries = collect(&s, dense ? TRIANGLE_FULL : request->triangle);
    const uint32_t n = s.f->arguments.at[IR_ARRAY_X].count;
    s.f->results.count = 0;
    matrix_add_result(s.f, "h", n, n, &entries, request->layout);
    s.f->suffix = "hessian";
    arena_destroy(scratch);
    return ir_improve(s.f, 0);
}
