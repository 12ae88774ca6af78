/* The user's C functions, compiled and run. */
#ifndef ADC_DRIVER_WITH_H
#define ADC_DRIVER_WITH_H

#include "pipeline.h"

/* Post: whether the functions call no extern, or --with says where the C is; else a line on
 * standard error. */
bool with_is_enough(const struct options *options, const struct ir_function *const *functions,
                    uint32_t count);

/* Post: the externs that the models' functions call, and those partial derivatives that they call,
 * can be run; nothing is done where none is called. STATUS_USAGE where --with does not say where
 * the C is, STATUS_MODEL where it does not compile or lacks a function, STATUS_MACHINE where there
 * is no compiler: with a line on standard error. */
enum status with_load(const struct pipeline *pipeline);

#endif
