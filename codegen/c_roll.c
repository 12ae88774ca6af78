/* Rolls a large function into loops again.
 *
 * Derivative code is straight-line: the loops of the model were unrolled. Where it is large it
 * comes from loops nearly always, so that the same operations stand there many times, over elements
 * of arrays at even distances. As loops they need little code, which stays in the instruction
 * cache, takes compilers a time that does not grow with the trip count, and can be vectorized. The
 * values stay the same to the last bit: nothing is regrouped.
 *
 *   c_units.c   sorts values and stores into classes of one shape, and numbers each class,
 *   c_runs.c    finds runs in them, whose operands move on by the same distances,
 *   c_stages.c  finds out which runs can share loops,
 *   c_roll.c    (this file) makes the loops, and says which values need memory,
 *   c_order.c   puts loops and all that is left in order,
 *   c_loop.c    writes a loop.
 *
 * The runs of a group and a stage seldom begin and end together: at the boundary of a grid there is
 * one more or one less. The group is cut wherever one of them begins or ends, and what is between
 * two cuts becomes a loop, or stays straight-line where it is short.
 *
 * A value that its own iteration alone uses is a variable of the loop. All others of its class have
 * their places in the scratch memory side by side, in the order of their numbers, so that the loops
 * that read them find them at even distances too. A balanced sum comes out as a loop for its terms
 * and one for each level of its tree.
 *
 * Where a part of a function is rolled only, its values go through memory between loops and the
 * rest, and what was computed depth first is torn apart, which costs more than the loops save (a
 * surface of 10 x 10 points that became half as long was up to 1.4 times slower); so by themselves
 * loops are made where nearly everything becomes one. In functions that are less than large, loops
 * of many operations lose what compilers do with straight-line code (the values of a reaction at 40
 * points became up to twice as slow); those of few operations, as the levels of a product and
 * of the sweep back through it have, gain by vectors (a product of 64: up to 2.6 times as fast).
 *
 * The approach is that of loop rerolling in compilers (LLVM's LoopReroll; Rocha et al., "Loop
 * rolling for code size reduction", CGO 2022), which look for repetition within a block of code in
 * its order; here there is no order but that of dependence, and shapes are found by hashing, as in
 * value numbering. Time and memory are near-linear in the function: its operands are gone through a
 * fixed number of times, and numbers are sorted. */
#include "c_roll.h"

#include "c_order.h"
#include "c_stages.h"
#include "ops.h"

#include <stdlib.h>

enum {
    SMALL = 64,     /* values and stores of a function that is looked at by itself, */
    LARGE = 2000,   /* and of one that may have loops of all kinds */
    LEVEL_MOST = 2, /* operations of a loop in a function that is less than large */
    SHORTER = 5     /* so many times less values and stores make loops worth it by themselves */
};

struct maker {
    const struct c_runs *runs;
    struct c_roll *roll;
    struct arena *arena;
    struct arena *scratch;
};

/* -- loops -- */

/* A run in its group. */
struct member {
    uint32_t stage;
    uint32_t group;
    int64_t first; /* coordinates */
    int64_t end;
    uint32_t run;
};

static int by_bundle(const void *left, const void *right)
{
    const struct member *a = left;
    const struct member *b = right;
    if (a->stage != b->stage) {
        return a->stage < b->stage ? -1 : 1;
    }
    if (a->group != b->group) {
        return a->group < b->group ? -1 : 1;
    }
    if (a->first != b->first) {
        return a->first < b->first ? -1 : 1;
    }
    return (a->run > b->run) - (a->run < b->run);
}

static int by_number(const void *left, const void *right)
{
    const int64_t a = *(const int64_t *)left;
    const int64_t b = *(const int64_t *)right;
    return (a > b) - (a < b);
}

static int by_first_unit(const void *left, const void *right)
{
    const uint32_t a = **(const uint32_t *const *)left;
    const uint32_t b = **(const uint32_t *const *)right;
    return (a > b) - (a < b);
}

/* Post: whether C compilers can do several iterations of the loop at once: arithmetic alone, and
 * none that waits for another iteration. */
