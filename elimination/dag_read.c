/* Reading `.dag` graph files. A line is one of
 *
 *     in NAME ...              inputs
 *     out NAME ...             outputs
 *     edge FROM TO [KIND]      KIND: var (default), one, neg, const
 *     vertex NAME              declares a vertex at this place: for an output that no input reaches
 *     again NAME ...           outputs once more: the same vertex as a further row of the Jacobian
 *
 * and `#` begins a comment. A name is any run of characters without white space, control characters
 * and `#`. Vertices count as declared in the order inputs, then as `edge` and `vertex` lines name
 * them; repeated edges are merged.
 *
 * The lines are read first, each checked by itself; then what needs all of them is checked, then
 * the graph is built: so one run reports as many mistakes as there are. */
#include "words.h"

#include "graph.h"

#define NONE UINT32_MAX

/* What is known of a name: where it was first met in which part. {0, 0} is nowhere. */
struct name_info {
    struct span input;
    struct span output;
    struct span head; /* the origin of an edge */
    struct span tail; /* the target of an edge */
    struct span vertex;
    uint32_t number; /* its vertex in the graph plus one, 0 for none yet */
};

struct file_edge {
    struct word from;
    struct word to;
    enum lg_kind kind;
};

struct dag_reader {
    const struct compilation *compilation;
    struct arena *scratch;
    struct words words;
    VEC(struct name_info) names; /* by atom */
    VEC(struct file_edge) edges; /* a `vertex` line is one whose ends are the same */
    VEC(struct word) inputs;
    VEC(struct word) outputs;
    bool has_input; /* as far as the file tries: no error on top of an error */
    bool has_output;
    bool lost_edge; /* a line that failed may have been an edge */
};

static struct name_info *info_of(struct dag_reader *r, atom name)
{
    while (r->names.count <= name.index) {
        vec_add(r->scratch, &r->names);
    }
    return &r->names.at[name.index];
}

static bool is_set(struct span span)
{
    return span.begin != 0;
}

static void note_first(struct span *first, struct span span)
{
    if (!is_set(*first)) {
        *first = span;
    }
}

static void read_inputs(struct dag_reader *r)
{
    r->has_input = true;
    if (r->words.line.count == 1) {
        words_report_missing(&r->words, "the name of an input");
    }
    for (uint32_t w = 1; w < r->words.line.count; w++) {
        const struct word *word = &r->words.line.at[w];
        struct name_info *info = info_of(r, word->name);
        if (is_set(info->input)) {
            diagnostic_error(r->compilation->diagnostics, ERROR_GRAPH, word->span,
                             "input `%s` is declared twice", word->text);
            diagnostic_note(r->compilation->diagnostics, info->input, "the first time is here");
            continue;
        }
        info->input = word->span;
        vec_push(r->scratch, &r->inputs, *word);
    }
}

static void read_outputs(struct dag_reader *r)
{
    r->has_output = true;
    if (r->words.line.count == 1) {
        words_report_missing(&r->words, "the name of an output");
    }
    for (uint32_t w = 1; w < r->words.line.count; w++) {
        const struct word *word = &r->words.line.at[w];
        struct name_info *info = info_of(r, word->name);
        if (is_set(info->output)) {
            diagnostic_error(r->compilation->diagnostics, ERROR_GRAPH, word->span,
                             "output `%s` is declared twice", word->text);
            diagnostic_note(r->compilation->diagnostics, info->output, "the first time is here");
            diagnostic_help(r->compilation->diagnostics,
                            "`again %s` asks for a second row of the Jacobian", word->text);
            continue;
        }
        info->output = word->span;
        vec_push(r->scratch, &r->outputs, *word);
    }
}

static void read_again(struct dag_reader *r)
{
    if (r->words.line.count == 1) {
        words_report_missing(&r->words, "the name of an output");
    }
    for (uint32_t w = 1; w < r->words.line.count; w++) {
        const struct word *word = &r->words.line.at[w];
        if (is_set(info_of(r, word->name)->output)) {
            vec_push(r->scratch, &r->outputs, *word);
        } else {
            diagnostic_error(r->compilation->diagnostics, ERROR_GRAPH, word->span,
                             "`%s` is no output before this line", word->text);
        }
    }
}

