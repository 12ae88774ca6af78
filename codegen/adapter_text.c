/* Writes an adapter's file: its text in adapter/ with what depends on the model put in.
 *
 * In such a text
 *
 *     MODEL            is what all names of a model begin with, where no letter or digit is before
 * it
 *     @word@           is what adapter_words.c has for it
 *     @fact: text@     is the text where the fact holds of the model (there, too, or the name of
 *                      a function that it has, or of one with _work behind it, which then takes
 *                      scratch memory); `@!fact: text@` where it does not
 *     @if facts        and
 *     @end             on lines of their own do the same for the lines between them, where all
 * facts hold, which stand between blanks,
 *     @models          and
 *     @end models      repeat the lines between them for each model.
 *
 * Outside of @models a fact holds where it holds of one model. @if may stand inside @if. Lines of C
 * that come out long are broken behind commas. */
#include "adapter.h"

#include "adapter_words.h"
#include "c_line.h"

#include <ctype.h>
#include <string.h>

/* -- text -- */

/* Adds the text with MODEL replaced. */
static void add_plain(const struct adapter_writer *writer, struct piece text)
{
    static const char model[] = "MODEL";
    const size_t length = sizeof model - 1;
    for (size_t i = 0; i < text.length; i++) {
        const bool begins = i == 0 || !isalnum((unsigned char)text.at[i - 1]);
        if (begins && text.length - i >= length && memcmp(text.at + i, model, length) == 0) {
            text_add(writer->out, writer->public.models[writer->model]);
            i += length - 1;
        } else {
            text_add_bytes(writer->out, text.at + i, 1);
        }
    }
}

/* Adds what stands between two @: a word, or a fact and a text. */
static void add_marked(const struct adapter_writer *writer, struct piece marked)
{
    const char *colon = memchr(marked.at, ':', marked.length);
    if (colon == NULL) {
        text_add(writer->out, adapter_word(writer, marked));
        return;
    }
    const size_t length = (size_t)(colon - marked.at);
    if (adapter_holds(writer, (struct piece){marked.at, length})) {
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

static void add_line(const struct adapter_writer *file_writer, struct piece line)
{
    struct text whole = text_in(file_writer->out->arena);
    struct adapter_writer line_writer = *file_writer;
    const struct adapter_writer *writer = &line_writer;
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
static void add_lines(const struct adapter_writer *writer, struct piece text)
{
    static const char when[] = "@if ";
    unsigned depth = 0;
    unsigned unwanted = 0; /* the depth from which lines are left out; 0: they are not */
    while (text.length > 0) {
        const struct piece line = next_line(&text);
        if (line.length > strlen(when) && memcmp(line.at, when, strlen(when)) == 0) {
            const struct piece fact = {line.at + strlen(when), line.length - strlen(when)};
            depth++;
            unwanted = unwanted == 0 && !adapter_holds(writer, fact) ? depth : unwanted;
        } else if (piece_is(line, "@end")) {
            unwanted = unwanted == depth ? 0 : unwanted;
            depth--;
        } else if (unwanted == 0) {
            add_line(writer, line);
        }
    }
}

/* Adds the comment that opens the file, as that of its language. */
static void add_opening(const struct adapter_writer *writer)
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
    struct adapter_writer writer = {.adapter = adapter,
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
