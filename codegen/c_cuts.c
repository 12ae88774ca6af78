/* Cuts statements into loops between which, and in which, little goes through memory.
 *
 * A short loop has registers for what it computes, but what the next one needs is stored for it and
 * loaded again; a long one stores and loads for want of registers. Both are counted by the same
 * simulation: registers are filled as the statements come, and what is used last makes room
 * (Belady, "A study of replacement algorithms", 1966); at the end of a loop whatever later ones
 * need goes to memory. Divisions and roots take their time at the same time. The cheapest of all
 * ways to cut is found by dynamic programming over the places to cut at, as paragraphs are broken
 * into lines (Knuth and Plass, "Breaking paragraphs into lines", 1981), in linear time, since loops
 * have a greatest length. That is short: the longer a loop, the fewer of its iterations a processor
 * sees at a time, and so the more of its time goes in waiting for the longest chain of operations;
 * and compilers keep less in registers than the simulation does. */
#include "c_cuts.h"

#include "ops.h"

#include <math.h>

enum { REGISTERS = 15, STATEMENTS_MAX = 24 /* in a loop */ };

#define NEVER UINT32_MAX

/* Cycles for a vector of points. */
static const double loop = 2; /* to enter and to leave it */
static const double load = 0.5;
static const double store = 1;
static const double division = 8;
static const double root = 12;

/* A value in a register. */
struct held {
    uint32_t value;
    uint32_t next; /* place of the next mention; NEVER: none */
    bool dirty;    /* not in memory */
};

struct c_cuts {
    const struct c_statement *statements;
    uint32_t *start;   /* of each statement: its first mention; one more than there are */
    uint32_t *mention; /* values */
    uint32_t *next;    /* of each mention: the place of the next one of the same value */
    uint32_t *first;   /* of each statement that computes: the place of the first mention */
    double *work;      /* of each statement: cycles of its divisions and roots */
    /* a loop that grows: */
    struct held held[REGISTERS];
    uint32_t count;
    double traffic; /* cycles of loads and stores, */
    double busy;    /* of divisions and roots */
};

/* Post: of each value, the cycles of the divisions and roots in its text. */
static double *work_of_texts(const struct c_plan *plan, struct arena *arena)
{
    const uint32_t count = plan->function->values.count;
    double *work = arena_alloc(arena, (count + 1) * sizeof *work);
    for (uint32_t i = 0; i < count; i++) {
        const enum ir_op op = plan->function->values.at[i].op;
        work[i] = op == IR_DIV ? division : op == IR_SQRT ? root : 0;
        for (uint32_t k = 0; k < ir_op_info(op)->arity; k++) {
            const ir_ref operand = c_plan_operand(plan, (ir_ref){i}, k);
            const bool inlined = plan->slots[operand.index].place == C_INLINE;
            work[i] += inlined ? work[operand.index] : 0;
        }
    }
    return work;
}

struct c_cuts *c_cuts_make(const struct c_plan *plan, const struct c_statement_vec *statements,
                           struct arena *arena)
{
    struct c_cuts *cuts = arena_alloc(arena, sizeof *cuts);
    const uint32_t count = statements->count;
    struct c_ref_vec refs = {0};
    cuts->statements = statements->at;
    const double *work = work_of_texts(plan, arena);
    cuts->work = arena_alloc(arena, (count + 1) * sizeof *cuts->work);
    cuts->start = arena_alloc(arena, (count + 1) * sizeof *cuts->start);
    cuts->first = arena_alloc(arena, (count + 1) * sizeof *cuts->first);
    for (uint32_t s = 0; s < count; s++) {
        cuts->start[s] = refs.count;
        c_statement_mentions(plan, &statements->at[s], arena, &refs);
    }
    cuts->start[count] = refs.count;
    cuts->mention = arena_alloc(arena, (refs.count + 1) * sizeof *cuts->mention);
    cuts->next = arena_alloc(arena, (refs.count + 1) * sizeof *cuts->next);
    uint32_t *seen = arena_alloc(arena, plan->function->values.count * sizeof *seen); /* + 1 */
    for (uint32_t s = count; s-- > 0;) {
        const struct c_statement *at = &statements->at[s];
        const bool named = plan->slots[at->ref.index].place == C_NAMED;
        cuts->work[s] = at->store && named ? 0 : work[at->ref.index];
        if (!at->store) {
            cuts->first[s] = seen[at->ref.index] - 1;
        }
        for (uint32_t m = cuts->start[s]; m < cuts->start[s + 1]; m++) {
            cuts->mention[m] = refs.at[m].index;
            cuts->next[m] = seen[refs.at[m].index] - 1;
        }
        for (uint32_t m = cuts->start[s]; m < cuts->start[s + 1]; m++) {
            seen[refs.at[m].index] = s + 1;
        }
    }
    return cuts;
}

