/* Finds out which runs of a function can become one loop: groups them, and gives them stages.
 *
 * Groups. A run that takes the values of another one by one belongs into the same iterations, with
 * a shift: the group of both has a coordinate, and each run begins somewhere on it. Where a run
 * takes from several runs of a group it comes with the latest of them. Of the runs of one group and
 * one stage a loop is made (c_roll.c).
 *
 * Stages. What does not go in step with its operands has to wait until their loop is through: a run
 * whose operands are in another group, at other distances, or needed by another test is at least
 * one stage behind them; so is one that takes from earlier iterations of its group, because a loop
 * in which no iteration waits for another is one that compilers vectorize. Units alone are in no
 * loop and wait for nothing but their operands. Two runs of one group and one stage then depend on
 * one another in the same iteration at most: every other way from one to the other goes through a
 * stage more. So their loop can be written as soon as all that it needs from earlier stages is
 * there.
 *
 * Recurrences are cycles in this graph of runs: its strong components, found by Tarjan's algorithm
 * (SIAM J. Comput. 1, 1972, 146-160), have one stage. Within a component a run may take from
 * earlier iterations of its group; where it takes from anything else no loop is possible, and the
 * runs of the component are taken apart, after which all begins again.
 *
 * A run that nothing waits for yet is put off to the stage of a run that it can share a loop with:
 * then its values need no memory. Time and memory are linear in the operands of the function. */
#include "c_stages.h"

#include "ops.h"

enum { ROUNDS_MAX = 16 /* of taking runs apart that depend on one another */ };

struct roller {
    const struct c_units *units;
    struct c_runs *runs;
    struct arena *arena; /* of the pass */
    uint32_t *parent;    /* of each run: another of its group, or itself */
    int64_t *shift;      /* of each run: its first coordinate, less that of its parent */
    uint32_t *stage;     /* of each node: a run, or behind the runs a unit */
};

/* -- groups -- */

/* Post: the group of the run: the number of one of its runs; the coordinate of its first unit is
 * `*first`. */
static uint32_t group_of(struct roller *roller, uint32_t run, int64_t *first)
{
    int64_t sum = 0;
    uint32_t root = run;
    while (roller->parent[root] != root) {
        sum += roller->shift[root];
        root = roller->parent[root];
    }
    *first = sum;
    while (roller->parent[run] != root && run != root) {
        const uint32_t next = roller->parent[run];
        const int64_t shift = roller->shift[run];
        roller->parent[run] = root;
        roller->shift[run] = sum;
        sum -= shift;
        run = next;
    }
    return root;
}

/* Joins the groups of two runs, unless they are one: `run` begins `shift` after `other`. */
static void unite(struct roller *roller, uint32_t run, uint32_t other, int64_t shift)
{
    int64_t first;
    int64_t other_first;
    const uint32_t root = group_of(roller, run, &first);
    const uint32_t other_root = group_of(roller, other, &other_first);
    if (root != other_root) {
        roller->parent[root] = other_root;
        roller->shift[root] = other_first + shift - first;
    }
}

/* A group that a run takes values from one by one. */
struct producer {
    uint32_t group;
    uint32_t run;
    int64_t coordinate; /* of the unit that the run would begin with, in the group */
    int64_t later;      /* how much later than that run it would begin */
};

/* Joins a run with those whose values it takes one by one, so that none of them comes too late. */
static void join_producers(struct roller *roller, uint32_t number)
{
    const struct c_units *units = roller->units;
    const struct c_run *run = &roller->runs->runs.at[number];
    const uint32_t middle = run->count / 2;
    struct producer producers[IR_MAX_ARITY];
    uint32_t count = 0;
    for (uint32_t k = 0; k < c_unit_arity(units, run->units[0]); k++) {
        const uint32_t operand = c_unit_operand(units, run->units[middle], k).index;
        const uint32_t other = roller->runs->run_of[operand];
        if (other == C_NO_RUN || c_run_stride(units, run, k) != 1 ||
            c_unit_owner(units, operand) != c_unit_owner(units, run->units[0])) {
            continue;
        }
        struct producer producer = {.run = other,
                                    .later = (int64_t)roller->runs->position[operand] - middle};
        producer.group = group_of(roller, other, &producer.coordinate);
        producer.coordinate += producer.later;
        uint32_t i = 0;
        while (i < count && producers[i].group != producer.group) {
            i++;
        }
        if (i == count || producer.coordinate > producers[i].coordinate) {
            producers[i] = producer;
        }
        count += i == count;
    }
    for (uint32_t i = 0; i < count; i++) {
        unite(roller, number, producers[i].run, producers[i].later);
    }
}

