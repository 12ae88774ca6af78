/* Rules for make; see depfile.h. Names are quoted as gcc does (GNU make's own scheme, in which a
 * blank is quoted by a backslash, and backslashes count double before a blank alone). */
#include "depfile.h"

#include "adapt.h"
#include "output.h"

#include <string.h>

enum { COLUMNS = 78 };

void depfile_quote(const char *name, struct text *out)
{
    for (const char *at = name; *at != '\0'; at++) {
        if (*at == ' ' || *at == '\t') {
            for (const char *before = at; before > name && before[-1] == '\\'; before--) {
                text_add(out, "\\");
            }
        }
        text_add(out, *at == '$' ? "$" : strchr(" \t#:", *at) != NULL ? "\\" : "");
        text_add_bytes(out, at, 1);
    }
}

static bool is_file(const char *path)
{
    return path != NULL && strcmp(path, "-") != 0;
}

const char *depfile_path(struct arena *arena, const struct options *options)
{
    if (options->depfile != NULL) {
        return options->depfile;
    }
    return options->dependencies && is_file(options->output)
               ? output_with_ending(arena, options->output, ".d")
               : NULL;
}

/* A rule while it is written: its lines are broken between names. */
struct rule {
    struct text *out;
    size_t start; /* of the line */
};

static void add_word(struct rule *rule, const char *word)
{
    const size_t column = rule->out->length - rule->start;
    if (column > 0 && column + 1 + strlen(word) > COLUMNS) {
        text_add(rule->out, " \\\n");
        rule->start = rule->out->length;
    }
    text_print(rule->out, "%s%s", rule->out->length == 0 ? "" : " ", word);
}

static void add_name(struct rule *rule, const char *name)
{
    struct text quoted = text_in(rule->out->arena);
    depfile_quote(name, &quoted);
    add_word(rule, text_string(&quoted));
}

static void add_targets(struct rule *rule, const struct options *options)
{
    struct arena *arena = rule->out->arena;
    for (uint32_t i = 0; i < options->targets.count; i++) {
        add_word(rule, options->targets.at[i]);
    }
    if (options->targets.count > 0) {
        return;
    }
    if (is_file(options->output)) {
        add_name(rule, options->output);
    } else {
        const char *model = options->inputs.at[0];
        const char *slash = strrchr(model, '/');
        add_name(rule, output_with_ending(arena, slash == NULL ? model : slash + 1, ".c"));
    }
    if (is_file(options->header)) {
        add_name(rule, options->header);
    }
    for (uint32_t i = 0; i < options->adapters.count; i++) {
        add_name(rule, adapt_path(arena, options, adapter_named(options->adapters.at[i])));
    }
}

void depfile_write(const struct pipeline *pipeline, struct text *out)
{
    const struct options *options = pipeline->options;
    struct rule rule = {.out = out, .start = out->length};
    add_targets(&rule, options);
    text_add(out, ":");
    add_name(&rule, options->inputs.at[0]);
    for (uint32_t i = 0; i < pipeline->import_count; i++) {
        add_name(&rule, pipeline->imports[i]->source->path);
    }
    if (options->plan != NULL) {
        add_name(&rule, options->plan);
    }
    if (options->weights != NULL) {
        add_name(&rule, options->weights);
    }
    text_add(out, "\n");
    for (uint32_t i = 0; options->phony && i < pipeline->import_count; i++) {
        depfile_quote(pipeline->imports[i]->source->path, out);
        text_add(out, ":\n");
    }
}
