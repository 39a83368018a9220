/* Evaluation takes no memory: what it is compiled to asks nobody for any.  That whole files
 * are judged without the heap is counted by bench/no_allocation.c. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

enum {
    LINE_TEXT = 512
};

/* Does the object file name one who gives memory? */
static bool asks_for_memory(const char *name)
{
    static const char *const givers[] = {"malloc",         "calloc",       "realloc", "free",
                                         "pfq_arena_",     "strdup",       "strndup", "asprintf",
                                         "posix_memalign", "aligned_alloc"};
    char line[LINE_TEXT];
    bool asks = false;
    size_t lines = 0;
    (void)snprintf(line, sizeof line, "nm " PFQ_TREE "/obj/%s.o", name);
    FILE *symbols = popen(line, "r");
    cr_assert_not_null(symbols);
    while (fgets(line, sizeof line, symbols) != NULL) {
        lines++;
        const char *symbol = strstr(line, " U ");
        for (size_t i = 0; symbol != NULL && i < sizeof givers / sizeof *givers; i++) {
            asks = asks || strncmp(symbol + 3, givers[i], strlen(givers[i])) == 0;
        }
    }
    cr_assert_eq(pclose(symbols), 0, "nm cannot read %s.o", name);
    cr_assert_gt(lines, 0, "%s.o is empty", name);
    return asks;
}

Test(no_allocation, what_evaluates_asks_nobody_for_memory)
{
    static const char *const objects[] = {
        "gen/native",
        "services/standard/language/eval",
        "services/standard/language/column",
        "services/standard/language/number",
        "services/standard/language/documents",
        "services/standard/language/values",
        "services/standard/language/tables",
        "services/common/base/ident",
    };
    for (size_t i = 0; i < sizeof objects / sizeof *objects; i++) {
        cr_expect_not(asks_for_memory(objects[i]), "%s", objects[i]);
    }
}

Test(no_allocation, what_names_items_does_and_is_seen_to)
{
    cr_expect(asks_for_memory("services/standard/language/blame"));
}