static void read_vertex(struct dag_reader *r)
{
    if (r->words.line.count == 1) {
        words_report_missing(&r->words, "the name of a vertex");
        return;
    }
    if (!words_end_at(&r->words, 2)) {
        return;
    }
    const struct word *word = &r->words.line.at[1];
    note_first(&info_of(r, word->name)->vertex, word->span);
    vec_push(r->scratch, &r->edges, (struct file_edge){*word, *word, LG_VAR});
}

static bool read_kind(struct dag_reader *r, const struct word *word, enum lg_kind *kind)
{
    static const char *const kinds[] = {"var", "one", "neg", "const"};
    static const enum lg_kind values[] = {LG_VAR, LG_ONE, LG_NEG, LG_CONST};
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        if (atom_equal(word->name, atom_of_text(r->compilation->atoms, kinds[k]))) {
            *kind = values[k];
            return true;
        }
    }
    diagnostic_error(r->compilation->diagnostics, ERROR_GRAPH, word->span,
                     "`%s` is no kind of edge", word->text);
    words_suggest(&r->words, word, kinds, sizeof kinds / sizeof *kinds,
                  "the kinds are `var`, `one`, `neg`, `const`");
    return false;
}

static void read_edge(struct dag_reader *r)
{
    const struct word *line = r->words.line.at;
    if (r->words.line.count < 3) {
        words_report_missing(&r->words, r->words.line.count == 1 ? "the names of two vertices"
                                                                 : "the name of a second vertex");
        r->lost_edge = true;
        return;
    }
    note_first(&info_of(r, line[1].name)->head, line[1].span);
    note_first(&info_of(r, line[2].name)->tail, line[2].span);
    if (atom_equal(line[1].name, line[2].name)) {
        diagnostic_error(r->compilation->diagnostics, ERROR_GRAPH,
                         span_join(line[1].span, line[2].span),
                         "this edge leads from `%s` to itself", line[1].text);
        return;
    }
    struct file_edge edge = {line[1], line[2], LG_VAR};
    if (words_end_at(&r->words, 4) &&
        (r->words.line.count == 3 || read_kind(r, &line[3], &edge.kind))) {
        vec_push(r->scratch, &r->edges, edge);
    }
}

static void read_line(struct dag_reader *r)
{
    static const char *const words[] = {"in", "out", "edge", "vertex", "again"};
    static void (*const readers[])(struct dag_reader *) = {read_inputs, read_outputs, read_edge,
                                                           read_vertex, read_again};
    const struct word *first = &r->words.line.at[0];
    for (size_t w = 0; w < sizeof words / sizeof *words; w++) {
        if (atom_equal(first->name, atom_of_text(r->compilation->atoms, words[w]))) {
            readers[w](r);
            return;
        }
    }
    diagnostic_error(r->compilation->diagnostics, ERROR_GRAPH, first->span, "unknown word `%s`",
                     first->text);
    words_suggest(&r->words, first, words, sizeof words / sizeof *words,
                  "a line begins with `in`, `out`, `edge`, `vertex` or `again`");
    r->has_input = true; /* it may have been meant as any of them */
    r->has_output = true;
    r->lost_edge = true;
}

/* -- what needs the whole file -- */

static void check_ends(struct dag_reader *r)
{
    const uint32_t base = r->words.source->base;
    const struct span start = {base, base + (r->words.source->length > 0)};
    const char *missing = !r->has_input && !r->has_output ? "neither an input nor an output"
                          : !r->has_input                 ? "no input"
                          : !r->has_output                ? "no output"
                                                          : NULL;
    if (missing != NULL) {
        diagnostic_error(r->compilation->diagnostics, ERROR_GRAPH, start, "this graph has %s",
                         missing);
        diagnostic_help(r->compilation->diagnostics,
                        "`in NAME ...` and `out NAME ...` declare them");
    }
}

