/* "Did you mean …?": the name in sight that is spelled most alike. */
#include "lowering.h"

#include "spelling.h"

/* Whether the frame at hand could use the name in the place of the unknown one. */
static bool is_in_sight(struct lowering *l, atom name, bool function)
{
    const bool bound = scope_find(l, name) != NULL;
    const struct ast_item *item = lower_item(l, name);
    if (function) {
        return !bound && (item != NULL ? item->kind == AST_FN || item->kind == AST_EXTERN
                                       : lower_is_callable(l, name));
    }
    return bound ||
           (item != NULL ? item->kind == AST_CONST
                         : atom_equal(name, l->known.pi) || atom_equal(name, l->known.inf));
}

void lower_suggest(struct lowering *l, struct ast_name unknown, bool function)
{
    const char *wanted = lower_text(l, unknown.name);
    const char *best = NULL;
    uint32_t best_distance = SPELLING_NEAR + 1;
    for (uint32_t i = 1; l->fresh && i < l->atom_count; i++) {
        const atom candidate = {i};
        if (atom_equal(candidate, unknown.name) || !is_in_sight(l, candidate, function)) {
            continue;
        }
        const uint32_t d = spelling_distance(wanted, lower_text(l, candidate));
        if (d < best_distance) {
            best = lower_text(l, candidate);
            best_distance = d;
        }
    }
    if (best != NULL) {
        lower_fix(l, unknown.span, best, "did you mean `%s`?", best);
    }
}
