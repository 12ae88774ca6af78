/* A function of the derivative IR as a C function for many points at once. */
#ifndef ADC_CODEGEN_C_BATCH_H
#define ADC_CODEGEN_C_BATCH_H

#include "c_form.h"
#include "c_segments.h"
#include "text.h"

struct c_list;
struct c_needs;
struct c_public;

/* Names of one parameter and what goes with it. */
struct c_batch_parameter {
    const char *array;
    const char *stride;
    const char *one;  /* of an input, its elements at one point; of an output likewise */
    const char *same; /* of an input that is the same for all points: a block of it */
    const char *near; /* of an output whose rows would meet in the cache, or that nobody wants: a */
    const char *far;  /* block of it, and whether that is so */
    uint32_t count;   /* elements */
    bool spare;       /* optional, but computed whether it is wanted or not */
};

/* The function for many points as it will be written. */
struct c_batch {
    const struct c_form *form;
    struct c_plan plan;
    struct c_segments segments;
    uint32_t block; /* points in each */
    bool near;      /* outputs of many rows have a place of their own for a block */
    uint32_t far;   /* elements: rows that lie a multiple of it apart meet in the cache */
    uint32_t work;  /* elements of scratch memory that the caller gives; 0: none */
    struct c_batch_parameter *parameters; /* of each parameter of the form */
    const char *count;
    const char *first;
    const char *point;
    const char *kept;
    const char *work_name;
};

/* Post: the plan of the function for many points; none of its names hides one of `outer`. */
struct c_batch *c_batch_make(const struct codegen_file *file, const struct c_form *form,
                             const struct c_names *outer, struct arena *arena);

/* Post: whether an output may be left out; whether it has a place of its own for a block. */
bool c_batch_is_optional(const struct c_batch *batch, uint32_t parameter);
bool c_batch_is_near(const struct c_batch *batch, uint32_t parameter);

/* Adds the declarations of an array and, if asked for, its stride. */
void c_batch_declare(struct c_list *list, const struct c_batch *batch, uint32_t parameter,
                     const char *qualifier, bool stride);

/* Adds the comment on what it computes, and its prototype; `name` is the function for one point. */
void c_batch_purpose(const struct c_batch *batch, const char *name, struct text *out);
void c_batch_prototype(const struct c_batch *batch, const char *name, struct text *out);

/* Adds the definition, and to `needs` what it calls for. */
void c_batch(const struct c_batch *batch, const char *name, const struct c_public *public,
             enum codegen_batch kind, struct c_needs *needs, struct text *out);

/* Adds what functions for many points stand on: macros and small functions of the file. */
void c_batch_frame(const struct c_real *real, const struct c_needs *needs, enum codegen_batch kind,
                   struct text *out);

#endif
