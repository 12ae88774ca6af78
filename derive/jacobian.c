/* The modes `jacobian` and `gradient`: a dense matrix of first derivatives, row-major, a row for
 * each output; entries that are zero by structure are explicit zeros. */
#include "derive.h"

static struct ir_function *dense(struct linearization *linearization, const struct lg_plan *plan,
                                 const char *suffix, const char *array)
{
    const struct jacobian_entries entries = accumulate(linearization, plan);
    struct ir_function *f = linearization->function;
    const uint32_t columns = f->arguments.at[IR_ARRAY_X].count;
    const uint32_t rows = f->results.at[0].array.count;
    struct ir_result matrix = {.array = {.name = array, .count = rows * columns}};
    matrix.elements = arena_alloc(f->arena, rows * columns * sizeof(ir_ref));
    const ir_ref zero = ir_constant(f, 0);
    for (uint32_t e = 0; e < rows * columns; e++) {
        matrix.elements[e] = zero;
    }
    for (uint32_t i = 0; i < entries.count; i++) {
        const struct jacobian_entry *entry = &entries.at[i];
        matrix.elements[entry->output * columns + entry->input] = entry->value;
    }
    f->suffix = suffix;
    f->results.at[0].optional = true;
    vec_push(f->arena, &f->results, matrix);
    return ir_expand(f);
}

struct ir_function *derive_jacobian(const struct ir_function *value,
                                    struct linearization *linearization, const struct lg_plan *plan)
{
    (void)value;
    return dense(linearization, plan, "jacobian", "jac");
}

struct ir_function *derive_gradient(const struct ir_function *value,
                                    struct linearization *linearization, const struct lg_plan *plan)
{
    (void)value;
    return dense(linearization, plan, "gradient", "g");
}
