/* The linearized computational graph of a function: a vertex for every value on a path from x to y,
 * an edge for every operand, labelled with the operator's partial derivative and the guard under
 * which it counts (Griewank & Walther, Evaluating Derivatives, 2nd ed. 2008, ch. 9). */
#include "derive.h"

#include "labels.h"
#include "ops.h"

#include <math.h>

struct pass {
    struct arena *scratch;
    struct linearization *to;
    uint32_t result; /* the result that is differentiated */
    enum seed seed;
    uint32_t seed_array;   /* the argument array of the direction or the weights */
    uint32_t count;        /* values of the function before the partials */
    bool *active;          /* of each value: it lies on a path from x to the result */
    lg_vertex *vertex;     /* likewise: its own, if it does */
    struct lg_graph *raw;  /* the unfinished graph; NULL: none is wanted */
    uint32_t *times_named; /* by atom: how many vertices have this name */
};

/* The source name, or v and a number; made unique where several values have it. */
static const char *vertex_name(struct pass *pass, uint32_t v)
{
    struct ir_function *f = pass->to->function;
    const atom name = f->values.at[v].name;
    if (atom_is_none(name)) {
        return arena_format(f->arena, "v%u", v);
    }
    const uint32_t times = ++pass->times_named[name.index];
    return times == 1 ? atom_text(f->atoms, name)
                      : arena_format(f->arena, "%s.%u", atom_text(f->atoms, name), times);
}

/* The inputs come first, so that the vertex of element e of x has index e; a tangent seed would be
 * in their way and is added last. */
static void add_vertices(struct pass *pass)
{
    const struct ir_function *f = pass->to->function;
    const struct ir_array *x = &f->arguments.at[IR_ARRAY_X];
    const enum lg_role role = pass->seed == SEED_TANGENT ? LG_INTERMEDIATE : LG_INPUT;
    for (uint32_t i = 0; i < x->port_count; i++) {
        pass->times_named[x->ports[i].name.index] = 1;
    }
    for (uint32_t e = 0; e < x->count; e++) {
        lg_add_vertex(pass->raw, role, ir_element_name(f->arena, f->atoms, x, e));
    }
    for (uint32_t v = 0; v < pass->count; v++) {
        if (!pass->active[v]) {
            continue;
        }
        pass->vertex[v] = f->values.at[v].op == IR_ARGUMENT
                              ? (lg_vertex){f->values.at[v].element}
                              : lg_add_vertex(pass->raw, LG_INTERMEDIATE, vertex_name(pass, v));
    }
}

static enum lg_kind kind_of(const struct ir_function *f, ir_ref partial)
{
    double number;
    if (!ir_is_constant(f, partial, &number)) {
        return LG_VAR;
    }
    if (fabs(number) == 1) {
        return number > 0 ? LG_ONE : LG_NEG;
    }
    return LG_CONST;
}

static uint32_t add_label(struct pass *pass, struct label label)
{
    vec_push(pass->to->function->arena, &pass->to->labels, label);
    return pass->to->labels.count - 1;
}

/* A partial that is 0 for every argument is an edge that the model does not have: 0*x. */
static bool is_zero(const struct ir_function *f, ir_ref partial)
{
    double number;
    return ir_is_constant(f, partial, &number) && number == 0;
}

static void add_edges_of(struct pass *pass, uint32_t v)
{
    struct ir_function *f = pass->to->function;
    ir_ref inputs[IR_MAX_INPUTS];
    const uint32_t count = ir_inputs(f, (ir_ref){v}, inputs);
    f->span = f->values.at[v].span;
    for (uint32_t i = 0; i < count; i++) {
        struct label label = {.settled = false};
        if (pass->active[inputs[i].index] &&
            ir_partial(f, (ir_ref){v}, i, &label.value, &label.guard) && !is_zero(f, label.value)) {
            const uint32_t index = add_label(pass, label);
            vec_push(f->arena, &pass->to->dependences, ((struct dependence){inputs[i], i, index}));
            if (pass->raw != NULL) {
                lg_add_edge(pass->raw, pass->vertex[inputs[i].index], pass->vertex[v],
                            kind_of(f, label.value), index);
            }
        }
    }
}

static void add_edges(struct pass *pass)
{
    for (uint32_t v = 0; v < pass->count; v++) {
        pass->to->first_dependence[v] = pass->to->dependences.count;
        if (pass->active[v]) {
            add_edges_of(pass, v);
        }
    }
    pass->to->first_dependence[pass->count] = pass->to->dependences.count;
}

