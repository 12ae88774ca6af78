/* Models whose loops unroll; see unrolled.h. */
#include "unrolled.h"

#include "improve.h"
#include "lower.h"

#include <math.h>
#include <stdio.h>

const struct source *unrolled_source(const struct compilation *compilation,
                                     const struct unrolled *model, double operations)
{
    struct text text = text_in(compilation->arena);
    const unsigned n = (unsigned)ceil(pow(operations / model->scale, 1 / model->power));
    for (const char *at = model->text; *at != '\0'; at++) {
        if (*at == '$') {
            text_print(&text, "%u", n);
        } else {
            text_print(&text, "%c", *at);
        }
    }
    return source_add(compilation->sources, model->name, text_string(&text), text.length);
}

const struct ir_function *unrolled_lower(const struct compilation *compilation,
                                         const struct unrolled *model, const struct ast_file *file)
{
    const struct lowered lowered = lower_file(compilation, file, &(struct lower_options){0});
    if (lowered.count != 1) {
        fprintf(stderr, "the model `%s` is wrong\n", model->name);
        return NULL;
    }
    return ir_drop_neutral(lowered.models[0]);
}

uint32_t unrolled_operations(const struct ir_function *function)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < function->values.count; i++) {
        const enum ir_op op = function->values.at[i].op;
        count += op != IR_CONSTANT && op != IR_ARGUMENT;
    }
    return count;
}
