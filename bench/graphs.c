/* Random graphs for measuring; see graphs.h. */
#include "graphs.h"

#include <time.h>

static void add_edge(struct lg_graph *graph, uint32_t from, uint32_t to)
{
    lg_add_edge(graph, (lg_vertex){from}, (lg_vertex){to}, LG_VAR, 0);
}

static struct lg_graph *finish(struct lg_graph *graph, uint32_t outputs)
{
    lg_vertex *list = arena_alloc(graph->arena, outputs * sizeof *list);
    for (uint32_t o = 0; o < outputs; o++) {
        list[o].index = graph->vertices.count - outputs + o;
    }
    lg_vertex cycle;
    return lg_finish(graph, list, outputs, NULL, NULL, &cycle);
}

struct lg_graph *bench_layered(struct arena *arena, struct search_dice *dice, uint32_t size,
                               uint32_t width, uint32_t operands, uint32_t far)
{
    struct lg_graph *graph = lg_create(arena);
    bool *is_read = arena_alloc(arena, ((size_t)size + 2 * width) * sizeof *is_read);
    for (uint32_t v = 0; v < size + 2 * width; v++) {
        lg_add_vertex(graph, v < width ? LG_INPUT : LG_INTERMEDIATE, NULL);
        if (v < width) {
            continue;
        }
        const uint32_t above = (v / width - 1) * width;
        uint32_t reads = 1 + search_below(dice, operands == 2 ? 3 : operands);
        for (reads = reads > operands ? operands : reads; reads > 0; reads--) {
            const uint32_t from = above + search_below(dice, width);
            is_read[from] = true;
            add_edge(graph, from, v);
        }
        if (above > 0 && search_below(dice, 10) == 0) {
            const uint32_t rows = above < far * width ? above : far * width;
            add_edge(graph, above - rows + search_below(dice, rows), v);
        }
        if (v % width == width - 1) {
            for (uint32_t u = above; u < above + width; u++) {
                if (!is_read[u]) {
                    add_edge(graph, u, above + width + search_below(dice, width));
                }
            }
        }
    }
    return finish(graph, width);
}

struct lg_graph *bench_straight(struct arena *arena, struct search_dice *dice, uint32_t size,
                                uint32_t inputs, uint32_t outputs, uint32_t reach)
{
    struct lg_graph *graph = lg_create(arena);
    for (uint32_t v = 0; v < inputs + size + outputs; v++) {
        lg_add_vertex(graph, v < inputs ? LG_INPUT : LG_INTERMEDIATE, NULL);
        for (uint32_t reads = v < inputs ? 0 : 1 + search_below(dice, 2); reads > 0; reads--) {
            const uint32_t most = search_below(dice, 8) == 0 || v < reach ? v : reach;
            add_edge(graph, v - 1 - search_below(dice, most), v);
        }
    }
    return finish(graph, outputs);
}

struct lg_graph *bench_grid(struct arena *arena, uint32_t rows, uint32_t columns)
{
    struct lg_graph *graph = lg_create(arena);
    const uint32_t inputs = rows + columns;
    for (uint32_t i = 0; i < inputs; i++) {
        lg_add_vertex(graph, LG_INPUT, NULL);
    }
    for (uint32_t r = 0; r < rows; r++) {
        for (uint32_t c = 0; c < columns; c++) {
            const uint32_t v = lg_add_vertex(graph, LG_INTERMEDIATE, NULL).index;
            add_edge(graph, r == 0 ? rows + c : v - columns, v);
            add_edge(graph, c == 0 ? r : v - 1, v);
        }
    }
    return finish(graph, columns);
}

struct lg_graph *bench_band(struct arena *arena, struct search_dice *dice, uint32_t edges)
{
    struct lg_graph *graph = lg_create(arena);
    for (uint32_t v = 0; v < 3 + edges / 3; v++) {
        lg_add_vertex(graph, v < 3 ? LG_INPUT : LG_INTERMEDIATE, NULL);
        for (uint32_t back = 1; v >= 6 && back <= 3; back++) {
            add_edge(graph, v - back - search_below(dice, 2), v);
        }
        for (uint32_t back = 1; v >= 3 && v < 6 && back <= 3; back++) {
            add_edge(graph, v - back, v);
        }
    }
    return finish(graph, 1);
}

struct lg_graph *bench_tree(struct arena *arena, struct search_dice *dice, uint32_t edges)
{
    struct lg_graph *graph = lg_create(arena);
    const uint32_t leaves = edges / 2;
    uint32_t unread = 0; /* what no other vertex reads yet begins here */
    for (uint32_t v = 0; v < leaves; v++) {
        lg_add_vertex(graph, LG_INPUT, NULL);
    }
    while (unread + 1 < graph->vertices.count) {
        const uint32_t v = lg_add_vertex(graph, LG_INTERMEDIATE, NULL).index;
        const uint32_t reads = 2 + search_below(dice, 2);
        for (uint32_t r = 0; r < reads && unread < v; r++) {
            add_edge(graph, unread++, v);
        }
    }
    return finish(graph, 1);
}

double bench_seconds(void)
{
    struct timespec time;
    timespec_get(&time, TIME_UTC);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}
