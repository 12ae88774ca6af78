/* The tree as text, for tests and for --emit=ast. */
#include "parser.h"

#include "vec.h"

struct printer {
    const struct atoms *atoms;
    struct text *out;
    struct arena *scratch;
    uint32_t depth;
    const char *prefix; /* what stands before the next node on its line */
};

static const struct {
    const char *spelling;
    int binding; /* operators that bind equally make one chain */
} binaries[] = {
    [AST_OR] = {"||", 1},          [AST_AND] = {"&&", 2},         [AST_EQ] = {"==", 3},
    [AST_NE] = {"!=", 3},          [AST_LT] = {"<", 3},           [AST_LE] = {"<=", 3},
    [AST_GT] = {">", 3},           [AST_GE] = {">=", 3},          [AST_ADD] = {"+", 4},
    [AST_SUB] = {"-", 4},          [AST_MUL] = {"*", 5},          [AST_DIV] = {"/", 5},
    [AST_ELEMENT_MUL] = {".*", 5}, [AST_ELEMENT_DIV] = {"./", 5}, [AST_POW] = {"^", 6},
    [AST_ELEMENT_POW] = {".^", 6},
};

const char *ast_binary_spelling(enum ast_binary op)
{
    return binaries[op].spelling;
}

bool ast_binary_chains(enum ast_binary op, const struct ast_expr *left)
{
    return left->kind == AST_BINARY && binaries[left->as.binary.op].binding == binaries[op].binding;
}

static void begin_line(struct printer *printer)
{
    for (uint32_t i = 0; i < printer->depth; i++) {
        text_add(printer->out, "  ");
    }
    if (printer->prefix != NULL) {
        text_print(printer->out, "%s ", printer->prefix);
        printer->prefix = NULL;
    }
}

static void line(struct printer *printer, const char *word)
{
    begin_line(printer);
    text_print(printer->out, "%s\n", word);
}

static void line_with(struct printer *printer, const char *word, const char *rest)
{
    begin_line(printer);
    text_print(printer->out, "%s %s\n", word, rest);
}

static const char *spell(const struct printer *printer, atom name)
{
    return atom_text(printer->atoms, name);
}

static void print_expr(struct printer *printer, const struct ast_expr *expr);
static void print_block(struct printer *printer, const struct ast_block *block);

static void print_exprs(struct printer *printer, struct ast_exprs exprs)
{
    for (uint32_t i = 0; i < exprs.count; i++) {
        print_expr(printer, exprs.at[i]);
    }
}

static void print_bound(struct printer *printer, const struct ast_expr *bound)
{
    if (bound == NULL) {
        line(printer, "open");
    } else {
        print_expr(printer, bound);
    }
}

static void print_range(struct printer *printer, const struct ast_range *range)
{
    line_with(printer, "range", range->closed ? "..=" : "..");
    printer->depth++;
    print_bound(printer, range->low);
    print_bound(printer, range->high);
    if (range->step != NULL) {
        line(printer, "step");
        printer->depth++;
        print_expr(printer, range->step);
        printer->depth--;
    }
    printer->depth--;
}

/* A chain is walked to its leftmost operand, then printed in order. */
static void print_chain(struct printer *printer, const struct ast_expr *expr)
{
    VEC(const struct ast_expr *) chain = {0};
    const struct ast_expr *at = expr;
    vec_push(printer->scratch, &chain, at);
    while (ast_binary_chains(at->as.binary.op, at->as.binary.left)) {
        at = at->as.binary.left;
        vec_push(printer->scratch, &chain, at);
    }
    line(printer, "binary");
    printer->depth++;
    print_expr(printer, at->as.binary.left);
    for (uint32_t i = chain.count; i-- > 0;) {
        printer->prefix = ast_binary_spelling(chain.at[i]->as.binary.op);
        print_expr(printer, chain.at[i]->as.binary.right);
    }
    printer->depth--;
}

static void print_loop(struct printer *printer, const struct ast_expr *expr)
{
    if (expr->kind == AST_REDUCE) {
        line_with(printer, "reduce", spell(printer, expr->as.loop.callee.name));
    } else {
        line(printer, "comprehension");
    }
    printer->depth++;
    print_expr(printer, expr->as.loop.body);
    for (uint32_t i = 0; i < expr->as.loop.clauses.count; i++) {
        const struct ast_clause *clause = &expr->as.loop.clauses.at[i];
        line_with(printer, "for", spell(printer, clause->index.name));
        printer->depth++;
        print_range(printer, &clause->range);
        printer->depth--;
    }
    if (expr->as.loop.condition != NULL) {
        line(printer, "if");
        printer->depth++;
        print_expr(printer, expr->as.loop.condition);
        printer->depth--;
    }
    printer->depth--;
}

static void print_index(struct printer *printer, const struct ast_expr *expr)
{
    line(printer, "index");
    printer->depth++;
    print_expr(printer, expr->as.index.base);
    for (uint32_t i = 0; i < expr->as.index.count; i++) {
        const struct ast_subscript *subscript = &expr->as.index.subscripts[i];
        switch (subscript->kind) {
        case AST_AT:
            print_expr(printer, subscript->at);
            break;
        case AST_SLICE:
            print_range(printer, &subscript->slice);
            break;
        case AST_ALL:
            line(printer, "all");
            break;
        }
    }
    printer->depth--;
}

static void print_conditional(struct printer *printer, const struct ast_expr *expr)
{
    line(printer, "conditional");
    printer->depth++;
    print_expr(printer, expr->as.conditional.condition);
    print_expr(printer, expr->as.conditional.then);
    print_expr(printer, expr->as.conditional.otherwise);
    printer->depth--;
}

