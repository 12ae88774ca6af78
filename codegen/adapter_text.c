/* Writes an adapter's file: its text in adapter/ with what depends on the model put in.
 *
 * In such a text
 *
 *     MODEL            is what all names of a model begin with, where a word begins with it
 *     @word@           is what `words` below has for it
 *     @fact: text@     is the text where the fact holds of the model (`facts` below, or the name of
 *                      a function that it has, or of one with _work behind it, which then takes
 *                      scratch memory); `@!fact: text@` where it does not
 *     @if fact         and
 *     @end             on lines of their own do the same for the lines between them,
 *     @models          and
 *     @end models      repeat the lines between them for each model.
 *
 * Outside of @models a fact holds where it holds of one model. @if may stand inside @if. Lines of C
 * that come out long are broken behind commas. */
#include "adapter.h"

#include "c_line.h"
#include "c_pattern.h"
#include "c_public.h"

#include <assert.h>
#include <ctype.h>
#include <string.h>

/* A piece of text that is not ended by a NUL. */
struct piece {
    const char *at;
    size_t length;
};

struct writer {
    const struct adapter *adapter;
    const struct codegen_file *file;
    struct c_public public;
    const char *stem;
    uint32_t model; /* the number of the one at hand; model_count: none */
    struct text *out;
};

static bool piece_is(struct piece piece, const char *text)
{
    return strlen(text) == piece.length && memcmp(piece.at, text, piece.length) == 0;
}

/* -- facts --------------------------------------------------------------------------------------
 */

/* Post: the parameter that is the time: a scalar called t or time; NULL: none is. */
static const struct ir_port *time_of(const struct codegen_model *model)
{
    const struct ir_function *function = model->value != NULL ? model->value : model->functions[0];
    const struct ir_array *p = &function->arguments.at[IR_ARRAY_P];
    for (uint32_t i = 0; i < p->port_count; i++) {
        const char *name = atom_text(function->atoms, p->ports[i].name);
        if (p->ports[i].rank == 0 && (strcmp(name, "t") == 0 || strcmp(name, "time") == 0)) {
            return &p->ports[i];
        }
    }
    return NULL;
}

/* Post: the number of elements of scratch memory that the model's functions want at most. */
static uint32_t work_of(const struct writer *writer, uint32_t model)
{
    uint32_t work = 0;
    for (uint32_t f = 0; f < writer->file->models[model].function_count; f++) {
        const uint32_t its = writer->public.forms[model][f].work;
        work = its > work ? its : work;
    }
    return work;
}

/* Post: whether a function or matrix of the model has this layout. */
static bool has_layout(const struct codegen_model *model, struct piece name, struct arena *arena)
{
    const struct c_patterns patterns = c_patterns_of(model, arena);
    for (uint32_t i = 0; i < patterns.count; i++) {
        if (piece_is(name, ir_layout_name(patterns.at[i].pattern->layout))) {
            return true;
        }
    }
    return false;
}

static bool has_function(const struct writer *writer, uint32_t model, struct piece name)
{
    for (uint32_t f = 0; f < writer->file->models[model].function_count; f++) {
        const char *suffix = writer->file->models[model].functions[f]->suffix;
        if (piece_is(name, suffix) ||
            (writer->public.forms[model][f].work > 0 &&
             piece_is(name, arena_format(writer->out->arena, "%s_work", suffix)))) {
            return true;
        }
    }
    return false;
}

static struct piece piece_of(const char *text)
{
    return (struct piece){text, strlen(text)};
}

/* Post: the function of the first derivatives. */
static const char *first_of(const struct codegen_model *model)
{
    return model->y_count == 1 ? "gradient" : "jacobian";
}

static bool holds_of(const struct writer *writer, uint32_t number, struct piece name)
{
    const struct codegen_model *model = &writer->file->models[number];
    const char *first_work = arena_format(writer->out->arena, "%s_work", first_of(model));
    const struct {
        const char *name;
        bool holds;
    } facts[] = {{"scalar", model->y_count == 1},
                 {"square", model->y_count == model->x_count},
                 {"parameters", model->p_count > 0},
                 {"time", time_of(model) != NULL},
                 {"first_work", has_function(writer, number, piece_of(first_work))},
                 {"work", work_of(writer, number) > 0}};
    for (uint32_t i = 0; i < sizeof facts / sizeof *facts; i++) {
        if (piece_is(name, facts[i].name)) {
            return facts[i].holds;
        }
    }
    return has_function(writer, number, name) || has_layout(model, name, writer->out->arena);
}

