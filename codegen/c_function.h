/* One function of the derivative IR as a C function. */
#ifndef ADC_CODEGEN_C_FUNCTION_H
#define ADC_CODEGEN_C_FUNCTION_H

#include "c_form.h"
#include "c_many.h"
#include "c_public.h"
#include "text.h"

/* What the functions written so far call for. */
struct c_needs {
    bool math;                   /* <math.h> */
    bool limits;                 /* <float.h> */
    bool apart;                  /* ADC_APART */
    bool roots;                  /* whose square roots processors take at once */
    bool many[C_MANY_COUNT];     /* which functions of many points at once */
    bool string;                 /* <string.h> */
    bool batch;                  /* functions for many points, */
    bool spread;                 /* which give all of a block the same inputs, */
    bool fill;                   /* or outputs, */
    bool put;                    /* put outputs where they belong, */
    bool gather;                 /* take points out, */
    bool scatter;                /* and put them back */
    bool operators[IR_OP_COUNT]; /* which operators they compute */
    bool pairs;                  /* and slopes of an angle in pairs */
    bool calls;                  /* externs, */
    bool *externs;               /* and which of them */
};

/* Adds the prototype, with plain pointers and a semicolon. */
void c_function_prototype(const struct c_form *form, const char *name, struct text *out);

/* Adds the definition behind its comment `purpose`, and to `needs` what it calls for. `public` are
 * the names of the file that its variables must not hide. */
void c_function(const struct c_form *form, const char *name, struct text *purpose,
                const struct c_public *public, struct c_needs *needs, struct text *out);

#endif
