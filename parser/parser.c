/* Runs the generated parser over a file. */
#include "parser.h"

#include "grammar.h"
#include "parse.h"

struct ast_file *parse_file(const struct compilation *compilation, const struct source *source)
{
    struct ast_file *file = arena_alloc(compilation->arena, sizeof *file);
    file->source = source;
    struct parse parse = {.compilation = compilation, .source = source};
    parse.first.kind = TOKEN_BAD;
    parse.lexer = lexer_create(compilation, source);
    grammar_parse(&parse);
    lexer_destroy(parse.lexer);
    file->items = parse.items.at;
    file->count = parse.items.count;
    return file;
}
