/* Points at which models are evaluated; see point.h. */
#include "point.h"

#include <stdio.h>
#include <string.h>

static const struct option_point *find_point(const struct options *options, const char *name)
{
    const struct option_point *found = NULL;
    for (uint32_t i = 0; i < options->at.count; i++) {
        if (strcmp(options->at.at[i].name, name) == 0) {
            found = &options->at.at[i];
        }
    }
    return found;
}

static bool fill(const struct options *options, const char *name, uint32_t rank, uint32_t count,
                 double *elements)
{
    const struct option_point *point = find_point(options, name);
    if (point == NULL) {
        fprintf(stderr, "adc: no value for `%s`; --at %s=NUMBER%s gives it\n", name, name,
                rank == 0 ? "" : ",…");
        return false;
    }
    if (point->count != count) {
        fprintf(stderr, "adc: `%s` has %u element%s, --at gives %u\n", name, count,
                count == 1 ? "" : "s", point->count);
        return false;
    }
    memcpy(elements, point->numbers, count * sizeof(double));
    return true;
}

static bool has_variable(const struct ir_function *function, const char *name)
{
    for (uint32_t a = 0; a < function->arguments.count; a++) {
        const struct ir_array *array = &function->arguments.at[a];
        for (uint32_t i = 0; i < array->port_count; i++) {
            if (strcmp(atom_text(function->atoms, array->ports[i].name), name) == 0) {
                return true;
            }
        }
    }
    return false;
}

bool point_seed_is_given(const struct options *options, const struct ir_function *function,
                         const char *name)
{
    return find_point(options, name) != NULL && !has_variable(function, name);
}

/* A direction, or weights, which are 1 where they are not given. */
static bool fill_seed(const struct options *options, const struct ir_function *function,
                      const struct ir_array *array, double *elements)
{
    if (array->name[0] == 'w' && !point_seed_is_given(options, function, array->name)) {
        for (uint32_t e = 0; e < array->count; e++) {
            elements[e] = 1;
        }
        return true;
    }
    return fill(options, array->name, 1, array->count, elements);
}

static bool is_argument(const struct ir_function *function, const char *name)
{
    for (uint32_t a = IR_ARRAY_P + 1; a < function->arguments.count; a++) {
        if (strcmp(function->arguments.at[a].name, name) == 0) {
            return true;
        }
    }
    return has_variable(function, name);
}

bool point_names_are_known(const struct options *options,
                           const struct ir_function *const *functions, uint32_t count)
{
    for (uint32_t i = 0; i < options->at.count; i++) {
        bool known = false;
        for (uint32_t f = 0; f < count && !known; f++) {
            known = is_argument(functions[f], options->at.at[i].name);
        }
        if (!known) {
            fprintf(stderr, "adc: --at: model `%s` has no argument `%s`\n",
                    atom_text(functions[0]->atoms, functions[0]->name), options->at.at[i].name);
            return false;
        }
    }
    return true;
}

bool point_from_options(struct arena *arena, const struct options *options,
                        const struct ir_function *function, const double ***point)
{
    *point = arena_alloc(arena, function->arguments.count * sizeof **point);
    for (uint32_t a = 0; a < function->arguments.count; a++) {
        const struct ir_array *array = &function->arguments.at[a];
        double *elements = arena_alloc(arena, array->count * sizeof(double));
        for (uint32_t i = 0; i < array->port_count; i++) {
            const struct ir_port *port = &array->ports[i];
            if (!fill(options, atom_text(function->atoms, port->name), port->rank,
                      port->rows * port->columns, elements + port->first)) {
                return false;
            }
        }
        if (a > IR_ARRAY_P && !fill_seed(options, function, array, elements)) {
            return false;
        }
        (*point)[a] = elements;
    }
    return true;
}

/* Steele, Lea and Flood's SplitMix64 (2014): the same numbers on every machine. */
static double draw(uint64_t *state)
{
    uint64_t z = *state += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return (double)((z ^ (z >> 31)) >> 11) * 0x1p-53;
}

const double **point_drawn(struct arena *arena, const struct ir_function *function, uint64_t *state,
                           double low, double high)
{
    const double **point = arena_alloc(arena, function->arguments.count * sizeof *point);
    for (uint32_t a = 0; a < function->arguments.count; a++) {
        const uint32_t count = function->arguments.at[a].count;
        double *elements = arena_alloc(arena, count * sizeof(double));
        for (uint32_t e = 0; e < count; e++) {
            elements[e] = low + (high - low) * draw(state);
        }
        point[a] = elements;
    }
    return point;
}

bool point_seed(struct arena *arena, const struct options *options,
                const struct ir_function *function, const char *name, uint32_t count,
                uint64_t *state, const double **elements)
{
    double *seed = arena_alloc(arena, count * sizeof *seed);
    *elements = seed;
    if (point_seed_is_given(options, function, name)) {
        return fill(options, name, 1, count, seed);
    }
    for (uint32_t e = 0; e < count; e++) {
        seed[e] = -2 + 4 * draw(state);
    }
    return true;
}
