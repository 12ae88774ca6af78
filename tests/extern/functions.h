/* The type of the numbers, and what the harness looks at; functions.c is C whatever the rest is. */
#ifndef REAL
#define REAL double
#endif

#ifdef __cplusplus
extern "C" {
#endif
extern int drag_calls;
#ifdef __cplusplus
}
#endif