static void check_outputs(struct dag_reader *r)
{
    for (uint32_t o = 0; o < r->outputs.count && !r->lost_edge; o++) {
        const struct word *word = &r->outputs.at[o];
        const struct name_info *info = info_of(r, word->name);
        if (!is_set(info->input) && !is_set(info->head) && !is_set(info->tail) &&
            !is_set(info->vertex)) {
            diagnostic_error(r->compilation->diagnostics, ERROR_GRAPH, info->output,
                             "output `%s` is on no edge", word->text);
            diagnostic_help(r->compilation->diagnostics,
                            "`vertex %s` says that no input reaches it", word->text);
        }
    }
}

static void warn_dropped(struct dag_reader *r, const struct word *word)
{
    struct name_info *info = info_of(r, word->name);
    if (!is_set(info->tail) && !is_set(info->input) && !is_set(info->output)) {
        diagnostic_warning(r->compilation->diagnostics, WARNING_DROPPED, info->head,
                           "`%s` is no input and nothing leads to it: its edges are dropped",
                           word->text);
        info->tail = word->span; /* said once */
    } else if (!is_set(info->head) && !is_set(info->output)) {
        diagnostic_warning(r->compilation->diagnostics, WARNING_DROPPED, info->tail,
                           "`%s` is no output and leads nowhere: its edges are dropped",
                           word->text);
        info->head = word->span;
    }
}

static bool is_vertex_line(const struct file_edge *edge)
{
    return atom_equal(edge->from.name, edge->to.name);
}

/* Edges that lead to inputs; they are left out of what is built. */
static void check_edges(struct dag_reader *r)
{
    uint32_t kept = 0;
    for (uint32_t e = 0; e < r->edges.count; e++) {
        const struct file_edge edge = r->edges.at[e];
        const struct name_info *to = info_of(r, edge.to.name);
        if (is_set(to->input) && !is_vertex_line(&edge)) {
            diagnostic_error(r->compilation->diagnostics, ERROR_GRAPH, edge.to.span,
                             "this edge leads to the input `%s`", edge.to.text);
            diagnostic_note(r->compilation->diagnostics, to->input, "it is declared here");
            continue;
        }
        r->edges.at[kept++] = edge;
    }
    r->edges.count = kept;
}

/* Of a right file: what it names in vain, which may be a slip of the pen. */
static void warn_of_dropped(struct dag_reader *r)
{
    for (uint32_t e = 0; e < r->edges.count; e++) {
        if (!is_vertex_line(&r->edges.at[e])) {
            warn_dropped(r, &r->edges.at[e].from);
            warn_dropped(r, &r->edges.at[e].to);
        }
    }
}

/* -- building -- */

static lg_vertex vertex_of(struct dag_reader *r, struct lg_graph *graph, const struct word *word,
                           enum lg_role role)
{
    struct name_info *info = info_of(r, word->name);
    if (info->number == 0) {
        info->number = lg_add_vertex(graph, role, word->text).index + 1;
    }
    return (lg_vertex){info->number - 1};
}

/* The edges that leave each vertex, as lists through `next`. */
struct lists {
    uint32_t *first;
    uint32_t *next;
};

static struct lists list_edges(struct arena *scratch, const struct lg_graph *graph)
{
    struct lists lists = {
        arena_alloc(scratch, graph->vertices.count * sizeof(uint32_t)),
        arena_alloc(scratch, graph->edges.count * sizeof(uint32_t)),
    };
    for (uint32_t v = 0; v < graph->vertices.count; v++) {
        lists.first[v] = NONE;
    }
    for (uint32_t e = graph->edges.count; e-- > 0;) {
        lists.next[e] = lists.first[graph->edges.at[e].from.index];
        lists.first[graph->edges.at[e].from.index] = e;
    }
    return lists;
}

/* Post: the edges of a shortest cycle through the vertex, the last one first. */
struct cycle {
    VEC(uint32_t) edges;
};

static struct cycle find_cycle(struct arena *scratch, const struct lg_graph *graph, uint32_t start)
{
    const struct lists lists = list_edges(scratch, graph);
    uint32_t *by = arena_alloc(scratch, graph->vertices.count * sizeof *by);
    uint32_t *queue = arena_alloc(scratch, ((size_t)graph->vertices.count + 1) * sizeof *queue);
    uint32_t tail = 0;
    for (uint32_t v = 0; v < graph->vertices.count; v++) {
        by[v] = NONE;
    }
    queue[tail++] = start;
    for (uint32_t head = 0; head < tail && by[start] == NONE; head++) {
        for (uint32_t e = lists.first[queue[head]]; e != NONE; e = lists.next[e]) {
            const uint32_t to = graph->edges.at[e].to.index;
            if (by[to] == NONE) {
                by[to] = e;
                queue[tail++] = to;
            }
        }
    }
    struct cycle cycle = {0};
    uint32_t v = start;
    do {
        vec_push(scratch, &cycle.edges, by[v]);
        v = graph->edges.at[by[v]].from.index;
    } while (v != start);
    return cycle;
}

