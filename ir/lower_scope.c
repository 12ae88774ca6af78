/* Scopes, variables, the trail of changes under run-time conditions, and errors with the inlined
 * calls that led to them. */
#include "lowering.h"

#include <stdarg.h>
#include <stdio.h>

enum { NESTING_LIMIT = 6000, CALLS_SHOWN = 3 };

const char *lower_text(const struct lowering *l, atom name)
{
    return atom_text(l->compilation->atoms, name);
}

static const char *format_message(struct lowering *l, const char *format, va_list arguments)
{
    va_list again;
    va_copy(again, arguments);
    const int length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    char *message = arena_alloc(l->arena, (size_t)length + 1);
    vsnprintf(message, (size_t)length + 1, format, arguments);
    return message;
}

void lower_error(struct lowering *l, struct span span, const char *format, ...)
{
    struct diagnostics *diagnostics = l->compilation->diagnostics;
    va_list arguments;
    va_start(arguments, format);
    const char *message = format_message(l, format, arguments);
    va_end(arguments);
    const struct frame *frame = l->frame;
    for (; frame != NULL && frame->builtin; frame = frame->caller) {
        span = frame->call;
    }
    diagnostic_error(diagnostics, span, "%s", message);
    uint32_t shown = 0;
    uint32_t latest = 0;
    for (; frame != NULL && frame->callee != NULL && frame->callee->kind == AST_FN &&
           shown < CALLS_SHOWN;
         frame = frame->caller) {
        if (frame->call.begin == latest) {
            continue; /* the same call again, as in an endless recursion */
        }
        latest = frame->call.begin;
        diagnostic_note(diagnostics, frame->call, "in this call of `%s`",
                        lower_text(l, frame->callee->name.name));
        shown++;
    }
}

void lower_help(struct lowering *l, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    diagnostic_help(l->compilation->diagnostics, "%s", format_message(l, format, arguments));
    va_end(arguments);
}

bool lower_enter(struct lowering *l, struct span span)
{
    if (l->nesting >= NESTING_LIMIT) {
        lower_error(l, span,
                    "this nests too deeply: more than %d expressions and calls inside each "
                    "other",
                    NESTING_LIMIT);
        return false;
    }
    l->nesting++;
    return true;
}

void lower_leave(struct lowering *l)
{
    l->nesting--;
}

/* -- scopes -- */

void scope_open(struct lowering *l, uint32_t *mark)
{
    *mark = l->bindings.count;
    l->block++;
}

void scope_close(struct lowering *l, uint32_t mark)
{
    while (l->bindings.count > mark) {
        const struct binding *binding = &l->bindings.at[--l->bindings.count];
        l->current[binding->name.name.index] = binding->shadowed;
    }
    l->block--;
}

struct binding *scope_find(struct lowering *l, atom name)
{
    const uint32_t index = l->current[name.index];
    if (index == 0 || l->bindings.at[index - 1].frame != l->frame->depth) {
        return NULL;
    }
    return &l->bindings.at[index - 1];
}

struct binding *scope_bind(struct lowering *l, struct ast_name name, enum binding_kind kind)
{
    const struct binding *present = scope_find(l, name.name);
    if (present != NULL && present->block == l->block) {
        lower_error(l, name.span, "`%s` is declared twice in this block", lower_text(l, name.name));
        diagnostic_note(l->compilation->diagnostics, present->name.span, "the first is here");
    }
    struct binding *binding = vec_add(l->arena, &l->bindings);
    *binding = (struct binding){.name = name,
                                .kind = kind,
                                .frame = l->frame->depth,
                                .block = l->block,
                                .shadowed = l->current[name.name.index]};
    l->current[name.name.index] = l->bindings.count;
    return binding;
}

struct slot *slots_create(struct lowering *l, struct shape shape)
{
    const uint32_t count = shape_count(shape);
    struct slot *slots = arena_alloc(l->arena, count * sizeof *slots);
    for (uint32_t i = 0; i < count; i++) {
        slots[i] = (struct slot){.ref = IR_NONE, .birth = l->branches};
    }
    return slots;
}

void slot_set(struct lowering *l, struct slot *slot, ir_ref ref)
{
    if (l->branches > slot->birth) {
        vec_push(l->arena, &l->trail, (struct change){slot, slot->ref});
    }
    slot->ref = ref;
}

/* -- branches -- */

static void swap_change(struct change *change)
{
    const ir_ref now = change->slot->ref;
    change->slot->ref = change->other;
    change->other = now;
}

static void undo(struct change *changes, uint32_t count)
{
    for (uint32_t i = count; i > 0; i--) {
        swap_change(&changes[i - 1]);
    }
}

static void redo(struct change *changes, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        swap_change(&changes[i]);
    }
}

void side_begin(struct lowering *l, struct side *side)
{
    l->branches++;
    side->begin = l->trail.count;
}

void side_end(struct lowering *l, struct side *side)
{
    l->branches--;
    side->returned = ir_is_boolean(l->f, l->frame->returned.ref, true);
    side->count = l->trail.count - side->begin;
    side->changes = arena_alloc(l->arena, side->count * sizeof *side->changes);
    for (uint32_t i = 0; i < side->count; i++) {
        side->changes[i] = l->trail.at[side->begin + i];
    }
    undo(side->changes, side->count);
    l->trail.count = side->begin;
}

/* The slots that live outside of the branch and were changed in it, each once, in order. */
struct touched {
    VEC(struct slot *) slots;
};

static void collect(struct lowering *l, const struct side *side, struct touched *touched)
{
    for (uint32_t i = 0; i < side->count; i++) {
        struct slot *slot = side->changes[i].slot;
        if (slot->stamp != l->stamp && slot->birth <= l->branches) {
            slot->stamp = l->stamp;
            vec_push(l->arena, &touched->slots, slot);
        }
    }
}

static ir_ref *values_after(struct lowering *l, const struct side *side,
                            const struct touched *touched)
{
    ir_ref *values = tensor_alloc(l, touched->slots.count);
    redo(side->changes, side->count);
    for (uint32_t i = 0; i < touched->slots.count; i++) {
        values[i] = touched->slots.at[i]->ref;
    }
    undo(side->changes, side->count);
    return values;
}

/* Results of a call are kept from both sides, whichever returned; of a variable the value on a side
 * that returned is never seen again. */
static ir_ref merge_slot(struct lowering *l, ir_ref condition, const struct side *then,
                         const struct side *otherwise, const struct slot *slot, ir_ref a, ir_ref b)
{
    if (slot->result) {
        if (ir_is_none(a) || ir_is_none(b)) {
            return ir_is_none(a) ? b : a;
        }
    } else {
        if (then->returned) {
            return b;
        }
        if (otherwise->returned) {
            return a;
        }
        if (ir_is_none(a) || ir_is_none(b)) {
            return IR_NONE;
        }
    }
    return build_choice(l, condition, a, b);
}

void sides_merge(struct lowering *l, ir_ref condition, const struct side *then,
                 const struct side *otherwise)
{
    l->stamp++;
    struct touched touched = {0};
    collect(l, then, &touched);
    collect(l, otherwise, &touched);
    const ir_ref *a = values_after(l, then, &touched);
    const ir_ref *b = values_after(l, otherwise, &touched);
    for (uint32_t i = 0; i < touched.slots.count; i++) {
        struct slot *slot = touched.slots.at[i];
        slot_set(l, slot, merge_slot(l, condition, then, otherwise, slot, a[i], b[i]));
    }
}
