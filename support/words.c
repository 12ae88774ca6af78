/* Splitting files of graphs, plans and weights into words; see words.h. */
#include "words.h"

#include "spelling.h"

struct words words_of(const struct compilation *compilation, const struct source *source,
                      enum diagnostic_code code, struct arena *scratch)
{
    return (struct words){
        .compilation = compilation, .source = source, .code = code, .scratch = scratch};
}

static bool is_blank(char byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r' && byte != '\n');
}

static bool is_control(char byte)
{
    return (unsigned char)byte < 0x20 || byte == 0x7F;
}

static struct span span_in(const struct words *words, uint32_t begin, uint32_t end)
{
    return (struct span){words->source->base + begin, words->source->base + end};
}

/* Reads the word that begins here. False, with an error, if it is none. */
static bool read_word(struct words *words)
{
    const char *text = words->source->text;
    const uint32_t begin = words->at;
    uint32_t end = begin;
    uint32_t bad = UINT32_MAX;
    for (; end < words->source->length; end++) {
        if (is_blank(text[end]) || text[end] == '\n' || text[end] == '#') {
            break;
        }
        if (is_control(text[end]) && bad == UINT32_MAX) {
            bad = end;
        }
    }
    words->at = end;
    if (bad != UINT32_MAX) {
        diagnostic_error(words->compilation->diagnostics, words->code, span_in(words, bad, bad + 1),
                         "a word cannot hold the control character 0x%02x",
                         (unsigned)(unsigned char)text[bad]);
        return false;
    }
    const atom name = atom_of(words->compilation->atoms, text + begin, end - begin);
    vec_push(words->scratch, &words->line,
             (struct word){span_in(words, begin, end), atom_text(words->compilation->atoms, name),
                           name});
    return true;
}

bool words_read_line(struct words *words)
{
    const char *text = words->source->text;
    words->line.count = 0;
    while (words->at < words->source->length) {
        bool good = true;
        bool comment = false;
        while (words->at < words->source->length && text[words->at] != '\n') {
            comment = comment || text[words->at] == '#';
            if (comment || is_blank(text[words->at])) {
                words->at++;
            } else {
                good = read_word(words) && good;
            }
        }
        words->at += words->at < words->source->length;
        if (good && words->line.count > 0) {
            return true;
        }
        words->line.count = 0;
    }
    return false;
}

struct span words_line_end(const struct words *words)
{
    const uint32_t end = words->line.at[words->line.count - 1].span.end;
    return (struct span){end, end + 1};
}

void words_report_missing(const struct words *words, const char *what)
{
    diagnostic_error(words->compilation->diagnostics, words->code, words_line_end(words),
                     "`%s` needs %s behind it", words->line.at[0].text, what);
}

bool words_end_at(const struct words *words, uint32_t most)
{
    if (words->line.count <= most) {
        return true;
    }
    diagnostic_error(words->compilation->diagnostics, words->code, words->line.at[most].span,
                     "unexpected `%s`: the line is complete without it", words->line.at[most].text);
    return false;
}

void words_suggest(const struct words *words, const struct word *word, const char *const *known,
                   uint32_t count, const char *otherwise)
{
    const char *closest = spelling_closest(word->text, known, count);
    if (closest != NULL) {
        diagnostic_fix(words->compilation->diagnostics, word->span, closest, "did you mean `%s`?",
                       closest);
    } else if (otherwise != NULL) {
        diagnostic_help(words->compilation->diagnostics, "%s", otherwise);
    }
}
