/* What adapters want of the options and of the models; see adapt.h. */
#include "adapt.h"

#include "output.h"

#include <stdio.h>
#include <string.h>

void option_take_adapter(struct option_reader *reader, const struct option *option,
                         const char *word)
{
    uint32_t count;
    const struct adapter *table = adapter_table(&count);
    (void)option;
    if (adapter_named(word) == NULL) {
        const char **names = arena_alloc(reader->arena, count * sizeof *names);
        struct text known = text_in(reader->arena);
        for (uint32_t i = 0; i < count; i++) {
            names[i] = table[i].name;
            text_print(&known, "%s%s", i == 0 ? "" : i + 1 == count ? " or " : ", ", names[i]);
        }
        option_wrong(reader, "--adapter takes %s, not %s", text_string(&known),
                     arena_format(reader->arena, "`%s`%s", word,
                                  option_guess(reader, word, names, count, "")));
        return;
    }
    struct option_words *adapters = &reader->options->adapters;
    for (uint32_t i = 0; i < adapters->count; i++) {
        if (strcmp(adapters->at[i], word) == 0) {
            return;
        }
    }
    vec_push(reader->arena, adapters, word);
}

static const struct adapter *adapter_at(const struct options *options, uint32_t i)
{
    return adapter_named(options->adapters.at[i]);
}

/* -- options -- */

static bool all_take(const struct options *options, enum ir_layout layout)
{
    for (uint32_t i = 0; i < options->adapters.count; i++) {
        if (!adapter_takes(adapter_at(options, i), layout)) {
            return false;
        }
    }
    return true;
}

/* Post: "cvode takes columns, csr, csc". */
static const char *taken_by(const struct adapter *adapter, struct arena *arena)
{
    struct text text = text_in(arena);
    const char *between = " takes ";
    text_add(&text, adapter->name);
    for (enum ir_layout layout = IR_LAYOUT_DENSE; layout <= IR_LAYOUT_COO; layout++) {
        if (adapter_takes(adapter, layout)) {
            text_print(&text, "%s%s", between, ir_layout_name(layout));
            between = ", ";
        }
    }
    return text_string(&text);
}

/* Post: a layout that all adapters take; where one was asked for, that is it. */
static void settle_layout(struct option_reader *reader)
{
    struct options *options = reader->options;
    if (options->layout_chosen && all_take(options, options->layout)) {
        return;
    }
    for (uint32_t i = 0; i < options->adapters.count && !options->layout_chosen; i++) {
        const enum ir_layout best = adapter_at(options, i)->best;
        if (all_take(options, best)) {
            options->layout = best;
            return;
        }
    }
    struct text taken = text_in(reader->arena);
    for (uint32_t i = 0; i < options->adapters.count; i++) {
        text_print(&taken, "%s%s", i == 0 ? "" : "; ",
                   taken_by(adapter_at(options, i), reader->arena));
    }
    if (options->layout_chosen) {
        option_wrong(reader, "--layout=%s is none for the adapter: %s",
                     ir_layout_name(options->layout), text_string(&taken));
    } else {
        option_wrong(reader, "no --layout is one for all adapters, run adc for each: %s%s",
                     text_string(&taken), "");
    }
}

void adapt_options(struct option_reader *reader)
{
    const struct options *options = reader->options;
    if (options->adapters.count == 0) {
        return;
    }
    if (options->command != COMMAND_COMPILE || options->emit != EMIT_C) {
        option_wrong(reader, "--adapter goes with compiling a model to C%s%s", "", "");
    } else if (options->output == NULL || strcmp(options->output, "-") == 0) {
        option_wrong(reader, "--adapter needs a file of -o to name its own after%s%s", "", "");
    } else if (options->real != CODEGEN_DOUBLE) {
        option_wrong(reader, "--adapter goes with --real=double alone%s%s", "", "");
    } else if (options->abi != CODEGEN_FLAT) {
        option_wrong(reader, "--adapter goes with --abi=flat alone%s%s", "", "");
    }
    for (uint32_t i = 0; i < options->adapters.count && !reader->wrong; i++) {
        const struct adapter *adapter = adapter_at(options, i);
        if (adapter->header && options->header == NULL) {
            option_wrong(reader, "--adapter=%s includes the header of the C: name it by --header%s",
                         adapter->name, "");
        } else if (adapter->one_triangle && options->triangle == TRIANGLE_FULL) {
            option_wrong(reader, "--adapter=%s takes half a Hessian: --triangle=lower or upper%s",
                         adapter->name, "");
        }
    }
    if (!reader->wrong) {
        settle_layout(reader);
    }
}

/* -- models -- */

bool adapt_shape(const struct options *options, const struct ir_function *value)
{
    const uint32_t nx = value->arguments.at[IR_ARRAY_X].count;
    const uint32_t np = value->arguments.at[IR_ARRAY_P].count;
    const uint32_t ny = value->results.at[0].array.count;
    for (uint32_t i = 0; i < options->adapters.count; i++) {
        const struct adapter *adapter = adapter_at(options, i);
        const char *refusal =
            nx == 0 || ny == 0 ? "a solver wants some of both" : adapter->refusal(nx, np, ny);
        if (refusal != NULL) {
            fprintf(stderr,
                    "adc: --adapter=%s: model `%s` has %u input%s, %u parameter%s and %u output%s; "
                    "%s\n",
                    adapter->name, atom_text(value->atoms, value->name), (unsigned)nx,
                    nx == 1 ? "" : "s", (unsigned)np, np == 1 ? "" : "s", (unsigned)ny,
                    ny == 1 ? "" : "s", refusal);
            return false;
        }
    }
    return true;
}

static void add_mode(struct arena *arena, struct option_words *modes, const char *mode)
{
    for (uint32_t i = 0; i < modes->count; i++) {
        if (strcmp(modes->at[i], mode) == 0) {
            return;
        }
    }
    vec_push(arena, modes, mode);
}

void adapt_modes(struct arena *arena, const struct options *options, bool scalar,
                 struct option_words *modes)
{
    for (uint32_t i = 0; i < options->adapters.count; i++) {
        const struct adapter *adapter = adapter_at(options, i);
        for (uint32_t m = 0; m < ADAPTER_MODES && adapter->modes[m] != NULL; m++) {
            const bool first = strcmp(adapter->modes[m], "first") == 0;
            add_mode(arena, modes, !first ? adapter->modes[m] : scalar ? "gradient" : "jacobian");
        }
    }
}

/* -- files -- */

const char *adapt_path(struct arena *arena, const struct options *options,
                       const struct adapter *adapter)
{
    return output_with_ending(arena, options->output, adapter->ending);
}

const char *adapt_stem(struct arena *arena, const struct options *options)
{
    const char *path = output_with_ending(arena, options->output, "");
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}
