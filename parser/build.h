/* The nodes of the tree, as the grammar's actions make them. */
#ifndef ADC_PARSER_BUILD_H
#define ADC_PARSER_BUILD_H

#include "parse.h"

struct expr_vec {
    VEC_FIELDS(struct ast_expr *);
};
struct name_vec {
    VEC_FIELDS(struct ast_name);
};
struct clause_vec {
    VEC_FIELDS(struct ast_clause);
};
struct subscript_vec {
    VEC_FIELDS(struct ast_subscript);
};
struct stmt_vec {
    VEC_FIELDS(struct ast_stmt *);
};
struct argument_vec {
    VEC_FIELDS(struct ast_argument);
};

/* What a symbol of the grammar stands for. */
union node {
    union token_value token;
    struct ast_name name;
    struct name_vec names;
    struct ast_expr *expr;
    struct expr_vec exprs;
    struct ast_range range;
    struct clause_vec clauses;
    struct ast_subscript subscript;
    struct subscript_vec subscripts;
    struct ast_declarator declarator;
    enum ast_assign assign;
    struct ast_stmt *stmt;
    struct stmt_vec stmts;
    struct ast_block *block;
    enum ast_role role;
    struct ast_argument argument;
    struct argument_vec arguments;
    struct ast_item *item;
};

/* Every function makes a node with this span. One that makes a tree higher than AST_MAX_HEIGHT says
 * so and stops the parser. */

struct ast_expr *build_number(struct parse *parse, struct span span, double number);
struct ast_expr *build_name(struct parse *parse, struct ast_name name);
struct ast_expr *build_unary(struct parse *parse, struct span span, enum ast_unary op,
                             struct ast_expr *operand);
struct ast_expr *build_binary(struct parse *parse, struct span span, enum ast_binary op,
                              struct span op_span, struct ast_expr *left, struct ast_expr *right);

/* As build_binary; an error where `left`, which stands at `left_span`, is a comparison without
 * parentheses. */
struct ast_expr *build_comparison(struct parse *parse, struct span span, enum ast_binary op,
                                  struct span op_span, struct ast_expr *left, struct span left_span,
                                  struct ast_expr *right);
struct ast_expr *build_conditional(struct parse *parse, struct span span,
                                   struct ast_expr *condition, struct ast_expr *then,
                                   struct ast_expr *otherwise);
struct ast_expr *build_call(struct parse *parse, struct span span, struct ast_name callee,
                            struct expr_vec arguments);

/* A reduction where `callee` is one, else a comprehension; `condition` may be NULL. */
struct ast_expr *build_loop(struct parse *parse, struct span span, struct ast_name callee,
                            struct ast_expr *body, struct clause_vec clauses,
                            struct ast_expr *condition);
struct ast_expr *build_index(struct parse *parse, struct span span, struct ast_expr *base,
                             struct subscript_vec subscripts);
struct ast_expr *build_list(struct parse *parse, struct span span, struct expr_vec elements);

struct ast_range build_range(struct span span, struct ast_expr *low, struct ast_expr *high,
                             struct ast_expr *step, bool closed);

/* A subscript that is this slice. */
struct ast_subscript build_slice(struct ast_range range);

struct ast_stmt *build_bind(struct parse *parse, struct span span, enum ast_stmt_kind kind,
                            struct ast_declarator declarator, struct ast_expr *value);
struct ast_stmt *build_destructure(struct parse *parse, struct span span, struct name_vec names,
                                   struct ast_expr *value);

/* An error where nothing can be assigned to `target`. */
struct ast_stmt *build_assign(struct parse *parse, struct span span, struct ast_expr *target,
                              enum ast_assign op, struct ast_expr *value);
struct ast_stmt *build_for(struct parse *parse, struct span span, struct ast_name index,
                           struct ast_range range, struct ast_block *body);
struct ast_stmt *build_if(struct parse *parse, struct span span, struct ast_expr *condition,
                          struct ast_block *then, struct ast_block *otherwise);
struct ast_stmt *build_return(struct parse *parse, struct span span, struct expr_vec results);
struct ast_stmt *build_block_stmt(struct parse *parse, struct span span, struct ast_block *block);
struct ast_block *build_block(struct parse *parse, struct span span, struct stmt_vec stmts);

struct ast_item *build_const(struct parse *parse, struct span span, struct ast_declarator shape,
                             struct ast_expr *value);

/* One of `value` and `body` is NULL. An error where an argument has a role. */
struct ast_item *build_fn(struct parse *parse, struct span span, struct ast_name name,
                          struct argument_vec arguments, struct ast_expr *value,
                          struct ast_block *body);

/* An error where an argument has no role. */
struct ast_item *build_model(struct parse *parse, struct span span, struct ast_name name,
                             struct argument_vec arguments, struct ast_block *body);

/* An error where an argument is no plain scalar or the partials are not one for each argument. */
struct ast_item *build_extern(struct parse *parse, struct span span, struct ast_name name,
                              struct argument_vec arguments, struct name_vec partials);

/* An error where the path is empty. */
struct ast_item *build_import(struct parse *parse, struct span span, const char *path,
                              struct span path_span);

#endif