/* A vertex before all of x, or behind all outputs, by edges that carry the elements of the seed. */
static void add_seed(struct pass *pass, const lg_vertex *outputs, uint32_t output_count)
{
    struct ir_function *f = pass->to->function;
    const bool tangent = pass->seed == SEED_TANGENT;
    const struct ir_array *array = &f->arguments.at[pass->seed_array];
    const lg_vertex seed = lg_add_vertex(pass->raw, tangent ? LG_INPUT : LG_OUTPUT, array->name);
    for (uint32_t e = 0; e < (tangent ? array->count : output_count); e++) {
        const ir_ref weight = ir_argument(f, pass->seed_array, e);
        const uint32_t label = add_label(pass, label_of(f, weight));
        lg_add_edge(pass->raw, tangent ? seed : outputs[e], tangent ? (lg_vertex){e} : seed, LG_VAR,
                    label);
    }
}

static void finish_graph(struct pass *pass)
{
    const struct ir_function *f = pass->to->function;
    const struct ir_result *y = &f->results.at[pass->result];
    lg_vertex *outputs = arena_alloc(pass->scratch, y->array.count * sizeof *outputs);
    for (uint32_t e = 0; e < y->array.count; e++) {
        const uint32_t v = y->elements[e].index;
        outputs[e] = pass->active[v]
                         ? pass->vertex[v]
                         : lg_add_vertex(pass->raw, LG_OUTPUT,
                                         ir_element_name(f->arena, f->atoms, &y->array, e));
    }
    uint32_t output_count = y->array.count;
    if (pass->seed != SEED_NONE) {
        add_seed(pass, outputs, output_count);
    }
    if (pass->seed == SEED_ADJOINT) {
        outputs[0] = (lg_vertex){pass->raw->vertices.count - 1};
        output_count = 1;
    }
    lg_vertex cycle;
    pass->to->graph = lg_finish(pass->raw, outputs, output_count, add_labels, pass->to, &cycle);
}

/* The argument array of the seed, as large as what it is laid upon. */
static uint32_t add_seed_array(struct ir_function *f, uint32_t result, enum seed seed,
                               const char *name)
{
    const struct ir_array *like =
        seed == SEED_TANGENT ? &f->arguments.at[IR_ARRAY_X] : &f->results.at[result].array;
    vec_push(f->arena, &f->arguments, (struct ir_array){.name = name, .count = like->count});
    return f->arguments.count - 1;
}

/* Post: a pass over a copy of the function, without a graph, and with room for what is local. */
static struct pass begin(const struct ir_function *function, uint32_t result)
{
    struct linearization *to = arena_alloc(function->arena, sizeof *to);
    struct arena *scratch = arena_create();
    to->function = ir_prune(function);
    const uint32_t count = to->function->values.count;
    to->value_count = count;
    to->first_dependence =
        arena_alloc(to->function->arena, ((size_t)count + 1) * sizeof *to->first_dependence);
    return (struct pass){.scratch = scratch,
                         .to = to,
                         .result = result,
                         .seed = SEED_NONE,
                         .count = count,
                         .active = derive_paths(scratch, to->function, result)};
}

/* Adds the partials, and where there is a graph the edges. */
static void add_partials(struct pass *pass)
{
    const ir_ref one = ir_constant(pass->to->function, 1);
    add_label(pass, label_of(pass->to->function, one));
    if (pass->raw != NULL) {
        add_vertices(pass);
    }
    add_edges(pass);
}

static struct linearization *end(struct pass *pass)
{
    pass->to->partial_operations = pass->to->function->values.count - pass->count;
    arena_destroy(pass->scratch);
    return pass->to;
}

struct linearization *linearize(const struct ir_function *function, uint32_t result, enum seed seed,
                                const char *seed_name)
{
    struct pass pass = begin(function, result);
    struct linearization *to = pass.to;
    pass.vertex = arena_alloc(pass.scratch, pass.count * sizeof(lg_vertex));
    pass.raw = lg_create(to->function->arena);
    pass.times_named = arena_alloc(pass.scratch, atoms_count(function->atoms) * sizeof(uint32_t));
    pass.seed = seed;
    if (seed != SEED_NONE) {
        pass.seed_array = add_seed_array(to->function, result, seed, seed_name);
    }
    add_partials(&pass);
    finish_graph(&pass);
    return end(&pass);
}

struct linearization *linearize_locally(const struct ir_function *function, uint32_t result)
{
    struct pass pass = begin(function, result);
    add_partials(&pass);
    return end(&pass);
}
