/* Diagnostics as text for people: the GNU form, the source line, a caret range below it.
 *
 * Of a very long line only what is around the caret is shown. Characters that terminals show two
 * columns wide, or none, are counted as such, so that the caret stands below its token; columns in
 * `file:line:column` count characters. */
#include "remark.h"

enum { WIDEST = 160, AROUND = 60, BYTES_AROUND = 4 * WIDEST };

/* -- characters -- */

static uint32_t code_point(const char *at, uint32_t length)
{
    static const unsigned char masks[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
    uint32_t point = (unsigned char)at[0] & masks[length];
    for (uint32_t i = 1; i < length; i++) {
        point = point << 6 | ((unsigned char)at[i] & 0x3F);
    }
    return point;
}

/* The blocks of Unicode whose characters are shown with no column or with two (UAX 11: wide and
 * full-width). */
static const struct {
    uint32_t first;
    uint32_t last;
    uint32_t columns;
} blocks[] = {
    {0x0300, 0x036F, 0},   {0x200B, 0x200F, 0}, {0x2060, 0x2060, 0},   {0x20D0, 0x20FF, 0},
    {0xFE00, 0xFE0F, 0},   {0xFEFF, 0xFEFF, 0}, {0x1100, 0x115F, 2},   {0x2E80, 0x303E, 2},
    {0x3041, 0xA4CF, 2},   {0xAC00, 0xD7A3, 2}, {0xF900, 0xFAFF, 2},   {0xFE30, 0xFE6F, 2},
    {0xFF00, 0xFF60, 2},   {0xFFE0, 0xFFE6, 2}, {0x1F300, 0x1F64F, 2}, {0x1F900, 0x1F9FF, 2},
    {0x20000, 0x3FFFD, 2},
};

/* Post: the bytes of the character at `at`, and how many columns it takes; what is no text takes
 * one, and a stray continuation byte none, as columns are counted. */
static uint32_t measure(const char *at, size_t left, uint32_t *columns)
{
    const uint32_t length = utf8_length(at, left);
    *columns = 1;
    if (length == 0) {
        *columns = ((unsigned char)at[0] & 0xC0) == 0x80 ? 0 : 1;
        return 1;
    }
    const uint32_t point = code_point(at, length);
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++) {
        if (point >= blocks[i].first && point <= blocks[i].last) {
            *columns = blocks[i].columns;
        }
    }
    return length;
}

static bool is_shown(const char *at, size_t left)
{
    const unsigned char first = (unsigned char)at[0];
    return utf8_length(at, left) > 0 && first >= 0x20 && first != 0x7F;
}

/* -- excerpts -- */

/* What of the line is shown: the whole, or what is around the caret. */
static struct span choose_window(const struct source *source, struct span span)
{
    struct span line = source_line(source, span.begin, BYTES_AROUND);
    if (line.end - line.begin <= WIDEST) {
        return line;
    }
    if (span.begin - line.begin > AROUND) {
        line.begin = span.begin - AROUND;
    }
    if (line.end - line.begin > WIDEST) {
        line.end = line.begin + WIDEST;
    }
    const char *text = source->text - source->base;
    while (line.begin < span.begin && ((unsigned char)text[line.begin] & 0xC0) == 0x80) {
        line.begin++; /* not within a character */
    }
    while (line.end > span.begin && ((unsigned char)text[line.end] & 0xC0) == 0x80) {
        line.end--;
    }
    return line;
}

static bool is_cut(const struct source *source, uint32_t offset)
{
    const uint32_t at = offset - source->base;
    return at > 0 && at < source->length && source->text[at - 1] != '\n' &&
           source->text[at] != '\n' && source->text[at] != '\r';
}

/* What a terminal can show: anything else becomes `?`. */
static void add_line(struct text *out, const char *line, size_t length)
{
    for (size_t i = 0; i < length;) {
        uint32_t columns;
        const uint32_t bytes = measure(line + i, length - i, &columns);
        if (is_shown(line + i, length - i) || line[i] == '\t') {
            text_add_bytes(out, line + i, bytes);
        } else if (columns > 0) {
            text_add(out, "?");
        }
        i += bytes;
    }
}

