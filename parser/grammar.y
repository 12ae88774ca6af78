/* The grammar of the model language. Actions only call the functions of build.h.
 *
 * Each `lost_...` is a place where reading goes on after an error; see recover.c. */
%require "3.8"
%define api.pure full
%define api.prefix {grammar_}
%define api.token.prefix {T_}
%define api.symbol.prefix {S_}
%define api.value.type {union node}
%define api.location.type {struct span}
%define parse.error custom
%define parse.lac full
%locations
%param {struct parse *parse}
%expect 0

%code requires {
    #include "build.h"
}

%code {
    #include <stdlib.h>

    /* Room for every tree of the allowed height; what needs more is nested too deeply. */
    #define YYMAXDEPTH (16 * AST_MAX_HEIGHT)
    #define YYMALLOC allocate
    #define YYFREE free

    /* What is empty stands right behind the symbol before it. */
    #define YYLLOC_DEFAULT(current, rhs, n)                                      \
        ((current) = (n) > 0 ? span_join(YYRHSLOC(rhs, 1), YYRHSLOC(rhs, n))     \
                             : (struct span){YYRHSLOC(rhs, 0).end, YYRHSLOC(rhs, 0).end})

    /* A recovery has chosen the next token; what comes is worth an error of its own. */
    #define GO_ON            \
        do {                 \
            if (parse->stop) { \
                YYABORT;     \
            }                \
            yyclearin;       \
            yyerrok;         \
        } while (0)

    static void *allocate(size_t size);
    static int grammar_lex(union node *value, struct span *span, struct parse *parse);
    static void grammar_error(const struct span *span, struct parse *parse, const char *message);

    #define PUSH(vec, ...) vec_push(parse->compilation->arena, &(vec), __VA_ARGS__)
}

%initial-action {
    @$ = (struct span){parse->source->base, parse->source->base};
}

/* In the order of lexer/tokens.def. */
%token <token.number> NUMBER
%token <token.name>   NAME
%token <token.text>   STRING
%token <token.name>   STEP "step"
%token <token.name>   WITH "with"
%token CONST "const" FN "fn" MODEL "model" EXTERN "extern" IMPORT "import"
%token IN "in" PARAM "param" OUT "out"
%token LET "let" VAR "var" FOR "for" IF "if" THEN "then" ELSE "else" RETURN "return"
%token SET "=" SET_ADD "+=" SET_SUB "-=" SET_MUL "*=" SET_DIV "/="
%token ADD "+" SUB "-" MUL "*" DIV "/" ELEMENT_MUL ".*" ELEMENT_DIV "./" POW "^" ELEMENT_POW ".^"
%token EQ "==" NE "!=" LT "<" LE "<=" GT ">" GE ">=" AND "&&" OR "||" NOT "!"
%token TRANSPOSE "'" QUESTION "?" COLON ":" RANGE ".." RANGE_CLOSED "..=" COMMA "," SEMICOLON ";"
%token ROUND_OPEN "(" ROUND_CLOSE ")" SQUARE_OPEN "[" SQUARE_CLOSE "]"
%token CURLY_OPEN "{" CURLY_CLOSE "}"

/* By rising precedence. */
%right "?" ":" "else"
%left "||"
%left "&&"
%left "==" "!=" "<" "<=" ">" ">="
%left "+" "-"
%left "*" "/" ".*" "./"
%precedence UNARY
%right "^" ".^"

%type <item> item
%type <arguments> arguments argument_list
%type <argument> argument
%type <role> role
%type <block> block
%type <stmts> statements
%type <stmt> statement if_statement
%type <assign> assignment
%type <declarator> declarator
%type <name> name
%type <names> names pattern
%type <expr> expr primary condition
%type <exprs> exprs shape
%type <range> range
%type <clauses> clauses
%type <subscript> subscript
%type <subscripts> subscripts

%%

file:
  %empty
| file item              { if ($item != NULL) { PUSH(parse->items, $item); } }
| file ";"
;

item:
  "const" declarator "=" expr ";"
    { $$ = build_const(parse, @$, $declarator, $expr); }
| "fn" name arguments "=" expr ";"
    { $$ = build_fn(parse, @$, $name, $arguments, $expr, NULL); }
