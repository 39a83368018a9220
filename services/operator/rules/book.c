/* book.c - a catalogue, opened for reading: see rules.h. */
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "operator/places.h"
#include "pfq/data.h"
#include "rules.h"

/* With tables named by whoever asks, it is judged by them alone; else by what is loaded and
 * set on this machine. */
static enum pfq_code load(struct rules_book *book, const char *catalogue, const char *reference)
{
    char tables[PFQ_DATA_PATH];
    char directory[PFQ_DATA_PATH];
    struct pfq_standard_source source = {.catalogue = directory, .reference = tables};
    enum pfq_code code = pfq_data_dir(catalogue, "catalogue", directory, &book->err);
    if (code == PFQ_OK) {
        code = pfq_data_dir(reference, "reference", tables, &book->err);
    }
    if (code != PFQ_OK) {
        return code;
    }
    if (reference == NULL) {
        source.config = place_values(NULL);
        source.tables = place_tables(place_run(NULL, &book->arena), &book->arena);
    }
    book->directory = pfq_arena_strdup(&book->arena, directory);
    return pfq_standard_load(&source, &book->problems, &book->standard, &book->err);
}

bool rules_book_read(struct rules_book *book, const char *catalogue, const char *reference)
{
    *book = (struct rules_book){.directory = catalogue == NULL ? "" : catalogue};
    pfq_arena_open(&book->arena);
    pfq_problems_init(&book->problems, &book->arena);
    enum pfq_code code = load(book, catalogue, reference);
    pfq_rule_names_read(book->directory, &book->arena, &book->names);
    if (code != PFQ_OK) {
        return false;
    }
    book->texts = pfq_standard_texts(book->standard);
    return true;
}

void rules_book_close(struct rules_book *book)
{
    pfq_standard_close(book->standard);
    pfq_arena_close(&book->arena);
}

static bool opened(struct rules_book *book, const char *catalogue, const char *reference,
                   const char *asker)
{
    if (rules_book_read(book, catalogue, reference)) {
        return true;
    }
    fprintf(stderr, "%s: %s\n", asker, book->err.text);
    if (book->problems.count > 0) {
        fprintf(stderr, "See them with: pfq rules lint %s\n", book->directory);
    }
    return false;
}

bool rules_book_open(struct rules_book *book, const char *catalogue, const char *asker)
{
    return opened(book, catalogue, NULL, asker);
}

bool rules_book_open_examples(struct rules_book *book, const char *catalogue, const char *asker)
{
    static char tables[PFQ_DATA_PATH + 32];
    char directory[PFQ_DATA_PATH];
    struct pfq_err unused;
    if (pfq_data_dir(catalogue, "catalogue", directory, &unused) != PFQ_OK) {
        directory[0] = '\0'; /* opening says so again */
    }
    (void)snprintf(tables, sizeof tables, "%s/examples/reference", directory);
    return opened(book, catalogue, access(tables, R_OK) == 0 ? tables : NULL, asker);
}

void rules_no_such_check(const struct rules_book *book, const char *id, const char *asker)
{
    const char *nearest = pfq_rule_nearest(book->standard, id);
    fprintf(stderr, "%s: there is no check '%s'.", asker, id);
    if (nearest != NULL) {
        fprintf(stderr, " Did you mean %s?\n", nearest);
    } else {
        fputs(" pfq rules list has them all.\n", stderr);
    }
}

size_t rules_book_find(const struct rules_book *book, const char *id)
{
    size_t i = 0;
    while (i < book->texts->n_checks && strcasecmp(book->texts->checks[i]->id, id) != 0) {
        i++;
    }
    return i;
}
