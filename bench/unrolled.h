/* Models of a few lines whose loops unroll to as many operations as are wanted. */
#ifndef ADC_BENCH_UNROLLED_H
#define ADC_BENCH_UNROLLED_H

#include "ast.h"
#include "compilation.h"
#include "ir.h"

/* A text in which $ stands for n, where about scale * n^power operations come out. */
struct unrolled {
    const char *name;
    double scale;
    double power;
    const char *text;
};

/* Post: the text for about so many operations. */
const struct source *unrolled_source(const struct compilation *compilation,
                                     const struct unrolled *model, double operations);

/* A model and how many operations are wanted: what growth_run hands on. */
struct unrolled_run {
    const struct unrolled *model;
    double operations;
};

/* Post: its only model in IR; NULL, and a message, where the text is wrong. */
const struct ir_function *unrolled_lower(const struct compilation *compilation,
                                         const struct unrolled *model, const struct ast_file *file);

/* Post: how many operations the function has. */
uint32_t unrolled_operations(const struct ir_function *function);

#endif