| "fn" name arguments block
    { $$ = build_fn(parse, @$, $name, $arguments, NULL, $block); }
| "model" name arguments block
    { $$ = build_model(parse, @$, $name, $arguments, $block); }
| "extern" "fn" name arguments "with" names ";"
    { $$ = build_extern(parse, @$, $name, $arguments, $names); }
| "extern" "fn" name arguments ";"
    { $$ = build_extern(parse, @$, $name, $arguments, (struct name_vec){0}); }
| "import" STRING ";"
    { $$ = build_import(parse, @$, $STRING, @STRING); }
| lost_item              { $$ = NULL; }
;

arguments:
  "(" ")"                { $$ = (struct argument_vec){0}; }
| "(" argument_list comma ")" { $$ = $argument_list; }
| "(" lost_arguments ")" { $$ = (struct argument_vec){0}; }
;

argument_list:
  argument               { $$ = (struct argument_vec){0}; PUSH($$, $argument); }
| argument_list[list] "," argument { $$ = $list; PUSH($$, $argument); }
;

argument:
  role declarator        { $$ = (struct ast_argument){$role, $declarator, @$}; }
| declarator             { $$ = (struct ast_argument){AST_PLAIN, $declarator, @$}; }
;

role:
  "in"                   { $$ = AST_IN; }
| "param"                { $$ = AST_PARAM; }
| "out"                  { $$ = AST_OUT; }
;

block:
  "{" statements "}"     { $$ = build_block(parse, @$, $statements); }
;

statements:
  %empty                 { $$ = (struct stmt_vec){0}; }
| statements[list] statement { $$ = $list; PUSH($$, $statement); }
| statements[list] ";"   { $$ = $list; }
| statements[list] lost_statement { $$ = $list; }
;

statement:
  "let" declarator "=" expr ";"
    { $$ = build_bind(parse, @$, AST_LET, $declarator, $expr); }
| "let" pattern "=" expr ";"
    { $$ = build_destructure(parse, @$, $pattern, $expr); }
| "var" declarator "=" expr ";"
    { $$ = build_bind(parse, @$, AST_VAR, $declarator, $expr); }
| "var" declarator ";"
    { $$ = build_bind(parse, @$, AST_VAR, $declarator, NULL); }
| primary assignment expr ";"
    { $$ = build_assign(parse, @$, $primary, $assignment, $expr); }
| "for" name "in" range block
    { $$ = build_for(parse, @$, $name, $range, $block); }
| "for" lost_header block
    { $$ = build_block_stmt(parse, @$, $block); }
| if_statement
| "return" exprs ";"
    { $$ = build_return(parse, @$, $exprs); }
| block
    { $$ = build_block_stmt(parse, @$, $block); }
;

if_statement:
  "if" expr block
    { $$ = build_if(parse, @$, $expr, $block, NULL); }
| "if" expr block[then] "else" block[otherwise]
    { $$ = build_if(parse, @$, $expr, $then, $otherwise); }
| "if" expr block[then] "else" if_statement[nested]
    {
        struct stmt_vec only = {0};
        PUSH(only, $nested);
        $$ = build_if(parse, @$, $expr, $then, build_block(parse, @nested, only));
    }
| "if" lost_header block
    { $$ = build_block_stmt(parse, @$, $block); }
;

pattern:
  "[" names comma "]"    { $$ = $names; }
| "[" lost_shape "]"   { $$ = (struct name_vec){0}; }
;

names:
  name                   { $$ = (struct name_vec){0}; PUSH($$, $name); }
| names[list] "," name   { $$ = $list; PUSH($$, $name); }
;

assignment:
  "="                    { $$ = AST_SET; }
| "+="                   { $$ = AST_SET_ADD; }
| "-="                   { $$ = AST_SET_SUB; }
| "*="                   { $$ = AST_SET_MUL; }
| "/="                   { $$ = AST_SET_DIV; }
;

declarator:
  name shape             { $$ = (struct ast_declarator){$name, {$shape.at, $shape.count}}; }
;

shape:
  %empty                 { $$ = (struct expr_vec){0}; }
| "[" exprs "]"          { $$ = $exprs; }
| "[" lost_shape "]"   { $$ = (struct expr_vec){0}; }
;