static bool is_parallel(const struct c_roll *roll, const struct c_loop *loop)
{
    const struct c_units *units = &roll->units;
    const uint32_t number = roll->loop_of[roll->runs.at[loop->first][0]];
    for (uint32_t r = loop->first; r < loop->last; r++) {
        const uint32_t unit = roll->runs.at[r][loop->count - 1];
        const enum ir_spelling spelling =
            c_unit_is_store(units, unit)
                ? IR_SPELL_INFIX
                : ir_op_info(ir_at(units->plan->function, (ir_ref){unit})->op)->spelling;
        bool waits = spelling != IR_SPELL_INFIX && spelling != IR_SPELL_PREFIX;
        for (uint32_t k = 0; !waits && k < c_unit_arity(units, unit); k++) {
            const uint32_t operand = c_unit_operand(units, unit, k).index;
            waits = roll->loop_of[operand] == number && roll->iteration[operand] != loop->count - 1;
        }
        if (waits) {
            return false;
        }
    }
    return true;
}

/* Leaves the last of an odd number of iterations out of the loop: where compilers are to keep code
 * short they vectorize only what needs no extra iterations behind it. */
static void make_even(struct c_roll *roll, struct c_loop *loop)
{
    if (loop->count % 2 == 0 || loop->count <= C_RUN_LEAST || !is_parallel(roll, loop)) {
        return;
    }
    loop->count--;
    for (uint32_t r = loop->first; r < loop->last; r++) {
        roll->loop_of[roll->runs.at[r][loop->count]] = C_NO_LOOP;
    }
}

/* Adds the loop that goes from coordinate `first` to `end` through these members. */
static void add_loop(struct maker *maker, const struct member *members, const uint32_t *active,
                     uint32_t active_count, int64_t first, int64_t end)
{
    struct c_roll *roll = maker->roll;
    const uint32_t begin = roll->runs.count;
    for (uint32_t i = 0; i < active_count; i++) {
        const struct member *member = &members[active[i]];
        const uint32_t *units = maker->runs->runs.at[member->run].units;
        vec_push(maker->arena, &roll->runs, units + (first - member->first));
        for (int64_t at = first; at < end; at++) {
            const uint32_t unit = units[at - member->first];
            roll->loop_of[unit] = roll->loops.count;
            roll->iteration[unit] = (uint32_t)(at - first);
        }
    }
    /* Operands before users: values by their numbers, stores behind them. */
    qsort(roll->runs.at + begin, active_count, sizeof *roll->runs.at, by_first_unit);
    vec_push(maker->arena, &roll->loops,
             (struct c_loop){(uint32_t)(end - first),
                             c_unit_owner(&roll->units, roll->runs.at[begin][0]), begin,
                             roll->runs.count});
    make_even(roll, &roll->loops.at[roll->loops.count - 1]);
}

/* Cuts the members of one stage of one group where one of them begins or ends. */
static void add_loops(struct maker *maker, const struct member *members, uint32_t count)
{
    int64_t *cuts = arena_alloc(maker->scratch, 2 * count * sizeof *cuts);
    uint32_t *active = arena_alloc(maker->scratch, count * sizeof *active);
    for (uint32_t i = 0; i < count; i++) {
        cuts[2 * i] = members[i].first;
        cuts[2 * i + 1] = members[i].end;
    }
    qsort(cuts, 2 * count, sizeof *cuts, by_number);
    uint32_t active_count = 0;
    uint32_t next = 0;
    for (uint32_t c = 0; c + 1 < 2 * count; c++) {
        uint32_t kept = 0;
        for (uint32_t i = 0; i < active_count; i++) {
            if (members[active[i]].end > cuts[c]) {
                active[kept++] = active[i];
            }
        }
        active_count = kept;
        for (; next < count && members[next].first <= cuts[c]; next++) {
            active[active_count++] = next;
        }
        if (active_count > 0 && cuts[c + 1] - cuts[c] >= C_RUN_LEAST) {
            add_loop(maker, members, active, active_count, cuts[c], cuts[c + 1]);
        }
    }
}

