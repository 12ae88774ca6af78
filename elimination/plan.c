/* Building plans, writing them so that they explain themselves, and reading them back.
 *
 * A plan file has a line `order NAME`, a line `graph FINGERPRINT` and a line for each step:
 *
 *     vertex j       front i j       back i j       face i j k       face i j k N
 *
 * with `#` comments. N, from 2 on, tells which of several faces with the same vertices is meant:
 * see struct lg_step. A plan that was made for another graph is refused: by the fingerprint, and
 * where a step stops fitting, for reading replays the steps on the graph's structure. A plan that
 * was written by hand may do without fingerprint and order; that every step fits and nothing is
 * left is enough for a right Jacobian. */
#include "plan.h"

#include "cost.h"
#include "kind.h"
#include "stepper.h"
#include "words.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define FINGERPRINT_FORMAT "%016" PRIx64

enum { COMMENT_COLUMN = 20 };

struct lg_plan lg_plan_create(struct arena *arena, const char *order)
{
    return (struct lg_plan){.arena = arena, .order = order};
}

void lg_plan_vertex(struct lg_plan *plan, lg_vertex j)
{
    vec_push(plan->arena, &plan->steps, (struct lg_step){.kind = LG_STEP_VERTEX, .j = j});
}

/* -- writing -- */

struct plan_writer {
    const struct lg_graph *graph;
    struct text *out;
    size_t line_begin;
};

static const char *name_of(const struct lg_graph *graph, lg_vertex v)
{
    return graph->vertices.at[v.index].name;
}

static const char explanation[] =
    "# A step eliminates a vertex, or an edge: every path that ran over it becomes an edge past "
    "it,\n"
    "# and a product. c(k,j) is the partial derivative of k with respect to j, on the edge from j "
    "to\n"
    "# k. The edges that are left in the end are the entries of the Jacobian.\n";

static void write_factor(struct plan_writer *w, enum lg_kind kind, lg_vertex to, lg_vertex from)
{
    switch (kind) {
    case LG_ONE:
    case LG_COPY:
        text_add(w->out, "1");
        break;
    case LG_NEG:
        text_add(w->out, "-1");
        break;
    case LG_VAR:
    case LG_CONST:
        text_print(w->out, "c(%s,%s)", name_of(w->graph, to), name_of(w->graph, from));
        break;
    }
}

static void write_product(void *context, const struct work_product *product)
{
    struct plan_writer *w = context;
    text_add(w->out, w->out->length == w->line_begin ? " " : "");
    do {
        text_add(w->out, " ");
    } while (w->out->length - w->line_begin < COMMENT_COLUMN);
    text_print(w->out, "# c(%s,%s) %s ", name_of(w->graph, product->k),
               name_of(w->graph, product->i), product->adds ? "+=" : "=");
    write_factor(w, (enum lg_kind)product->outer, product->k, product->j);
    text_add(w->out, " * ");
    write_factor(w, (enum lg_kind)product->inner, product->j, product->i);
    text_add(w->out, "\n");
    w->line_begin = w->out->length;
}

static uint32_t label_kind(void *context, lg_edge edge)
{
    const struct plan_writer *w = context;
    return w->graph->edges.at[edge.index].kind;
}

static uint32_t multiply_kinds(void *context, uint32_t outer, uint32_t inner)
{
    (void)context;
    return kind_product((enum lg_kind)outer, (enum lg_kind)inner);
}

static uint32_t add_kinds(void *context, uint32_t present, uint32_t more)
{
    (void)context;
    return kind_sum((enum lg_kind)present, (enum lg_kind)more);
}

static void write_step(const struct lg_graph *graph, const struct lg_step *step, struct text *out)
{
    switch (step->kind) {
    case LG_STEP_VERTEX:
        text_print(out, "vertex %s", name_of(graph, step->j));
        break;
    case LG_STEP_FRONT:
        text_print(out, "front %s %s", name_of(graph, step->i), name_of(graph, step->j));
        break;
    case LG_STEP_BACK:
        text_print(out, "back %s %s", name_of(graph, step->i), name_of(graph, step->j));
        break;
    case LG_STEP_FACE:
        text_print(out, "face %s %s %s", name_of(graph, step->i), name_of(graph, step->j),
                   name_of(graph, step->k));
        if (step->place > 0) {
            text_print(out, " %u", step->place + 1);
        }
        break;
    }
}

