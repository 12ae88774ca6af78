/* Makes random functions: every operator, shared values, constants, conditions, names that C has
 * taken. Nothing is simplified, so that the code generator meets what a simplifier leaves out. */
#include "random_function.h"

#include "ops.h"

#include <math.h>

struct maker {
    struct ir_function *function;
    uint64_t state;
    VEC(ir_ref) reals;
    VEC(ir_ref) conditions;
    VEC(bool) constant; /* of each value: a compiler may find out that it is one */
};

uint64_t random_next(uint64_t *state)
{
    uint64_t z = (*state += UINT64_C(0x9E3779B97F4A7C15));
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

static uint32_t below(struct maker *maker, uint32_t limit)
{
    return (uint32_t)(random_next(&maker->state) >> 32) % limit;
}

/* Selections count by either side: compilers know some conditions, and what is so in a branch. */
static bool may_be_constant(const struct maker *maker, const struct ir_value *value)
{
    double power;
    if (value->op == IR_POWI && ir_is_constant(maker->function, value->operand[1], &power)) {
        return power == 0 || maker->constant.at[value->operand[0].index];
    }
    if (value->op == IR_SELECT) {
        return maker->constant.at[value->operand[1].index] ||
               maker->constant.at[value->operand[2].index];
    }
    bool all = value->op != IR_ARGUMENT;
    for (uint32_t i = 0; i < ir_op_info(value->op)->arity; i++) {
        all = all && maker->constant.at[value->operand[i].index];
    }
    return all;
}

static ir_ref add(struct maker *maker, struct ir_value value)
{
    struct ir_function *function = maker->function;
    const ir_ref ref = {function->values.count};
    vec_push(function->arena, &maker->constant, may_be_constant(maker, &value));
    vec_push(function->arena, &function->values, value);
    if (ir_kind_of(value.op) == IR_REAL) {
        vec_push(function->arena, &maker->reals, ref);
    } else {
        vec_push(function->arena, &maker->conditions, ref);
    }
    return ref;
}

static const char *const names[] = {
    "a",        "b",
    "sq",       "theta",
    "t1",       "t2",
    "c1",       "double",
    "exp",      "gamma",
    "y1",       "x",
    "y",        "g",
    "restrict", "NAN",
    "M_PI",     "_X",
    "a__b",     "j0",
    "adc_sign", "sq_2",
    "isnan",    "axis[1]",
    "R[0,2]",   "y",
    "if",       "_y",
    "unix",     "long_name_of_a_quantity_that_makes_lines_long_by_itself_and_wants_breaking",
};

static atom random_name(struct maker *maker)
{
    const uint32_t count = (uint32_t)(sizeof names / sizeof names[0]);
    const uint32_t which = below(maker, 3 * count);
    return which < count ? atom_of_text(maker->function->atoms, names[which]) : (atom){0};
}

/* Mostly one of the latest, so that expressions grow deep. */
static ir_ref pick(struct maker *maker, enum ir_kind kind)
{
    const uint32_t count = kind == IR_REAL ? maker->reals.count : maker->conditions.count;
    const uint32_t back = below(maker, 3) == 0 ? count : (count < 5 ? count : 5);
    const uint32_t which = count - 1 - below(maker, back);
    return kind == IR_REAL ? maker->reals.at[which] : maker->conditions.at[which];
}

static bool is_constant(const struct maker *maker, ir_ref ref)
{
    return maker->constant.at[ref.index];
}

/* Whether this operand may be a constant: not where it would leave nothing to compute, and not in a
 * function, where a C compiler may know better digits than the library. */
static bool takes_constants(enum ir_op op, uint32_t which)
{
    const enum ir_spelling spelling = ir_op_info(op)->spelling;
    return op == IR_NEG || op == IR_DETACH || (op == IR_SELECT && which == 1) ||
           (spelling == IR_SPELL_INFIX && ir_operand_kind(op, which) == IR_REAL);
}

static ir_ref whole(struct maker *maker)
{
    struct ir_function *function = maker->function;
    const ir_ref ref = {function->values.count};
    vec_push(function->arena, &maker->constant, true);
    vec_push(function->arena, &function->values,
             (struct ir_value){.op = IR_CONSTANT,
                               .operand = {IR_NONE, IR_NONE, IR_NONE},
                               .number = (double)below(maker, 6)});
    return ref;
}

static void add_operation(struct maker *maker)
{
    static const enum ir_op common[] = {IR_ADD, IR_SUB, IR_MUL, IR_DIV, IR_NEG,
                                        IR_NOT, IR_AND, IR_OR,  IR_LT,  IR_SELECT};
    const uint32_t count = (uint32_t)(sizeof common / sizeof common[0]);
    const enum ir_op op = below(maker, 5) < 3
                              ? common[below(maker, count)]
                              : (enum ir_op)(IR_NEG + below(maker, IR_END - IR_NEG));
    const struct ir_op_info *info = ir_op_info(op);
    struct ir_value value = {.op = op, .operand = {IR_NONE, IR_NONE, IR_NONE}};
    bool variable = op == IR_NEG;
    for (uint32_t i = 0; i < info->arity; i++) {
        if (ir_operand_is_whole(op, i)) {
            value.operand[i] = whole(maker);
            continue;
        }
        do {
            value.operand[i] = pick(maker, ir_operand_kind(op, i));
        } while (is_constant(maker, value.operand[i]) && !takes_constants(op, i));
        variable = variable || !is_constant(maker, value.operand[i]);
    }
    if (variable) {
        value.name = random_name(maker);
        add(maker, value);
    }
}

static void add_leaves(struct maker *maker)
{
    static const double numbers[] = {0.0, -0.0, 1.0, -1.5, 1e-12, 3.0, INFINITY, NAN, 0.1, 5e-324};
    const ir_ref none = IR_NONE;
    for (uint32_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        add(maker, (struct ir_value){
                       .op = IR_CONSTANT, .operand = {none, none, none}, .number = numbers[i]});
    }
    add(maker, (struct ir_value){.op = IR_TRUE, .operand = {none, none, none}});
    add(maker, (struct ir_value){.op = IR_FALSE, .operand = {none, none, none}});
    for (uint32_t i = 0; i < RANDOM_X + RANDOM_P; i++) {
        const ir_ref ref = add(maker, (struct ir_value){
                                          .op = IR_ARGUMENT,
                                          .operand = {none, none, none},
                                          .array = i < RANDOM_X ? IR_ARRAY_X : IR_ARRAY_P,
                                          .element = i < RANDOM_X ? i : i - RANDOM_X,
                                      });
        add(maker, (struct ir_value){.op = IR_LT,
                                     .operand = {ref, maker->reals.at[below(maker, 9)], none}});
    }
}

static void add_result(struct maker *maker, const char *name, uint32_t count, bool optional)
{
    struct ir_function *function = maker->function;
    ir_ref *elements = arena_alloc(function->arena, count * sizeof *elements);
    for (uint32_t i = 0; i < count; i++) {
        elements[i] = pick(maker, IR_REAL);
    }
    vec_push(function->arena, &function->results,
             (struct ir_result){.array = {.name = name, .count = count},
                                .elements = elements,
                                .optional = optional});
}

const struct ir_function *random_function(struct arena *arena, uint32_t number)
{
    struct atoms *atoms = atoms_create(arena);
    const char *name = arena_format(arena, "random%u", (unsigned)number);
    struct maker maker = {
        .function = ir_function_create(arena, atoms, atom_of_text(atoms, name), "gradient"),
        .state = number,
    };
    struct ir_port *ports = arena_alloc(arena, 3 * sizeof *ports);
    ports[0] = (struct ir_port){atom_of_text(atoms, "rot"), 1, 2, 1, 0, {0, 0}};
    ports[1] = (struct ir_port){atom_of_text(atoms, "y"), 0, 1, 1, 2, {0, 0}};
    ports[2] = (struct ir_port){atom_of_text(atoms, "A"), 2, 1, 2, 3, {0, 0}};
    vec_push(arena, &maker.function->arguments, (struct ir_array){"x", RANDOM_X, ports, 3});
    vec_push(arena, &maker.function->arguments, (struct ir_array){"p", RANDOM_P, NULL, 0});
    add_leaves(&maker);
    const uint32_t operations = 5 + number * 2;
    for (uint32_t i = 0; i < operations; i++) {
        add_operation(&maker);
    }
    add_result(&maker, "y", RANDOM_Y, true);
    add_result(&maker, "g", RANDOM_G, false);
    return ir_expand(maker.function);
}