static void make_loops(struct maker *maker, const struct c_stage *stages)
{
    const uint32_t runs = maker->runs->runs.count;
    struct member *members = arena_alloc(maker->scratch, runs * sizeof *members);
    uint32_t count = 0;
    for (uint32_t r = 0; r < runs; r++) {
        const uint32_t length = maker->runs->runs.at[r].count;
        if (length > 0) {
            const struct c_stage *at = &stages[r];
            members[count++] =
                (struct member){at->stage, at->group, at->first, at->first + length, r};
        }
    }
    if (count > 0) {
        qsort(members, count, sizeof *members, by_bundle);
    }
    for (uint32_t first = 0, last; first < count; first = last) {
        for (last = first; last < count && members[last].stage == members[first].stage &&
                           members[last].group == members[first].group;
             last++) {
        }
        add_loops(maker, members + first, last - first);
    }
}

/* -- scratch memory -- */

enum c_reach c_roll_reach(const struct c_roll *roll, const struct c_loop *loop, uint32_t run,
                          uint32_t which)
{
    const struct c_units *units = &roll->units;
    const uint32_t first = roll->runs.at[run][0];
    const uint32_t second = roll->runs.at[run][1];
    const ir_ref a = c_unit_operand(units, first, which);
    const ir_ref b = c_unit_operand(units, second, which);
    if (c_plan_is_constant(units->plan, a)) {
        for (uint32_t i = 1; i < loop->count; i++) {
            if (!ir_equal(c_unit_operand(units, roll->runs.at[run][i], which), a)) {
                return C_REACH_TABLE;
            }
        }
        return C_REACH_CONSTANT;
    }
    if (ir_equal(a, b)) {
        return C_REACH_NAME;
    }
    if (ir_at(units->plan->function, a)->op == IR_ARGUMENT) {
        return C_REACH_ARGUMENT;
    }
    return roll->loop_of[a.index] == roll->loop_of[first] && roll->iteration[a.index] == 0
               ? C_REACH_BODY
               : C_REACH_SCRATCH;
}

/* Marks the values of which a number of their class must be in memory, and those that have to keep
 * a name. */
static void mark_operands(struct c_roll *roll, uint32_t unit, bool *in_memory)
{
    const struct c_units *units = &roll->units;
    const uint32_t loop = roll->loop_of[unit];
    for (uint32_t k = 0; k < c_unit_arity(units, unit); k++) {
        const uint32_t operand = c_unit_operand(units, unit, k).index;
        if (loop == C_NO_LOOP && roll->loop_of[operand] != C_NO_LOOP) {
            in_memory[operand] = true;
        }
    }
}

static void keep(struct c_roll *roll, uint32_t value, uint32_t guard)
{
    uint32_t *kept = &roll->kept[value];
    *kept = *kept == C_NOBODY || *kept == guard ? guard : C_SHARED;
}

static void mark_loop(struct c_roll *roll, const struct c_loop *loop, bool *in_memory)
{
    const struct c_units *units = &roll->units;
    for (uint32_t r = loop->first; r < loop->last; r++) {
        for (uint32_t k = 0; k < c_unit_arity(units, roll->runs.at[r][0]); k++) {
            const enum c_reach reach = c_roll_reach(roll, loop, r, k);
            const uint32_t operand = c_unit_operand(units, roll->runs.at[r][0], k).index;
            if (reach == C_REACH_NAME) {
                keep(roll, operand, loop->guard);
                in_memory[operand] = in_memory[operand] || roll->loop_of[operand] != C_NO_LOOP;
            }
            for (uint32_t i = 0; reach == C_REACH_SCRATCH && i < loop->count; i++) {
                const uint32_t element = c_unit_operand(units, roll->runs.at[r][i], k).index;
                in_memory[element] = true;
                if (roll->loop_of[element] == C_NO_LOOP) {
                    keep(roll, element, loop->guard);
                }
            }
        }
    }
}

