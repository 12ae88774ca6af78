/* What a result depends on, as a rule for make (-M and its kin, as gcc has them). */
#ifndef ADC_DRIVER_DEPFILE_H
#define ADC_DRIVER_DEPFILE_H

#include "pipeline.h"

/* Adds the name with what is special to make quoted: blanks, #, $ and colons. ninja reads the same.
 */
void depfile_quote(const char *name, struct text *out);

/* Post: whether such a rule is written beside the result, and to which path; NULL is none. */
const char *depfile_path(struct arena *arena, const struct options *options);

/* Adds the rule: the files that are written, or the targets that were given, depend on the model,
 * on what it imports, on the plan that is replayed and on the weights of the cost model. Pre: the
 * model is parsed, and its imports. */
void depfile_write(const struct pipeline *pipeline, struct text *out);

#endif
