/* "Did you mean …?": the name in sight that is spelled most alike. */
#include "lowering.h"

#include <string.h>

/* A rough distance of two words: insertions, deletions, changes; at most `limit` + 1. */
static uint32_t distance(const char *a, const char *b, uint32_t limit)
{
    enum { LONGEST = 40 };
    uint32_t row[LONGEST + 1];
    uint32_t length = 0;
    while (b[length] != '\0') {
        if (++length > LONGEST) {
            return limit + 1;
        }
    }
    for (uint32_t j = 0; j <= length; j++) {
        row[j] = j;
    }
    for (uint32_t i = 0; a[i] != '\0'; i++) {
        uint32_t diagonal = row[0];
        row[0] = i + 1;
        for (uint32_t j = 0; j < length; j++) {
            const uint32_t change = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[j + 1];
            const uint32_t shift = (row[j] < row[j + 1] ? row[j] : row[j + 1]) + 1;
            row[j + 1] = change < shift ? change : shift;
        }
    }
    return row[length];
}

void lower_suggest(struct lowering *l, atom name)
{
    const char *wanted = lower_text(l, name);
    const char *best = NULL;
    uint32_t best_distance = 3;
    for (uint32_t i = 1; i < l->atom_count; i++) {
        const atom candidate = {i};
        const bool known = scope_find(l, candidate) != NULL || l->items[i] != NULL;
        if (!known || atom_equal(candidate, name)) {
            continue;
        }
        const char *text = lower_text(l, candidate);
        const uint32_t d = distance(wanted, text, best_distance);
        if (d < best_distance && d * 2 <= strlen(wanted)) {
            best = text;
            best_distance = d;
        }
    }
    if (best != NULL) {
        lower_help(l, "did you mean `%s`?", best);
    }
}
