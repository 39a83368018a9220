/* mutants.c - see mutants.h. */
#include "support/mutants.h"

#include <stdlib.h>
#include <string.h>

#include "pfq/bug.h"
#include "pfq/clock.h"
#include "standard/catalogue.h"
#include "support/ast_text.h"
#include "support/mutate.h"

#define PRINT(...) pfq_arena_printf(arena, __VA_ARGS__)

enum {
    MUTANTS_MAX = 1000,
    LAST_DAY = 29991231, /* of a row that has not ended */
    LINES = 24           /* of a mutant's row */
};

/* --- which there are ---------------------------------------------------------------------- */

static struct mutant *add(struct mutants *m, struct pfq_arena *arena, const char *part,
                          const char *change)
{
    PFQ_ASSERT(m->count < MUTANTS_MAX);
    struct mutant *out = &m->all[m->count++];
    *out = (struct mutant){.name = PRINT("%s %s, %s", m->row->id, part, change),
                           .when = m->row->when,
                           .check = m->row->check,
                           .unknown_fails = m->row->unknown_fails};
    return out;
}

static const char *denied(const char *condition, struct pfq_arena *arena)
{
    return PRINT("not (%s)", condition);
}

static void add_whole(struct mutants *m, struct pfq_arena *arena)
{
    (void)add(m, arena, "row", "as it is");
    if (m->row->when != NULL) {
        struct mutant *negated = add(m, arena, "when", "negated");
        negated->when = denied(m->row->when, arena);
        negated->negation = true;
        add(m, arena, "when", "dropped")->when = NULL;
    }
    if (m->row->check != NULL) {
        struct mutant *negated = add(m, arena, "check", "negated");
        negated->check = denied(m->row->check, arena);
        negated->negation = true;
        add(m, arena, "row", "unknown flipped")->unknown_fails = !m->row->unknown_fails;
    }
}

static void add_changes(struct mutants *m, const struct sources *sources, const char *part,
                        struct pfq_arena *arena)
{
    bool when = strcmp(part, "when") == 0;
    const char *text = when ? m->row->when : m->row->check;
    struct mutate_change change;
    if (text == NULL) {
        return;
    }
    const struct rule_ast *ast = ast_parse(text, arena);
    for (size_t n = 0; mutate(ast, n, sources, arena, &change); n++) {
        struct mutant *out =
            add(m, arena, part, PRINT("%s: %s -> %s", change.what, change.where, change.now));
        const char *mutant = ast_text(change.ast, arena);
        out->when = when ? mutant : out->when;
        out->check = when ? out->check : mutant;
    }
}

static struct mutant *add_edition(struct mutants *m, struct pfq_arena *arena, const char *change)
{
    struct mutant *out = add(m, arena, "edition", change);
    out->edition = true;
    return out;
}

static void add_editions(struct mutants *m, const struct catalogue_row *row,
                         struct pfq_arena *arena)
{
    for (size_t i = 0; row->texts->n_stages > 1 && i < row->texts->n_stages; i++) {
        Pfq__V1__FileType stage = row->texts->stages[i];
        const char *name = pfq_enum_name(&pfq__v1__file_type__descriptor, (int)stage);
        add_edition(m, arena, PRINT("without %s", name))->without = 1U << stage;
    }
    add_edition(m, arena, "from a day later")->from_by = 1;
    add_edition(m, arena, "from a day before")->from_by = -1;
    if (row->texts->has_until_date) {
        add_edition(m, arena, "until a day later")->until_by = 1;
        add_edition(m, arena, "until a day before")->until_by = -1;
    }
}

/* --- as rows of a catalogue ----------------------------------------------------------------- */

static const char *date_text(int32_t date, int by, struct pfq_arena *arena)
{
    int32_t d = date > LAST_DAY ? LAST_DAY : pfq_date_add(date, by);
    return PRINT("%04d-%02d-%02d", (int)d / 10000, (int)d / 100 % 100, (int)d % 100);
}

