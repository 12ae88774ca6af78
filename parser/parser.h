/* From text to tree, and from tree to text. */
#ifndef ADC_PARSER_PARSER_H
#define ADC_PARSER_PARSER_H

#include "ast.h"
#include "compilation.h"
#include "text.h"

/* Post: the tree of the file, in the compilation's arena; where the text has errors they are among
 * the diagnostics and the tree holds the items that could be read, with holes where statements
 * could not be: it is not fit for lowering. Never NULL. */
struct ast_file *parse_file(const struct compilation *compilation, const struct source *source);

/* Adds the tree as text: one line a node, children indented by two blanks; a stable format for
 * tests. A chain of equally binding operators is one node, `binary`, with its operands in order
 * and each operator before its right operand, so that the text grows with the model only. */
void ast_print(const struct atoms *atoms, const struct ast_file *file, struct text *out);

/* "+", ".*", "<=": the operator as it is written. */
const char *ast_binary_spelling(enum ast_binary op);

/* Post: whether `left`, as the left operand of `op`, goes on the same chain: it is a binary
 * operator that binds as tightly, as in a + b - c. */
bool ast_binary_chains(enum ast_binary op, const struct ast_expr *left);

#endif
