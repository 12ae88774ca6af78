/* What functions for many points stand on: macros and small functions of the generated file. */
#include "c_batch.h"

#include "c_function.h"

static const char pragmas[] =
    "/* Points are computed side by side, and both ways of a condition: floating-point flags tell "
    "nothing,\n"
    " * and gcc need not keep them. */\n"
    "#if defined(__GNUC__) && !defined(__clang__) && !defined(__INTEL_COMPILER)\n"
    "#pragma GCC optimize(\"no-trapping-math\")\n"
    "#endif\n\n"
    "/* The points of the loop that follows do not depend on each other. */\n"
    "#if defined(__clang__)\n"
    "#pragma clang diagnostic ignored \"-Wpass-failed\" /* that is a hint, not an order */\n"
    "#endif\n"
    "#if defined(_OPENMP) && _OPENMP >= 201307\n"
    "#define ADC_SIMD _Pragma(\"omp simd\")\n"
    "#elif defined(__clang__)\n"
    "#define ADC_SIMD _Pragma(\"clang loop vectorize(assume_safety)\")\n"
    "#elif defined(__GNUC__)\n"
    "#define ADC_SIMD _Pragma(\"GCC ivdep\")\n"
    "#else\n"
    "#define ADC_SIMD\n"
    "#endif\n\n"
    "/* That of calls stays a loop: unrolled, it would keep clang from vectorising the next. */\n"
    "#if defined(__clang__)\n"
    "#define ADC_ROLLED _Pragma(\"clang loop unroll(disable)\")\n"
    "#else\n"
    "#define ADC_ROLLED\n"
    "#endif\n\n"
    "/* No vector of a block of points lies in two lines of the cache. */\n"
    "#if defined(__GNUC__)\n"
    "#define ADC_ALIGNED __attribute__((aligned(64)))\n"
    "#else\n"
    "#define ADC_ALIGNED\n"
    "#endif\n";

static const char threads[] = "\n/* Nor do the blocks of points. */\n"
                              "#if defined(_OPENMP)\n"
                              "#define ADC_THREADS _Pragma(\"omp parallel for\")\n"
                              "#else\n"
                              "#define ADC_THREADS\n"
                              "#endif\n";

void c_batch_frame(const struct c_real *real, const struct c_needs *needs, enum codegen_batch kind,
                   struct text *out)
{
    const char *type = real->type;
    if (needs->roots) {
        text_print(
            out,
            "\n/* Without errno, of which nobody asks, processors take several square roots at "
            "once. */\n"
            "#if defined(__GNUC__) && !defined(__cplusplus)\n"
            "extern %s(%s)(%s) __attribute__((__const__));\n"
            "#endif\n",
            type,
            real->kind == CODEGEN_FLOAT    ? "sqrtf"
            : real->kind == CODEGEN_DOUBLE ? "sqrt"
                                           : "sqrtl",
            type);
    }
    text_print(out, "\n%s%s", pragmas, kind == CODEGEN_BATCH_THREADS ? threads : "");
    if (needs->spread) {
        text_print(
            out,
            "\n/* Gives every point of a block the same elements. */\n"
            "static void adc_spread(size_t elements, const %s *from, size_t points, %s *to)\n"
            "{\n"
            "    for (size_t k = 0; k < elements; k++) {\n"
            "        for (size_t i = 0; i < points; i++) {\n"
            "            to[k * points + i] = from[k];\n"
            "        }\n"
            "    }\n"
            "}\n",
            type, type);
    }
    if (needs->fill) {
        text_print(
            out,
            "\n/* Gives every point of a block the same number in some elements. Apart, as the\n"
            " * number is not known there: for 0 gcc would call on slow instructions. */\n"
            "ADC_APART static void adc_fill(size_t elements, size_t points, %s number, %s *to, "
            "size_t "
            "stride)\n"
            "{\n"
            "    for (size_t k = 0; k < elements; k++) {\n"
            "        for (size_t i = 0; i < points; i += 8) {\n"
            "            for (size_t j = i; j < i + 8; j++) {\n"
            "                to[k * stride + j] = number;\n"
            "            }\n"
            "        }\n"
            "    }\n"
            "}\n",
            type, type);
    }
    if (needs->put) {
        text_print(out,
                   "\n/* Puts what a block computed where it belongs, row by row. */\n"
                   "static void adc_put(size_t elements, size_t points, const %s *from, %s *to, "
                   "size_t stride)\n"
                   "{\n"
                   "    for (size_t k = 0; k < elements; k++) {\n"
                   "        memcpy(to + k * stride, from + k * points, points * sizeof *to);\n"
                   "    }\n"
                   "}\n",
                   type, type);
    }
    if (needs->gather) {
        text_print(out,
                   "\n/* Takes the elements of one point out of those of all. */\n"
                   "static void adc_gather(size_t elements, const %s *from, size_t stride, size_t "
                   "point, %s *to)\n"
                   "{\n"
                   "    for (size_t k = 0; k < elements; k++) {\n"
                   "        to[k] = from[stride == 0 ? k : k * stride + point];\n"
                   "    }\n"
                   "}\n",
                   type, type);
    }
    if (needs->scatter) {
        text_print(out,
                   "\n/* Puts the elements of one point among those of all. */\n"
                   "static void adc_scatter(size_t elements, const %s *from, %s *to, size_t "
                   "stride, size_t point)\n"
                   "{\n"
                   "    for (size_t k = 0; k < elements; k++) {\n"
                   "        to[k * stride + point] = from[k];\n"
                   "    }\n"
                   "}\n",
                   type, type);
    }
}
