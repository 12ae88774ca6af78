/* Region allocation: everything a compilation or a pass builds lives in one arena and goes at once.
 */
#ifndef ADC_SUPPORT_ARENA_H
#define ADC_SUPPORT_ARENA_H

#include "printf_like.h"

#include <stdarg.h>
#include <stddef.h>

struct arena;

/* Post: an empty arena; ends the process with status 3 when memory is out, as every function here.
 */
struct arena *arena_create(void);

/* Post: the arena and all that was allocated from it is gone. NULL is fine. */
void arena_destroy(struct arena *arena);

/* Post: `size` zeroed bytes, aligned for any object, that live as long as the arena. */
void *arena_alloc(struct arena *arena, size_t size);

/* Post: `new_size` bytes that begin with the `old_size` bytes at `old` (which may be NULL), the
 * rest zeroed. Grows in place where `old` was the arena's last allocation, and without leaving
 * anything behind where it is large; `old` is not to be used again. */
void *arena_grow(struct arena *arena, void *old, size_t old_size, size_t new_size);

/* Gives back an allocation of this size, if it is a large one; others stay until the arena goes.
 * NULL is fine. */
void arena_give_back(struct arena *arena, void *at, size_t size);

/* Post: a copy of the `length` bytes at `text`, with a NUL behind it. */
char *arena_copy_text(struct arena *arena, const char *text, size_t length);

/* Post: a text formatted as by printf, as by vprintf. */
char *arena_format(struct arena *arena, const char *format, ...) PRINTF_LIKE(2, 3);
char *arena_format_list(struct arena *arena, const char *format, va_list arguments);

/* Post: the number of bytes handed out so far, without those given back. */
size_t arena_bytes(const struct arena *arena);

/* Ends the process with status 3: the one place where running out of memory ends. */
_Noreturn void fail_no_memory(void);

#endif