/* `step` and `with` are words only where the grammar names them. */
name:
  NAME                   { $$ = (struct ast_name){$NAME, @$}; }
| "step"                 { $$ = (struct ast_name){$1, @$}; }
| "with"                 { $$ = (struct ast_name){$1, @$}; }
;

expr:
  primary
| "-" expr[e] %prec UNARY { $$ = build_unary(parse, @$, AST_NEGATE, $e); }
| "+" expr[e] %prec UNARY { $$ = build_unary(parse, @$, AST_PLUS, $e); }
| "!" expr[e] %prec UNARY { $$ = build_unary(parse, @$, AST_NOT, $e); }
| expr[l] "^" expr[r]    { $$ = build_binary(parse, @$, AST_POW, @2, $l, $r); }
| expr[l] ".^" expr[r]   { $$ = build_binary(parse, @$, AST_ELEMENT_POW, @2, $l, $r); }
| expr[l] "*" expr[r]    { $$ = build_binary(parse, @$, AST_MUL, @2, $l, $r); }
| expr[l] "/" expr[r]    { $$ = build_binary(parse, @$, AST_DIV, @2, $l, $r); }
| expr[l] ".*" expr[r]   { $$ = build_binary(parse, @$, AST_ELEMENT_MUL, @2, $l, $r); }
| expr[l] "./" expr[r]   { $$ = build_binary(parse, @$, AST_ELEMENT_DIV, @2, $l, $r); }
| expr[l] "+" expr[r]    { $$ = build_binary(parse, @$, AST_ADD, @2, $l, $r); }
| expr[l] "-" expr[r]    { $$ = build_binary(parse, @$, AST_SUB, @2, $l, $r); }
| expr[l] "==" expr[r]   { $$ = build_comparison(parse, @$, AST_EQ, @2, $l, @l, $r); }
| expr[l] "!=" expr[r]   { $$ = build_comparison(parse, @$, AST_NE, @2, $l, @l, $r); }
| expr[l] "<" expr[r]    { $$ = build_comparison(parse, @$, AST_LT, @2, $l, @l, $r); }
| expr[l] "<=" expr[r]   { $$ = build_comparison(parse, @$, AST_LE, @2, $l, @l, $r); }
| expr[l] ">" expr[r]    { $$ = build_comparison(parse, @$, AST_GT, @2, $l, @l, $r); }
| expr[l] ">=" expr[r]   { $$ = build_comparison(parse, @$, AST_GE, @2, $l, @l, $r); }
| expr[l] "&&" expr[r]   { $$ = build_binary(parse, @$, AST_AND, @2, $l, $r); }
| expr[l] "||" expr[r]   { $$ = build_binary(parse, @$, AST_OR, @2, $l, $r); }
| expr[c] "?" expr[a] ":" expr[b]
    { $$ = build_conditional(parse, @$, $c, $a, $b); }
| "if" expr[c] "then" expr[a] "else" expr[b]
    { $$ = build_conditional(parse, @$, $c, $a, $b); }
;

primary:
  NUMBER                 { $$ = build_number(parse, @$, $NUMBER); }
| name                   { $$ = build_name(parse, $name); }
| name "(" ")"           { $$ = build_call(parse, @$, $name, (struct expr_vec){0}); }
| name "(" exprs comma ")" { $$ = build_call(parse, @$, $name, $exprs); }
| name "(" expr "for" clauses condition ")"
    { $$ = build_loop(parse, @$, $name, $expr, $clauses, $condition); }
| name "(" lost_bracket ")" { $$ = build_name(parse, $name); }
| "(" expr ")"           { $$ = $expr; }
| "(" lost_bracket ")"   { $$ = build_number(parse, @$, 0); }
| "[" exprs comma "]"    { $$ = build_list(parse, @$, $exprs); }
| "[" expr "for" clauses condition "]"
    { $$ = build_loop(parse, @$, (struct ast_name){0}, $expr, $clauses, $condition); }
| "[" lost_bracket "]"   { $$ = build_number(parse, @$, 0); }
| primary[base] "[" subscripts "]" { $$ = build_index(parse, @$, $base, $subscripts); }
| primary[base] "[" lost_bracket "]" { $$ = $base; }
| primary[base] "'"      { $$ = build_unary(parse, @$, AST_TRANSPOSE, $base); }
;

