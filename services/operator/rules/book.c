/* book.c - a catalogue, opened for reading: see rules.h. */
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "operator/places.h"
#include "rules.h"

/* Tables of the examples count alone: what is loaded and set on this machine is its own. */
static void choose_tables(struct rules_book *book, const struct rules_source *from,
                          struct pfq_standard_source *source)
{
    if (from->examples) {
        const char *own =
            pfq_arena_printf(&book->arena, "%s/examples/reference", source->catalogue);
        source->examples = access(own, F_OK) == 0 ? own : NULL;
    } else if (from->reference == NULL) {
        source->config = place_values(NULL);
        source->tables = place_tables(place_run(NULL, &book->arena), &book->arena);
    }
}

static enum pfq_code load(struct rules_book *book, const struct rules_source *from)
{
    struct pfq_standard_source source = {.tables = NULL};
    enum pfq_code code =
        pfq_standard_find(from->catalogue, from->reference, &book->arena, &source, &book->err);
    if (code != PFQ_OK) {
        return code;
    }
    choose_tables(book, from, &source);
    book->directory = source.catalogue;
    code = pfq_standard_load(&source, &book->problems, &book->standard, &book->err);
    book->remedy = pfq_standard_remedy(&source, &book->problems, &book->arena);
    return code;
}

bool rules_book_read(struct rules_book *book, const struct rules_source *source)
{
    *book = (struct rules_book){.directory = rules_said(source->catalogue)};
    pfq_arena_open(&book->arena);
    pfq_problems_init(&book->problems, &book->arena);
    enum pfq_code code = load(book, source);
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

static bool opened(struct rules_book *book, const struct rules_source *source, const char *asker)
{
    if (rules_book_read(book, source)) {
        return true;
    }
    fprintf(stderr, "%s: %s\n", asker, book->err.text);
    if (book->problems.count > 0) {
        fprintf(stderr, "See them with: %s\n", book->remedy);
    }
    return false;
}

bool rules_book_open(struct rules_book *book, const char *catalogue, const char *asker)
{
    return opened(book, &(struct rules_source){.catalogue = catalogue}, asker);
}

bool rules_book_open_examples(struct rules_book *book, const char *catalogue, const char *asker)
{
    return opened(book, &(struct rules_source){.catalogue = catalogue, .examples = true}, asker);
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
