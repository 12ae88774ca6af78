/* Small dual graphs: face elimination on rows of bits, a numbering by structure, and a bound.
 *
 * Numbering. Only the structure matters for the cost, so states that differ in the numbers of their
 * vertices are one state. Vertices get colours by their kind, then again and again by the colours
 * of their predecessors and successors, until that tells no more of them apart; of the first
 * colour that several still share one vertex gets a new colour, and so on until all differ. They
 * are numbered by colour. Equal bytes always mean isomorphic graphs; that isomorphic graphs have
 * equal bytes may fail where a choice was made between vertices that no symmetry exchanges, which
 * costs time and nothing else.
 *
 * Bound. Faces that hang together, by having an edge in common on the same side, are centred at one
 * vertex of the linearized graph; call such a set a centre. (One vertex may have fallen apart
 * into several: they never touch again, and count as different ones.) Take a centre, paths from
 * different sources to it and paths from it to different sinks, all passing different centres
 * elsewhere. Each face (a, b) at the centre from the end a of one of the former to the beginning b
 * of one of the latter closes a path from source to sink, on which one product at this centre must
 * be done some time. That product begins at a centre of the one path and ends at one of the other,
 * so no two pairs share it. Hence the faces between the ends of such paths, summed over all
 * centres, are a lower bound. A COPY edge at the centre begins no path, as its products are free.
 * The paths are found one after the other, each avoiding those before it: it need not be the best
 * choice for the bound to hold. */
#include "small_dual.h"

#include <string.h>

static uint64_t bit(uint32_t place)
{
    return UINT64_C(1) << place;
}

uint32_t small_count(uint64_t bits)
{
    bits -= bits >> 1 & UINT64_C(0x5555555555555555);
    bits = (bits & UINT64_C(0x3333333333333333)) + (bits >> 2 & UINT64_C(0x3333333333333333));
    bits = (bits + (bits >> 4)) & UINT64_C(0x0F0F0F0F0F0F0F0F);
    return (uint32_t)(bits * UINT64_C(0x0101010101010101) >> 56);
}

/* Each six bits in a row of the constant differ (a de Bruijn sequence), so that the six at the top
 * of its product with a power of two tell which one it was. */
uint32_t small_lowest(uint64_t bits)
{
    static const uint8_t places[64] = {
        0,  1,  2,  53, 3,  7,  54, 27, 4,  38, 41, 8,  34, 55, 48, 28, 62, 5,  39, 46, 44, 42,
        22, 9,  24, 35, 59, 56, 49, 18, 29, 11, 63, 52, 6,  26, 37, 40, 33, 47, 61, 45, 43, 21,
        23, 58, 17, 10, 51, 25, 36, 32, 60, 20, 57, 16, 50, 31, 19, 15, 30, 14, 13, 12};
    return places[(bits & (~bits + 1)) * UINT64_C(0x022FDD63CC95386D) >> 58];
}

static bool is_edge(const struct small_dual *small, uint32_t v)
{
    return small->vertices[v].kind == SMALL_EDGE || small->vertices[v].kind == SMALL_COPY;
}

/* -- building -- */

static uint32_t add(struct small_dual *small, enum small_kind kind, lg_vertex from, lg_vertex to)
{
    small->vertices[small->count] =
        (struct small_vertex){.kind = kind, .age = small->next_age++, .from = from, .to = to};
    return small->count++;
}

static void connect(struct small_dual *small, uint32_t before, uint32_t after)
{
    small->vertices[before].behind |= bit(after);
    small->vertices[after].before |= bit(before);
}

bool small_dual_of(const struct lg_graph *graph, struct small_dual *small)
{
    *small = (struct small_dual){0};
    if (graph->inputs.count > SMALL_DUAL_MOST || graph->outputs.count > SMALL_DUAL_MOST ||
        graph->edges.count > SMALL_DUAL_MOST ||
        graph->inputs.count + graph->outputs.count + graph->edges.count > SMALL_DUAL_MOST) {
        return false;
    }
    for (uint32_t v = 0; v < graph->vertices.count; v++) {
        const enum lg_role role = graph->vertices.at[v].role;
        if (role != LG_INTERMEDIATE) {
            add(small, role == LG_INPUT ? SMALL_SOURCE : SMALL_SINK, (lg_vertex){v},
                (lg_vertex){v});
        }
    }
    for (uint32_t e = 0; e < graph->edges.count; e++) {
        const struct lg_edge_info *edge = &graph->edges.at[e];
        add(small, edge->kind == LG_COPY ? SMALL_COPY : SMALL_EDGE, edge->from, edge->to);
    }
    for (uint32_t a = 0; a < small->count; a++) {
        for (uint32_t b = 0; b < small->count; b++) {
            if (a != b && small->vertices[a].to.index == small->vertices[b].from.index) {
                connect(small, a, b);
            }
        }
    }
    return true;
}

