/* show.c - `pfq rules show ID`: everything about one check. */
#include <stdio.h>
#include <string.h>

#include "operator/text.h"
#include "pfq/examples.h"
#include "pfq/json.h"
#include "pfq/people.h"
#include "pfq/wire.h"
#include "rules.h"

enum {
    INDENT = 12
};

struct show {
    const char *catalogue;
    char **ids;
    int id_count;
};

static const struct argp_option options[] = {OPTION_BOOK, {0}};

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct show *s = state->input;
    switch (key) {
    case OPT_CATALOGUE:
        s->catalogue = arg;
        return 0;
    case ARGP_KEY_ARGS:
        s->ids = state->argv + state->next;
        s->id_count = state->argc - state->next;
        return 0;
    case ARGP_KEY_NO_ARGS:
        argp_error(state, "name the check by its id, such as VW01");
        return EINVAL;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp argp = {
    .options = options,
    .parser = parse,
    .children = option_help,
    .args_doc = "ID...",
    .doc = "Show everything about a check: its texts, stages and dates, the CPS's reasons, and "
           "its condition as written, written out, and as compiled.\v"
           "For programs: pfq rules list --json.\n\nExample: pfq rules show VW01"};

static void put_texts(struct page *page, const Pfq__V1__CatalogueCheck *c)
{
    page_put(page, INK_BOLD, "%s  %s", c->id, c->title);
    page_end_line(page);
    page_end_line(page);
    page_paragraph(page, INDENT, "Why", rules_said(c->why));
    page_paragraph(page, INDENT, "Fix", rules_said(c->fix));
    page_paragraph(page, INDENT, "Good", rules_said(c->good));
    page_end_line(page);
}

static void put_periods(struct page *page, const struct rules_book *book, size_t check)
{
    struct rules_period periods[PFQ_RULE_STAGES_MAX];
    char when[RULES_PERIOD_TEXT];
    char line[sizeof periods->stages + sizeof when + 4];
    size_t count = rules_periods(book->standard, check, periods);
    for (size_t i = 0; i < count; i++) {
        (void)snprintf(line, sizeof line, "%.160s, %s", periods[i].stages,
                       rules_period_text(&periods[i], when));
        page_paragraph(page, INDENT, i == 0 ? "Stages" : "", line);
    }
}

static void put_reasons(struct page *page, const Pfq__V1__CatalogueCheck *c)
{
    char line[256];
    for (size_t i = 0; i < c->n_reasons; i++) {
        (void)snprintf(line, sizeof line, "%s %s", c->reasons[i],
                       rules_said(pfq_people_reason_title(c->reasons[i])));
        page_paragraph(page, INDENT, i == 0 ? "Reasons" : "", line);
    }
    if (c->n_reasons == 0) {
        page_paragraph(page, INDENT, "Reasons", "the CPS has none for this");
    }
}

static void put_facts(struct page *page, const struct rules_book *book, size_t check)
{
    const Pfq__V1__CatalogueCheck *c = book->texts->checks[check];
    page_paragraph(page, INDENT, "Severity", rules_severity_text(c));
    page_paragraph(page, INDENT, "Theme", rules_theme_title(c->theme));
    page_paragraph(page, INDENT, "Aspect", rules_aspect_text(c));
    put_periods(page, book, check);
    put_reasons(page, c);
    page_paragraph(page, INDENT, "Source", rules_said(c->source));
    page_paragraph(page, INDENT, "Standing", rules_standing_text(c));
}

static void put_lines(struct page *page, const char *label, const char *lines)
{
    const char *line = lines;
    while (line != NULL && *line != '\0') {
        size_t size = strcspn(line, "\n");
        page_put(page, INK_PLAIN, "%-*s%.*s", INDENT, line == lines ? label : "", (int)size, line);
        page_end_line(page);
        line += line[size] == '\0' ? size : size + 1;
    }
}

static void put_condition(struct page *page, struct rules_book *book, size_t check,
                          enum pfq_rule_part part)
{
    const Pfq__V1__CatalogueCheck *c = book->texts->checks[check];
    const char *written = rules_said(part == PFQ_RULE_WHEN ? c->when : c->check);
    if (*written == '\0') {
        return;
    }
    const char *expanded = pfq_rule_expand(&book->names, written, &book->arena);
    page_end_line(page);
    page_paragraph(page, INDENT, part == PFQ_RULE_WHEN ? "Asked when" : "Met when", written);
    if (strcmp(expanded, written) != 0) {
        page_paragraph(page, INDENT, "  that is", expanded);
    }
    put_lines(page, "  compiled", pfq_rule_compiled(book->standard, check, part, &book->arena));
}

static void put_conditions(struct page *page, struct rules_book *book, size_t check)
{
    const Pfq__V1__CatalogueCheck *c = book->texts->checks[check];
    put_condition(page, book, check, PFQ_RULE_WHEN);
    if (c->person) {
        page_end_line(page);
        page_paragraph(page, INDENT, "A person", rules_said(c->check));
        return;
    }
    put_condition(page, book, check, PFQ_RULE_CHECK);
    if (c->unknown_fails) {
        page_paragraph(page, INDENT, "Unknown", "what the sender does not say fails the check");
    }
    if (c->scope == PFQ__V1__SCOPE__SCOPE_HISTORY) {
        page_paragraph(page, INDENT, "Scope", "looks at earlier submissions of the case");
    }
}

/* --- examples -------------------------------------------------------------------------------- */

static void put_example(struct page *page, const struct pfq_example *example, const char *label,
                        struct pfq_arena *arena)
{
    char head[256];
    struct pfq_err err;
    ProtobufCMessage *message = NULL;
    (void)snprintf(head, sizeof head, "%s, %s: %s",
                   pfq_enum_name(&pfq__v1__outcome__descriptor, (int)example->outcome),
                   pfq_enum_name(&pfq__v1__file_type__descriptor, (int)example->stage),
                   example->place);
    page_paragraph(page, INDENT, label, head);
    if (pfq_wire_trusted(example->type, example->message, arena, &message, &err) == PFQ_OK) {
        page_paragraph(page, INDENT, "", pfq_json_write(message, PFQ_JSON_SHORT_ENUMS, arena));
    }
}

/* Faulty examples are the business of `pfq rules test`. */
static void put_examples(struct page *page, struct rules_book *book, size_t check)
{
    struct pfq_examples *examples = NULL;
    const char *label = "Examples";
    if (pfq_examples_load(book->directory, book->standard, &book->problems, &examples,
                          &book->err) != PFQ_OK) {
        page_paragraph(page, INDENT, label, "have faults: see pfq rules test");
        return;
    }
    for (size_t i = 0; i < pfq_examples_count(examples); i++) {
        const struct pfq_example *example = pfq_examples_get(examples, i);
        if (example->check == check) {
            page_end_line(page);
            put_example(page, example, label, &book->arena);
            label = "";
        }
    }
    pfq_examples_close(examples);
}

static void put_check(struct page *page, struct rules_book *book, size_t check)
{
    put_texts(page, book->texts->checks[check]);
    put_facts(page, book, check);
    put_conditions(page, book, check);
    put_examples(page, book, check);
}

int rules_show(int argc, char **argv)
{
    struct show s = {.id_count = 0};
    struct rules_book book;
    struct page page;
    (void)argp_parse(&argp, argc, argv, 0, NULL, &s);
    page_open(&page, stdout);
    bool open = rules_book_open(&book, s.catalogue, "pfq rules show");
    bool all = open;
    for (int i = 0; open && i < s.id_count; i++) {
        size_t check = rules_book_find(&book, s.ids[i]);
        if (check == book.texts->n_checks) {
            rules_no_such_check(&book, s.ids[i], "pfq rules show");
            all = false;
            continue;
        }
        if (i > 0) {
            page_end_line(&page);
        }
        put_check(&page, &book, check);
    }
    rules_book_close(&book);
    return all ? PFQ_EXIT_GOOD : PFQ_EXIT_USAGE;
}