/* `fact` or `!fact`, of the model at hand or, where there is none, of any. */
static bool holds(const struct writer *writer, struct piece fact)
{
    const bool wanted = fact.length == 0 || fact.at[0] != '!';
    const struct piece name = wanted ? fact : (struct piece){fact.at + 1, fact.length - 1};
    if (writer->model < writer->file->model_count) {
        return holds_of(writer, writer->model, name) == wanted;
    }
    for (uint32_t m = 0; m < writer->file->model_count; m++) {
        if (holds_of(writer, m, name) == wanted) {
            return true;
        }
    }
    return false;
}

/* -- words --------------------------------------------------------------------------------------
 */

/* Post: the name of the adapter's file as a macro: MODEL_GRAD_GSL_H. */
static const char *guard_of(const struct writer *writer)
{
    struct text guard = text_in(writer->out->arena);
    text_print(&guard, "%s%s%s", isalpha((unsigned char)writer->stem[0]) ? "" : "H", writer->stem,
               writer->adapter->ending);
    for (size_t i = 0; i < guard.length; i++) {
        const unsigned char c = (unsigned char)guard.at[i];
        guard.at[i] = (char)(isalnum(c) ? toupper(c) : '_');
    }
    return text_string(&guard);
}

static const char *word(const struct writer *writer, struct piece name)
{
    struct arena *arena = writer->out->arena;
    const bool has_model = writer->model < writer->file->model_count;
    const struct codegen_model *model = has_model ? &writer->file->models[writer->model] : NULL;
    const struct ir_port *time = has_model ? time_of(model) : NULL;
    const struct {
        const char *name;
        const char *text;
    } words[] = {
        {"stem", writer->stem},
        {"file", arena_format(arena, "%s%s", writer->stem, writer->adapter->ending)},
        {"header", writer->file->header},
        {"guard", guard_of(writer)},
        {"first", has_model ? first_of(model) : ""},
        {"time", time == NULL ? "0" : arena_format(arena, "%u", (unsigned)time->first)},
        {"work",
         arena_format(arena, "%u", has_model ? (unsigned)work_of(writer, writer->model) : 0u)},
    };
    for (uint32_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (piece_is(name, words[i].name)) {
            return words[i].text;
        }
    }
    assert(!"a word of an adapter's text that there is not");
    return "";
}

/* -- text ---------------------------------------------------------------------------------------
 */

