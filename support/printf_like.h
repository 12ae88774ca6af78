/* Marks functions that take a format as printf does, so that compilers check its arguments. */
#ifndef ADC_SUPPORT_PRINTF_LIKE_H
#define ADC_SUPPORT_PRINTF_LIKE_H

#if defined(__GNUC__)
#define PRINTF_LIKE(at, first) __attribute__((format(printf, at, first)))
#else
#define PRINTF_LIKE(at, first)
#endif

#endif
