/* Makes the nodes of the tree and checks what the grammar leaves open: heights, targets, roles. */
#include "build.h"

#include "parser.h"

static uint32_t higher(uint32_t a, uint32_t b)
{
    return a > b ? a : b;
}

static uint32_t height_of(const struct ast_expr *expr)
{
    return expr == NULL ? 0 : expr->height;
}

static uint32_t range_height(const struct ast_range *range)
{
    return higher(higher(height_of(range->low), height_of(range->high)), height_of(range->step));
}

static uint32_t list_height(struct expr_vec exprs)
{
    uint32_t height = 0;
    for (uint32_t i = 0; i < exprs.count; i++) {
        height = higher(height, exprs.at[i]->height);
    }
    return height;
}

/* Post: the height of a node, which is no more than there may be. */
static uint32_t check_height(struct parse *parse, struct span span, uint32_t height)
{
    if (height > AST_MAX_HEIGHT) {
        report_too_deep(parse, span);
        return 0;
    }
    return height;
}

/* Post: a node on top of parts of this height. */
static struct ast_expr *new_expr(struct parse *parse, enum ast_expr_kind kind, struct span span,
                                 uint32_t parts)
{
    struct ast_expr *expr = arena_alloc(parse->compilation->arena, sizeof *expr);
    expr->kind = kind;
    expr->span = span;
    expr->height = check_height(parse, span, parts + 1);
    return expr;
}

struct ast_expr *build_number(struct parse *parse, struct span span, double number)
{
    struct ast_expr *expr = new_expr(parse, AST_NUMBER, span, 0);
    expr->as.number = number;
    return expr;
}

struct ast_expr *build_name(struct parse *parse, struct ast_name name)
{
    struct ast_expr *expr = new_expr(parse, AST_NAME, name.span, 0);
    expr->as.name = name.name;
    return expr;
}

struct ast_expr *build_unary(struct parse *parse, struct span span, enum ast_unary op,
                             struct ast_expr *operand)
{
    struct ast_expr *expr = new_expr(parse, AST_UNARY, span, operand->height);
    expr->as.unary.op = op;
    expr->as.unary.operand = operand;
    return expr;
}

struct ast_expr *build_binary(struct parse *parse, struct span span, enum ast_binary op,
                              struct span op_span, struct ast_expr *left, struct ast_expr *right)
{
    const uint32_t left_parts = left->height - (ast_binary_chains(op, left) ? 1 : 0);
    struct ast_expr *expr = new_expr(parse, AST_BINARY, span, higher(left_parts, right->height));
    expr->as.binary.op = op;
    expr->as.binary.op_span = op_span;
    expr->as.binary.left = left;
    expr->as.binary.right = right;
    return expr;
}

static bool is_comparison(const struct ast_expr *expr)
{
    return expr->kind == AST_BINARY && expr->as.binary.op >= AST_EQ && expr->as.binary.op <= AST_GE;
}

struct ast_expr *build_comparison(struct parse *parse, struct span span, enum ast_binary op,
                                  struct span op_span, struct ast_expr *left, struct span left_span,
                                  struct ast_expr *right)
{
    /* With parentheses the operand begins before its node does. */
    if (is_comparison(left) && left->span.begin == left_span.begin) {
        diagnostic_error(parse->compilation->diagnostics, ERROR_CHAINED_COMPARISON, op_span,
                         "comparisons are not chained: `a < b < c` has no meaning");
        diagnostic_help(parse->compilation->diagnostics,
                        "write `a < b && b < c`, or parentheses to compare with a 0 or 1");
    }
    return build_binary(parse, span, op, op_span, left, right);
}

struct ast_expr *build_conditional(struct parse *parse, struct span span,
                                   struct ast_expr *condition, struct ast_expr *then,
                                   struct ast_expr *otherwise)
{
    const uint32_t parts = higher(condition->height, higher(then->height, otherwise->height));
    struct ast_expr *expr = new_expr(parse, AST_CONDITIONAL, span, parts);
    expr->as.conditional.condition = condition;
    expr->as.conditional.then = then;
    expr->as.conditional.otherwise = otherwise;
    return expr;
}

struct ast_expr *build_call(struct parse *parse, struct span span, struct ast_name callee,
                            struct expr_vec arguments)
{
    struct ast_expr *expr = new_expr(parse, AST_CALL, span, list_height(arguments));
    expr->as.call.callee = callee;
    expr->as.call.arguments = (struct ast_exprs){arguments.at, arguments.count};
    return expr;
}

struct ast_expr *build_loop(struct parse *parse, struct span span, struct ast_name callee,
                            struct ast_expr *body, struct clause_vec clauses,
                            struct ast_expr *condition)
{
    uint32_t parts = higher(body->height, height_of(condition));
    for (uint32_t i = 0; i < clauses.count; i++) {
        parts = higher(parts, range_height(&clauses.at[i].range));
    }
    const enum ast_expr_kind kind = atom_is_none(callee.name) ? AST_COMPREHENSION : AST_REDUCE;
    struct ast_expr *expr = new_expr(parse, kind, span, parts);
    expr->as.loop.callee = callee;
    expr->as.loop.body = body;
    expr->as.loop.clauses = (struct ast_clauses){clauses.at, clauses.count};
    expr->as.loop.condition = condition;
    return expr;
}