exprs:
  expr                   { $$ = (struct expr_vec){0}; PUSH($$, $expr); }
| exprs[list] "," expr   { $$ = $list; PUSH($$, $expr); }
;

comma:
  %empty
| ","
;

clauses:
  name "in" range
    { $$ = (struct clause_vec){0}; PUSH($$, (struct ast_clause){$name, $range}); }
| clauses[list] "," name "in" range
    { $$ = $list; PUSH($$, (struct ast_clause){$name, $range}); }
;

condition:
  %empty                 { $$ = NULL; }
| "if" expr              { $$ = $expr; }
;

range:
  expr[low] ".." expr[high]              { $$ = build_range(@$, $low, $high, NULL, false); }
| expr[low] "..=" expr[high]             { $$ = build_range(@$, $low, $high, NULL, true); }
| expr[low] ".." expr[high] "step" expr[step]  { $$ = build_range(@$, $low, $high, $step, false); }
| expr[low] "..=" expr[high] "step" expr[step] { $$ = build_range(@$, $low, $high, $step, true); }
;

subscripts:
  subscript              { $$ = (struct subscript_vec){0}; PUSH($$, $subscript); }
| subscripts[list] "," subscript { $$ = $list; PUSH($$, $subscript); }
;

subscript:
  expr                   { $$ = (struct ast_subscript){.kind = AST_AT, .at = $expr, .span = @$}; }
| ":"                    { $$ = (struct ast_subscript){.kind = AST_ALL, .span = @$}; }
| range                  { $$ = build_slice($range); }
| expr ".."              { $$ = build_slice(build_range(@$, $expr, NULL, NULL, false)); }
| ".." expr              { $$ = build_slice(build_range(@$, NULL, $expr, NULL, false)); }
| "..=" expr             { $$ = build_slice(build_range(@$, NULL, $expr, NULL, true)); }
| ".."                   { $$ = build_slice(build_range(@$, NULL, NULL, NULL, false)); }
;

lost_bracket: error      { recover_bracket(parse); GO_ON; } ;
lost_arguments: error    { recover_arguments(parse); GO_ON; } ;
lost_shape: error        { recover_shape(parse); GO_ON; } ;
lost_header: error       { recover_header(parse); GO_ON; } ;
lost_statement: error    { recover_statement(parse); GO_ON; } ;
lost_item: error         { recover_item(parse); GO_ON; } ;

%%

/* The lexer's numbers are bison's. */
#define TOKEN(id, words) _Static_assert((int)TOKEN_##id == (int)T_##id, "order of tokens.def");
#include "tokens.def"
#undef TOKEN
_Static_assert((int)TOKEN_END == (int)T_YYEOF, "the end of the file");
_Static_assert((int)TOKEN_BAD == (int)T_GRAMMAR_error, "an error that has been said");

static void *allocate(size_t size)
{
    void *memory = malloc(size);
    if (memory == NULL) {
        fail_no_memory();
    }
    return memory;
}

static int grammar_lex(union node *value, struct span *span, struct parse *parse)
{
    const struct token token = stream_next(parse);
    value->token = token.value;
    *span = token.span;
    return token.kind;
}

static int yyreport_syntax_error(const yypcontext_t *context, struct parse *parse)
{
    static const enum token_kind kinds[YYNTOKENS] = {
        [S_YYEOF] = TOKEN_END,
#define TOKEN(id, words) [S_##id] = TOKEN_##id,
#include "tokens.def"
#undef TOKEN
    };
    yysymbol_kind_t symbols[YYNTOKENS];
    enum token_kind expected[YYNTOKENS];
    const int count = yypcontext_expected_tokens(context, symbols, YYNTOKENS);
    for (int i = 0; i < count; i++) {
        expected[i] = kinds[symbols[i]];
    }
    report_unexpected(parse, expected, count < 0 ? 0 : (uint32_t)count);
    return 0;
}

/* Bison's own complaint: its stack is full. */
static void grammar_error(const struct span *span, struct parse *parse, const char *message)
{
    (void)message;
    report_too_deep(parse, *span);
}