/* A loop stores a value in all its iterations, or in none. */
static void complete_runs(const struct c_roll *roll, const struct c_loop *loop, bool *in_memory)
{
    for (uint32_t r = loop->first; r < loop->last; r++) {
        const uint32_t *run = roll->runs.at[r];
        bool any = false;
        for (uint32_t i = 0; !c_unit_is_store(&roll->units, run[0]) && i < loop->count; i++) {
            any = any || in_memory[run[i]];
        }
        for (uint32_t i = 0; any && i < loop->count; i++) {
            in_memory[run[i]] = true;
        }
    }
}

/* Gives memory to the values of each class from the first to the last that needs it. */
static void give_memory(struct c_roll *roll, struct arena *scratch)
{
    const struct c_units *units = &roll->units;
    bool *in_memory = arena_alloc(scratch, units->value_count * sizeof *in_memory);
    uint32_t *low = arena_alloc(scratch, units->class_count * sizeof *low);
    uint32_t *high = arena_alloc(scratch, units->class_count * sizeof *high); /* one behind */
    uint32_t *first = arena_alloc(scratch, units->class_count * sizeof *first);
    for (uint32_t u = 0; u < units->count; u++) {
        if (c_unit_owner(units, u) != C_NOBODY) {
            mark_operands(roll, u, in_memory);
        }
    }
    for (uint32_t l = 0; l < roll->loops.count; l++) {
        mark_loop(roll, &roll->loops.at[l], in_memory);
    }
    for (uint32_t l = 0; l < roll->loops.count; l++) {
        complete_runs(roll, &roll->loops.at[l], in_memory);
    }
    for (uint32_t v = 0; v < units->value_count; v++) {
        const uint32_t class = units->class[v];
        if (in_memory[v] && class != C_NO_CLASS) {
            const uint32_t number = units->ordinal[v];
            low[class] = high[class] == 0 || number < low[class] ? number : low[class];
            high[class] = number >= high[class] ? number + 1 : high[class];
        }
    }
    for (uint32_t c = 0; c < units->class_count; c++) {
        first[c] = roll->slot_count;
        roll->slot_count += high[c] - low[c];
    }
    for (uint32_t v = 0; v < units->value_count; v++) {
        const uint32_t class = units->class[v];
        roll->slot[v] = in_memory[v] && class != C_NO_CLASS
                            ? first[class] + units->ordinal[v] - low[class]
                            : C_NO_SLOT;
    }
}

/* -- all -- */

/* Post: whether the function becomes so many times shorter, at least; or where that is 1, at all.
 */
static bool is_shorter(const struct c_roll *roll, uint32_t times)
{
    uint32_t before = 0;
    uint32_t after = roll->runs.count;
    for (uint32_t u = 0; u < roll->units.count; u++) {
        const bool counts = roll->units.class[u] != C_NO_CLASS;
        before += counts;
        after += counts && roll->loop_of[u] == C_NO_LOOP;
    }
    return after < before && after <= before / times;
}

/* Post: whether a run goes through memory from neighbour to neighbour. */
static bool is_contiguous(const struct c_roll *roll, const struct c_loop *loop, uint32_t number)
{
    const struct c_units *units = &roll->units;
    const struct c_run run = {roll->runs.at[number], loop->count, 0};
    if (c_unit_is_store(units, run.units[0]) && run.units[1] != run.units[0] + 1) {
        return false;
    }
    for (uint32_t k = 0; k < c_unit_arity(units, run.units[0]); k++) {
        const enum c_reach reach = c_roll_reach(roll, loop, number, k);
        if (reach == C_REACH_CONSTANT && c_unit_is_store(units, run.units[0])) {
            return false; /* zeros of a Jacobian have their own way (c_steps.c) */
        }
        if ((reach == C_REACH_ARGUMENT || reach == C_REACH_SCRATCH) &&
            c_run_stride(units, &run, k) != 1) {
            return false;
        }
    }
    return true;
}

/* Post: whether the loop has few operations, all of them on neighbours in memory; one more if they
 * are of one kind, as a level of the way back through a product. */
