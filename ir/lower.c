/* Lowering of a file: its items, constants and models. The pass is explained in lowering.h. */
#include "lowering.h"

#include "parser.h"
#include "prelude.h"

#include <string.h>

const struct ast_item *lower_item(struct lowering *l, atom name)
{
    return l->frame->builtin ? NULL : l->items[name.index];
}

bool lower_is_builtin(const struct lowering *l, const struct ast_item *item)
{
    return l->prelude[item->name.name.index] == item;
}

bool lower_has_returned(const struct lowering *l)
{
    return ir_is_boolean(l->f, l->frame->returned.ref, true);
}

/* -- constants -- */

static void evaluate_constant(struct lowering *l, struct constant *constant)
{
    const struct ast_item *item = constant->item;
    struct frame frame = {.depth = l->frame->depth + 1};
    frame.returned.ref = ir_boolean(l->f, false);
    struct frame *caller = l->frame;
    l->frame = &frame;
    const struct tensor value = lower_expr(l, item->value);
    struct shape shape = value.shape;
    constant->bad = value.bad;
    if (!constant->bad && item->constant_shape.shape.count > 0) {
        constant->bad = !lower_shape(l, &item->constant_shape.shape, &shape);
        if (!constant->bad && !shape_equal(shape, value.shape)) {
            lower_error(l, ERROR_VALUE_SHAPE, item->value->span, "`%s` is %s; this is %s",
                        lower_text(l, item->name.name), shape_words(l, shape),
                        shape_words(l, value.shape));
            lower_note(l, item->constant_shape.name.span, "`%s` is declared here",
                       lower_text(l, item->name.name));
            constant->bad = true;
        }
    }
    constant->shape = shape;
    constant->numbers = arena_alloc(l->arena, shape_count(shape) * sizeof(double));
    for (uint32_t e = 0; !constant->bad && e < shape_count(shape); e++) {
        if (!is_constant(l, tensor_at(&value, e), &constant->numbers[e])) {
            lower_error(l, ERROR_EXTERN_IN_CONST, item->value->span,
                        "a `const` is known at compile time; an extern function is called at run "
                        "time");
            constant->bad = true;
        }
    }
    l->frame = caller;
}

struct tensor lower_constant(struct lowering *l, atom name)
{
    struct constant *constant = &l->constants[name.index];
    if (constant->state == CONSTANT_BUSY) {
        lower_error(l, ERROR_DEFINED_BY_ITSELF, constant->item->name.span,
                    "`%s` is defined by itself", lower_text(l, name));
        constant->bad = true;
        return tensor_bad;
    }
    if (constant->state == CONSTANT_UNKNOWN) {
        constant->state = CONSTANT_BUSY;
        evaluate_constant(l, constant);
        constant->state = CONSTANT_DONE;
    }
    if (constant->bad) {
        return tensor_bad;
    }
    if (constant->generation != l->generation) {
        const uint32_t count = shape_count(constant->shape);
        constant->refs = tensor_alloc(l, count);
        for (uint32_t e = 0; e < count; e++) {
            constant->refs[e] = ir_constant(l->f, constant->numbers[e]);
        }
        constant->generation = l->generation;
    }
    return tensor_of(constant->shape, constant->refs);
}

/* -- models -- */

static bool is_listed(const atom *names, uint32_t count, atom name)
{
    for (uint32_t i = 0; i < count; i++) {
        if (atom_equal(names[i], name)) {
            return true;
        }
    }
    return count == 0;
}

static void add_port(struct lowering *l, struct ir_array *array,
                     const struct ast_argument *argument, struct shape shape)
{
    struct ir_port *ports = array->ports;
    if ((array->port_count & (array->port_count - 1)) == 0) { /* 0, 1, 2, 4, …: full */
        ports = arena_grow(l->f->arena, ports, array->port_count * sizeof *ports,
                           (2 * array->port_count + 1) * sizeof *ports);
    }
    ports[array->port_count] = (struct ir_port){.name = argument->declarator.name.name,
                                                .rank = shape.rank,
                                                .rows = shape.rows,
                                                .columns = shape.columns,
                                                .first = array->count,
                                                .span = argument->declarator.name.span};
    array->ports = ports;
    array->port_count++;
    array->count += shape_count(shape);
}

