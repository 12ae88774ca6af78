/* Writes the random functions as C into a folder: FOLDER/random.c with its header, the same once
 * more without one, under another prefix and cut into small pieces, once for many points at once,
 * and a table of all. */
#include "codegen.h"
#include "random_function.h"

#include <stdio.h>
#include <stdlib.h>

static void write_file(struct arena *arena, const char *folder, const char *name,
                       const struct text *text)
{
    FILE *file = fopen(arena_format(arena, "%s/%s", folder, name), "w");
    if (file == NULL || fputs(text_string(text), file) == EOF || fclose(file) != 0) {
        perror(name);
        exit(EXIT_FAILURE);
    }
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        return EXIT_FAILURE;
    }
    struct arena *arena = arena_create();
    const struct ir_function *functions[RANDOM_COUNT];
    struct codegen_model models[RANDOM_COUNT];
    struct text table = text_in(arena);
    for (uint32_t i = 0; i < RANDOM_COUNT; i++) {
        functions[i] = random_function(arena, i);
        const char *name = atom_text(functions[i]->atoms, functions[i]->name);
        models[i] = (struct codegen_model){.name = name,
                                           .comment = "made at random",
                                           .x_count = RANDOM_X,
                                           .p_count = RANDOM_P,
                                           .y_count = RANDOM_Y,
                                           .functions = &functions[i],
                                           .function_count = 1};
        text_print(&table, "{{%s_gradient, plain_%s_gradient}, batch_%s_gradient_batch},\n", name,
                   name, name);
    }
    struct codegen_file file = {.source = "dice",
                                .version = "0",
                                .options = "",
                                .header = "random.h",
                                .prefix = "",
                                .piece = 1000,
                                .stack_limit = 65536,
                                .models = models,
                                .model_count = RANDOM_COUNT};
    struct text text = text_in(arena);
    codegen_c(&file, &text);
    write_file(arena, argv[1], "random.c", &text);
    text = text_in(arena);
    codegen_header(&file, &text);
    write_file(arena, argv[1], "random.h", &text);
    text = text_in(arena);
    file.header = NULL;
    file.prefix = "plain_";
    file.piece = 4;
    codegen_c(&file, &text);
    write_file(arena, argv[1], "plain.c", &text);
    file.header = "plain.h";
    text = text_in(arena);
    codegen_header(&file, &text);
    write_file(arena, argv[1], "plain.h", &text);
    text = text_in(arena);
    file.header = "batch.h";
    file.prefix = "batch_";
    file.piece = 1000;
    file.batch = CODEGEN_BATCH_THREADS;
    codegen_c(&file, &text);
    write_file(arena, argv[1], "batch.c", &text);
    text = text_in(arena);
    codegen_header(&file, &text);
    write_file(arena, argv[1], "batch.h", &text);
    write_file(arena, argv[1], "random_table.h", &table);
    arena_destroy(arena);
    return EXIT_SUCCESS;
}