/* The error stands at the edge of the cycle that the file names last: it closes it. */
static void report_cycle(struct dag_reader *r, const struct lg_graph *graph,
                         const uint32_t *file_edges, lg_vertex on_cycle)
{
    enum { MOST = 12 };
    const struct cycle cycle = find_cycle(r->scratch, graph, on_cycle.index);
    const uint32_t length = cycle.edges.count;
    uint32_t closing = 0;
    for (uint32_t c = 0; c < length; c++) {
        if (cycle.edges.at[c] > cycle.edges.at[closing]) {
            closing = c;
        }
    }
    const struct file_edge *edge = &r->edges.at[file_edges[cycle.edges.at[closing]]];
    diagnostic_error(r->compilation->diagnostics, ERROR_GRAPH,
                     span_join(edge->from.span, edge->to.span),
                     "this edge closes a cycle through `%s`", edge->to.text);
    struct text way = text_in(r->scratch);
    for (uint32_t c = 0; c < length && c < MOST; c++) {
        const uint32_t e = cycle.edges.at[(closing + length - 1 - c) % length];
        text_print(&way, "%s -> ", graph->vertices.at[graph->edges.at[e].from.index].name);
    }
    diagnostic_help(r->compilation->diagnostics, "the cycle is %s%s%s", text_string(&way),
                    length > MOST ? "... -> " : "", edge->to.text);
}

static struct lg_graph *build(struct dag_reader *r)
{
    struct lg_graph *graph = lg_create(r->compilation->arena);
    for (uint32_t i = 0; i < r->inputs.count; i++) {
        vertex_of(r, graph, &r->inputs.at[i], LG_INPUT);
    }
    uint32_t *file_edges = arena_alloc(r->scratch, r->edges.count * sizeof *file_edges);
    for (uint32_t e = 0; e < r->edges.count; e++) {
        const struct file_edge *edge = &r->edges.at[e];
        const lg_vertex from = vertex_of(r, graph, &edge->from, LG_INTERMEDIATE);
        const lg_vertex to = vertex_of(r, graph, &edge->to, LG_INTERMEDIATE);
        if (!is_vertex_line(edge)) {
            file_edges[graph->edges.count] = e;
            lg_add_edge(graph, from, to, edge->kind, 0);
        }
    }
    lg_vertex *outputs = arena_alloc(r->scratch, r->outputs.count * sizeof *outputs);
    for (uint32_t o = 0; o < r->outputs.count; o++) {
        outputs[o] = vertex_of(r, graph, &r->outputs.at[o], LG_INTERMEDIATE);
    }
    lg_vertex cycle;
    struct lg_graph *finished = lg_finish(graph, outputs, r->outputs.count, NULL, NULL, &cycle);
    if (finished == NULL) {
        report_cycle(r, graph, file_edges, cycle);
    }
    return finished;
}

struct lg_graph *lg_read(const struct compilation *compilation, const struct source *source)
{
    struct arena *scratch = arena_create();
    const uint32_t errors_before = diagnostics_errors(compilation->diagnostics);
    struct dag_reader r = {.compilation = compilation,
                           .scratch = scratch,
                           .words = words_of(compilation, source, ERROR_GRAPH, scratch)};
    while (!diagnostics_full(compilation->diagnostics) && words_read_line(&r.words)) {
        read_line(&r);
    }
    check_ends(&r);
    check_outputs(&r);
    check_edges(&r);
    struct lg_graph *graph = build(&r);
    if (diagnostics_errors(compilation->diagnostics) > errors_before) {
        graph = NULL;
    } else {
        warn_of_dropped(&r);
    }
    arena_destroy(scratch);
    return graph;
}