static void bind_input(struct lowering *l, const struct ast_argument *argument, struct shape shape)
{
    const bool independent =
        argument->role == AST_IN &&
        is_listed(l->options->wrt, l->options->wrt_count, argument->declarator.name.name);
    const uint32_t which = independent ? IR_ARRAY_X : IR_ARRAY_P;
    const uint32_t first = l->f->arguments.at[which].count;
    add_port(l, &l->f->arguments.at[which], argument, shape);
    ir_ref *refs = tensor_alloc(l, shape_count(shape));
    l->f->span = argument->span;
    for (uint32_t e = 0; e < shape_count(shape); e++) {
        refs[e] = ir_argument(l->f, which, first + e);
    }
    struct binding *binding = scope_bind(l, argument->declarator.name, BIND_ARGUMENT);
    binding->shape = shape;
    binding->value = tensor_of(shape, refs);
}

static void bind_model_argument(struct lowering *l, const struct ast_argument *argument)
{
    struct shape shape;
    if (!lower_shape(l, &argument->declarator.shape, &shape)) {
        lower_help(l, "the extents of a model's arguments are constants: `const n = …;`");
        scope_bind(l, argument->declarator.name, BIND_ARGUMENT)->value = tensor_bad;
        return;
    }
    if (argument->role != AST_OUT) {
        if (lower_has_room(l, argument->span, shape_count(shape))) {
            bind_input(l, argument, shape);
        } else {
            scope_bind(l, argument->declarator.name, BIND_ARGUMENT)->value = tensor_bad;
        }
        return;
    }
    struct slot *slots = slots_create(l, shape);
    struct binding *binding = scope_bind(l, argument->declarator.name, BIND_OUT);
    binding->shape = shape;
    binding->slots = slots;
}

static void collect_output(struct lowering *l, const struct ast_argument *argument,
                           struct ir_result *y)
{
    const atom name = argument->declarator.name.name;
    const struct binding *binding = scope_find(l, name);
    if (binding == NULL || binding->slots == NULL ||
        !is_listed(l->options->of, l->options->of_count, name)) {
        return;
    }
    const uint32_t count = shape_count(binding->shape);
    const uint32_t first = y->array.count;
    add_port(l, &y->array, argument, binding->shape);
    y->elements = arena_grow(l->f->arena, y->elements, first * sizeof(ir_ref),
                             (first + count) * sizeof(ir_ref));
    for (uint32_t e = 0; e < count; e++) {
        const ir_ref ref = as_real(l, binding->slots[e].ref);
        y->elements[first + e] = ref;
        if (ir_is_none(ref)) {
            lower_error(l, ERROR_OUTPUT_UNASSIGNED, argument->declarator.name.span,
                        "`%s` is not assigned%s", element_words(l, name, binding->shape, e),
                        binding->slots[e].touched ? " on every path" : "");
            if (binding->slots[e].touched) {
                lower_help(l, "give it a value before the `if`, or on its other side too");
            }
            break;
        }
        if (atom_is_none(ir_at(l->f, ref)->name) && ir_at(l->f, ref)->op != IR_CONSTANT &&
            ir_at(l->f, ref)->op != IR_ARGUMENT && binding->shape.rank == 0) {
            ir_at(l->f, ref)->name = name;
        }
    }
}

static void check_roles(struct lowering *l, const struct ast_item *item)
{
    bool has_input = false;
    bool has_output = false;
    for (uint32_t i = 0; i < item->argument_count; i++) {
        has_input = has_input || item->arguments[i].role == AST_IN;
        has_output = has_output || item->arguments[i].role == AST_OUT;
    }
    if (!has_input || !has_output) {
        lower_error(l, ERROR_MODEL_WITHOUT_ROLE, item->name.span, "model `%s` has no %s argument",
                    lower_text(l, item->name.name),
                    has_input    ? "`out`"
                    : has_output ? "`in`"
                                 : "`in` and no `out`");
    }
}