static void print_unary(struct printer *printer, const struct ast_expr *expr)
{
    static const char *const spellings[] = {"-", "+", "!", "'"};
    line_with(printer, "unary", spellings[expr->as.unary.op]);
    printer->depth++;
    print_expr(printer, expr->as.unary.operand);
    printer->depth--;
}

static void print_number(struct printer *printer, double number)
{
    begin_line(printer);
    text_add(printer->out, "number ");
    text_add_number(printer->out, number);
    text_add(printer->out, "\n");
}

static void print_expr(struct printer *printer, const struct ast_expr *expr)
{
    switch (expr->kind) {
    case AST_NUMBER:
        print_number(printer, expr->as.number);
        break;
    case AST_NAME:
        line_with(printer, "name", spell(printer, expr->as.name));
        break;
    case AST_UNARY:
        print_unary(printer, expr);
        break;
    case AST_BINARY:
        print_chain(printer, expr);
        break;
    case AST_CONDITIONAL:
        print_conditional(printer, expr);
        break;
    case AST_CALL:
        line_with(printer, "call", spell(printer, expr->as.call.callee.name));
        printer->depth++;
        print_exprs(printer, expr->as.call.arguments);
        printer->depth--;
        break;
    case AST_INDEX:
        print_index(printer, expr);
        break;
    case AST_LIST:
        line(printer, "list");
        printer->depth++;
        print_exprs(printer, expr->as.list);
        printer->depth--;
        break;
    case AST_REDUCE:
    case AST_COMPREHENSION:
        print_loop(printer, expr);
        break;
    }
}

/* `word name`, and below it the shape; leaves the depth at that of the children. */
static void print_declarator(struct printer *printer, const char *word,
                             const struct ast_declarator *declarator)
{
    line_with(printer, word, spell(printer, declarator->name.name));
    printer->depth++;
    if (declarator->shape.count > 0) {
        line(printer, "shape");
        printer->depth++;
        print_exprs(printer, declarator->shape);
        printer->depth--;
    }
}

static void print_destructure(struct printer *printer, const struct ast_stmt *stmt)
{
    begin_line(printer);
    text_add(printer->out, "destructure");
    for (uint32_t i = 0; i < stmt->as.destructure.count; i++) {
        text_print(printer->out, " %s", spell(printer, stmt->as.destructure.names[i].name));
    }
    text_add(printer->out, "\n");
    printer->depth++;
    print_expr(printer, stmt->as.destructure.value);
}

/* Leaves the depth at that of the children. */
static void print_stmt_parts(struct printer *printer, const struct ast_stmt *stmt)
{
    static const char *const assigns[] = {"=", "+=", "-=", "*=", "/="};
    switch (stmt->kind) {
    case AST_LET:
    case AST_VAR:
        print_declarator(printer, stmt->kind == AST_LET ? "let" : "var", &stmt->as.bind.declarator);
        if (stmt->as.bind.value != NULL) {
            print_expr(printer, stmt->as.bind.value);
        }
        break;
    case AST_DESTRUCTURE:
        print_destructure(printer, stmt);
        break;
    case AST_ASSIGN:
        line_with(printer, "assign", assigns[stmt->as.assign.op]);
        printer->depth++;
        print_expr(printer, stmt->as.assign.target);
        print_expr(printer, stmt->as.assign.value);
        break;
    case AST_FOR:
        line_with(printer, "for", spell(printer, stmt->as.loop.index.name));
        printer->depth++;
        print_range(printer, &stmt->as.loop.range);
        print_block(printer, stmt->as.loop.body);
        break;
    case AST_IF:
        line(printer, "if");
        printer->depth++;
        print_expr(printer, stmt->as.branch.condition);
        print_block(printer, stmt->as.branch.then);
        if (stmt->as.branch.otherwise != NULL) {
            print_block(printer, stmt->as.branch.otherwise);
        }
        break;
    case AST_RETURN:
        line(printer, "return");
        printer->depth++;
        print_exprs(printer, stmt->as.results);
        break;
    case AST_BLOCK:
        print_block(printer, stmt->as.block);
        printer->depth++;
        break;
    }
}

static void print_block(struct printer *printer, const struct ast_block *block)
{
    line(printer, "block");
    printer->depth++;
    for (uint32_t i = 0; i < block->count; i++) {
        print_stmt_parts(printer, block->at[i]);
        printer->depth--;
    }
    printer->depth--;
}

static void print_item(struct printer *printer, const struct ast_item *item)
{
    static const char *const kinds[] = {"const", "fn", "model", "extern", "import"};
    static const char *const roles[] = {"argument", "in", "param", "out"};
    if (item->kind == AST_IMPORT) {
        begin_line(printer);
        text_print(printer->out, "import \"%s\"\n", item->path);
        printer->depth++;
    } else if (item->kind == AST_CONST) {
        print_declarator(printer, "const", &item->constant_shape);
    } else {
        line_with(printer, kinds[item->kind], spell(printer, item->name.name));
        printer->depth++;
    }
    for (uint32_t i = 0; i < item->argument_count; i++) {
        print_declarator(printer, roles[item->arguments[i].role], &item->arguments[i].declarator);
        printer->depth--;
    }
    for (uint32_t i = 0; i < item->partial_count; i++) {
        line_with(printer, "partial", spell(printer, item->partials[i].name));
    }
    if (item->value != NULL) {
        print_expr(printer, item->value);
    }
    if (item->body != NULL) {
        print_block(printer, item->body);
    }
    printer->depth--;
}

void ast_print(const struct atoms *atoms, const struct ast_file *file, struct text *out)
{
    struct printer printer = {.atoms = atoms, .out = out, .scratch = arena_create()};
    for (uint32_t i = 0; i < file->count; i++) {
        print_item(&printer, file->items[i]);
    }
    arena_destroy(printer.scratch);
}
