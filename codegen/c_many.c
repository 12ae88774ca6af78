/* Functions of the C library at many points at once.
 *
 * A call of the C library keeps a loop from being vectorised, and most of its time may go there.
 * For the functions that models have most often, runtime/ has others that take a row of points: a
 * few branches less, formulas that compilers vectorise, results that differ by some units in the
 * last place. They are for double alone, and stay functions: in a large model's many copies of one
 * compilers no longer vectorise it. Where ADC_LIBM is defined they are loops of calls: then
 * many points have the same bits as one. */
#include "c_many.h"

#include "c_embed.h"
#include "c_list.h"

#include <string.h>

struct many {
    enum ir_op op;
    enum ir_op second; /* the same, or what else it computes of the same operands */
    const char *name;
};

static const struct many table[] = {
    {IR_EXP, IR_EXP, "adc_exp_many"},
    {IR_LOG, IR_LOG, "adc_log_many"},
    {IR_SIN, IR_SIN, "adc_sin_many"},
    {IR_COS, IR_COS, "adc_cos_many"},
    {IR_SIN, IR_COS, "adc_sincos_many"},
    {IR_TANH, IR_TANH, "adc_tanh_many"},
    {IR_SIGMOID, IR_SIGMOID, "adc_sigmoid_many"},
    {IR_LOG1P, IR_LOG1P, "adc_log1p_many"},
    {IR_SOFTPLUS, IR_SOFTPLUS, "adc_softplus_many"},
    {IR_ERFC, IR_ERFC, "adc_erfc_many"},
    {IR_ATAN2, IR_ATAN2, "adc_atan2_many"},
};

_Static_assert(sizeof table / sizeof *table == C_MANY_COUNT, "as many as c_many.h says");

uint32_t c_many_find(const struct c_real *real, enum ir_op op, enum ir_op second)
{
    for (uint32_t i = 0; i < C_MANY_COUNT && real->kind == CODEGEN_DOUBLE; i++) {
        if (table[i].op == op && table[i].second == second) {
            return i;
        }
    }
    return C_MANY_COUNT;
}

const char *c_many_name(uint32_t many)
{
    return table[many].name;
}

/* Adds the texts of the functions and of those that they call; a part of loops is no function of
 * its own. */
static void add_texts(const struct c_embedded *embedded, struct text *out)
{
    for (uint32_t i = 0; i < embedded->functions.count; i++) {
        const char *text = embedded->functions.at[i]->text;
        const char *head = strstr(text, "static void ");
        text_add(out, "\n");
        if (head != NULL) {
            text_add_bytes(out, text, (size_t)(head - text));
            text_add(out, "ADC_APART\n");
            text = head;
        }
        text_add(out, text);
    }
}

/* Adds the function as a loop of calls. */
static void add_calls(const struct many *many, struct text *out)
{
    const struct ir_op_info *info = ir_op_info(many->op);
    const char *operands = info->arity == 2 ? "a[i], b[i]" : "a[i]";
    struct c_list list =
        c_list_begin(arena_format(out->arena, "ADC_APART static void %s", many->name), out->arena);
    c_list_add(&list, "size_t points");
    c_list_add(&list, "const double *restrict a");
    if (info->arity == 2) {
        c_list_add(&list, "const double *restrict b");
    }
    c_list_add(&list, "double *restrict y");
    if (many->second != many->op) {
        c_list_add(&list, "double *restrict z");
    }
    c_list_end(&list, "", 0, out);
    text_print(out,
               "{\n"
               "    for (size_t i = 0; i < points; i++) {\n"
               "        y[i] = %s(%s);\n",
               info->c, operands);
    if (many->second != many->op) {
        text_print(out, "        z[i] = %s(%s);\n", ir_op_info(many->second)->c, operands);
    }
    text_add(out, "    }\n}\n");
}

void c_many_define(const bool needed[C_MANY_COUNT], struct text *out)
{
    struct c_embedded embedded = {0};
    for (uint32_t i = 0; i < C_MANY_COUNT; i++) {
        if (needed[i]) {
            c_embed(&embedded, table[i].name, out->arena);
        }
    }
    if (embedded.functions.count == 0) {
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
    for (uint32_t i = 0; i < C_MANY_COUNT; i++) {
        if (needed[i]) {
            add_calls(&table[i], out);
        }
    }
    text_add(out, "#else\n");
    add_texts(&embedded, out);
    text_add(out, "#endif\n");
}