static struct ir_function *lower_model(struct lowering *l, const struct ast_item *item)
{
    const struct compilation *c = l->compilation;
    l->f = ir_function_create(c->arena, c->atoms, item->name.name, "value");
    l->f->externs = l->externs;
    if (l->options->tell_apart) {
        ir_tell_apart(l->f);
    }
    l->generation++;
    l->stopped = false;
    l->steps = 0;
    vec_push(c->arena, &l->f->arguments, (struct ir_array){.name = "x"});
    vec_push(c->arena, &l->f->arguments, (struct ir_array){.name = "p"});
    const uint32_t errors = l->errors;
    struct frame frame = {.callee = item, .depth = 1};
    frame.returned.ref = ir_boolean(l->f, false);
    l->frame = &frame;
    check_roles(l, item);
    uint32_t mark;
    scope_open(l, &mark);
    for (uint32_t i = 0; i < item->argument_count; i++) {
        bind_model_argument(l, &item->arguments[i]);
    }
    for (uint32_t i = 0; i < item->body->count; i++) {
        lower_statement(l, item->body->at[i]);
    }
    struct ir_result y = {.array = {.name = "y"}};
    if (l->errors == errors) {
        for (uint32_t i = 0; i < item->argument_count; i++) {
            if (item->arguments[i].role == AST_OUT) {
                collect_output(l, &item->arguments[i], &y);
            }
        }
    }
    scope_close(l, mark);
    if (l->errors > errors) {
        return NULL;
    }
    vec_push(c->arena, &l->f->results, y);
    struct ir_function *pruned = ir_prune(l->f);
    if (l->errors == 0) { /* a constant may have failed, and take inputs with it */
        lower_warn_inputs(l, item, pruned);
    }
    return pruned;
}

/* -- files -- */

/* An imported file gives its constants and functions. */
static void collect_items(struct lowering *l, const struct ast_file *file, bool imported,
                          const struct ast_item **items)
{
    for (uint32_t i = 0; i < file->count; i++) {
        const struct ast_item *item = file->items[i];
        const uint32_t index = item->name.name.index;
        if (item->kind == AST_IMPORT || (imported && item->kind == AST_MODEL)) {
            continue;
        }
        if (items[index] != NULL) {
            lower_error(l, ERROR_DECLARED_TWICE, item->name.span, "`%s` is declared twice",
                        lower_text(l, item->name.name));
            lower_note(l, items[index]->name.span, "the first is here");
            continue;
        }
        items[index] = item;
    }
}

/* A constant of the file takes another value: its name and value are then those of the override,
 * its shape stays the declared one. */
static void override_constants(struct lowering *l, const struct ast_file *overrides)
{
    for (uint32_t i = 0; overrides != NULL && i < overrides->count; i++) {
        const struct ast_item *item = overrides->items[i];
        const struct ast_item *declared = l->items[item->name.name.index];
        if (item->kind != AST_CONST) {
            lower_error(l, ERROR_DEFINE, item->span, "-D NAME=VALUE gives one constant its value");
            continue;
        }
        if (declared == NULL || declared->kind != AST_CONST) {
            lower_error(l, ERROR_DEFINE, item->name.span, "the file has no `const` named `%s`",
                        lower_text(l, item->name.name));
            lower_suggest(l, item->name, false);
            continue;
        }
        struct ast_item *overridden = arena_alloc(l->arena, sizeof *overridden);
        *overridden = *declared;
        overridden->value = item->value;
        if (item->constant_shape.shape.count > 0) {
            overridden->constant_shape = item->constant_shape;
        }
        l->items[item->name.name.index] = overridden;
    }
}

static void check_constants(struct lowering *l, const struct ast_file *file)
{
    for (uint32_t i = 0; i < file->count; i++) {
        const uint32_t index = file->items[i]->name.name.index;
        if (file->items[i]->kind == AST_CONST && l->items[index]->kind == AST_CONST) {
            l->stopped = false;
            l->steps = 0;
            lower_constant(l, file->items[i]->name.name);
        }
    }
}

static struct atom_names intern_names(struct atoms *atoms)
{
    return (struct atom_names){.sum = atom_of_text(atoms, "sum"),
                               .prod = atom_of_text(atoms, "prod"),
                               .min = atom_of_text(atoms, "min"),
                               .max = atom_of_text(atoms, "max"),
                               .pi = atom_of_text(atoms, "pi"),
                               .inf = atom_of_text(atoms, "inf"),
                               .solve = atom_of_text(atoms, "_solve")};
}

/* The names of the built-in functions that are not written in the language. */
static void index_builtins(struct lowering *l)
{
    struct atoms *atoms = l->compilation->atoms;
    uint32_t count;
    const struct builtin *builtins = lower_builtins(&count);
    for (uint32_t i = 0; i < count; i++) {
        l->builtins[atom_of_text(atoms, builtins[i].name).index] = &builtins[i];
    }
    for (uint32_t op = 0; op < IR_OP_COUNT; op++) {
        l->operators[atom_of_text(atoms, ir_op_info((enum ir_op)op)->name).index] = op + 1;
    }
}