/* -- elimination -- */

/* Post: the vertex with this number is gone; the last one takes its number, in *suspects too, to
 * which the neighbours have been added. */
static void drop(struct small_dual *small, uint32_t v, uint64_t *suspects)
{
    const uint32_t last = --small->count;
    const uint64_t swap = bit(last) | bit(v);
    const uint64_t before = small->vertices[v].before;
    const uint64_t behind = small->vertices[v].behind;
    for (uint64_t left = before; left != 0; left &= left - 1) {
        small->vertices[small_lowest(left)].behind &= ~bit(v);
    }
    for (uint64_t left = behind; left != 0; left &= left - 1) {
        small->vertices[small_lowest(left)].before &= ~bit(v);
    }
    *suspects = (*suspects | before | behind) & ~bit(v);
    if (v == last) {
        return;
    }
    const struct small_vertex moved = small->vertices[last];
    for (uint64_t left = moved.before; left != 0; left &= left - 1) {
        small->vertices[small_lowest(left)].behind ^= swap;
    }
    for (uint64_t left = moved.behind; left != 0; left &= left - 1) {
        small->vertices[small_lowest(left)].before ^= swap;
    }
    *suspects ^= *suspects & bit(last) ? swap : 0;
    small->vertices[v] = moved;
}

/* Post: the edge with these neighbours, other than `but`; the count of vertices where there is
 * none. */
static uint32_t find(const struct small_dual *small, uint64_t before, uint64_t behind, uint32_t but)
{
    uint32_t v = 0;
    while (v < small->count &&
           (v == but || !is_edge(small, v) || small->vertices[v].before != before ||
            small->vertices[v].behind != behind)) {
        v++;
    }
    return v;
}

/* Removes and merges until nothing can be; `suspects` have lost a neighbour. */
static void settle(struct small_dual *small, uint64_t suspects)
{
    while (suspects != 0) {
        const uint32_t v = small_lowest(suspects);
        struct small_vertex *vertex = &small->vertices[v];
        suspects &= suspects - 1;
        if (!is_edge(small, v)) {
            continue;
        }
        if (vertex->before == 0 || vertex->behind == 0) {
            drop(small, v, &suspects);
            continue;
        }
        const uint32_t twin = find(small, vertex->before, vertex->behind, v);
        if (twin < small->count) {
            const struct small_vertex *other = &small->vertices[twin];
            vertex->age = other->age < vertex->age ? other->age : vertex->age;
            vertex->kind = SMALL_EDGE;
            drop(small, twin, &suspects);
        }
    }
}

bool small_dual_eliminate(struct small_dual *small, uint32_t before, uint32_t after)
{
    struct small_vertex *a = &small->vertices[before];
    struct small_vertex *b = &small->vertices[after];
    const uint32_t absorber = find(small, a->before, b->behind, SMALL_DUAL_MOST);
    if (absorber < small->count) {
        small->vertices[absorber].kind = SMALL_EDGE;
    } else {
        if (small->count == SMALL_DUAL_MOST) {
            return false;
        }
        const uint32_t product = add(small, SMALL_EDGE, a->from, b->to);
        for (uint64_t left = a->before; left != 0; left &= left - 1) {
            connect(small, small_lowest(left), product);
        }
        for (uint64_t left = b->behind; left != 0; left &= left - 1) {
            connect(small, product, small_lowest(left));
        }
    }
    a->behind &= ~bit(after);
    b->before &= ~bit(before);
    settle(small, bit(before) | bit(after));
    return true;
}

uint64_t small_dual_faces_behind(const struct small_dual *small, uint32_t vertex)
{
    uint64_t faces = 0;
    for (uint64_t left = small->vertices[vertex].behind; left != 0; left &= left - 1) {
        const uint32_t after = small_lowest(left);
        faces |= is_edge(small, vertex) && is_edge(small, after) ? bit(after) : 0;
    }
    return faces;
}

uint64_t small_dual_faces_before(const struct small_dual *small, uint32_t vertex)
{
    uint64_t faces = 0;
    for (uint64_t left = small->vertices[vertex].before; left != 0; left &= left - 1) {
        const uint32_t before = small_lowest(left);
        faces |= is_edge(small, vertex) && is_edge(small, before) ? bit(before) : 0;
    }
    return faces;
}

/* Post: what hangs together with the end of v: the vertices that end there, and in *begins those
 * that begin there. */
static uint64_t centre_of(const struct small_dual *small, uint32_t v, uint64_t *begins)
{
    uint64_t ends = bit(v);
    *begins = 0;
    for (uint64_t before = 0; ends != before;) {
        before = ends;
        for (uint64_t left = ends; left != 0; left &= left - 1) {
            *begins |= small->vertices[small_lowest(left)].behind;
        }
        for (uint64_t left = *begins; left != 0; left &= left - 1) {
            ends |= small->vertices[small_lowest(left)].before;
        }
    }
    return ends;
}