struct ast_expr *build_index(struct parse *parse, struct span span, struct ast_expr *base,
                             struct subscript_vec subscripts)
{
    uint32_t parts = base->height;
    for (uint32_t i = 0; i < subscripts.count; i++) {
        const struct ast_subscript *subscript = &subscripts.at[i];
        parts = higher(parts, higher(height_of(subscript->at), range_height(&subscript->slice)));
    }
    struct ast_expr *expr = new_expr(parse, AST_INDEX, span, parts);
    expr->as.index.base = base;
    expr->as.index.subscripts = subscripts.at;
    expr->as.index.count = subscripts.count;
    return expr;
}

struct ast_expr *build_list(struct parse *parse, struct span span, struct expr_vec elements)
{
    struct ast_expr *expr = new_expr(parse, AST_LIST, span, list_height(elements));
    expr->as.list = (struct ast_exprs){elements.at, elements.count};
    return expr;
}

struct ast_range build_range(struct span span, struct ast_expr *low, struct ast_expr *high,
                             struct ast_expr *step, bool closed)
{
    return (struct ast_range){low, high, step, closed, span};
}

struct ast_subscript build_slice(struct ast_range range)
{
    return (struct ast_subscript){.kind = AST_SLICE, .slice = range, .span = range.span};
}

/* Post: a statement around blocks of this height. */
static struct ast_stmt *new_stmt(struct parse *parse, enum ast_stmt_kind kind, struct span span,
                                 uint32_t parts)
{
    struct ast_stmt *stmt = arena_alloc(parse->compilation->arena, sizeof *stmt);
    stmt->kind = kind;
    stmt->span = span;
    stmt->height = check_height(parse, span, parts + 1);
    return stmt;
}

struct ast_stmt *build_bind(struct parse *parse, struct span span, enum ast_stmt_kind kind,
                            struct ast_declarator declarator, struct ast_expr *value)
{
    struct ast_stmt *stmt = new_stmt(parse, kind, span, 0);
    stmt->as.bind.declarator = declarator;
    stmt->as.bind.value = value;
    return stmt;
}

struct ast_stmt *build_destructure(struct parse *parse, struct span span, struct name_vec names,
                                   struct ast_expr *value)
{
    struct ast_stmt *stmt = new_stmt(parse, AST_DESTRUCTURE, span, 0);
    stmt->as.destructure.names = names.at;
    stmt->as.destructure.count = names.count;
    stmt->as.destructure.value = value;
    return stmt;
}

static void check_target(struct parse *parse, const struct ast_expr *target)
{
    struct diagnostics *diagnostics = parse->compilation->diagnostics;
    if (target->kind == AST_NAME) {
        return;
    }
    if (target->kind != AST_INDEX) {
        diagnostic_error(diagnostics, ERROR_NO_TARGET, target->span,
                         "only a name or a part of it, `x[i]`, can be assigned to");
        if (target->kind == AST_LIST) {
            diagnostic_help(diagnostics, "several results are taken apart by `let [a, b] = f(x);`");
        } else if (target->kind == AST_CALL) {
            diagnostic_help(
                diagnostics,
                "an element is `x[i]`, from `x[0]` on; functions, `fn f(x) = e;`, stand outside");
        }
    } else if (target->as.index.base->kind == AST_INDEX) {
        diagnostic_error(diagnostics, ERROR_NO_TARGET, target->span,
                         "a part of a part cannot be assigned to");
        diagnostic_help(diagnostics, "an element of a matrix is `A[i, j]`");
    } else if (target->as.index.base->kind != AST_NAME) {
        diagnostic_error(diagnostics, ERROR_NO_TARGET, target->as.index.base->span,
                         "only parts of a name can be assigned to");
    }
}

struct ast_stmt *build_assign(struct parse *parse, struct span span, struct ast_expr *target,
                              enum ast_assign op, struct ast_expr *value)
{
    struct ast_stmt *stmt = new_stmt(parse, AST_ASSIGN, span, 0);
    check_target(parse, target);
    stmt->as.assign.target = target;
    stmt->as.assign.op = op;
    stmt->as.assign.value = value;
    return stmt;
}

struct ast_stmt *build_for(struct parse *parse, struct span span, struct ast_name index,
                           struct ast_range range, struct ast_block *body)
{
    struct ast_stmt *stmt = new_stmt(parse, AST_FOR, span, body->height);
    stmt->as.loop.index = index;
    stmt->as.loop.range = range;
    stmt->as.loop.body = body;
    return stmt;
}

struct ast_stmt *build_if(struct parse *parse, struct span span, struct ast_expr *condition,
                          struct ast_block *then, struct ast_block *otherwise)
{
    const uint32_t parts = higher(then->height, otherwise == NULL ? 0 : otherwise->height);
    struct ast_stmt *stmt = new_stmt(parse, AST_IF, span, parts);
    stmt->as.branch.condition = condition;
    stmt->as.branch.then = then;
    stmt->as.branch.otherwise = otherwise;
    return stmt;
}

