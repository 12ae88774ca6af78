/* Names in generated C: made legal, kept readable, kept apart. */
#ifndef ADC_CODEGEN_C_NAMES_H
#define ADC_CODEGEN_C_NAMES_H

#include "arena.h"

#include <stdbool.h>

/* Post: whether C, C++ or <math.h> has taken this name, or reserves it. */
bool c_name_is_reserved(const char *name);

/* Post: whether it is a function of <math.h>, of double, without a suffix. */
bool c_name_is_math_function(const char *name);

/* Post: the name itself, or one much like it that is an identifier, not reserved, and legal for a
 * local variable in C and C++: "gamma" -> "gamma_", "A[1,2]" -> "A_1_2", "a__b" -> "a_b". */
const char *c_name_legal(struct arena *arena, const char *name);

/* The names of one scope: those in use and those that are promised to somebody. */
struct c_names;

struct c_names *c_names_create(struct arena *arena);

/* Post: the names of a scope inside another, or of the outermost for NULL. What the outer one has
 * is taken here; it must not change as long as this one is in use. */
struct c_names *c_names_within(struct arena *arena, const struct c_names *outer);

/* Takes the name for a parameter or what stands at file scope: it is given to no variable. */
void c_names_take(struct c_names *names, const char *name);

/* Post: whether somebody has the name. */
bool c_names_has(struct c_names *names, const char *name);

/* Keeps the name for the first who asks for just this one. */
void c_names_promise(struct c_names *names, const char *name);

/* Post: a name that no other variable has: the one wanted, or with _2, _3, … behind it, and with
 * an underscore behind it where it was taken for something else. */
const char *c_names_give(struct c_names *names, const char *wanted);

/* Post: the next free one of t1, t2, … for the stem "t". */
const char *c_names_number(struct c_names *names, const char *stem);

#endif
