/* The abstract syntax tree of a model file: what was written, with its places, nothing worked out.
 */
#ifndef ADC_PARSER_AST_H
#define ADC_PARSER_AST_H

#include "atom.h"
#include "source.h"

#include <stdbool.h>
#include <stdint.h>

struct ast_expr;
struct ast_block;

/* A name where it stands. */
struct ast_name {
    atom name;
    struct span span;
};

struct ast_exprs {
    struct ast_expr **at;
    uint32_t count;
};

/* low..high or low..=high, with an optional step; in a slice either end may be missing (NULL). */
struct ast_range {
    struct ast_expr *low;
    struct ast_expr *high;
    struct ast_expr *step; /* NULL: 1 */
    bool closed;
    struct span span;
};

/* `for i in a..b` of a reduction or comprehension: one index, one range. */
struct ast_clause {
    struct ast_name index;
    struct ast_range range;
};

struct ast_clauses {
    struct ast_clause *at;
    uint32_t count;
};

enum ast_subscript_kind { AST_AT, AST_SLICE, AST_ALL };

/* One position between the brackets of an index: `i`, `a..b`, or `:`. */
struct ast_subscript {
    enum ast_subscript_kind kind;
    struct ast_expr *at;    /* AST_AT */
    struct ast_range slice; /* AST_SLICE */
    struct span span;
};

enum ast_binary {
    AST_ADD,
    AST_SUB,
    AST_MUL,
    AST_DIV,
    AST_ELEMENT_MUL,
    AST_ELEMENT_DIV,
    AST_POW,
    AST_ELEMENT_POW,
    AST_EQ,
    AST_NE,
    AST_LT,
    AST_LE,
    AST_GT,
    AST_GE,
    AST_AND,
    AST_OR
};

enum ast_unary { AST_NEGATE, AST_PLUS, AST_NOT, AST_TRANSPOSE };

enum ast_expr_kind {
    AST_NUMBER,
    AST_NAME,
    AST_UNARY,
    AST_BINARY,
    AST_CONDITIONAL,  /* c ? a : b, if c then a else b */
    AST_CALL,         /* f(a, b) */
    AST_REDUCE,       /* sum(e for i in a..b if c) */
    AST_INDEX,        /* x[i], A[i, a..b], A[:, j] */
    AST_LIST,         /* [a, b, c] */
    AST_COMPREHENSION /* [e for i in a..b] */
};

/* No tree is higher than this, so that recursion on trees is safe. */
enum { AST_MAX_HEIGHT = 1000 };

struct ast_expr {
    enum ast_expr_kind kind;
    struct span span;
    /* The longest way down, at most AST_MAX_HEIGHT. A left operand that goes on a chain of equally
     * binding operators (ast_binary_chains) adds nothing to it: a sum of a million terms is a
     * million nodes deep on its left, so walk that way with a loop. */
    uint32_t height;
    union {
        double number;
        atom name;
        struct {
            enum ast_unary op;
            struct ast_expr *operand;
        } unary;
        struct {
            enum ast_binary op;
            struct span op_span;
            struct ast_expr *left;
            struct ast_expr *right;
        } binary;
        struct {
            struct ast_expr *condition;
            struct ast_expr *then;
            struct ast_expr *otherwise;
        } conditional;
        struct {
            struct ast_name callee;
            struct ast_exprs arguments;
        } call;
        struct {
            struct ast_name callee; /* of a reduction; of a comprehension none */
            struct ast_expr *body;
            struct ast_clauses clauses;
            struct ast_expr *condition; /* NULL: none */
        } loop;                         /* AST_REDUCE and AST_COMPREHENSION */
        struct {
            struct ast_expr *base;
            struct ast_subscript *subscripts;
            uint32_t count;
        } index;
        struct ast_exprs list;
    } as;
};

/* A name with an optional shape: `x`, `x[n]`, `A[m, n]`. */
struct ast_declarator {
    struct ast_name name;
    struct ast_exprs shape; /* count 0: none written */
};

enum ast_stmt_kind {
    AST_LET,         /* let y = e; */
    AST_DESTRUCTURE, /* let [a, b] = e; */
    AST_VAR,         /* var y = e; var y[n]; */
    AST_ASSIGN,      /* y = e; y[i] += e; */
    AST_FOR,
    AST_IF,
    AST_RETURN,
    AST_BLOCK
};

/* How an assignment combines the old value with the new one. */
enum ast_assign { AST_SET, AST_SET_ADD, AST_SET_SUB, AST_SET_MUL, AST_SET_DIV };

struct ast_stmt {
    enum ast_stmt_kind kind;
    struct span span;
    uint32_t height; /* of the statements in it, at most AST_MAX_HEIGHT */
    union {
        struct {
            struct ast_declarator declarator;
            struct ast_expr *value; /* of a `var` NULL where it is unset */
        } bind;                     /* AST_LET, AST_VAR */
        struct {
            struct ast_name *names;
            uint32_t count;
            struct ast_expr *value;
        } destructure;
        struct {
            struct ast_expr *target; /* AST_NAME or AST_INDEX of an AST_NAME */
            enum ast_assign op;
            struct ast_expr *value;
        } assign;
        struct {
            struct ast_name index;
            struct ast_range range;
            struct ast_block *body;
        } loop;
        struct {
            struct ast_expr *condition;
            struct ast_block *then;
            struct ast_block *otherwise; /* NULL: none; `else if` is a block with one `if` */
        } branch;
        struct ast_exprs results; /* AST_RETURN */
        struct ast_block *block;  /* AST_BLOCK */
    } as;
};

struct ast_block {
    struct ast_stmt **at;
    uint32_t count;
    struct span span;
    uint32_t height;
};

enum ast_item_kind { AST_CONST, AST_FN, AST_MODEL, AST_EXTERN, AST_IMPORT };

/* What an argument of a model is; those of an fn are AST_PLAIN. */
enum ast_role { AST_PLAIN, AST_IN, AST_PARAM, AST_OUT };

struct ast_argument {
    enum ast_role role;
    struct ast_declarator declarator;
    struct span span;
};

struct ast_item {
    enum ast_item_kind kind;
    struct span span;
    struct ast_name name;                 /* none for an import */
    struct ast_declarator constant_shape; /* AST_CONST: name and shape as written */
    struct ast_expr *value;               /* AST_CONST; AST_FN written `= e` */
    struct ast_argument *arguments;       /* AST_FN, AST_MODEL, AST_EXTERN */
    uint32_t argument_count;
    struct ast_block *body;    /* AST_MODEL; AST_FN with a block */
    struct ast_name *partials; /* AST_EXTERN: one for each argument, or none */
    uint32_t partial_count;
    const char *path; /* AST_IMPORT, without the quotes */
    struct span path_span;
};

struct ast_file {
    const struct source *source;
    struct ast_item **items;
    uint32_t count;
};

#endif
