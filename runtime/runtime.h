/* The functions that generated code embeds where a model needs them, as text. */
#ifndef ADC_RUNTIME_RUNTIME_H
#define ADC_RUNTIME_RUNTIME_H

struct runtime_function {
    const char *name;         /* "adc_sigmoid" */
    const char *text;         /* its file without the #include lines: a comment and a definition */
    const char *const *needs; /* the runtime functions that it calls, then NULL: their texts go
                                 before its own, each once */
};

/* Post: the function of this name; lives for ever. NULL where there is none. */
const struct runtime_function *runtime_function_named(const char *name);

#endif
