/* The names of functions and models as they are written, branches not taken and functions never
 * called included: what nothing reads, what hides a constant; and in functions never called what is
 * wrong whatever they are called with: names that do not exist, calls that do not fit, assignments
 * to what cannot change, a result that is missing. */
#include "lowering.h"

/* A name that is declared somewhere. */
struct declared {
    struct ast_name name;
    enum binding_kind kind;
    const char *what; /* "variable", "argument"; NULL: its use is nobody's business */
    bool read;
    uint32_t owner; /* index + 1 of the argument whose extent it is: to read one is to read it */
    uint32_t first; /* of the names that are declared together: `let [a, b] = …` */
    uint32_t count;
    uint32_t block;
    uint32_t hidden; /* index + 1 of the declaration that it hides */
};

struct walk {
    struct lowering *l;
    const struct ast_item *item;
    VEC(struct declared) declared;
    uint32_t *current; /* by atom index: index + 1 of the innermost declaration */
    uint32_t block;
    bool check; /* report what is wrong */
    bool returns;
    bool warn;
};

static void walk_expr(struct walk *w, const struct ast_expr *expr);
static void walk_block(struct walk *w, const struct ast_block *block);

/* -- scopes -- */

static void declare(struct walk *w, struct ast_name name, enum binding_kind kind, const char *what,
                    uint32_t first, uint32_t count)
{
    const uint32_t hidden = w->current[name.name.index];
    const struct declared *present = hidden == 0 ? NULL : &w->declared.at[hidden - 1];
    if (w->check && present != NULL && present->block == w->block) {
        lower_error(w->l, ERROR_DECLARED_TWICE, name.span, "`%s` is declared twice",
                    lower_text(w->l, name.name));
        lower_note(w->l, present->name.span, "the first is here");
    }
    vec_push(w->l->arena, &w->declared,
             (struct declared){.name = name,
                               .kind = kind,
                               .what = what,
                               .first = first,
                               .count = count,
                               .block = w->block,
                               .hidden = hidden});
    w->current[name.name.index] = w->declared.count;
}

static void declare_one(struct walk *w, struct ast_name name, enum binding_kind kind,
                        const char *what)
{
    declare(w, name, kind, what, w->declared.count, 1);
}

/* Names that are declared together are used where one is, and a name like `_rest` says that it is
 * not. */
static void warn_unused(struct walk *w, uint32_t index)
{
    const struct declared *at = &w->declared.at[index];
    const char *text = lower_text(w->l, at->name.name);
    if (!w->warn || at->what == NULL || text[0] == '_' || at->first != index) {
        return;
    }
    for (uint32_t i = 0; i < at->count; i++) {
        if (w->declared.at[at->first + i].read) {
            return;
        }
    }
    lower_warning(w->l, WARNING_UNUSED, at->name.span, "%s `%s` is never read", at->what, text);
}

static uint32_t open_scope(struct walk *w)
{
    w->block++;
    return w->declared.count;
}

static void close_scope(struct walk *w, uint32_t mark)
{
    for (uint32_t i = mark; i < w->declared.count; i++) {
        warn_unused(w, i);
    }
    while (w->declared.count > mark) {
        const struct declared *last = &w->declared.at[--w->declared.count];
        w->current[last->name.name.index] = last->hidden;
    }
    w->block--;
}

/* -- expressions -- */

static struct declared *find(struct walk *w, atom name)
{
    const uint32_t index = w->current[name.index];
    return index == 0 ? NULL : &w->declared.at[index - 1];
}

static void mark_read(struct walk *w, struct declared *at)
{
    at->read = true;
    if (at->owner != 0) {
        w->declared.at[at->owner - 1].read = true;
    }
}

/* Post: the declaration that a name means is read; else it is a constant, or there is none. */
static void read_name(struct walk *w, struct ast_name name)
{
    struct lowering *l = w->l;
    struct declared *at = find(w, name.name);
    const struct ast_item *item = lower_item(l, name.name);
    if (at != NULL) {
        mark_read(w, at);
    } else if (w->check && (item == NULL || item->kind != AST_CONST)) {
        const bool predefined =
            atom_equal(name.name, l->known.pi) || atom_equal(name.name, l->known.inf);
        if (item != NULL || !predefined) {
            lower_report_no_value(l, name);
        }
    }
}

static void assign_name(struct walk *w, struct ast_name name)
{
    const struct declared *at = find(w, name.name);
    if (!w->check || (at != NULL && (at->kind == BIND_VAR || at->kind == BIND_OUT))) {
        return;
    }
    if (at != NULL) {
        lower_report_fixed(w->l, name, at->kind, at->name.span);
    } else {
        lower_report_no_variable(w->l, name);
    }
}