/* Post: the number of atoms once every built-in name is one. */
static uint32_t count_atoms(struct atoms *atoms)
{
    uint32_t count;
    const struct builtin *builtins = lower_builtins(&count);
    for (uint32_t i = 0; i < count; i++) {
        atom_of_text(atoms, builtins[i].name);
    }
    for (uint32_t op = 0; op < IR_OP_COUNT; op++) {
        atom_of_text(atoms, ir_op_info((enum ir_op)op)->name);
    }
    return atoms_count(atoms);
}

/* Each step for the file and for those that it imports. */
static void for_each_file(struct lowering *l, const struct ast_file *file,
                          void (*step)(struct lowering *l, const struct ast_file *file))
{
    step(l, file);
    for (uint32_t i = 0; i < l->options->import_count; i++) {
        step(l, l->options->imports[i]);
    }
}

static void set_up(struct lowering *l, const struct ast_file *file, struct frame *outermost)
{
    const struct compilation *c = l->compilation;
    const struct source *source =
        source_add_builtin(c->sources, "prelude.ad", ir_prelude_text, strlen(ir_prelude_text));
    const struct ast_file *prelude = parse_file(c, source);
    l->known = intern_names(c->atoms);
    l->atom_count = count_atoms(c->atoms);
    l->builtins = arena_alloc(l->arena, l->atom_count * sizeof(struct builtin *));
    l->called = arena_alloc(l->arena, l->atom_count * sizeof *l->called);
    l->operators = arena_alloc(l->arena, l->atom_count * sizeof *l->operators);
    index_builtins(l);
    l->items = arena_alloc(l->arena, l->atom_count * sizeof(struct ast_item *));
    l->prelude = arena_alloc(l->arena, l->atom_count * sizeof(struct ast_item *));
    l->constants = arena_alloc(l->arena, l->atom_count * sizeof *l->constants);
    l->current = arena_alloc(l->arena, l->atom_count * sizeof *l->current);
    l->f = ir_function_create(l->arena, c->atoms, (atom){0}, "value");
    l->generation = 1;
    l->frame = outermost;
    outermost->returned.ref = ir_boolean(l->f, false);
    collect_items(l, prelude, false, l->prelude);
    collect_items(l, file, false, l->items);
    for (uint32_t i = 0; i < l->options->import_count; i++) {
        collect_items(l, l->options->imports[i], true, l->items);
    }
    override_constants(l, l->options->overrides);
    l->externs = arena_alloc(c->arena, sizeof *l->externs);
    l->extern_numbers = arena_alloc(l->arena, l->atom_count * sizeof *l->extern_numbers);
    for_each_file(l, file, lower_externs);
    l->f->externs = l->externs;
    for (uint32_t i = 0; i < l->atom_count; i++) {
        l->constants[i].item = l->items[i];
    }
}

/* Post: the models that are wanted and have no errors. */
static struct lowered lower_models(struct lowering *l, const struct ast_file *file)
{
    const atom wanted = l->options->model;
    struct frame *outermost = l->frame;
    struct lowered lowered = {0};
    lowered.models = arena_alloc(l->compilation->arena, (file->count + 1) * sizeof *lowered.models);
    bool found = false;
    for (uint32_t i = 0; i < file->count; i++) {
        const struct ast_item *item = file->items[i];
        if (item->kind != AST_MODEL || item->body == NULL ||
            (!atom_is_none(wanted) && !atom_equal(wanted, item->name.name))) {
            continue;
        }
        found = true;
        struct ir_function *model = lower_model(l, item);
        l->frame = outermost;
        if (model != NULL) {
            lowered.models[lowered.count++] = model;
        }
    }
    if (!found && l->errors == 0) {
        const struct span start = {file->source->base, file->source->base};
        lower_error(l, ERROR_NO_MODEL, start, "the file has no model%s",
                    atom_is_none(wanted) ? "" : " of this name");
        if (atom_is_none(wanted)) {
            lower_help(l, "`model name(in x, out y) { … }` is what is differentiated");
        }
    }
    return lowered;
}

struct lowered lower_file(const struct compilation *compilation, const struct ast_file *file,
                          const struct lower_options *options)
{
    struct lowering *l =
        &(struct lowering){.compilation = compilation, .options = options, .arena = arena_create()};
    struct frame outermost = {.depth = 0};
    set_up(l, file, &outermost);
    for_each_file(l, file, check_constants);
    const struct lowered lowered = lower_models(l, file);
    for_each_file(l, file, lower_check_names);
    if (l->errors == 0) {
        for_each_file(l, file, lower_warn_names);
    }
    lower_finish_error(l);
    arena_destroy(l->arena);
    return lowered;
}
