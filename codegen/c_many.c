/* Functions of the C library at many points at once.
 *
 * A call of the C library keeps a loop from being vectorised, and most of its time may go there.
 * For the functions that models have most often, runtime/ has others that take a row of points: a
 * few branches less, formulas that compilers vectorise, results that differ by some units in the
 * last place. They are for double alone, and stay functions: in a large model's many copies of one
 * compilers no longer vectorise it. Where ADC_LIBM is defined they are loops of calls: then
 * many points have the same bits as one. */
#include "c_many.h"

#include "c_list.h"
#include "runtime.h"

#include <string.h>

struct many {
    enum ir_op op;
    const char *name;
};

static const struct many table[] = {
    {IR_EXP, "adc_exp_many"},     {IR_LOG, "adc_log_many"},
    {IR_SIN, "adc_sin_many"},     {IR_COS, "adc_cos_many"},
    {IR_TANH, "adc_tanh_many"},   {IR_SIGMOID, "adc_sigmoid_many"},
    {IR_LOG1P, "adc_log1p_many"}, {IR_SOFTPLUS, "adc_softplus_many"},
    {IR_ERFC, "adc_erfc_many"},   {IR_ATAN2, "adc_atan2_many"},
};

enum { TABLE_COUNT = sizeof table / sizeof *table };

const char *c_many_name(const struct c_real *real, enum ir_op op)
{
    for (size_t i = 0; i < TABLE_COUNT && real->kind == CODEGEN_DOUBLE; i++) {
        if (table[i].op == op) {
            return table[i].name;
        }
    }
    return NULL;
}

/* Adds the text of a function behind those that it calls; `done` of each row of the table. */
static void add_text(const char *name, bool *done, struct text *out)
{
    const struct runtime_function *function = runtime_function_named(name);
    for (size_t i = 0; i < TABLE_COUNT; i++) {
        if (strcmp(table[i].name, name) == 0) {
            if (done[i]) {
                return;
            }
            done[i] = true;
        }
    }
    for (const char *const *need = function->needs; *need != NULL; need++) {
        add_text(*need, done, out);
    }
    const char *head = strstr(function->text, "static void ");
    text_add(out, "\n");
    text_add_bytes(out, function->text, (size_t)(head - function->text));
    text_print(out, "ADC_APART\n%s", head);
}

/* Adds the function as a loop of calls. */
static void add_calls(const struct many *many, struct text *out)
{
    const struct ir_op_info *info = ir_op_info(many->op);
    struct c_list list =
        c_list_begin(arena_format(out->arena, "ADC_APART static void %s", many->name), out->arena);
    c_list_add(&list, "size_t points");
    c_list_add(&list, "const double *restrict a");
    if (info->arity == 2) {
        c_list_add(&list, "const double *restrict b");
    }
    c_list_add(&list, "double *restrict y");
    c_list_end(&list, "", 0, out);
    text_print(out,
               "{\n"
               "    for (size_t i = 0; i < points; i++) {\n"
               "        y[i] = %s(a[i]%s);\n"
               "    }\n"
               "}\n",
               info->c, info->arity == 2 ? ", b[i]" : "");
}

void c_many_define(const struct c_real *real, const bool *needed, struct text *out)
{
    bool done[TABLE_COUNT] = {false};
    bool any = false;
    for (size_t i = 0; i < TABLE_COUNT; i++) {
        any = any || (needed[table[i].op] && real->kind == CODEGEN_DOUBLE);
    }
    if (!any) {
        return;
    }
    text_add(
        out,
        "\n/* At many points functions differ from those of the C library by some units in the "
        "last place.\n"
        " * ADC_LIBM takes those of the C library, and has to where compilers do not keep to "
        "the\n"
        " * rounding of double. */\n"
        "#if !defined(ADC_LIBM) && (defined(__FAST_MATH__) || "
        "(defined(__FLT_EVAL_METHOD__) && __FLT_EVAL_METHOD__ != 0))\n"
        "#define ADC_LIBM\n"
        "#endif\n"
        "#ifdef ADC_LIBM\n");
    for (size_t i = 0; i < TABLE_COUNT; i++) {
        if (needed[table[i].op]) {
            add_calls(&table[i], out);
        }
    }
    text_add(out, "#else\n");
    for (size_t i = 0; i < TABLE_COUNT; i++) {
        if (needed[table[i].op]) {
            add_text(table[i].name, done, out);
        }
    }
    text_add(out, "#endif\n");
}