static bool is_level(const struct c_roll *roll, const struct c_loop *loop)
{
    const struct ir_function *function = roll->units.plan->function;
    enum ir_op first = IR_OP_COUNT;
    uint32_t operations = 0;
    bool mixed = false;
    bool simple = is_parallel(roll, loop);
    for (uint32_t r = loop->first; simple && r < loop->last; r++) {
        const uint32_t unit = roll->runs.at[r][0];
        if (!c_unit_is_store(&roll->units, unit)) {
            const enum ir_op op = ir_at(function, (ir_ref){unit})->op;
            first = operations == 0 ? op : first;
            mixed = mixed || op != first;
            operations++;
        }
        const uint32_t most = mixed ? LEVEL_MOST : LEVEL_MOST + 1;
        simple = operations <= most && is_contiguous(roll, loop, r);
    }
    return simple;
}

/* Post: whether every loop is a level of a tree or the like, of which compilers make a few vectors.
 */
static bool is_of_levels(const struct c_roll *roll)
{
    for (uint32_t l = 0; l < roll->loops.count; l++) {
        if (!is_level(roll, &roll->loops.at[l])) {
            return false;
        }
    }
    return true;
}

/* What loops have to be worth. */
struct worth {
    uint32_t times; /* so many times shorter, at least */
    bool levels;    /* and all of them levels of trees or the like */
};

static struct worth worth_of(enum codegen_loops loops, uint32_t size)
{
    return (struct worth){loops == CODEGEN_LOOPS_ALWAYS ? 1 : SHORTER,
                          loops == CODEGEN_LOOPS_AUTO && size < LARGE};
}

/* Post: the function rolled into loops, in the arena; NULL where they would not be worth it.
 * `plan` is that of the function without loops, and has to live as long. */
static const struct c_roll *roll_up(const struct c_plan *plan, struct worth worth,
                                    struct arena *arena)
{
    const uint32_t values = plan->function->values.count;
    struct c_roll *roll = arena_alloc(arena, sizeof *roll);
    roll->units = c_units_make(plan, arena);
    struct c_runs runs = c_runs_make(&roll->units, arena);
    roll->loop_of = arena_alloc(arena, roll->units.count * sizeof *roll->loop_of);
    roll->iteration = arena_alloc(arena, roll->units.count * sizeof *roll->iteration);
    roll->slot = arena_alloc(arena, values * sizeof *roll->slot);
    roll->kept = arena_alloc(arena, values * sizeof *roll->kept);
    for (uint32_t u = 0; u < roll->units.count; u++) {
        roll->loop_of[u] = C_NO_LOOP;
    }
    for (uint32_t v = 0; v < values; v++) {
        roll->kept[v] = C_NOBODY;
    }
    const struct c_stage *stages = c_stages_make(&roll->units, &runs, arena);
    if (stages == NULL) {
        return NULL;
    }
    struct maker maker = {&runs, roll, arena, arena_create()};
    make_loops(&maker, stages);
    const bool worthy = is_shorter(roll, worth.times) && (!worth.levels || is_of_levels(roll));
    if (worthy) {
        give_memory(roll, maker.scratch);
        c_order_items(roll, arena);
    }
    arena_destroy(maker.scratch);
    return worthy ? roll : NULL;
}

static uint32_t size_of(const struct ir_function *function)
{
    uint32_t size = function->values.count;
    for (uint32_t r = 0; r < function->results.count; r++) {
        size += function->results.at[r].array.count;
    }
    return size;
}

struct c_plan c_roll_plan(const struct ir_function *function, enum codegen_loops loops,
                          struct arena *arena)
{
    struct c_plan *plan = arena_alloc(arena, sizeof *plan);
    *plan = c_plan_make(function, NULL, arena);
    const uint32_t size = size_of(function);
    if (loops == CODEGEN_LOOPS_NEVER || (loops == CODEGEN_LOOPS_AUTO && size < SMALL)) {
        return *plan;
    }
    const struct c_roll *roll = roll_up(plan, worth_of(loops, size), arena);
    return roll == NULL ? *plan : c_plan_make(function, roll, arena);
}