static bool is_word(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

/* Adds the text with MODEL replaced. */
static void add_plain(const struct writer *writer, struct piece text)
{
    static const char model[] = "MODEL";
    const size_t length = sizeof model - 1;
    for (size_t i = 0; i < text.length; i++) {
        const bool begins = i == 0 || !is_word(text.at[i - 1]);
        if (begins && text.length - i >= length && memcmp(text.at + i, model, length) == 0) {
            text_add(writer->out, writer->public.models[writer->model]);
            i += length - 1;
        } else {
            text_add_bytes(writer->out, text.at + i, 1);
        }
    }
}

/* Adds what stands between two @: a word, or a fact and a text. */
static void add_marked(const struct writer *writer, struct piece marked)
{
    const char *colon = memchr(marked.at, ':', marked.length);
    if (colon == NULL) {
        text_add(writer->out, word(writer, marked));
        return;
    }
    const size_t length = (size_t)(colon - marked.at);
    if (holds(writer, (struct piece){marked.at, length})) {
        add_plain(writer, (struct piece){colon + 1, marked.length - length - 1});
    }
}

static bool is_python(const struct adapter *adapter)
{
    const size_t length = strlen(adapter->ending);
    return strcmp(adapter->ending + length - 3, ".py") == 0;
}

/* Adds a line of C, broken behind commas where it is long; comments and the preprocessor's lines
 * are as they are. */
static void add_broken(struct text *out, const struct text *line)
{
    const char *at = text_string(line);
    const size_t indent = strspn(at, " ");
    struct text marked = text_in(out->arena);
    unsigned depth = 0;
    if (strchr("#/*", at[indent]) != NULL) {
        text_print(out, "%s\n", at);
        return;
    }
    for (at += indent; *at != '\0'; at++) {
        depth += *at == '(';
        depth -= *at == ')';
        if (*at == ' ' && (at[-1] == ',' || at[-1] == '=')) {
            c_line_mark(&marked, depth);
        } else {
            text_add_bytes(&marked, at, 1);
        }
    }
    c_line_add(out, &marked, (unsigned)indent, C_LINE_HANG);
}

static void add_line(const struct writer *file_writer, struct piece line)
{
    struct text whole = text_in(file_writer->out->arena);
    struct writer line_writer = *file_writer;
    const struct writer *writer = &line_writer;
    line_writer.out = &whole;
    const char *at = line.at;
    const char *end = line.at + line.length;
    while (at < end) {
        const char *mark = memchr(at, '@', (size_t)(end - at));
        const char *close = mark == NULL ? NULL : memchr(mark + 1, '@', (size_t)(end - mark - 1));
        if (close == NULL) {
            break;
        }
        add_plain(writer, (struct piece){at, (size_t)(mark - at)});
        add_marked(writer, (struct piece){mark + 1, (size_t)(close - mark - 1)});
        at = close + 1;
    }
    add_plain(writer, (struct piece){at, (size_t)(end - at)});
    if (is_python(writer->adapter)) {
        text_print(file_writer->out, "%s\n", text_string(&whole));
    } else {
        add_broken(file_writer->out, &whole);
    }
}

/* Post: the line at which the text begins; the text begins behind it. */
static struct piece next_line(struct piece *text)
{
    const char *newline = memchr(text->at, '\n', text->length);
    const struct piece line = {text->at, (size_t)(newline - text->at)};
    text->length -= line.length + 1;
    text->at = newline + 1;
    return line;
}

/* Post: the text up to the line that reads `end`; the rest begins behind that line. */
static struct piece block(struct piece *rest, const char *end)
{
    const char *at = rest->at;
    for (;;) {
        const struct piece line = next_line(rest);
        if (piece_is(line, end)) {
            return (struct piece){at, (size_t)(line.at - at)};
        }
    }
}

/* Adds lines that have no @models among them. */
static void add_lines(const struct writer *writer, struct piece text)
{
    static const char when[] = "@if ";
    unsigned depth = 0;
    unsigned unwanted = 0; /* the depth from which lines are left out; 0: they are not */
    while (text.length > 0) {
        const struct piece line = next_line(&text);
        if (line.length > strlen(when) && memcmp(line.at, when, strlen(when)) == 0) {
            const struct piece fact = {line.at + strlen(when), line.length - strlen(when)};
            depth++;
            unwanted = unwanted == 0 && !holds(writer, fact) ? depth : unwanted;
        } else if (piece_is(line, "@end")) {
            unwanted = unwanted == depth ? 0 : unwanted;
            depth--;
        } else if (unwanted == 0) {
            add_line(writer, line);
        }
    }
}

/* Adds the comment that opens the file, as that of its language. */
static void add_opening(const struct writer *writer)
{
    if (!is_python(writer->adapter)) {
        c_public_opening(writer->file, writer->out);
        return;
    }
    text_print(
        writer->out,
        "# Made from %s by adc %s with %s.\n# This file may be used without any conditions.\n",
        writer->file->source, writer->file->version, writer->file->options);
}

void adapter_write(const struct adapter *adapter, const struct codegen_file *file, const char *stem,
                   struct text *out)
{
    struct writer writer = {.adapter = adapter,
                            .file = file,
                            .public = c_public_names(file, out->arena),
                            .stem = stem,
                            .model = file->model_count,
                            .out = out};
    struct piece rest = {adapter->text, strlen(adapter->text)};
    add_opening(&writer);
    add_lines(&writer, block(&rest, "@models"));
    const struct piece models = block(&rest, "@end models");
    for (uint32_t m = 0; m < file->model_count; m++) {
        writer.model = m;
        add_lines(&writer, models);
    }
    writer.model = file->model_count;
    add_lines(&writer, rest);
}
