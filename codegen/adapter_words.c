/* Facts and words about a model for the texts of adapters; see adapter_words.h. A new one is a row
 * here. */
#include "adapter_words.h"

#include "c_pattern.h"

#include <assert.h>
#include <ctype.h>

enum { LARGE = 4096 }; /* elements of a Jacobian that is not kept on the stack */

/* -- facts -- */

static const struct ir_function *model_function(const struct codegen_model *model)
{
    return model->value != NULL ? model->value : model->functions[0];
}

/* Post: the parameter that is the time: a scalar called t or time; NULL: none is. */
static const struct ir_port *time_of(const struct codegen_model *model)
{
    const struct ir_function *function = model_function(model);
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
static uint32_t work_of(const struct adapter_writer *writer, uint32_t model)
{
    uint32_t work = 0;
    for (uint32_t f = 0; f < writer->file->models[model].function_count; f++) {
        const uint32_t its = writer->public.forms[model][f].work;
        work = its > work ? its : work;
    }
    return work;
}

/* Post: the layout of the model's matrices; dense where it has none. */
static enum ir_layout layout_of(const struct codegen_model *model, struct arena *arena)
{
    const struct c_patterns patterns = c_patterns_of(model, arena);
    return patterns.count == 0 ? IR_LAYOUT_DENSE : patterns.at[0].pattern->layout;
}

static bool has_function(const struct adapter_writer *writer, uint32_t model, struct piece name)
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

static bool holds_of(const struct adapter_writer *writer, uint32_t number, struct piece name)
{
    const struct codegen_model *model = &writer->file->models[number];
    const char *first_work = arena_format(writer->out->arena, "%s_work", first_of(model));
    const struct {
        const char *name;
        bool holds;
    } facts[] = {{"scalar", model->y_count == 1},
                 {"large", (uint64_t)model->x_count * model->y_count > LARGE},
                 {"sparse", !ir_layout_is_dense(layout_of(model, writer->out->arena))},
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
    return has_function(writer, number, name) ||
           piece_is(name, ir_layout_name(layout_of(model, writer->out->arena)));
}

static bool all_hold_of(const struct adapter_writer *writer, uint32_t number, struct piece facts)
{
    const char *end = facts.at + facts.length;
    for (const char *at = facts.at; at < end;) {
        const bool wanted = *at != '!';
        at += wanted ? 0 : 1;
        const char *blank = memchr(at, ' ', (size_t)(end - at));
        const char *behind = blank == NULL ? end : blank;
        if (holds_of(writer, number, (struct piece){at, (size_t)(behind - at)}) != wanted) {
            return false;
        }
        at = blank == NULL ? end : blank + 1;
    }
    return true;
}

bool adapter_holds(const struct adapter_writer *writer, struct piece facts)
{
    if (writer->model < writer->file->model_count) {
        return all_hold_of(writer, writer->model, facts);
    }
    for (uint32_t m = 0; m < writer->file->model_count; m++) {
        if (all_hold_of(writer, m, facts)) {
            return true;
        }
    }
    return false;
}

/* -- words -- */

static const struct codegen_model *model_of(const struct adapter_writer *writer)
{
    assert(writer->model < writer->file->model_count);
    return &writer->file->models[writer->model];
}

static const char *count_text(const struct adapter_writer *writer, uint32_t count)
{
    return arena_format(writer->out->arena, "%u", (unsigned)count);
}

static const char *word_stem(const struct adapter_writer *writer)
{
    return writer->stem;
}

static const char *word_file(const struct adapter_writer *writer)
{
    return arena_format(writer->out->arena, "%s%s", writer->stem, writer->adapter->ending);
}

static const char *word_header(const struct adapter_writer *writer)
{
    return writer->file->header;
}

/* The name of the adapter's file as a macro: MODEL_GRAD_GSL_H. */
static const char *word_guard(const struct adapter_writer *writer)
{
    struct text guard = text_in(writer->out->arena);
    const char *file = word_file(writer);
    text_print(&guard, "%s%s", isalpha((unsigned char)file[0]) ? "" : "H", file);
    for (size_t i = 0; i < guard.length; i++) {
        const unsigned char c = (unsigned char)guard.at[i];
        guard.at[i] = (char)(isalnum(c) ? toupper(c) : '_');
    }
    return text_string(&guard);
}

static const char *word_nx(const struct adapter_writer *writer)
{
    return count_text(writer, model_of(writer)->x_count);
}

static const char *word_np(const struct adapter_writer *writer)
{
    return count_text(writer, model_of(writer)->p_count);
}

static const char *word_ny(const struct adapter_writer *writer)
{
    return count_text(writer, model_of(writer)->y_count);
}

static const char *word_first(const struct adapter_writer *writer)
{
    return first_of(model_of(writer));
}

/* The place of the time among the parameters. Pre: the fact `time`. */
static const char *word_time(const struct adapter_writer *writer)
{
    const struct ir_port *time = time_of(model_of(writer));
    return count_text(writer, time == NULL ? 0 : time->first);
}

/* The elements of scratch memory that its functions want at most. */
static const char *word_work(const struct adapter_writer *writer)
{
    return count_text(writer, work_of(writer, writer->model));
}

static const char *word_layout(const struct adapter_writer *writer)
{
    return ir_layout_name(layout_of(model_of(writer), writer->out->arena));
}

/* The sizes of the variables in x: "3, 1". */
static const char *word_block_sizes(const struct adapter_writer *writer)
{
    const struct ir_array *x = &model_function(model_of(writer))->arguments.at[IR_ARRAY_X];
    struct text list = text_in(writer->out->arena);
    for (uint32_t i = 0; i < x->port_count; i++) {
        text_print(&list, "%s%u", i == 0 ? "" : ", ",
                   (unsigned)(x->ports[i].rows * x->ports[i].columns));
    }
    return text_string(&list);
}

/* Their names. */
static const char *word_block_names(const struct adapter_writer *writer)
{
    const struct ir_function *function = model_function(model_of(writer));
    const struct ir_array *x = &function->arguments.at[IR_ARRAY_X];
    struct text list = text_in(writer->out->arena);
    for (uint32_t i = 0; i < x->port_count; i++) {
        text_print(&list, "%s%s", i == 0 ? "" : ", ", atom_text(function->atoms, x->ports[i].name));
    }
    return text_string(&list);
}

/* The numbers of stored elements of the sparse matrices, for Python: "jac": 12, "hess": 7. */
static const char *word_nonzeros(const struct adapter_writer *writer)
{
    const struct c_patterns patterns = c_patterns_of(model_of(writer), writer->out->arena);
    struct text list = text_in(writer->out->arena);
    for (uint32_t i = 0; i < patterns.count; i++) {
        if (!ir_layout_is_dense(patterns.at[i].pattern->layout)) {
            text_print(&list, "%s\"%s\": %u", list.length == 0 ? "" : ", ", patterns.at[i].stem,
                       (unsigned)patterns.at[i].nonzeros);
        }
    }
    return text_string(&list);
}

/* Where each column of a Jacobian in compressed columns begins, then the rows: "0, 1, 2, 0, 1". */
static const char *word_columns(const struct adapter_writer *writer)
{
    const struct c_patterns patterns = c_patterns_of(model_of(writer), writer->out->arena);
    struct text list = text_in(writer->out->arena);
    for (uint32_t i = 0; i < patterns.count; i++) {
        const struct ir_pattern *pattern = patterns.at[i].pattern;
        uint32_t k = 0;
        if (strcmp(patterns.at[i].stem, "jac") != 0 || pattern->layout != IR_LAYOUT_CSC) {
            continue;
        }
        text_add(&list, "0");
        for (uint32_t j = 0; j < pattern->columns; j++) {
            while (k < patterns.at[i].nonzeros && pattern->column[k] == j) {
                k++;
            }
            text_print(&list, ", %u", (unsigned)k);
        }
        for (k = 0; k < patterns.at[i].nonzeros; k++) {
            text_print(&list, ", %u", (unsigned)pattern->row[k]);
        }
    }
    return text_string(&list);
}

/* The model's name, with an underscore behind it where Python has taken it. */
static const char *word_python_name(const struct adapter_writer *writer)
{
    static const char *const taken[] = {
        "False", "None",     "True",  "and",    "as",   "assert", "async",  "await",    "break",
        "class", "continue", "def",   "del",    "elif", "else",   "except", "finally",  "for",
        "from",  "global",   "if",    "import", "in",   "is",     "lambda", "nonlocal", "not",
        "or",    "pass",     "raise", "return", "try",  "while",  "with",   "yield"};
    const char *name = writer->public.models[writer->model];
    for (uint32_t i = 0; i < sizeof taken / sizeof *taken; i++) {
        if (strcmp(taken[i], name) == 0) {
            return arena_format(writer->out->arena, "%s_", name);
        }
    }
    return name;
}

const char *adapter_word(const struct adapter_writer *writer, struct piece name)
{
    static const struct {
        const char *name;
        const char *(*text)(const struct adapter_writer *writer);
    } words[] = {
        {"stem", word_stem},
        {"file", word_file},
        {"header", word_header},
        {"guard", word_guard},
        {"nx", word_nx},
        {"np", word_np},
        {"ny", word_ny},
        {"first", word_first},
        {"time", word_time},
        {"work", word_work},
        {"layout", word_layout},
        {"block_sizes", word_block_sizes},
        {"block_names", word_block_names},
        {"nonzeros", word_nonzeros},
        {"columns", word_columns},
        {"python_name", word_python_name},
    };
    for (uint32_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (piece_is(name, words[i].name)) {
            return words[i].text(writer);
        }
    }
    assert(false && "a word that there is");
    return "";
}