static void walk_exprs(struct walk *w, const struct ast_exprs *exprs)
{
    for (uint32_t i = 0; i < exprs->count; i++) {
        walk_expr(w, exprs->at[i]);
    }
}

static void walk_range(struct walk *w, const struct ast_range *range)
{
    const struct ast_expr *const parts[] = {range->low, range->high, range->step};
    for (uint32_t i = 0; i < 3; i++) {
        if (parts[i] != NULL) {
            walk_expr(w, parts[i]);
        }
    }
}

static void walk_subscripts(struct walk *w, const struct ast_expr *index)
{
    for (uint32_t i = 0; i < index->as.index.count; i++) {
        const struct ast_subscript *subscript = &index->as.index.subscripts[i];
        if (subscript->kind == AST_AT) {
            walk_expr(w, subscript->at);
        } else if (subscript->kind == AST_SLICE) {
            walk_range(w, &subscript->slice);
        }
    }
}

static void walk_loop(struct walk *w, const struct ast_expr *loop)
{
    const uint32_t mark = open_scope(w);
    for (uint32_t i = 0; i < loop->as.loop.clauses.count; i++) {
        walk_range(w, &loop->as.loop.clauses.at[i].range);
        declare_one(w, loop->as.loop.clauses.at[i].index, BIND_INDEX, NULL);
    }
    if (loop->as.loop.condition != NULL) {
        walk_expr(w, loop->as.loop.condition);
    }
    walk_expr(w, loop->as.loop.body);
    close_scope(w, mark);
}

static void walk_call(struct walk *w, const struct ast_expr *call)
{
    struct declared *at = find(w, call->as.call.callee.name);
    if (at != NULL) {
        mark_read(w, at);
    }
    if (w->check) {
        lower_check_call(w->l, call, at == NULL ? NULL : &at->name);
    }
    walk_exprs(w, &call->as.call.arguments);
}

/* Chains lean to the left and may be very long: that way with a loop. */
static void walk_expr(struct walk *w, const struct ast_expr *expr)
{
    for (; expr->kind == AST_BINARY; expr = expr->as.binary.left) {
        walk_expr(w, expr->as.binary.right);
    }
    switch (expr->kind) {
    case AST_NUMBER:
    case AST_BINARY:
        break;
    case AST_NAME:
        read_name(w, (struct ast_name){expr->as.name, expr->span});
        break;
    case AST_UNARY:
        walk_expr(w, expr->as.unary.operand);
        break;
    case AST_CONDITIONAL:
        walk_expr(w, expr->as.conditional.condition);
        walk_expr(w, expr->as.conditional.then);
        walk_expr(w, expr->as.conditional.otherwise);
        break;
    case AST_CALL:
        walk_call(w, expr);
        break;
    case AST_REDUCE:
    case AST_COMPREHENSION:
        walk_loop(w, expr);
        break;
    case AST_INDEX:
        walk_expr(w, expr->as.index.base);
        walk_subscripts(w, expr);
        break;
    case AST_LIST:
        walk_exprs(w, &expr->as.list);
        break;
    }
}

/* -- statements -- */

/* To assign is not to read, also with `+=`. */
static void walk_assign(struct walk *w, const struct ast_stmt *stmt)
{
    const struct ast_expr *target = stmt->as.assign.target;
    walk_expr(w, stmt->as.assign.value);
    if (target->kind == AST_INDEX) {
        walk_subscripts(w, target);
        target = target->as.index.base;
    }
    if (target->kind == AST_NAME) {
        assign_name(w, (struct ast_name){target->as.name, target->span});
    }
}

static void walk_bind(struct walk *w, const struct ast_stmt *stmt)
{
    walk_exprs(w, &stmt->as.bind.declarator.shape);
    if (stmt->as.bind.value != NULL) {
        walk_expr(w, stmt->as.bind.value);
    }
    declare_one(w, stmt->as.bind.declarator.name, stmt->kind == AST_VAR ? BIND_VAR : BIND_LET,
                "variable");
}

static void walk_destructure(struct walk *w, const struct ast_stmt *stmt)
{
    walk_expr(w, stmt->as.destructure.value);
    const uint32_t first = w->declared.count;
    for (uint32_t i = 0; i < stmt->as.destructure.count; i++) {
        declare(w, stmt->as.destructure.names[i], BIND_LET, "variable", first,
                stmt->as.destructure.count);
    }
}

