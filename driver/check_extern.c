/* Declared partial derivatives against differences; see check_extern.h.
 *
 * A partial derivative may be as far from the differences as their error, and a millionth of its
 * size more: it may be an approximation itself. Differences whose error is beyond a thousandth of
 * what they are the differences of say nothing: next to a kink, or where the function is noise. */
#include "check_extern.h"

#include "reference.h"

#include <math.h>
#include <stdio.h>

static const double own_error = 1e-6;
static const double unclear = 1e-3;

enum { SHOWN = 3 /* wrong ones of each extern */ };

struct site {
    const struct ir_externs *externs;
    const double *point; /* the arguments of the call */
    struct extern_tally *tallies;
};

static void report_wrong(const struct site *site, const struct ir_extern *of,
                         const struct ir_extern *partial, double declared, double difference,
                         double error)
{
    struct arena *scratch = arena_create();
    struct text text = text_in(scratch);
    text_print(&text, "  WRONG %s(", partial->name);
    for (uint32_t i = 0; i < partial->parameter_count; i++) {
        text_add(&text, i == 0 ? "" : ", ");
        text_add_number(&text, site->point[i]);
    }
    text_add(&text, ") = ");
    text_add_number(&text, declared);
    text_print(&text, ", differences of %s give %.10g, up to %.1e\n", of->name, difference, error);
    fwrite(text_string(&text), 1, text.length, stdout);
    arena_destroy(scratch);
}

static void check_partial(const struct site *site, uint32_t number, uint32_t which)
{
    const struct ir_extern *of = &site->externs->at[number];
    const struct ir_extern *partial = &site->externs->at[of->partials[which]];
    struct extern_tally *tally = &site->tallies[number];
    const double declared = partial->run(site->point);
    const double x = fabs(site->point[which]);
    const double size = fabs(of->run(site->point)) / (x == 0 ? 1 : x);
    double error;
    const double difference = reference_difference(of, site->point, which, &error);
    const double larger = fmax(fabs(declared), fabs(difference));
    if (!isfinite(declared) || !(error <= unclear * fmax(larger, size))) {
        tally->skipped++;
        return;
    }
    tally->compared++;
    if (!(fabs(declared - difference) <= error + fmax(own_error, 64 * of->unit) * larger)) {
        if (tally->wrong++ < SHOWN) {
            report_wrong(site, of, partial, declared, difference, error);
        }
    }
}

/* Checks the extern, its partial derivatives and so on, each once. Those that cannot be run are not
 * called: the model does not need them. */
static void check_call(const struct site *site, uint32_t number, uint32_t order)
{
    struct arena *scratch = arena_create();
    bool *found = arena_alloc(scratch, site->externs->count * sizeof *found);
    VEC(uint32_t) queue = {0};
    vec_push(scratch, &queue, number);
    found[number] = true;
    uint32_t level_end = 1;
    for (uint32_t q = 0; q < queue.count && order > 0; q++) {
        const struct ir_extern *of = &site->externs->at[queue.at[q]];
        for (uint32_t i = 0; of->partials != NULL && i < of->parameter_count; i++) {
            const uint32_t partial = of->partials[i];
            if (site->externs->at[partial].run != NULL) {
                check_partial(site, queue.at[q], i);
                if (!found[partial]) {
                    found[partial] = true;
                    vec_push(scratch, &queue, partial);
                }
            }
        }
        if (q + 1 == level_end) {
            level_end = queue.count;
            order--;
        }
    }
    arena_destroy(scratch);
}

void check_externs(const struct ir_function *value, const double *const *arguments, uint32_t order,
                   struct extern_tally *tallies)
{
    struct arena *scratch = arena_create();
    double *values = arena_alloc(scratch, value->values.count * sizeof *values);
    ir_evaluate(value, arguments, values);
    for (uint32_t v = 0; v < value->values.count; v++) {
        ir_ref inputs[IR_MAX_INPUTS];
        double point[IR_MAX_INPUTS];
        if (value->values.at[v].op != IR_CALL) {
            continue;
        }
        const uint32_t count = ir_inputs(value, (ir_ref){v}, inputs);
        for (uint32_t i = 0; i < count; i++) {
            point[i] = values[inputs[i].index];
        }
        const struct site site = {value->externs, point, tallies};
        check_call(&site, value->values.at[v].array, order);
    }
    arena_destroy(scratch);
}

bool check_externs_report(const struct ir_externs *externs, const struct extern_tally *tallies)
{
    bool well = true;
    for (uint32_t i = 0; i < externs->count; i++) {
        const struct extern_tally *tally = &tallies[i];
        if (tally->compared == 0 && tally->skipped == 0) {
            continue;
        }
        printf("%s: %u partial derivatives compared with differences, %u wrong; %u skipped (no "
               "clear difference there)\n",
               externs->at[i].name, tally->compared, tally->wrong, tally->skipped);
        well = well && tally->wrong == 0;
    }
    return well;
}
