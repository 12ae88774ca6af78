/* Scopes, variables, and the trail of changes under run-time conditions. */
#include "lowering.h"

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
        lower_error(l, ERROR_DECLARED_TWICE, name.span, "`%s` is declared twice",
                    lower_text(l, name.name));
        lower_note(l, present->name.span, "the first is here");
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
    slot->touched = true;
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
