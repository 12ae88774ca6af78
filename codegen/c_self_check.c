/* Generated files that check themselves; see c_self_check.h. */
#include "c_self_check.h"

#include "c_line.h"
#include "c_number.h"
#include "c_pattern.h"
#include "c_real.h"
#include "runtime.h"

/* Post: the number of elements of the model's largest array. */
static uint32_t most_of(const struct codegen_model *model, struct arena *arena)
{
    const struct c_patterns patterns = c_patterns_of(model, arena);
    uint32_t most = model->x_count > model->y_count ? model->x_count : model->y_count;
    for (uint32_t i = 0; i < patterns.count; i++) {
        most = patterns.at[i].nonzeros > most ? patterns.at[i].nonzeros : most;
    }
    return most > 0 ? most : 1;
}

/* Post: the name of an array that holds the numbers; "0" for none. */
static const char *add_numbers(const char *name, const double *numbers, uint32_t count,
                               const struct c_real *real, struct text *out)
{
    if (numbers == NULL || count == 0) {
        return "0";
    }
    struct text line = text_in(out->arena);
    text_print(&line, "static const %s %s[] = {", real->type, name);
    for (uint32_t i = 0; i < count; i++) {
        text_add(&line, i == 0 ? "" : ",");
        if (i > 0) {
            c_line_mark(&line, 0);
        }
        c_number(&line, numbers[i], real);
    }
    text_add(&line, "};");
    c_line_add(out, &line, C_LINE_INDENT, C_LINE_INDENT);
    return name;
}

static void add_model(const struct codegen_file *file, const struct c_public *public,
                      uint32_t number, struct text *out)
{
    const struct codegen_model *model = &file->models[number];
    const struct c_real *real = c_real_of(file->real);
    const char *base = public->models[number];
    uint32_t work = 0;
    for (uint32_t f = 0; f < model->function_count; f++) {
        work = public->forms[number][f].work > work ? public->forms[number][f].work : work;
    }
    const char *x = add_numbers(arena_format(out->arena, "x%u", (unsigned)number + 1),
                                model->point == NULL ? NULL : model->point[IR_ARRAY_X],
                                model->x_count, real, out);
    const char *p = add_numbers(arena_format(out->arena, "p%u", (unsigned)number + 1),
                                model->point == NULL ? NULL : model->point[IR_ARRAY_P],
                                model->p_count, real, out);
    text_print(out, "    static %s space%u[ADC_SPACE(%u, %u, %u, %u, %u)];\n", real->type,
               (unsigned)number + 1, (unsigned)model->x_count, (unsigned)model->p_count,
               (unsigned)model->y_count, (unsigned)most_of(model, out->arena), (unsigned)work);
    text_print(out, "    wrong += adc_self_check(&%s_model, %s, %s, space%u);\n", base, x, p,
               (unsigned)number + 1);
}

void c_self_check(const struct codegen_file *file, const struct c_public *public, struct text *out)
{
    static const char *const epsilons[] = {[CODEGEN_DOUBLE] = "DBL_EPSILON",
                                           [CODEGEN_FLOAT] = "FLT_EPSILON",
                                           /* embedded functions are no better */
                                           [CODEGEN_LONG_DOUBLE] = "((long double)DBL_EPSILON)"};
    const struct c_real *real = c_real_of(file->real);
    text_print(out, "\n#define ADC_EPSILON %s\n", epsilons[file->real]);
    text_add(out, "typedef double adc_wide; /* what is printed */\n\n");
    c_real_exchange(real, runtime_function_named("adc_self_check")->text, out);
    text_add(out, "\nint main(void)\n{\n    int wrong = 0;\n");
    for (uint32_t m = 0; m < file->model_count; m++) {
        add_model(file, public, m, out);
    }
    text_add(out, "    return wrong > 0;\n}\n");
}
