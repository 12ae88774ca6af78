/* Hands on what one loop computes to those that need it later.
 *
 * Such a value is kept in a row, an element for each point of a block, which is free again behind
 * the last loop that reads it. But storing is what processors do least of at a time, and what they
 * add or multiply meanwhile costs nothing. So a value is computed again instead where one or two
 * operations make it of what is at hand: of inputs and values that each of those loops mentions
 * anyway (rematerialization; Briggs, Cooper and Torczon, "Rematerialization", PLDI 1992). */
#include "c_rows.h"

#include "ops.h"

enum { OPERATORS_AGAIN = 2 /* of a text that is computed again */ };

struct mentions {
    VEC_FIELDS(uint32_t); /* segments, in their order */
};

struct rows {
    const struct c_plan *plan;
    struct c_segments *to;
    struct arena *scratch;
    struct mentions *in; /* of each value */
    bool *in_call;       /* of each value: functions that compute a block may read its row */
};

static void list_mentions(struct rows *rows)
{
    struct c_ref_vec refs = {0};
    for (uint32_t g = 0; g < rows->to->segments.count; g++) {
        const struct c_segment *segment = &rows->to->segments.at[g];
        for (uint32_t s = segment->first; s < segment->last; s++) {
            const struct c_statement *statement = &rows->to->statements.at[s];
            refs.count = 0;
            c_statement_mentions(rows->plan, statement, rows->scratch, &refs);
            for (uint32_t i = 0; i < refs.count; i++) {
                struct mentions *in = &rows->in[refs.at[i].index];
                rows->in_call[refs.at[i].index] |= segment->kind == C_SEGMENT_CALLS;
                if (in->count == 0 || in->at[in->count - 1] != g) {
                    vec_push(rows->scratch, in, g);
                }
            }
        }
    }
}

static bool is_mentioned(const struct mentions *in, uint32_t segment)
{
    uint32_t low = 0;
    uint32_t high = in->count;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        if (in->at[middle] < segment) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < in->count && in->at[low] == segment;
}

/* Post: whether one or two cheap operations make the value of what they mention. */
static bool is_cheap(const struct c_plan *plan, ir_ref ref)
{
    const enum ir_op op = ir_at(plan->function, ref)->op;
    return plan->slots[ref.index].operators <= OPERATORS_AGAIN &&
           (op == IR_ADD || op == IR_SUB || op == IR_MUL || op == IR_NEG || op == IR_ABS);
}

/* Post: whether every later segment that mentions the value mentions all that it is made of. */
static bool is_at_hand(const struct rows *rows, ir_ref ref, uint32_t segment,
                       const struct c_ref_vec *refs)
{
    const struct mentions *in = &rows->in[ref.index];
    for (uint32_t m = 0; m < in->count; m++) {
        for (uint32_t i = 0; in->at[m] > segment && i < refs->count; i++) {
            const uint32_t index = refs->at[i].index;
            if (!is_mentioned(&rows->in[index], in->at[m])) {
                return false;
            }
        }
    }
    return true;
}

static void give(struct rows *rows)
{
    const struct c_plan *plan = rows->plan;
    struct c_segments *to = rows->to;
    struct c_ref_vec *ending =
        arena_alloc(rows->scratch, (to->segments.count + 1) * sizeof *ending);
    struct c_ref_vec refs = {0};
    VEC(uint32_t) free_rows = {0};
    for (uint32_t g = 0; g < to->segments.count; g++) {
        const struct c_segment *segment = &to->segments.at[g];
        for (uint32_t s = segment->first; s < segment->last; s++) {
            const struct c_statement *statement = &to->statements.at[s];
            const uint32_t index = statement->ref.index;
            const struct mentions *in = &rows->in[index];
            const uint32_t last = in->count == 0 ? 0 : in->at[in->count - 1];
            if (statement->store || last <= g) {
                continue;
            }
            refs.count = 0;
            c_statement_mentions(plan, statement, rows->scratch, &refs);
            if (segment->kind == C_SEGMENT_ARITHMETIC && !rows->in_call[index] &&
                is_cheap(plan, statement->ref) && is_at_hand(rows, statement->ref, g, &refs)) {
                to->again[index] = true;
                continue;
            }
            to->row[index] =
                free_rows.count > 0 ? free_rows.at[--free_rows.count] : to->row_count++;
            vec_push(rows->scratch, &ending[last], statement->ref);
        }
        for (uint32_t i = ending[g].count; i > 0; i--) {
            vec_push(rows->scratch, &free_rows, to->row[ending[g].at[i - 1].index]);
        }
    }
}

/* Post: of each statement, whether its own loop or a row needs it. */
static bool *find_needed(const struct rows *rows)
{
    const struct c_segments *to = rows->to;
    bool *needed = arena_alloc(rows->scratch, (to->statements.count + 1) * sizeof *needed);
    uint32_t *wanted = /* by which segment, counted from 1 */
        arena_alloc(rows->scratch, rows->plan->function->values.count * sizeof *wanted);
    struct c_ref_vec refs = {0};
    for (uint32_t g = 0; g < to->segments.count; g++) {
        const struct c_segment *segment = &to->segments.at[g];
        for (uint32_t s = segment->last; s-- > segment->first;) {
            const struct c_statement *statement = &to->statements.at[s];
            const uint32_t index = statement->ref.index;
            needed[s] = statement->store || !to->again[index] || wanted[index] == g + 1;
            refs.count = 0;
            c_statement_mentions(rows->plan, statement, rows->scratch, &refs);
            for (uint32_t i = 0; needed[s] && i < refs.count; i++) {
                wanted[refs.at[i].index] = g + 1;
            }
        }
    }
    return needed;
}

/* Takes out what only later loops need, which compute it again. */
static void take_out(struct rows *rows)
{
    struct c_segments *to = rows->to;
    const bool *needed = find_needed(rows);
    uint32_t statements = 0;
    uint32_t segments = 0;
    for (uint32_t g = 0; g < to->segments.count; g++) {
        struct c_segment segment = to->segments.at[g];
        const uint32_t first = statements;
        for (uint32_t s = segment.first; s < segment.last; s++) {
            to->statements.at[statements] = to->statements.at[s];
            statements += needed[s] ? 1 : 0;
        }
        segment.first = first;
        segment.last = statements;
        to->segments.at[segments] = segment;
        segments += first < statements ? 1 : 0;
    }
    to->statements.count = statements;
    to->segments.count = segments;
}

void c_rows_give(const struct c_plan *plan, struct c_segments *to, struct arena *arena)
{
    const uint32_t count = plan->function->values.count;
    struct arena *scratch = arena_create();
    struct rows rows = {.plan = plan,
                        .to = to,
                        .scratch = scratch,
                        .in = arena_alloc(scratch, count * sizeof *rows.in),
                        .in_call = arena_alloc(scratch, count * sizeof *rows.in_call)};
    to->row = arena_alloc(arena, count * sizeof *to->row);
    to->again = arena_alloc(arena, count * sizeof *to->again);
    for (uint32_t i = 0; i < count; i++) {
        to->row[i] = C_NOT_KEPT;
    }
    list_mentions(&rows);
    give(&rows);
    take_out(&rows);
    arena_destroy(scratch);
}