static void write_cost(const struct lg_graph *graph, const struct lg_plan *plan, struct text *out)
{
    struct lg_cost cost;
    if (lg_cost_within(graph, plan, UINT64_MAX, &cost)) {
        text_print(out, "# textbook %llu, mul %llu, add %llu, fma %llu, fill %llu\n",
                   (unsigned long long)cost.textbook, (unsigned long long)cost.mul,
                   (unsigned long long)cost.add, (unsigned long long)cost.fma,
                   (unsigned long long)cost.fill);
    }
}

void lg_plan_write(const struct lg_graph *graph, const struct lg_plan *plan, struct text *out)
{
    struct arena *scratch = arena_create();
    struct plan_writer w = {.graph = graph, .out = out};
    const struct lg_algebra algebra = {&w, label_kind, multiply_kinds, add_kinds};
    struct stepper stepper = stepper_create(scratch, graph, &algebra);
    struct text error = text_in(scratch);
    stepper.work.watch = write_product;
    stepper.work.watch_context = &w;
    text_add(out, explanation);
    text_print(out, "order %s\n", plan->order);
    text_print(out, "graph " FINGERPRINT_FORMAT "\n", lg_fingerprint(graph));
    for (uint32_t s = 0; s < plan->steps.count; s++) {
        w.line_begin = out->length;
        write_step(graph, &plan->steps.at[s], out);
        if (!stepper_apply(&stepper, &plan->steps.at[s], &error)) {
            text_print(out, "  # does not fit: %s\n", text_string(&error));
            error = text_in(scratch);
        }
    }
    write_cost(graph, plan, out);
    arena_destroy(scratch);
}

/* -- reading -- */

struct plan_reader {
    const struct compilation *compilation;
    const struct lg_graph *graph;
    struct arena *scratch;
    struct words words;
    struct stepper stepper;
    VEC(uint32_t) vertices; /* by atom: the vertex of that name plus one, 0 for none */
    struct lg_plan *plan;
    struct span order;       /* where it is named */
    struct span fingerprint; /* where it stands */
};

/* A kind of line: the word that begins it, and the names that belong behind it. */
struct step_form {
    const char *word;
    enum lg_step_kind kind;
    uint32_t names;
    const char *needs;
};

static const struct step_form forms[] = {
    {"vertex", LG_STEP_VERTEX, 1, "the name of a vertex"},
    {"front", LG_STEP_FRONT, 2, "the names of two vertices"},
    {"back", LG_STEP_BACK, 2, "the names of two vertices"},
    {"face", LG_STEP_FACE, 3, "the names of three vertices"},
};

static void index_names(struct plan_reader *r)
{
    for (uint32_t v = 0; v < r->graph->vertices.count; v++) {
        const atom name = atom_of_text(r->compilation->atoms, r->graph->vertices.at[v].name);
        while (r->vertices.count <= name.index) {
            vec_push(r->scratch, &r->vertices, 0);
        }
        r->vertices.at[name.index] = v + 1;
    }
}

static bool find_vertex(struct plan_reader *r, const struct word *word, lg_vertex *vertex)
{
    const uint32_t atom_index = word->name.index;
    if (atom_index >= r->vertices.count || r->vertices.at[atom_index] == 0) {
        diagnostic_error(r->compilation->diagnostics, ERROR_PLAN, word->span,
                         "the graph has no vertex `%s`", word->text);
        return false;
    }
    vertex->index = r->vertices.at[atom_index] - 1;
    return true;
}

/* Reads the number behind the names of a face, if there is one. */
static bool read_place(struct plan_reader *r, uint32_t *place)
{
    if (!words_end_at(&r->words, 5)) {
        return false;
    }
    if (r->words.line.count < 5) {
        return true;
    }
    const struct word *word = &r->words.line.at[4];
    const size_t digits = strspn(word->text, "0123456789");
    const unsigned long number = strtoul(word->text, NULL, 10);
    if (digits == 0 || digits > 9 || word->text[digits] != '\0' || number == 0) {
        diagnostic_error(r->compilation->diagnostics, ERROR_PLAN, word->span,
                         "`%s` is not the number of a face: 1, 2, ...", word->text);
        return false;
    }
    *place = (uint32_t)number - 1;
    return true;
}

static void read_step(struct plan_reader *r, const struct step_form *form)
{
    const struct word *line = r->words.line.at;
    if (r->words.line.count <= form->names) {
        words_report_missing(&r->words, form->needs);
        return;
    }
    struct lg_step step = {.kind = form->kind};
    lg_vertex named[3] = {{0}, {0}, {0}};
    bool good = form->kind == LG_STEP_FACE ? read_place(r, &step.place)
                                           : words_end_at(&r->words, form->names + 1);
    for (uint32_t n = 0; n < form->names; n++) {
        good = find_vertex(r, &line[n + 1], &named[n]) && good;
    }
    if (!good) {
        return;
    }
    step.i = form->names > 1 ? named[0] : step.i;
    step.j = form->names > 1 ? named[1] : named[0];
    step.k = named[2];
    struct text error = text_in(r->scratch);
    if (!stepper_apply(&r->stepper, &step, &error)) {
        const struct word *last = &line[r->words.line.count - 1];
        const struct span all = span_join(line[0].span, last->span);
        diagnostic_error(r->compilation->diagnostics, ERROR_PLAN, all, "this step does not fit: %s",
                         text_string(&error));
        return;
    }
    vec_push(r->plan->arena, &r->plan->steps, step);
}