/* Joins the runs of stores of each block, which follow one another. */
static void join_blocks(struct roller *roller)
{
    for (uint32_t r = 1; r < roller->runs->runs.count; r++) {
        const struct c_run *before = &roller->runs->runs.at[r - 1];
        const struct c_run *run = &roller->runs->runs.at[r];
        if (run->block != 0 && run->block == before->block && run->count == before->count) {
            unite(roller, r, r - 1, 0);
        }
    }
}

static void make_groups(struct roller *roller)
{
    const uint32_t count = roller->runs->runs.count;
    for (uint32_t r = 0; r < count; r++) {
        roller->parent[r] = r;
        roller->shift[r] = 0;
    }
    for (uint32_t r = 0; r < count; r++) {
        if (roller->runs->runs.at[r].count > 0) {
            join_producers(roller, r);
        }
    }
    join_blocks(roller);
}

/* -- stages -- */

static uint32_t node_of(const struct roller *roller, uint32_t unit)
{
    const uint32_t run = roller->runs->run_of[unit];
    return run != C_NO_RUN ? run : roller->runs->runs.count + unit;
}

static uint32_t node_units(const struct roller *roller, uint32_t node)
{
    return node < roller->runs->runs.count ? roller->runs->runs.at[node].count : 1;
}

static uint32_t node_unit(const struct roller *roller, uint32_t node, uint32_t i)
{
    const uint32_t runs = roller->runs->runs.count;
    return node < runs ? roller->runs->runs.at[node].units[i] : node - runs;
}

/* Post: whether the unit and its operand go through one group in step, and how many iterations the
 * unit comes later. */
static bool is_in_step(struct roller *roller, uint32_t unit, uint32_t which, int64_t *later)
{
    const uint32_t operand = c_unit_operand(roller->units, unit, which).index;
    const uint32_t run = roller->runs->run_of[unit];
    const uint32_t other = roller->runs->run_of[operand];
    int64_t first;
    int64_t other_first;
    if (run == C_NO_RUN || other == C_NO_RUN ||
        c_run_stride(roller->units, &roller->runs->runs.at[run], which) != 1 ||
        c_unit_owner(roller->units, unit) != c_unit_owner(roller->units, operand) ||
        group_of(roller, run, &first) != group_of(roller, other, &other_first)) {
        return false;
    }
    *later = first + roller->runs->position[unit] - other_first - roller->runs->position[operand];
    return true;
}

/* Post: whether both belong into the same iteration. */
static bool is_together(struct roller *roller, uint32_t unit, uint32_t which)
{
    int64_t later;
    return is_in_step(roller, unit, which, &later) && later == 0;
}

/* Post: whether the unit may come in a loop with its operand, in the same iteration or later. */
static bool may_recur(struct roller *roller, uint32_t unit, uint32_t which)
{
    int64_t later;
    return is_in_step(roller, unit, which, &later) && later >= 0;
}

/* Post: how many stages later than its operand the unit has to be at least. What stands alone may
 * be in the same: only what waits for it must not be in a loop with what it waits for. */
static uint32_t delay_of(struct roller *roller, uint32_t unit, uint32_t which)
{
    return roller->runs->run_of[unit] == C_NO_RUN || is_together(roller, unit, which) ? 0 : 1;
}

/* Tarjan's search for strong components, without recursion; a component is complete when all that
 * it depends on is. */
