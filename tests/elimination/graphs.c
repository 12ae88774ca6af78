/* Graphs, labels and the slow model for the tests of elimination/. */
#include "graphs.h"

#include <check.h>
#include <string.h>

uint64_t dice_roll(struct dice *dice)
{
    uint64_t z = dice->state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

uint32_t dice_below(struct dice *dice, uint32_t limit)
{
    return (uint32_t)(dice_roll(dice) % limit);
}

const char *const sample_graphs[] = {
    "seed",    "lion",    "bat_like",  "bat",       "speelpenning4", "speelpenning6", "ladder5",
    "grid2x3", "grid3x3", "layered_a", "layered_b", "heart_dipole",  "reused_output", "units"};
const uint32_t sample_graph_count = sizeof sample_graphs / sizeof *sample_graphs;

struct lg_graph *graph_load(struct compilation *compilation, const char *name)
{
    const char *path = arena_format(compilation->arena, "%s/%s.dag", GRAPHS, name);
    const struct source *source = source_read(compilation->sources, path);
    ck_assert_msg(source != NULL, "cannot read %s", path);
    struct lg_graph *graph = lg_read(compilation, source);
    ck_assert_msg(graph != NULL, "%s has errors", path);
    return graph;
}

struct lg_graph *graph_parse(struct compilation *compilation, const char *text)
{
    return lg_read(compilation, source_add(compilation->sources, "g.dag", text, strlen(text)));
}

struct lg_graph *graph_random(struct arena *arena, struct dice *dice, uint32_t size)
{
    static const enum lg_kind kinds[] = {LG_VAR, LG_VAR, LG_VAR, LG_ONE, LG_NEG, LG_CONST};
    struct lg_graph *graph = lg_create(arena);
    const uint32_t inputs = 1 + dice_below(dice, 4);
    const uint32_t reach = 2 + dice_below(dice, size); /* how far back an edge may go */
    for (uint32_t v = 0; v < size + inputs; v++) {
        const bool input = v < inputs;
        lg_add_vertex(graph, input ? LG_INPUT : LG_INTERMEDIATE, arena_format(arena, "n%u", v));
        for (uint32_t e = input ? 0 : 1 + dice_below(dice, 3); e > 0; e--) {
            const uint32_t back = 1 + dice_below(dice, reach < v ? reach : v);
            lg_add_edge(graph, (lg_vertex){v - back}, (lg_vertex){v},
                        kinds[dice_below(dice, sizeof kinds / sizeof *kinds)], 0);
        }
    }
    lg_vertex outputs[5];
    const uint32_t output_count = 1 + dice_below(dice, 5);
    for (uint32_t o = 0; o < output_count; o++) {
        const uint32_t back = 1 + dice_below(dice, dice_below(dice, 3) == 0 ? size + inputs : 3);
        outputs[o].index = size + inputs - (back < size + inputs ? back : size + inputs);
    }
    lg_vertex cycle;
    return lg_finish(graph, outputs, output_count, NULL, NULL, &cycle);
}

/* One assertion for all, as Check takes its time for each. */
void graph_assert_equal(const struct lg_graph *left, const struct lg_graph *right)
{
    ck_assert_uint_eq(left->vertices.count, right->vertices.count);
    ck_assert_uint_eq(left->edges.count, right->edges.count);
    ck_assert_uint_eq(left->inputs.count, right->inputs.count);
    ck_assert_uint_eq(left->outputs.count, right->outputs.count);
    bool equal = true;
    for (uint32_t v = 0; v < left->vertices.count; v++) {
        const struct lg_vertex_info *a = &left->vertices.at[v];
        const struct lg_vertex_info *b = &right->vertices.at[v];
        equal = equal && strcmp(a->name, b->name) == 0 && a->role == b->role;
    }
    for (uint32_t e = 0; e < left->edges.count; e++) {
        const struct lg_edge_info *a = &left->edges.at[e];
        const struct lg_edge_info *b = &right->edges.at[e];
        equal = equal && a->from.index == b->from.index && a->to.index == b->to.index &&
                a->kind == b->kind;
    }
    for (uint32_t i = 0; i < left->inputs.count; i++) {
        equal = equal && left->inputs.at[i].index == right->inputs.at[i].index;
    }
    for (uint32_t o = 0; o < left->outputs.count; o++) {
        equal = equal && left->outputs.at[o].index == right->outputs.at[o].index;
    }
    ck_assert_msg(equal, "the graphs differ");
}

/* -- matrices modulo a prime: 2 x 2, an entry a byte, row by row -- */

static const uint32_t prime = 251;
static const uint32_t identity = 0x01000001;
static const uint32_t minus_identity = 0xFA0000FA;

static uint32_t entry(uint32_t matrix, uint32_t row, uint32_t column)
{
    return matrix >> 8 * (3 - 2 * row - column) & 0xFF;
}

static uint32_t matrix_label(void *context, lg_edge edge)
{
    const struct matrices *matrices = context;
    return matrices->labels[edge.index];
}

static uint32_t matrix_multiply(void *context, uint32_t outer, uint32_t inner)
{
    (void)context;
    uint32_t product = 0;
    for (uint32_t row = 0; row < 2; row++) {
        for (uint32_t column = 0; column < 2; column++) {
            const uint32_t sum = entry(outer, row, 0) * entry(inner, 0, column) +
                                 entry(outer, row, 1) * entry(inner, 1, column);
            product = product << 8 | sum % prime;
        }
    }
    return product;
}

static uint32_t matrix_add(void *context, uint32_t present, uint32_t more)
{
    (void)context;
    uint32_t sum = 0;
    for (uint32_t place = 0; place < 4; place++) {
        sum = sum << 8 | (entry(present, 0, place) + entry(more, 0, place)) % prime;
    }
    return sum;
}

struct matrices matrices_random(struct arena *arena, const struct lg_graph *graph,
                                struct dice *dice)
{
    struct matrices matrices = {arena_alloc(arena, graph->edges.count * sizeof(uint32_t))};
    for (uint32_t e = 0; e < graph->edges.count; e++) {
        uint32_t label = 0;
        for (int place = 0; place < 4; place++) {
            label = label << 8 | dice_below(dice, prime);
        }
        if (graph->edges.at[e].kind == LG_ONE || graph->edges.at[e].kind == LG_COPY) {
            label = identity;
        } else if (graph->edges.at[e].kind == LG_NEG) {
            label = minus_identity;
        }
        matrices.labels[e] = label;
    }
    return matrices;
}

struct lg_algebra matrices_algebra(struct matrices *matrices)
{
    return (struct lg_algebra){matrices, matrix_label, matrix_multiply, matrix_add};
}

void jacobian_assert_equal(const struct lg_jacobian *left, const struct lg_jacobian *right)
{
    ck_assert_uint_eq(left->entries.count, right->entries.count);
    for (uint32_t e = 0; e < left->entries.count; e++) {
        ck_assert_uint_eq(left->entries.at[e].output, right->entries.at[e].output);
        ck_assert_uint_eq(left->entries.at[e].input, right->entries.at[e].input);
        ck_assert_uint_eq(left->entries.at[e].label, right->entries.at[e].label);
    }
}

/* -- the slow model -- */

struct dense dense_of(const struct lg_graph *graph)
{
    struct dense dense = {.graph = graph, .count = graph->vertices.count};
    ck_assert_uint_le(dense.count, DENSE_MOST);
    memset(dense.kind, DENSE_NONE, sizeof dense.kind);
    for (uint32_t e = 0; e < graph->edges.count; e++) {
        const struct lg_edge_info *edge = &graph->edges.at[e];
        dense.kind[edge->from.index][edge->to.index] = (signed char)edge->kind;
    }
    return dense;
}

uint32_t dense_in_degree(const struct dense *dense, uint32_t v)
{
    uint32_t degree = 0;
    for (uint32_t i = 0; i < dense->count; i++) {
        degree += dense->kind[i][v] != DENSE_NONE;
    }
    return degree;
}

uint32_t dense_out_degree(const struct dense *dense, uint32_t v)
{
    uint32_t degree = 0;
    for (uint32_t k = 0; k < dense->count; k++) {
        degree += dense->kind[v][k] != DENSE_NONE && dense->kind[v][k] != LG_COPY;
    }
    return degree;
}

/* The table of products, spelt out once more: rows are the outer factor. */
static const signed char products[5][5] = {
    [LG_VAR] = {LG_VAR, LG_VAR, LG_VAR, LG_VAR, LG_VAR},
    [LG_ONE] = {LG_VAR, LG_ONE, LG_NEG, LG_CONST, LG_ONE},
    [LG_NEG] = {LG_VAR, LG_NEG, LG_ONE, LG_CONST, LG_NEG},
    [LG_CONST] = {LG_VAR, LG_CONST, LG_CONST, LG_CONST, LG_CONST},
    [LG_COPY] = {LG_VAR, LG_ONE, LG_NEG, LG_CONST, LG_COPY},
};

static void dense_multiply(struct dense *dense, uint32_t i, uint32_t j, uint32_t k)
{
    const int inner = dense->kind[i][j];
    const int outer = dense->kind[j][k];
    signed char *target = &dense->kind[i][k];
    const signed char product = products[outer][inner];
    const bool costs = (inner == LG_VAR && (outer == LG_VAR || outer == LG_CONST)) ||
                       (inner == LG_CONST && outer == LG_VAR);
    dense->cost.textbook += inner != LG_COPY && outer != LG_COPY;
    dense->cost.mul += costs;
    if (*target == DENSE_NONE) {
        dense->cost.fill++;
        *target = product;
        return;
    }
    if (*target == LG_VAR || product == LG_VAR) {
        dense->cost.add++;
        dense->cost.fma += costs;
        *target = LG_VAR;
    } else {
        *target = LG_CONST;
    }
}

static void dense_clear(struct dense *dense, uint32_t v)
{
    for (uint32_t u = 0; u < dense->count; u++) {
        dense->kind[u][v] = DENSE_NONE;
        dense->kind[v][u] = DENSE_NONE;
    }
    dense->gone[v] = true;
}

static bool has_edges(const struct dense *dense, uint32_t v, bool out)
{
    for (uint32_t u = 0; u < dense->count; u++) {
        if ((out ? dense->kind[v][u] : dense->kind[u][v]) != DENSE_NONE) {
            return true;
        }
    }
    return false;
}

void dense_apply(struct dense *dense, const struct lg_step *step)
{
    const bool front = step->kind == LG_STEP_FRONT;
    const uint32_t a = step->i.index;
    const uint32_t b = step->j.index;
    const uint32_t at = step->kind == LG_STEP_BACK ? a : b; /* where products are centred */
    for (uint32_t i = 0; i < dense->count; i++) {
        for (uint32_t k = 0; k < dense->count; k++) {
            const bool taken = step->kind == LG_STEP_VERTEX || (front ? i == a : k == b);
            if (taken && dense->kind[i][at] != DENSE_NONE && dense->kind[at][k] != DENSE_NONE) {
                dense_multiply(dense, i, at, k);
            }
        }
    }
    if (step->kind != LG_STEP_VERTEX) {
        dense->kind[a][b] = DENSE_NONE;
    }
    if (step->kind == LG_STEP_VERTEX || !has_edges(dense, at, !front)) {
        dense_clear(dense, at);
    }
}

/* -- plans -- */

uint64_t plan_textbook(const struct lg_graph *graph, const struct lg_plan *plan)
{
    return lg_cost_of(graph, plan).textbook;
}

void plan_check(const struct lg_graph *graph, const struct lg_plan *plan, struct dice *dice)
{
    struct arena *arena = arena_create();
    struct matrices matrices = matrices_random(arena, graph, dice);
    const struct lg_algebra algebra = matrices_algebra(&matrices);
    struct lg_jacobian expected;
    struct lg_jacobian jacobian;
    struct text error = text_in(arena);
    lg_path_sum(arena, graph, &algebra, &expected);
    ck_assert_msg(lg_replay(arena, graph, plan, &algebra, &jacobian, &error), "%s",
                  text_string(&error));
    jacobian_assert_equal(&jacobian, &expected);
    ck_assert_uint_le(lg_path_bound(graph), plan_textbook(graph, plan));
    arena_destroy(arena);
}

static uint32_t count_intermediates(const struct lg_graph *graph)
{
    return graph->vertices.count - graph->inputs.count - graph->outputs.count;
}

/* -- the least cost over all permutations -- */

enum { BRUTE_VERTICES = 32 };

struct brute {
    uint32_t in[BRUTE_VERTICES];
    uint32_t out[BRUTE_VERTICES];
    uint32_t copies[BRUTE_VERTICES];
};

static uint32_t ones(uint32_t set)
{
    uint32_t count = 0;
    for (; set != 0; set &= set - 1) {
        count++;
    }
    return count;
}

/* Post: `best`, or what the cheapest order of `left` adds to `spent` where that is less. */
static uint32_t try_all(const struct brute *brute, uint32_t left, uint32_t spent, uint32_t best)
{
    if (left == 0) {
        return spent < best ? spent : best;
    }
    for (uint32_t v = 0; v < BRUTE_VERTICES; v++) {
        if ((left >> v & 1) == 0) {
            continue;
        }
        const uint32_t cost = ones(brute->in[v]) * (ones(brute->out[v]) - brute->copies[v]);
        if (spent + cost >= best) {
            continue;
        }
        struct brute then = *brute;
        for (uint32_t u = 0; u < BRUTE_VERTICES; u++) {
            if (brute->in[v] >> u & 1) {
                then.out[u] = (then.out[u] | brute->out[v]) & ~(UINT32_C(1) << v);
            }
            if (brute->out[v] >> u & 1) {
                then.in[u] = (then.in[u] | brute->in[v]) & ~(UINT32_C(1) << v);
            }
        }
        best = try_all(&then, left & ~(UINT32_C(1) << v), spent + cost, best);
    }
    return best;
}

uint32_t graph_least(const struct lg_graph *graph)
{
    struct brute brute = {.copies = {0}};
    uint32_t left = 0;
    ck_assert_uint_le(graph->vertices.count, BRUTE_VERTICES);
    for (uint32_t e = 0; e < graph->edges.count; e++) {
        const struct lg_edge_info *edge = &graph->edges.at[e];
        brute.out[edge->from.index] |= UINT32_C(1) << edge->to.index;
        brute.in[edge->to.index] |= UINT32_C(1) << edge->from.index;
        brute.copies[edge->from.index] += edge->kind == LG_COPY;
    }
    for (uint32_t v = 0; v < graph->vertices.count; v++) {
        left |= (uint32_t)(graph->vertices.at[v].role == LG_INTERMEDIATE) << v;
    }
    return try_all(&brute, left, 0, UINT32_MAX);
}

struct lg_graph *graph_small(struct arena *arena, struct dice *dice)
{
    for (;;) {
        struct lg_graph *graph = graph_random(arena, dice, 2 + dice_below(dice, 10));
        if (count_intermediates(graph) <= BRUTE_ITEMS && graph->vertices.count <= BRUTE_VERTICES) {
            return graph;
        }
    }
}