struct ast_stmt *build_return(struct parse *parse, struct span span, struct expr_vec results)
{
    struct ast_stmt *stmt = new_stmt(parse, AST_RETURN, span, 0);
    stmt->as.results = (struct ast_exprs){results.at, results.count};
    return stmt;
}

struct ast_stmt *build_block_stmt(struct parse *parse, struct span span, struct ast_block *block)
{
    struct ast_stmt *stmt = new_stmt(parse, AST_BLOCK, span, block->height);
    stmt->as.block = block;
    return stmt;
}

struct ast_block *build_block(struct parse *parse, struct span span, struct stmt_vec stmts)
{
    struct ast_block *block = arena_alloc(parse->compilation->arena, sizeof *block);
    block->at = stmts.at;
    block->count = stmts.count;
    block->span = span;
    for (uint32_t i = 0; i < stmts.count; i++) {
        block->height = higher(block->height, stmts.at[i]->height);
    }
    return block;
}

static struct ast_item *new_item(struct parse *parse, enum ast_item_kind kind, struct span span,
                                 struct ast_name name, struct argument_vec arguments)
{
    struct ast_item *item = arena_alloc(parse->compilation->arena, sizeof *item);
    item->kind = kind;
    item->span = span;
    item->name = name;
    item->arguments = arguments.at;
    item->argument_count = arguments.count;
    return item;
}

struct ast_item *build_const(struct parse *parse, struct span span, struct ast_declarator shape,
                             struct ast_expr *value)
{
    struct ast_item *item = new_item(parse, AST_CONST, span, shape.name, (struct argument_vec){0});
    item->constant_shape = shape;
    item->value = value;
    return item;
}

/* Roles are for the arguments of models. */
static void check_plain(struct parse *parse, struct argument_vec arguments)
{
    for (uint32_t i = 0; i < arguments.count; i++) {
        if (arguments.at[i].role != AST_PLAIN) {
            diagnostic_error(parse->compilation->diagnostics, ERROR_ROLE_OF_FUNCTION,
                             arguments.at[i].span,
                             "only the arguments of a model are `in`, `param` or `out`");
            diagnostic_help(parse->compilation->diagnostics,
                            "a function gives its results by `return`");
        }
    }
}

struct ast_item *build_fn(struct parse *parse, struct span span, struct ast_name name,
                          struct argument_vec arguments, struct ast_expr *value,
                          struct ast_block *body)
{
    check_plain(parse, arguments);
    struct ast_item *item = new_item(parse, AST_FN, span, name, arguments);
    item->value = value;
    item->body = body;
    return item;
}

struct ast_item *build_model(struct parse *parse, struct span span, struct ast_name name,
                             struct argument_vec arguments, struct ast_block *body)
{
    struct ast_item *item = new_item(parse, AST_MODEL, span, name, arguments);
    item->body = body;
    for (uint32_t i = 0; i < arguments.count; i++) {
        if (arguments.at[i].role == AST_PLAIN) {
            const char *text =
                atom_text(parse->compilation->atoms, arguments.at[i].declarator.name.name);
            diagnostic_error(parse->compilation->diagnostics, ERROR_ARGUMENT_WITHOUT_ROLE,
                             arguments.at[i].span,
                             "an argument of a model is `in`, `param` or `out`");
            diagnostic_help(parse->compilation->diagnostics,
                            "write `in %.40s` to differentiate with respect to it", text);
        }
    }
    return item;
}

struct ast_item *build_extern(struct parse *parse, struct span span, struct ast_name name,
                              struct argument_vec arguments, struct name_vec partials)
{
    struct diagnostics *diagnostics = parse->compilation->diagnostics;
    check_plain(parse, arguments);
    for (uint32_t i = 0; i < arguments.count; i++) {
        if (arguments.at[i].declarator.shape.count > 0) {
            diagnostic_error(diagnostics, ERROR_EXTERN, arguments.at[i].span,
                             "the arguments of an extern function are scalars");
        }
    }
    if (partials.count > 0 && partials.count != arguments.count) {
        const uint32_t first = partials.count > arguments.count ? arguments.count : 0;
        const struct span span_of_partials =
            span_join(partials.at[first].span, partials.at[partials.count - 1].span);
        diagnostic_error(diagnostics, ERROR_EXTERN, span_of_partials,
                         "an extern function has one partial derivative for each argument: "
                         "%u, not %u",
                         arguments.count, partials.count);
    }
    struct ast_item *item = new_item(parse, AST_EXTERN, span, name, arguments);
    item->partials = partials.at;
    item->partial_count = partials.count;
    return item;
}

struct ast_item *build_import(struct parse *parse, struct span span, const char *path,
                              struct span path_span)
{
    if (path[0] == '\0') {
        diagnostic_error(parse->compilation->diagnostics, ERROR_IMPORT, path_span,
                         "this file name is empty");
    }
    struct ast_item *item =
        new_item(parse, AST_IMPORT, span, (struct ast_name){0}, (struct argument_vec){0});
    item->path = path;
    item->path_span = path_span;
    return item;
}