struct search {
    struct roller *roller;
    uint32_t *seen; /* of each node: when it was seen, from 1 */
    uint32_t *low;
    bool *open;             /* seen, and its component is not complete */
    uint32_t *component;    /* of each node that is complete */
    VEC(uint32_t) complete; /* nodes, one component after the other, operands first */
    uint32_t components;
    uint32_t time;
    VEC(uint32_t) stack;
    VEC(struct visit {
        uint32_t node;
        uint32_t edge;
    })
    visits;
    VEC(uint32_t) broken; /* runs to be taken apart */
};

/* An operand of one of the units of a node. */
struct edge {
    uint32_t unit;
    uint32_t which;
    uint32_t operand;
};

/* Post: operand number `number` of the units of the node, taken together; false behind the last. */
static bool node_edge(const struct roller *roller, uint32_t node, uint32_t number,
                      struct edge *edge)
{
    const uint32_t arity = c_unit_arity(roller->units, node_unit(roller, node, 0));
    if (arity == 0 || number >= node_units(roller, node) * arity) {
        return false;
    }
    edge->unit = node_unit(roller, node, number / arity);
    edge->which = number % arity;
    edge->operand = c_unit_operand(roller->units, edge->unit, edge->which).index;
    return true;
}

/* Gives a component its stage; or takes its runs apart, where one of them needs what it has to come
 * before. */
static void complete(struct search *search, uint32_t root)
{
    struct roller *roller = search->roller;
    uint32_t first = search->stack.count;
    do {
        first--;
    } while (search->stack.at[first] != root);
    uint32_t stage = 0;
    bool broken = false;
    for (uint32_t i = first; i < search->stack.count; i++) {
        struct edge edge;
        for (uint32_t e = 0; node_edge(roller, search->stack.at[i], e, &edge); e++) {
            if (c_unit_is_leaf(roller->units, edge.operand)) {
                continue;
            }
            const uint32_t node = node_of(roller, edge.operand);
            const bool inside = search->open[node] && search->seen[node] >= search->seen[root];
            const uint32_t delay = delay_of(roller, edge.unit, edge.which);
            broken = broken || (inside && delay > 0 && !may_recur(roller, edge.unit, edge.which));
            const uint32_t least = roller->stage[node] + delay;
            stage = !inside && least > stage ? least : stage;
        }
    }
    for (uint32_t i = first; i < search->stack.count; i++) {
        const uint32_t node = search->stack.at[i];
        roller->stage[node] = stage;
        search->component[node] = search->components;
        vec_push(roller->arena, &search->complete, node);
        if (broken && node < roller->runs->runs.count) {
            vec_push(roller->arena, &search->broken, node);
        }
    }
    search->components++;
    while (search->stack.count > first) {
        search->open[search->stack.at[--search->stack.count]] = false;
    }
}

static void open_node(struct search *search, uint32_t node)
{
    search->seen[node] = search->low[node] = ++search->time;
    search->open[node] = true;
    vec_push(search->roller->arena, &search->stack, node);
    vec_push(search->roller->arena, &search->visits, (struct visit){node, 0});
}

static void visit(struct search *search, uint32_t start)
{
    struct roller *roller = search->roller;
    if (search->seen[start] != 0) {
        return;
    }
    open_node(search, start);
    while (search->visits.count > 0) {
        struct visit *at = &search->visits.at[search->visits.count - 1];
        const uint32_t node = at->node;
        struct edge edge;
        if (node_edge(roller, node, at->edge, &edge)) {
            at->edge++;
            if (c_unit_is_leaf(roller->units, edge.operand)) {
                continue;
            }
            const uint32_t to = node_of(roller, edge.operand);
            if (search->seen[to] == 0) {
                open_node(search, to);
            } else if (search->open[to] && search->seen[to] < search->low[node]) {
                search->low[node] = search->seen[to];
            }
            continue;
        }
        search->visits.count--;
        if (search->low[node] == search->seen[node]) {
            complete(search, node);
        }
        if (search->visits.count > 0) {
            const uint32_t user = search->visits.at[search->visits.count - 1].node;
            if (search->open[node] && search->low[node] < search->low[user]) {
                search->low[user] = search->low[node];
            }
        }
    }
}

/* Moves runs to the latest stage in which they can be, where there is a run that they can share a
 * loop with; and units alone, so that they are in nobody's way. */