static void walk_stmt(struct walk *w, const struct ast_stmt *stmt)
{
    switch (stmt->kind) {
    case AST_LET:
    case AST_VAR:
        walk_bind(w, stmt);
        break;
    case AST_DESTRUCTURE:
        walk_destructure(w, stmt);
        break;
    case AST_ASSIGN:
        walk_assign(w, stmt);
        break;
    case AST_FOR: {
        walk_range(w, &stmt->as.loop.range);
        const uint32_t mark = open_scope(w);
        declare_one(w, stmt->as.loop.index, BIND_INDEX, NULL);
        walk_block(w, stmt->as.loop.body);
        close_scope(w, mark);
        break;
    }
    case AST_IF:
        walk_expr(w, stmt->as.branch.condition);
        walk_block(w, stmt->as.branch.then);
        if (stmt->as.branch.otherwise != NULL) {
            walk_block(w, stmt->as.branch.otherwise);
        }
        break;
    case AST_RETURN:
        w->returns = true;
        walk_exprs(w, &stmt->as.results);
        break;
    case AST_BLOCK:
        walk_block(w, stmt->as.block);
        break;
    }
}

static void walk_block(struct walk *w, const struct ast_block *block)
{
    const uint32_t mark = open_scope(w);
    for (uint32_t i = 0; i < block->count; i++) {
        walk_stmt(w, block->at[i]);
    }
    close_scope(w, mark);
}

/* -- items -- */

/* Who writes a function that others import need not know their constants. */
static bool is_of_this_file(const struct walk *w, const struct ast_item *item)
{
    const struct sources *sources = w->l->compilation->sources;
    return source_at(sources, item->name.span.begin) ==
           source_at(sources, w->item->name.span.begin);
}

/* A bare name as an extent of a function's argument is bound by it. */
static void walk_extent(struct walk *w, const struct ast_expr *extent, atom owner)
{
    struct lowering *l = w->l;
    if (w->item->kind != AST_FN || extent->kind != AST_NAME) {
        walk_expr(w, extent);
        return;
    }
    const struct ast_item *hidden = l->items[extent->as.name.index];
    if (w->current[extent->as.name.index] != 0) {
        return;
    }
    declare_one(w, (struct ast_name){extent->as.name, extent->span}, BIND_SHAPE, NULL);
    w->declared.at[w->declared.count - 1].owner = w->current[owner.index];
    if (w->warn && hidden != NULL && hidden->kind == AST_CONST && is_of_this_file(w, hidden)) {
        const char *text = lower_text(l, extent->as.name);
        lower_warning(l, WARNING_SHADOWED_CONSTANT, extent->span,
                      "`%s` is whatever extent the argument has, not the constant", text);
        lower_note(l, hidden->name.span, "the constant is declared here");
        lower_help(l, "an expression, like `1*%s`, is checked against the constant", text);
    }
}

/* The extents that are bare names, or the others. */
static void walk_extents(struct walk *w, bool bare)
{
    for (uint32_t i = 0; i < w->item->argument_count; i++) {
        const struct ast_exprs *shape = &w->item->arguments[i].declarator.shape;
        for (uint32_t d = 0; d < shape->count; d++) {
            if ((shape->at[d]->kind == AST_NAME) == bare) {
                walk_extent(w, shape->at[d], w->item->arguments[i].declarator.name.name);
            }
        }
    }
}

static void walk_arguments(struct walk *w)
{
    static const char *const what[] = {
        [AST_PLAIN] = "argument", [AST_IN] = NULL, [AST_PARAM] = "parameter", [AST_OUT] = NULL};
    for (uint32_t i = 0; i < w->item->argument_count; i++) {
        const struct ast_argument *argument = &w->item->arguments[i];
        declare_one(w, argument->declarator.name,
                    argument->role == AST_OUT ? BIND_OUT : BIND_ARGUMENT, what[argument->role]);
    }
    walk_extents(w, true);
    walk_extents(w, false);
}

static void walk_item(struct walk *w, const struct ast_item *item)
{
    w->item = item;
    w->returns = false;
    const uint32_t mark = open_scope(w);
    walk_arguments(w);
    if (item->value != NULL) {
        walk_expr(w, item->value);
    }
    for (uint32_t i = 0; item->body != NULL && i < item->body->count; i++) {
        walk_stmt(w, item->body->at[i]);
    }
    if (w->check && item->body != NULL && !w->returns) {
        lower_report_no_return(w->l, item);
    }
    close_scope(w, mark);
}

static void walk_file(struct lowering *l, const struct ast_file *file, bool check)
{
    struct walk w = {.l = l, .check = check, .warn = !check};
    w.current = arena_alloc(l->arena, l->atom_count * sizeof *w.current);
    for (uint32_t i = 0; i < file->count; i++) {
        const struct ast_item *item = file->items[i];
        const bool is_fn = item->kind == AST_FN;
        if (check ? is_fn && !l->called[item->name.name.index]
                  : is_fn || (item->body != NULL && l->items[item->name.name.index] == item)) {
            walk_item(&w, item);
        }
    }
}

void lower_check_names(struct lowering *l, const struct ast_file *file)
{
    walk_file(l, file, true);
}

void lower_warn_names(struct lowering *l, const struct ast_file *file)
{
    walk_file(l, file, false);
}