/* Stages, first and last days. */
static const char *edition_text(const struct catalogue_row *row, const struct mutant *mutant,
                                struct pfq_arena *arena)
{
    const char *stages = "";
    const char *from = "";
    const char *until = "";
    for (size_t i = 0; i < row->texts->n_stages; i++) {
        Pfq__V1__FileType stage = row->texts->stages[i];
        const char *name = pfq_enum_name(&pfq__v1__file_type__descriptor, (int)stage);
        const char *sign = *stages == '\0' ? "" : ", ";
        if ((mutant->without & 1U << stage) == 0) {
            stages = PRINT("%s%s%s", stages, sign, name);
            from = PRINT("%s%s%s: %s", from, sign, name,
                         date_text(row->from[stage], mutant->from_by, arena));
            until = PRINT("%s%s%s: %s", until, sign, name,
                          date_text(row->until[stage], mutant->until_by, arena));
        }
    }
    return PRINT("  title: T\n  stages: [%s]\n  from: {%s}\n  until: {%s}\n  severity: minor\n"
                 "  theme: CASE_DATA\n  reason: []\n  why: W\n  fix: F\n  good: G\n"
                 "  source: S\n  standing: seen\n",
                 stages, from, until);
}

static const char *key(const char *name, const char *value, struct pfq_arena *arena)
{
    return value == NULL ? "" : PRINT("  %s: \"%s\"\n", name, value);
}

/* Exactly LINES lines, so that a fault's line tells whose it is. */
static const char *row_text(const struct mutants *m, size_t i, const struct catalogue_row *row,
                            struct pfq_arena *arena)
{
    const struct mutant *mutant = &m->all[i];
    const char *text =
        PRINT("- id: M%04zu\n%s%s%s%s%s%s%s", i, edition_text(row, mutant, arena),
              key("scope", m->row->scope, arena), key("aspect", m->row->aspect, arena),
              key("when", mutant->when, arena), key("check", mutant->check, arena),
              mutant->check == NULL ? "  person: \"Is it?\"\n" : "",
              mutant->unknown_fails ? "  unknown: not_met\n" : "");
    size_t lines = 0;
    for (const char *s = text; *s != '\0'; s++) {
        lines += *s == '\n';
    }
    PFQ_ASSERT(lines <= LINES);
    for (; lines < LINES; lines++) {
        text = PRINT("%s\n", text);
    }
    return text;
}

static void write_rows(const struct mutants *m, const struct catalogue_row *row,
                       const struct catalogue_dir *dir)
{
    struct pfq_arena scratch;
    pfq_arena_open(&scratch);
    char *text = pfq_arena_new(&scratch, char, m->count * 8192 + 1);
    char *end = text;
    for (size_t i = 0; i < m->count; i++) {
        const char *one = row_text(m, i, row, &scratch);
        size_t size = strlen(one);
        PFQ_ASSERT(size < 8192);
        memcpy(end, one, size);
        end += size;
    }
    catalogue_dir_write(dir, "m.yaml", text);
    pfq_arena_close(&scratch);
}

/* Take out those in which there is a fault. */
static void drop_faulty(struct mutants *m, const struct pfq_problems *problems)
{
    bool faulty[MUTANTS_MAX] = {false};
    size_t kept = 0;
    for (size_t i = 0; i < problems->count; i++) {
        const char *line = strchr(problems->rows[i]->path, ':');
        PFQ_ASSERT(strncmp(problems->rows[i]->path, "m.yaml:", 7) == 0 && line != NULL);
        size_t at = (strtoul(line + 1, NULL, 10) - 1) / LINES;
        PFQ_ASSERT(at > 0 && at < m->count); /* the row itself has no fault */
        faulty[at] = true;
    }
    for (size_t i = 0; i < m->count; i++) {
        if (!faulty[i]) {
            m->all[kept++] = m->all[i];
        }
    }
    m->count = kept;
}

void mutants_make(const struct sources *sources, const struct sources_row *row,
                  const struct pfq_standard *whole, size_t check, const struct catalogue_dir *dir,
                  struct pfq_arena *arena, struct mutants *out)
{
    *out = (struct mutants){.row = row, .all = pfq_arena_new(arena, struct mutant, MUTANTS_MAX)};
    add_whole(out, arena);
    add_editions(out, &whole->rows[check], arena);
    add_changes(out, sources, "when", arena);
    add_changes(out, sources, "check", arena);
    do {
        struct pfq_problems problems;
        pfq_problems_init(&problems, arena);
        write_rows(out, &whole->rows[check], dir);
        out->standard = catalogue_dir_try(dir, "tests/golden/reference", &problems);
        if (out->standard == NULL) {
            drop_faulty(out, &problems);
        }
    } while (out->standard == NULL);
}