static void put_off(struct search *search)
{
    struct roller *roller = search->roller;
    uint32_t *latest = arena_alloc(roller->arena, search->components * sizeof *latest);
    uint32_t *shared = arena_alloc(roller->arena, search->components * sizeof *shared);
    uint32_t last = 0;
    for (uint32_t i = 0; i < search->complete.count; i++) {
        const uint32_t stage = roller->stage[search->complete.at[i]];
        last = stage > last ? stage : last;
    }
    for (uint32_t c = 0; c < search->components; c++) {
        latest[c] = last;
        shared[c] = UINT32_MAX;
    }
    for (uint32_t end = search->complete.count, first; end > 0; end = first) {
        const uint32_t component = search->component[search->complete.at[end - 1]];
        first = end;
        while (first > 0 && search->component[search->complete.at[first - 1]] == component) {
            first--;
        }
        const bool moves = search->complete.at[first] >= roller->runs->runs.count ||
                           latest[component] == shared[component];
        for (uint32_t i = first; i < end; i++) {
            const uint32_t node = search->complete.at[i];
            roller->stage[node] = moves ? latest[component] : roller->stage[node];
            struct edge edge;
            for (uint32_t e = 0; node_edge(roller, node, e, &edge); e++) {
                if (c_unit_is_leaf(roller->units, edge.operand) ||
                    search->component[node_of(roller, edge.operand)] == component) {
                    continue;
                }
                const uint32_t to = search->component[node_of(roller, edge.operand)];
                const bool shares = is_together(roller, edge.unit, edge.which);
                const uint32_t bound =
                    roller->stage[node] - delay_of(roller, edge.unit, edge.which);
                latest[to] = bound < latest[to] ? bound : latest[to];
                shared[to] = shares && bound < shared[to] ? bound : shared[to];
            }
        }
    }
}

/* Post: whether all runs have stages; where some did not they are taken apart now. */
static bool make_stages(struct roller *roller)
{
    const struct c_units *units = roller->units;
    const uint32_t nodes = roller->runs->runs.count + units->count;
    struct search search = {
        .roller = roller,
        .seen = arena_alloc(roller->arena, nodes * sizeof *search.seen),
        .low = arena_alloc(roller->arena, nodes * sizeof *search.low),
        .open = arena_alloc(roller->arena, nodes * sizeof *search.open),
        .component = arena_alloc(roller->arena, nodes * sizeof *search.component),
    };
    for (uint32_t u = 0; u < units->count; u++) {
        const bool leaf = !c_unit_is_store(units, u) && c_unit_is_leaf(units, u);
        if (!leaf && c_unit_owner(units, u) != C_NOBODY) {
            visit(&search, node_of(roller, u));
        }
    }
    for (uint32_t i = 0; i < search.broken.count; i++) {
        c_runs_dissolve(roller->runs, search.broken.at[i]);
    }
    if (search.broken.count == 0) {
        put_off(&search);
    }
    return search.broken.count == 0;
}

/* -- all -- */

struct c_stage *c_stages_make(const struct c_units *units, struct c_runs *runs, struct arena *arena)
{
    const uint32_t count = runs->runs.count;
    struct arena *scratch = arena_create();
    struct roller roller = {
        .units = units,
        .runs = runs,
        .arena = scratch,
        .parent = arena_alloc(scratch, count * sizeof *roller.parent),
        .shift = arena_alloc(scratch, count * sizeof *roller.shift),
        .stage = arena_alloc(scratch, (count + units->count) * sizeof *roller.stage),
    };
    bool staged = false;
    for (uint32_t round = 0; !staged && round < ROUNDS_MAX; round++) {
        make_groups(&roller);
        staged = make_stages(&roller);
    }
    struct c_stage *stages = NULL;
    if (staged) {
        stages = arena_alloc(arena, count * sizeof *stages);
        for (uint32_t r = 0; r < count; r++) {
            stages[r].stage = roller.stage[r];
            stages[r].group = group_of(&roller, r, &stages[r].first);
        }
    }
    arena_destroy(scratch);
    return stages;
}