uint32_t small_dual_faces_beside(const struct small_dual *small, uint32_t vertex)
{
    uint64_t begins;
    uint32_t faces = 0;
    for (uint64_t left = centre_of(small, vertex, &begins); left != 0; left &= left - 1) {
        faces += small_count(small->vertices[small_lowest(left)].behind);
    }
    return faces;
}

/* -- numbering -- */

/* The finalizer of splitmix64. */
static uint64_t stir(uint64_t z)
{
    z += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

/* Post: the numbers of the vertices by colour. The lists are short: by insertion. */
static void sort_vertices(const uint64_t *colours, uint32_t count, uint8_t *sorted)
{
    for (uint32_t v = 0; v < count; v++) {
        uint32_t place = v;
        for (; place > 0 && colours[sorted[place - 1]] > colours[v]; place--) {
            sorted[place] = sorted[place - 1];
        }
        sorted[place] = (uint8_t)v;
    }
}

static uint64_t sum_of(const uint64_t *numbers, uint64_t of)
{
    uint64_t sum = 0;
    for (; of != 0; of &= of - 1) {
        sum += numbers[small_lowest(of)];
    }
    return sum;
}

/* Gives every vertex a colour that tells its neighbours' colours too. */
static void recolour(const struct small_dual *small, uint64_t *colours)
{
    uint64_t above[SMALL_DUAL_MOST];
    uint64_t below[SMALL_DUAL_MOST];
    for (uint32_t v = 0; v < small->count; v++) {
        above[v] = stir(colours[v]);
        below[v] = stir(~colours[v]);
    }
    for (uint32_t v = 0; v < small->count; v++) {
        colours[v] = stir(colours[v] + 3 * sum_of(above, small->vertices[v].before) +
                          5 * sum_of(below, small->vertices[v].behind));
    }
}

/* Refines the colours until that tells no more vertices apart. Post: the vertices by colour, and
 * one that shares its colour with another; the count of vertices where there is none. */
static uint32_t refine(const struct small_dual *small, uint64_t *colours, uint8_t *sorted)
{
    uint32_t different_before = 0;
    for (;;) {
        recolour(small, colours);
        sort_vertices(colours, small->count, sorted);
        uint32_t different = 1;
        uint32_t shared = small->count;
        for (uint32_t v = 1; v < small->count; v++) {
            if (colours[sorted[v]] != colours[sorted[v - 1]]) {
                different++;
            } else if (shared == small->count) {
                shared = sorted[v - 1];
            }
        }
        if (shared == small->count || different == different_before) {
            return shared;
        }
        different_before = different;
    }
}

void small_dual_arrange(struct small_dual *small)
{
    uint64_t colours[SMALL_DUAL_MOST];
    uint8_t sorted[SMALL_DUAL_MOST];
    uint32_t number[SMALL_DUAL_MOST] = {0};
    for (uint32_t v = 0; v < small->count; v++) {
        colours[v] = stir((uint64_t)small->vertices[v].kind);
    }
    for (uint32_t v = 0; (v = refine(small, colours, sorted)) < small->count;) {
        colours[v] = stir(~colours[v]);
    }
    for (uint32_t v = 0; v < small->count; v++) {
        number[sorted[v]] = v;
    }
    const struct small_dual old = *small;
    for (uint32_t v = 0; v < small->count; v++) {
        struct small_vertex *vertex = &small->vertices[number[v]];
        *vertex = old.vertices[v];
        vertex->before = 0;
        vertex->behind = 0;
        for (uint64_t left = old.vertices[v].before; left != 0; left &= left - 1) {
            vertex->before |= bit(number[small_lowest(left)]);
        }
        for (uint64_t left = old.vertices[v].behind; left != 0; left &= left - 1) {
            vertex->behind |= bit(number[small_lowest(left)]);
        }
    }
}

/* -- bytes: the count, and for each vertex its kind and its predecessors -- */

uint32_t small_dual_encode(const struct small_dual *small, uint8_t bytes[SMALL_DUAL_BYTES])
{
    uint32_t size = 0;
    bytes[size++] = (uint8_t)small->count;
    for (uint32_t v = 0; v < small->count; v++) {
        const struct small_vertex *vertex = &small->vertices[v];
        bytes[size++] = (uint8_t)vertex->kind;
        for (uint32_t shift = 0; shift < small->count; shift += 8) {
            bytes[size++] = (uint8_t)(vertex->before >> shift & 0xFF);
        }
    }
    return size;
}

void small_dual_decode(const uint8_t *bytes, struct small_dual *small)
{
    *small = (struct small_dual){.count = *bytes++};
    for (uint32_t v = 0; v < small->count; v++) {
        small->vertices[v].kind = (enum small_kind) * bytes++;
        for (uint32_t shift = 0; shift < small->count; shift += 8) {
            small->vertices[v].before |= (uint64_t)*bytes++ << shift;
        }
    }
    for (uint32_t v = 0; v < small->count; v++) {
        for (uint64_t left = small->vertices[v].before; left != 0; left &= left - 1) {
            small->vertices[small_lowest(left)].behind |= bit(v);
        }
    }
}

/* -- bound -- */

/* The centres at both ends of each vertex. */
struct centres {
    const struct small_dual *small;
    uint32_t begin[SMALL_DUAL_MOST];
    uint32_t end[SMALL_DUAL_MOST];
    uint32_t count;
    bool used[2 * SMALL_DUAL_MOST]; /* centres on the paths found so far */
};

/* Marks all that hangs together with the end of v. */
static void spread(struct centres *c, uint32_t v)
{
    uint64_t begins;
    const uint64_t ends = centre_of(c->small, v, &begins);
    for (uint64_t left = ends; left != 0; left &= left - 1) {
        c->end[small_lowest(left)] = c->count;
    }
    for (uint64_t left = begins; left != 0; left &= left - 1) {
        c->begin[small_lowest(left)] = c->count;
    }
    c->count++;
}

/* Post: whether a path leads from this edge to a source (or to a sink) past unused centres, which
 * it then uses. The centre that it starts from is not looked at. No deeper than the graph, which
 * has 64 vertices. */
static bool find_path(struct centres *c, uint32_t v, bool up)
{
    const uint32_t centre = up ? c->begin[v] : c->end[v];
    if (c->used[centre]) {
        return false;
    }
    c->used[centre] = true;
    const struct small_vertex *vertex = &c->small->vertices[v];
    const uint64_t next = up ? vertex->before : vertex->behind;
    for (uint64_t left = next; left != 0; left &= left - 1) {
        const uint32_t u = small_lowest(left);
        if (!is_edge(c->small, u) || find_path(c, u, up)) {
            return true;
        }
    }
    c->used[centre] = false;
    return false;
}

/* Post: those of the edges that paths past different centres lead from; the ones that lie at a
 * source (or a sink) first, as theirs are the shortest. */
static uint64_t find_paths(struct centres *c, uint64_t edges, bool up)
{
    uint64_t found = 0;
    uint64_t near = 0;
    memset(c->used, 0, sizeof c->used);
    for (uint64_t left = edges; left != 0; left &= left - 1) {
        const uint32_t v = small_lowest(left);
        const uint64_t inner =
            up ? small_dual_faces_before(c->small, v) : small_dual_faces_behind(c->small, v);
        near |= inner == 0 ? bit(v) : 0;
    }
    for (uint64_t left = near; left != 0; left &= left - 1) {
        found |= find_path(c, small_lowest(left), up) ? left & (~left + 1) : 0;
    }
    for (uint64_t left = edges & ~near; left != 0; left &= left - 1) {
        found |= find_path(c, small_lowest(left), up) ? left & (~left + 1) : 0;
    }
    return found;
}

static uint32_t bound_at(struct centres *c, uint64_t in, uint64_t out)
{
    const uint64_t above = find_paths(c, in, true);
    const uint64_t below = find_paths(c, out, false);
    uint32_t pairs = 0;
    for (uint64_t left = above; left != 0; left &= left - 1) {
        pairs += small_count(c->small->vertices[small_lowest(left)].behind & below);
    }
    return pairs > 0 ? pairs : 1;
}

uint32_t small_dual_bound(const struct small_dual *small)
{
    struct centres c = {.small = small};
    uint64_t in[SMALL_DUAL_MOST] = {0};
    uint64_t out[SMALL_DUAL_MOST] = {0};
    uint64_t open = 0;
    for (uint32_t v = 0; v < small->count; v++) {
        c.end[v] = UINT32_MAX;
        open |= small->vertices[v].behind != 0 ? bit(v) : 0;
    }
    while (open != 0) {
        const uint32_t centre = c.count;
        spread(&c, small_lowest(open));
        for (uint32_t v = 0; v < small->count; v++) {
            const bool ends = (open & bit(v)) && c.end[v] == centre;
            in[centre] |= ends && is_edge(small, v) ? bit(v) : 0;
            open &= ends ? ~bit(v) : ~UINT64_C(0);
        }
    }
    for (uint32_t v = 0; v < small->count; v++) {
        out[c.begin[v]] |= small->vertices[v].kind == SMALL_EDGE ? bit(v) : 0;
    }
    uint32_t bound = 0;
    for (uint32_t centre = 0; centre < c.count; centre++) {
        bound += in[centre] != 0 && out[centre] != 0 ? bound_at(&c, in[centre], out[centre]) : 0;
    }
    return bound;
}
