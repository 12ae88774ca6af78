/* The distance of Damerau and Levenshtein (optimal string alignment), with the weights of
 * spelling.h. */
#include "spelling.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

enum { LONGEST = 40 };

static char lower_case(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool equal_but_for_case(const char *a, const char *b)
{
    while (*a != '\0' && lower_case(*a) == lower_case(*b)) {
        a++;
        b++;
    }
    return *a == *b;
}

static uint32_t least(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

static uint32_t cost_of_change(char a, char b, bool first)
{
    return a == b ? 0 : lower_case(a) == lower_case(b) ? 1 : first ? 3 : 2;
}

uint32_t spelling_distance(const char *wanted, const char *candidate)
{
    uint32_t rows[LONGEST + 1][LONGEST + 1];
    const size_t m = strlen(wanted);
    const size_t n = strlen(candidate);
    const uint32_t most = m < 2 || n < 2 ? 1 : m < 5 ? 2 : SPELLING_NEAR;
    if (m > LONGEST || n > LONGEST) {
        return UINT32_MAX;
    }
    if (equal_but_for_case(wanted, candidate)) {
        return 1;
    }
    for (uint32_t i = 0; i <= m; i++) {
        for (uint32_t j = 0; j <= n; j++) {
            if (i == 0 || j == 0) {
                rows[i][j] = 2 * (i + j);
                continue;
            }
            const char a = wanted[i - 1];
            const char b = candidate[j - 1];
            rows[i][j] = least(rows[i - 1][j - 1] + cost_of_change(a, b, i == 1 && j == 1),
                               least(rows[i - 1][j], rows[i][j - 1]) + 2);
            if (i > 1 && j > 1 && a == candidate[j - 2] && b == wanted[i - 2]) {
                rows[i][j] = least(rows[i][j], rows[i - 2][j - 2] + 2);
            }
        }
    }
    return rows[m][n] > most ? UINT32_MAX : rows[m][n];
}

const char *spelling_closest(const char *wanted, const char *const *known, uint32_t count)
{
    const char *closest = NULL;
    uint32_t nearest = SPELLING_NEAR + 1;
    for (uint32_t k = 0; k < count; k++) {
        const uint32_t distance = spelling_distance(wanted, known[k]);
        if (distance < nearest) {
            nearest = distance;
            closest = known[k];
        }
    }
    return closest;
}