/* Adds `mark` for every column of the text; before the caret a tab stays a tab. */
static void add_columns(struct text *out, const char *line, size_t length, const char *mark)
{
    for (size_t i = 0; i < length;) {
        uint32_t columns;
        const uint32_t bytes = measure(line + i, length - i, &columns);
        if (line[i] == '\t' && mark[0] == ' ') {
            text_add(out, "\t");
            columns = 0;
        }
        for (; columns > 0; columns--) {
            text_add(out, mark);
        }
        i += bytes;
    }
}

/* A span over several lines is cut at the first. */
static void write_excerpt(const struct source *source, struct span span, const char *paint,
                          const char *plain, struct text *out)
{
    const struct span window = choose_window(source, span);
    const bool cut_before = is_cut(source, window.begin);
    const bool cut_behind = is_cut(source, window.end);
    uint32_t number;
    uint32_t column;
    source_line_column(source, span.begin, &number, &column);
    const char *text = source->text - source->base;
    const int margin = number < 100000 ? 5 : 10;
    text_print(out, "%*u | %s", margin, number, cut_before ? "..." : "");
    add_line(out, text + window.begin, window.end - window.begin);
    text_print(out, "%s\n%*s | %s", cut_behind ? "..." : "", margin, "", cut_before ? "   " : "");
    const uint32_t caret = span.begin < window.end ? span.begin : window.end;
    add_columns(out, text + window.begin, caret - window.begin, " ");
    text_print(out, "%s^", paint);
    const uint32_t end = span.end < window.end ? span.end : window.end;
    if (end > caret) {
        struct text range = text_in(out->arena);
        add_columns(&range, text + caret, end - caret, "~");
        text_add(out, range.length > 0 ? text_string(&range) + 1 : "");
    }
    text_print(out, "%s\n", plain);
}

/* -- remarks -- */

static void write_code(const struct remark *remark, struct text *out)
{
    const struct diagnostic_kind *kind = diagnostic_kind_of(remark->code);
    if (remark->level <= LEVEL_WARNING) {
        text_print(out, " [%s%s]", kind->warning ? "-W" : "", kind->name);
    }
}

static void write_remark(const struct diagnostics *diagnostics, const struct remark *remark,
                         bool color, struct text *out)
{
    static const char *const titles[] = {"error", "warning", "note", "help"};
    static const char *const paints[] = {"\033[1;31m", "\033[1;35m", "\033[1;36m", "\033[1;32m"};
    const char *paint = color ? paints[remark->level] : "";
    const char *bold = color ? "\033[1m" : "";
    const char *plain = color ? "\033[0m" : "";
    const struct source *source =
        remark->level == LEVEL_HELP ? NULL : remark_source(diagnostics, remark->span);
    if (source != NULL) {
        uint32_t line;
        uint32_t column;
        source_line_column(source, remark->span.begin, &line, &column);
        text_print(out, "%s%s:%u:%u:%s ", bold, source->path, line, column, plain);
    } else {
        text_add(out, remark->level == LEVEL_HELP ? "      = " : "adc: ");
    }
    text_print(out, "%s%s:%s %s%s%s", paint, titles[remark->level], plain, bold, remark->message,
               plain);
    write_code(remark, out);
    text_add(out, "\n");
    if (source != NULL) {
        write_excerpt(source, remark->span, paint, plain, out);
    }
}

void diagnostics_write(const struct diagnostics *diagnostics, bool color, struct text *out)
{
    struct arena *scratch = arena_create();
    const struct remark_groups groups = diagnostics_groups(diagnostics, scratch);
    for (uint32_t g = 0; g < groups.count; g++) {
        for (uint32_t i = 0; i < groups.at[g].count; i++) {
            if (groups.at[g].at[i].message != NULL) {
                write_remark(diagnostics, &groups.at[g].at[i], color, out);
            }
        }
    }
    if (diagnostics_more_warnings(diagnostics) > 0) {
        text_print(out, "adc: %u more warnings\n", diagnostics_more_warnings(diagnostics));
    }
    if (diagnostics_full(diagnostics)) {
        text_print(out, "adc: %u errors, stopping here\n", diagnostics_errors(diagnostics));
    }
    arena_destroy(scratch);
}
