/* main.c - writes the conditions of a catalogue as C, while pfq is built:
 *
 *     translate CATALOGUE_DIR REFERENCE_DIR > native.c
 *
 * No program that is installed: see services/standard/language/native.h. */
#include <stdio.h>

#include "standard/catalogue.h"
#include "standard/language/native.h"
#include "standard/language/translate.h"

/* This program is built before there are any. */
const struct rule_native rule_native_shipped = {0, NULL};

int main(int argc, char **argv)
{
    struct pfq_arena arena;
    struct pfq_problems problems;
    struct pfq_standard *standard = NULL;
    struct pfq_err err = {0};
    if (argc != 3) {
        (void)fprintf(stderr, "usage: translate CATALOGUE_DIR REFERENCE_DIR\n");
        return 2;
    }
    pfq_arena_open(&arena);
    pfq_problems_init(&problems, &arena);
    const struct pfq_standard_source source = {.catalogue = argv[1], .reference = argv[2]};
    if (pfq_standard_load(&source, &problems, &standard, &err) != PFQ_OK) {
        (void)fprintf(stderr, "translate: %s\n", err.text);
        for (size_t i = 0; i < problems.count; i++) {
            const Pfq__V1__Problem *p = problems.rows[i];
            (void)fprintf(stderr, "%s: %s\n", p->path, p->message);
        }
        return 1;
    }
    rule_translate(&standard->program, stdout);
    pfq_standard_close(standard);
    pfq_arena_close(&arena);
    return fflush(stdout) == 0 ? 0 : 1;
}
