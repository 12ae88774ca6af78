/* What the compiler says about a model: errors, warnings, and the notes and helps below them. */
#ifndef ADC_SUPPORT_DIAGNOSTIC_H
#define ADC_SUPPORT_DIAGNOSTIC_H

#include "code.h"
#include "printf_like.h"
#include "source.h"
#include "text.h"

#include <stdbool.h>

struct diagnostics;

/* Post: an empty list; at most `limit` errors are kept. */
struct diagnostics *diagnostics_create(struct arena *arena, const struct sources *sources,
                                       uint32_t limit);

/* Adds an error (the exit status will be 1). One at exactly the same place as an earlier one is
 * dropped, with its notes, so that an unrolled loop says it once; the span {0, 0} is no place. The
 * message is one line without a full stop; names of the model stand in `backquotes`. Post: whether
 * it was kept. */
bool diagnostic_error(struct diagnostics *diagnostics, enum diagnostic_code code, struct span span,
                      const char *format, ...) PRINTF_LIKE(4, 5);

/* Post: warnings of this kind ("all": of every kind) are dropped, or kept again. False where there
 * is no such kind. */
bool diagnostics_silence(struct diagnostics *diagnostics, const char *name, bool silent);

/* Adds a warning. Post: whether it was kept: neither silenced nor said before at this place, and
 * one of the first hundred. */
bool diagnostic_warning(struct diagnostics *diagnostics, enum diagnostic_code code,
                        struct span span, const char *format, ...) PRINTF_LIKE(4, 5);

/* Adds a note with a place of its own, or a line of help, to the latest error or warning. */
void diagnostic_note(struct diagnostics *diagnostics, struct span span, const char *format, ...)
    PRINTF_LIKE(3, 4);
void diagnostic_help(struct diagnostics *diagnostics, const char *format, ...) PRINTF_LIKE(2, 3);

/* Adds a line of help that comes with the edit that it advises: `replacement` for what stands at
 * `span`, which may be empty. */
void diagnostic_fix(struct diagnostics *diagnostics, struct span span, const char *replacement,
                    const char *format, ...) PRINTF_LIKE(4, 5);

/* Adds an edit that the message itself says in words: for programs only. */
void diagnostic_edit(struct diagnostics *diagnostics, struct span span, const char *replacement);

uint32_t diagnostics_errors(const struct diagnostics *diagnostics);
uint32_t diagnostics_warnings(const struct diagnostics *diagnostics);

/* Post: whether the limit is reached, so that going on has no use. */
bool diagnostics_full(const struct diagnostics *diagnostics);

/* Adds all of them as text, in the GNU form with the source line and a caret range, ordered by
 * place within each file; `color` with terminal colours. */
void diagnostics_write(const struct diagnostics *diagnostics, bool color, struct text *out);

/* Adds all of them, in the same order, as lines of JSON (docs/diagnostics.md), each an object. The
 * text is well-formed UTF-8 whatever bytes the files hold. */
void diagnostics_write_json(const struct diagnostics *diagnostics, struct text *out);

#endif