static void begin(struct c_cuts *cuts)
{
    cuts->count = 0;
    cuts->traffic = cuts->busy = 0;
}

static void hold(struct c_cuts *cuts, struct held held)
{
    uint32_t place = cuts->count;
    if (held.next == NEVER) {
        return;
    }
    if (cuts->count < REGISTERS) {
        cuts->count++;
    } else {
        place = 0;
        for (uint32_t i = 1; i < cuts->count; i++) {
            place = cuts->held[i].next > cuts->held[place].next ? i : place;
        }
        cuts->traffic += cuts->held[place].dirty ? store : 0;
    }
    cuts->held[place] = held;
}

/* Lets the loop grow by a statement. Post: its cycles if it ends behind it. */
static double extend(struct c_cuts *cuts, uint32_t s)
{
    for (uint32_t m = cuts->start[s]; m < cuts->start[s + 1]; m++) {
        uint32_t i = 0;
        while (i < cuts->count && cuts->held[i].value != cuts->mention[m]) {
            i++;
        }
        if (i == cuts->count) {
            cuts->traffic += load;
            hold(cuts, (struct held){cuts->mention[m], cuts->next[m], false});
        } else if (cuts->next[m] == NEVER) {
            cuts->held[i] = cuts->held[--cuts->count];
        } else {
            cuts->held[i].next = cuts->next[m];
        }
    }
    if (cuts->statements[s].store) {
        cuts->traffic += store;
    } else {
        hold(cuts, (struct held){cuts->statements[s].ref.index, cuts->first[s], true});
    }
    cuts->busy += cuts->work[s];
    double end = cuts->traffic;
    for (uint32_t i = 0; i < cuts->count; i++) {
        end += cuts->held[i].dirty ? store : 0;
    }
    return loop + fmax(end, cuts->busy);
}

double c_cuts_cost(struct c_cuts *cuts, uint32_t first, uint32_t last)
{
    double cost = 0;
    begin(cuts);
    for (uint32_t s = first; s < last; s++) {
        cost = extend(cuts, s);
    }
    return cost;
}

const uint32_t *c_cuts_best(struct c_cuts *cuts, uint32_t first, uint32_t last, uint32_t *count,
                            struct arena *arena)
{
    const uint32_t length = last - first;
    double *best = arena_alloc(arena, (length + 1) * sizeof *best); /* up to each place */
    uint32_t *from = arena_alloc(arena, (length + 1) * sizeof *from);
    for (uint32_t p = 1; p <= length; p++) {
        best[p] = HUGE_VAL;
    }
    for (uint32_t p = 0; p < length; p++) {
        begin(cuts);
        for (uint32_t q = p; q < length && q - p < STATEMENTS_MAX; q++) {
            const double cost = best[p] + extend(cuts, first + q);
            if (cost < best[q + 1]) {
                best[q + 1] = cost;
                from[q + 1] = p;
            }
        }
    }
    uint32_t loops = 0;
    for (uint32_t p = length; p > 0; p = from[p]) {
        loops++;
    }
    uint32_t *ends = arena_alloc(arena, (loops + 1) * sizeof *ends);
    *count = loops;
    for (uint32_t p = length; p > 0; p = from[p]) {
        ends[--loops] = first + p;
    }
    return ends;
}
