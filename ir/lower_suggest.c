/* "Did you mean …?": the name in sight that is spelled most alike. */
#include "lowering.h"

#include <string.h>

static char lower_case(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Twice the distance of two words in insertions, deletions and changes; a change of case alone
 * counts half, one of the first letter one and a half. Words longer than a limit are far from
 * everything. */
static uint32_t distance(const char *a, const char *b)
{
    enum { LONGEST = 40 };
    uint32_t row[LONGEST + 1];
    const size_t length = strlen(b);
    if (length > LONGEST || strlen(a) > LONGEST) {
        return UINT32_MAX;
    }
    for (uint32_t j = 0; j <= length; j++) {
        row[j] = 2 * j;
    }
    for (uint32_t i = 0; a[i] != '\0'; i++) {
        uint32_t diagonal = row[0];
        row[0] = 2 * (i + 1);
        for (uint32_t j = 0; j < length; j++) {
            const uint32_t other = i == 0 && j == 0 ? 3 : 2;
            const uint32_t cost = a[i] == b[j]                           ? 0
                                  : lower_case(a[i]) == lower_case(b[j]) ? 1
                                                                         : other;
            const uint32_t change = diagonal + cost;
            diagonal = row[j + 1];
            const uint32_t shift = (row[j] < row[j + 1] ? row[j] : row[j + 1]) + 2;
            row[j + 1] = change < shift ? change : shift;
        }
    }
    return row[length];
}

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

void lower_suggest(struct lowering *l, atom name, bool function)
{
    const char *wanted = lower_text(l, name);
    const size_t length = strlen(wanted);
    const char *best = NULL;
    uint32_t best_distance = 5; /* up to two changes, and no more than half of the letters */
    for (uint32_t i = 1; l->fresh && i < l->atom_count; i++) {
        const atom candidate = {i};
        if (atom_equal(candidate, name) || !is_in_sight(l, candidate, function)) {
            continue;
        }
        const uint32_t d = distance(wanted, lower_text(l, candidate));
        if (d < best_distance && d <= length) {
            best = lower_text(l, candidate);
            best_distance = d;
        }
    }
    if (best != NULL) {
        lower_help(l, "did you mean `%s`?", best);
    }
}
