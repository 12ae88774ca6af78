/* "Did you mean …?": the name in sight that is spelled most alike. */
#include "lowering.h"

#include "spelling.h"

#include <string.h>

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

/* Names of other languages, and what this one has for them. */
static const struct {
    const char *name;
    const char *replacement;
    const char *help;
} foreign[] = {
#define FOREIGN(name, replacement, help) {name, replacement, help},
#define MORE(name, count, help)
#include "foreign_names.def"
#undef FOREIGN
#undef MORE
};

/* Functions that take more arguments in other languages. */
static const struct {
    const char *name;
    uint32_t count;
    const char *help;
} more[] = {
#define FOREIGN(name, replacement, help)
#define MORE(name, count, help) {name, count, help},
#include "foreign_names.def"
#undef FOREIGN
#undef MORE
};

void lower_suggest_count(struct lowering *l, atom name, uint32_t count)
{
    for (size_t i = 0; i < sizeof more / sizeof *more; i++) {
        if (lower_item(l, name) == NULL && count == more[i].count &&
            strcmp(lower_text(l, name), more[i].name) == 0) {
            lower_help(l, "%s", more[i].help);
        }
    }
}

/* Post: whether the name is one of another language; then that has been said. */
static bool explain_foreign(struct lowering *l, struct ast_name unknown)
{
    for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++) {
        if (strcmp(lower_text(l, unknown.name), foreign[i].name) != 0) {
            continue;
        }
        if (foreign[i].replacement != NULL) {
            lower_fix(l, unknown.span, foreign[i].replacement, "write `%s`",
                      foreign[i].replacement);
        } else {
            lower_help(l, "%s", foreign[i].help);
        }
        return true;
    }
    return false;
}

/* A macro of C is a comment here. */
static void explain_macro(struct lowering *l, struct ast_name unknown)
{
    const struct source *source = source_at(l->compilation->sources, unknown.span.begin);
    const char *name = lower_text(l, unknown.name);
    if (source != NULL &&
        strstr(source->text, arena_format(l->arena, "#define %s ", name)) != NULL) {
        lower_help(l, "`#` begins a comment, also in `#define`: write `const %s = e;`", name);
    }
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
    if (best_distance > 1 && explain_foreign(l, unknown)) {
        return;
    }
    if (best == NULL) {
        explain_macro(l, unknown);
    } else {
        lower_fix(l, unknown.span, best, "did you mean `%s`?", best);
    }
}
