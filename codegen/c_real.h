/* The numeric type of generated code: double, float or long double. */
#ifndef ADC_CODEGEN_C_REAL_H
#define ADC_CODEGEN_C_REAL_H

#include "codegen.h"
#include "text.h"

struct c_real {
    enum codegen_real kind;
    const char *type;     /* "float" */
    const char *literal;  /* behind a literal: "f" */
    const char *function; /* behind a function of <math.h>, and one that is embedded: "f" */
    const char *infinity; /* "HUGE_VALF" */
    const char *limits;   /* before the words of <float.h>: "FLT" */
    const char *tag;      /* behind struct names of which there is one for each type: "_float" */
};

/* Post: the row of this type; lives for ever. */
const struct c_real *c_real_of(enum codegen_real kind);

/* Adds the text of a function of runtime/, which is written in double, for this type: each token
 * that is a type, a literal, a limit, or a function of <math.h> or of runtime/ in its other form;
 * or, in float and where its constants have more digits than that, as it is. */
void c_real_embed(const struct c_real *real, const char *name, const char *function,
                  struct text *out);

/* Adds the text of definitions that are written in double for this type, all tokens exchanged. */
void c_real_exchange(const struct c_real *real, const char *definitions, struct text *out);

/* Adds, where c_real_embed left it in double, the function that rounds its result to float. */
void c_real_round(const struct c_real *real, const char *name, const char *function,
                  struct text *out);

#endif
