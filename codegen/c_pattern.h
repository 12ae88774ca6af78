/* Sparsity patterns in generated C: `M_jac_nnz`, and arrays that say where each nonzero stands. */
#ifndef ADC_CODEGEN_C_PATTERN_H
#define ADC_CODEGEN_C_PATTERN_H

#include "codegen.h"
#include "text.h"

/* A matrix that a function of the model computes. */
struct c_pattern {
    const char *stem; /* of its names: "jac", "hess" */
    const char *array;
    uint32_t nonzeros; /* elements of its array */
    const struct ir_pattern *pattern;
};

struct c_patterns {
    VEC_FIELDS(struct c_pattern);
};

/* Post: the matrices that the functions of the model compute, each once. */
struct c_patterns c_patterns_of(const struct codegen_model *model, struct arena *arena);

/* Post: the suffixes of the two arrays that hold the pattern: "ptr" and "idx", or "row" and "col";
 * false where it needs none. */
bool c_pattern_arrays(const struct ir_pattern *pattern, const char *suffixes[2]);

/* Post: whether an entry of a sparse pattern stands below the diagonal, or above it. */
bool c_pattern_has(const struct c_pattern *pattern, bool below);

/* Adds the declarations of the patterns' arrays, for names that begin with `base`; their
 * definitions. */
void c_pattern_declare(const struct codegen_model *model, const char *base, struct text *out);
void c_pattern_define(const struct codegen_model *model, const char *base, struct text *out);

/* Adds in words how the elements lie in the array: "jac[i*nx + j] = " and the like, where `entry`
 * is the text of the entry in row %r and column %c; `rows` and `columns` are the suffixes of the
 * names of their numbers. */
void c_pattern_explain(const struct c_pattern *pattern, const char *base, const char *entry,
                       const char *rows, const char *columns, struct text *out);

/* Post: the matrix of this array of the function, with `stem` NULL where it is none. */
struct c_pattern c_pattern_of(const struct ir_result *result);

#endif