/* Post: the word behind the first one of a line that may occur once, NULL with an error where that
 * is not what stands there. `first` is where it stood. */
static const struct word *read_single(struct plan_reader *r, struct span *first, const char *needs,
                                      const char *twice)
{
    if (r->words.line.count == 1) {
        words_report_missing(&r->words, needs);
        return NULL;
    }
    const struct word *word = &r->words.line.at[1];
    if (!words_end_at(&r->words, 2)) {
        return NULL;
    }
    if (first->begin != 0) {
        diagnostic_error(r->compilation->diagnostics, ERROR_PLAN, word->span, "%s", twice);
        diagnostic_note(r->compilation->diagnostics, *first, "the first time is here");
        return NULL;
    }
    *first = word->span;
    return word;
}

static void read_order(struct plan_reader *r)
{
    const struct word *name =
        read_single(r, &r->order, "the name of an order", "the order is named twice");
    if (name != NULL) {
        r->plan->order = name->text;
    }
}

static void read_fingerprint(struct plan_reader *r)
{
    const struct word *word =
        read_single(r, &r->fingerprint, "the fingerprint of a graph", "there are two fingerprints");
    if (word == NULL) {
        return;
    }
    const char *found = arena_format(r->scratch, FINGERPRINT_FORMAT, lg_fingerprint(r->graph));
    if (strcmp(word->text, found) != 0) {
        diagnostic_error(r->compilation->diagnostics, ERROR_PLAN_OF_ANOTHER, word->span,
                         "the plan is for another graph: that of the model is %s", found);
        diagnostic_help(r->compilation->diagnostics,
                        "the model, or what is derived of it, has changed since the plan was "
                        "made; make it anew with --emit=plan");
    }
}

static void read_line(struct plan_reader *r)
{
    static const char *const words[] = {"order", "graph", "vertex", "front", "back", "face"};
    const struct word *first = &r->words.line.at[0];
    if (atom_equal(first->name, atom_of_text(r->compilation->atoms, "order"))) {
        read_order(r);
        return;
    }
    if (atom_equal(first->name, atom_of_text(r->compilation->atoms, "graph"))) {
        read_fingerprint(r);
        return;
    }
    for (size_t f = 0; f < sizeof forms / sizeof *forms; f++) {
        if (atom_equal(first->name, atom_of_text(r->compilation->atoms, forms[f].word))) {
            read_step(r, &forms[f]);
            return;
        }
    }
    diagnostic_error(r->compilation->diagnostics, ERROR_PLAN, first->span, "unknown word `%s`",
                     first->text);
    words_suggest(&r->words, first, words, sizeof words / sizeof *words,
                  "a line begins with `order`, `graph`, `vertex`, `front`, `back` or `face`");
}

struct lg_plan *lg_plan_read(const struct compilation *compilation, const struct source *source,
                             const struct lg_graph *graph)
{
    struct arena *scratch = arena_create();
    const uint32_t errors_before = diagnostics_errors(compilation->diagnostics);
    struct plan_reader r = {.compilation = compilation, .graph = graph, .scratch = scratch};
    r.words = words_of(compilation, source, ERROR_PLAN, scratch);
    r.stepper = stepper_create(scratch, graph, NULL);
    r.plan = arena_alloc(compilation->arena, sizeof *r.plan);
    *r.plan = lg_plan_create(compilation->arena, "given");
    index_names(&r);
    while (!diagnostics_full(compilation->diagnostics) && words_read_line(&r.words)) {
        read_line(&r);
    }
    struct text left = text_in(scratch);
    if (diagnostics_errors(compilation->diagnostics) == errors_before &&
        !stepper_is_done(&r.stepper, &left)) {
        const uint32_t end = source->base + source->length;
        diagnostic_error(compilation->diagnostics, ERROR_PLAN, (struct span){end, end}, "%s",
                         text_string(&left));
    }
    struct lg_plan *plan =
        diagnostics_errors(compilation->diagnostics) == errors_before ? r.plan : NULL;
    arena_destroy(scratch);
    return plan;
}
