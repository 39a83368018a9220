/* tables.c - the tables of a digest: see tables.h. */
#include "feedback/digest/tables.h"

#include <string.h>

#include "feedback/digest/private.h"
#include "feedback/render/figure.h"
#include "feedback/themes/states.h"
#include "feedback/themes/systems.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* --- what all of them share ------------------------------------------------------- */

const char *table_key(const Pfq__V1__Digest *d, const char *rest, struct pfq_arena *arena)
{
    bool month = digest_is_monthly(d->kind);
    const char *of = d->force != NULL ? d->force : d->area != NULL ? d->area : "";
    return pfq_arena_printf(arena, "%s%s%s/%d%s%d/%s", of, d->police_unit == NULL ? "" : "/",
                            d->police_unit == NULL ? "" : d->police_unit,
                            (int)(month ? d->from_date / 100 : d->from_date), month ? "/" : "-",
                            (int)(month ? 1 : d->to_date), rest);
}

struct table table_begin(const char *title, const struct grid_column *columns, size_t width,
                         size_t rows, struct pfq_arena *arena)
{
    struct table t = {.grid = pfq_arena_new(arena, struct grid, 1),
                      .rows = pfq_arena_new(arena, struct grid_row, rows + 1),
                      .arena = arena};
    t.grid->title = title;
    t.grid->columns = columns;
    t.grid->column_count = width;
    t.grid->rows = t.rows;
    return t;
}

struct grid_cell *table_add(struct table *t, const char *key)
{
    struct grid_cell *cells = pfq_arena_new(t->arena, struct grid_cell, t->grid->column_count);
    t->rows[t->grid->row_count++] = (struct grid_row){key, cells};
    return cells;
}

static struct grid_cell interval(const Pfq__V1__Rate *rate, struct pfq_arena *arena)
{
    struct figure_range range = {rate->low_ppm / 1e6, rate->high_ppm / 1e6};
    return grid_text(rate->has_low_ppm ? figure_interval(range, arena) : NULL);
}

void table_put_rate(struct grid_cell *cells, const Pfq__V1__Rate *rate, struct pfq_arena *arena)
{
    cells[0] = grid_count((int64_t)rate->count);
    cells[1] = grid_count((int64_t)rate->files);
    cells[2] = grid_per_cent((int64_t)rate->count, (int64_t)rate->files);
    cells[3] = interval(rate, arena);
}

/* Without an interval: it is no sample of anything. */
static void put_share(struct grid_cell *cells, uint64_t count, uint64_t files)
{
    cells[0] = grid_count((int64_t)count);
    cells[1] = grid_count((int64_t)files);
    cells[2] = grid_per_cent((int64_t)count, (int64_t)files);
}

const char *table_enum(const ProtobufCEnumDescriptor *type, int value, struct pfq_arena *arena)
{
    const char *name = pfq_enum_name(type, value);
    char *words = pfq_arena_strdup(arena, name == NULL ? "?" : name);
    for (char *c = words; *c != '\0'; c++) {
        if (*c == '_') {
            *c = ' ';
        }
    }
    return words;
}

/* --- received ------------------------------------------------------------------------------------
 */

const struct grid *table_received(const Pfq__V1__Digest *d, struct pfq_arena *arena)
{
    static const struct grid_column columns[] = {
        {"figure", "Figure", GRID_TEXT, MARK_ANYONE, 0},
        {"count", "Count", GRID_COUNT, MARK_ANYONE, 0},
        {"files", "Of", GRID_COUNT, MARK_ANYONE, 0},
        {"rate", "Rate", GRID_PER_CENT, MARK_ANYONE, 0},
        {"interval", "95% interval", GRID_TEXT, MARK_ANYONE, 0},
    };
    const Pfq__V1__Received *r = d->received;

    const struct {
        const char *key;
        const char *name;
        uint64_t count;
        const Pfq__V1__Rate *rate;
        uint64_t of; /* 0: of nothing */
        bool absent;
    } lines[] = {
        {"received/files", "Files sent for the first time", r->files, NULL, 0, false},
        {"received/first_time", "Met it first time, of decided", 0, r->first_time, 0, false},
        {"received/before", "The same, period before", 0, r->before, 0, false},
        {"received/complete", "Complete (nothing missing), of decided", 0, r->complete, 0,
         r->complete == NULL},
        {"received/content", "Content meets it, of decided", 0, r->content, 0, r->content == NULL},
        {"received/meets", "Meet the standard", r->meets, NULL, 0, false},
        {"received/partly", "Partly meet it", r->partly, NULL, 0, false},
        {"received/does_not", "Do not meet it", r->does_not, NULL, 0, false},
        {"received/undecided", "Undecided (in no rate)", r->undecided, NULL, 0, false},
        {"received/resubmissions", "Sent again (in no line above)", r->resubmissions, NULL, 0,
         false},
        {"received/final_meets", "Meet it, of files last sent in this period", r->final_meets, NULL,
         r->final_files, !r->has_final_meets},
    };

    if (r->files == 0 && r->resubmissions == 0 && r->before->files == 0) {
        return NULL; /* a note says so */
    }

    struct table t = table_begin("Files received", columns, COUNT(columns), COUNT(lines), arena);
    for (size_t i = 0; i < COUNT(lines); i++) {
        if (lines[i].absent) {
            continue;
        }
        struct grid_cell *cells = table_add(&t, table_key(d, lines[i].key, arena));
        cells[0] = grid_text(lines[i].name);
        if (lines[i].rate != NULL) {
            table_put_rate(cells + 1, lines[i].rate, arena);
        } else if (lines[i].of > 0) {
            put_share(cells + 1, lines[i].count, lines[i].of);
        } else {
            cells[1] = grid_count((int64_t)lines[i].count);
        }
    }
    return t.grid;
}

/* --- re-stated ------------------------------------------------------------------------- */

const struct grid *table_restated(const Pfq__V1__Digest *d, struct pfq_arena *arena)
{
    static const struct grid_column columns[] = {
        {"figure", "Figure", GRID_TEXT, MARK_ANYONE, 0},
        {"force", "Force", GRID_TEXT, MARK_ANYONE, 0},
        {"count_closed", "As closed", GRID_COUNT, MARK_ANYONE, 0},
        {"of_closed", "Of", GRID_COUNT, MARK_ANYONE, 0},
        {"rate_closed", "Rate", GRID_PER_CENT, MARK_ANYONE, 0},
        {"count_now", "Now", GRID_COUNT, MARK_ANYONE, 0},
        {"of_now", "Of", GRID_COUNT, MARK_ANYONE, 0},
        {"rate_now", "Rate", GRID_PER_CENT, MARK_ANYONE, 0},
    };
    struct table t = table_begin("Since the month was closed: what would be counted now", columns,
                                 COUNT(columns), d->n_restated, arena);
    t.grid->sheet = "Re-stated";
    for (size_t i = 0; i < d->n_restated; i++) {
        const Pfq__V1__Restated *r = d->restated[i];
        const char *key = pfq_arena_printf(arena, "restated/%s/%s", r->force, r->name);
        struct grid_cell *cells = table_add(&t, table_key(d, key, arena));
        cells[0] = grid_text(r->what);
        cells[1] = d->force == NULL ? grid_text(r->force) : grid_text(NULL);
        put_share(cells + 2, r->closed_count, r->closed_files);
        put_share(cells + 5, r->now_count, r->now_files);
    }
    return d->n_restated == 0 ? NULL : t.grid;
}

/* --- themes --------------------------------------------------------------------------------------
 */

const char *table_theme_key(const Pfq__V1__Digest *d, const Pfq__V1__ThemeLine *line,
                            const char *table, const char *rest, struct pfq_arena *arena)
{
    const Pfq__V1__ThemeKey *key = line->key;
    const char *type = key->has_case_type
                           ? pfq_enum_name(&pfq__v1__case_type__descriptor, (int)key->case_type)
                           : NULL;
    return table_key(d,
                     pfq_arena_printf(arena, "%s/%s%s%s%s%s%s%s", table,
                                      d->force == NULL ? key->force : "",
                                      d->force == NULL ? "/" : "", digest_theme_path(key, arena),
                                      type == NULL ? "" : "/", type == NULL ? "" : type,
                                      rest[0] == '\0' ? "" : "/", rest),
                     arena);
}

static const char *force_name(const Pfq__V1__Digest *d, const char *code)
{
    for (size_t i = 0; i < d->n_forces; i++) {
        if (strcmp(d->forces[i]->force, code) == 0 && d->forces[i]->force_name != NULL) {
            return d->forces[i]->force_name;
        }
    }
    return code;
}

const char *table_theme_name(const Pfq__V1__Digest *d, const Pfq__V1__ThemeLine *line,
                             struct pfq_arena *arena)
{
    const char *force = d->force == NULL ? force_name(d, line->key->force) : "";
    return pfq_arena_printf(arena, "%s%s%s", force, *force == '\0' ? "" : ": ",
                            digest_key_title(line->key, arena));
}

enum tone table_tone(const Pfq__V1__ThemeLine *line)
{
    if (!line->has_state || (unsigned)line->state >= THEMES_STATES || line->low_coverage) {
        return TONE_PLAIN;
    }
    return line->state == THEMES_IMPROVING      ? TONE_GOOD
           : themes_states[line->state].problem ? TONE_BAD
                                                : TONE_WATCH;
}

const struct grid *table_themes(const Pfq__V1__Digest *d, struct pfq_arena *arena)
{
    static const struct grid_column columns[] = {
        {"theme", "Theme", GRID_TEXT, MARK_ANYONE, 0},
        {"state", "State", GRID_STATE, MARK_ANYONE, 0},
        {"failing", "Failing", GRID_COUNT, MARK_ANYONE, 0},
        {"files", "Files", GRID_COUNT, MARK_ANYONE, 0},
        {"rate", "Rate", GRID_PER_CENT, MARK_ANYONE, 0},
        {"interval", "95% interval", GRID_TEXT, MARK_ANYONE, 0},
        {"expected", "Expected", GRID_TEXT, MARK_ANYONE, 0},
    };
    struct table t = table_begin("Themes", columns, COUNT(columns), d->n_themes, arena);
    for (size_t i = 0; i < d->n_themes; i++) {
        const Pfq__V1__ThemeLine *line = d->themes[i];
        struct grid_cell *cells = table_add(&t, table_theme_key(d, line, "theme", "", arena));
        cells[0] = grid_text(table_theme_name(d, line, arena));
        cells[1] = grid_state(line->state_words, table_tone(line));
        table_put_rate(cells + 2, line->rate, arena);
        if (line->has_expected_low) {
            cells[6] = grid_text(
                figure_expected((int64_t)line->expected_low, (int64_t)line->expected_high, arena));
        }
    }
    t.grid->of = d->themes_in_all;
    return d->n_themes == 0 ? NULL : t.grid;
}

const struct grid *table_coverage(const Pfq__V1__Digest *d, struct pfq_arena *arena)
{
    static const struct grid_column columns[] = {
        {"theme", "Theme", GRID_TEXT, MARK_ANYONE, 0},
        {"decided", "Decided for", GRID_COUNT, MARK_ANYONE, 0},
        {"files", "Of files", GRID_COUNT, MARK_ANYONE, 0},
        {"share", "Share", GRID_PER_CENT, MARK_ANYONE, 0},
    };
    struct table t = table_begin("How many files each theme was decided for", columns,
                                 COUNT(columns), d->n_themes, arena);
    t.grid->sheet = "Coverage";
    for (size_t i = 0; i < d->n_themes; i++) {
        const Pfq__V1__ThemeLine *line = d->themes[i];
        if (line->decided != NULL) {
            struct grid_cell *cells =
                table_add(&t, table_theme_key(d, line, "coverage", "", arena));
            cells[0] = grid_text(table_theme_name(d, line, arena));
            put_share(cells + 1, line->decided->count, line->decided->files);
        }
    }
    return t.grid->row_count == 0 ? NULL : t.grid;
}

const struct grid *table_baselines(const Pfq__V1__Digest *d, struct pfq_arena *arena)
{
    static const struct grid_column columns[] = {
        {"theme", "Theme", GRID_TEXT, MARK_ANYONE, 0},
        {"failing", "Failing", GRID_COUNT, MARK_ANYONE, 0},
        {"files", "Files", GRID_COUNT, MARK_ANYONE, 0},
        {"rate", "Rate", GRID_PER_CENT, MARK_ANYONE, 0},
        {"interval", "95% interval", GRID_TEXT, MARK_ANYONE, 0},
        {"expected_low", "Expected now, from", GRID_COUNT, MARK_ANYONE, 0},
        {"expected_high", "Expected now, to", GRID_COUNT, MARK_ANYONE, 0},
        {"spread", "Spread (none: chance alone)", GRID_NUMBER, MARK_ANYONE, 3},
        {"target", "Own target", GRID_TEXT, MARK_ANYONE, 0},
    };
    struct table t = table_begin("What is usual: the baseline of each theme", columns,
                                 COUNT(columns), d->n_themes, arena);
    t.grid->sheet = "Baselines";
    for (size_t i = 0; i < d->n_themes; i++) {
        const Pfq__V1__ThemeLine *line = d->themes[i];
        if (line->baseline == NULL) {
            continue;
        }
        struct grid_cell *cells = table_add(&t, table_theme_key(d, line, "baseline", "", arena));
        cells[0] = grid_text(table_theme_name(d, line, arena));
        table_put_rate(cells + 1, line->baseline, arena);
        if (line->has_expected_low) {
            cells[5] = grid_count((int64_t)line->expected_low);
            cells[6] = grid_count((int64_t)line->expected_high);
        }
        if (line->has_spread_milli) {
            cells[7] = grid_number(line->spread_milli / 1e3);
        }
        if (line->has_target_ppm) {
            cells[8] = grid_text(figure_target(line->target_ppm / 1e6, arena));
        }
    }
    return t.grid->row_count == 0 ? NULL : t.grid;
}

/* The checks, or the reasons that people gave: of those it is in no catalogue how they are mended.
 */
struct behind {
    const struct grid_column *columns;
    size_t count; /* of columns: the last is the code */
    bool has_fix; /* the one before it: what to do */
    const char *key;
    const char *sheet;
};

static const struct grid *table_behind(const Pfq__V1__Digest *d, const Pfq__V1__ThemeLine *line,
                                       const struct behind *as, struct pfq_arena *arena)
{
    struct table t = table_begin(
        pfq_arena_printf(arena, "What fails most often: %s", table_theme_name(d, line, arena)),
        as->columns, as->count, line->n_behind, arena);
    for (size_t i = 0; i < line->n_behind; i++) {
        const Pfq__V1__CheckLine *one = line->behind[i];
        struct grid_cell *cells =
            table_add(&t, table_theme_key(d, line, as->key, one->check, arena));
        cells[0] = grid_text(one->title);
        table_put_rate(cells + 1, one->rate, arena);
        if (as->has_fix) {
            cells[as->count - 2] = grid_text(one->fix);
        }
        cells[as->count - 1] = grid_text(one->check);
    }
    t.grid->of = line->behind_in_all;
    t.grid->sheet = pfq_arena_printf(arena, "%s, %s", as->sheet, table_theme_name(d, line, arena));
    return line->n_behind == 0 ? NULL : t.grid;
}

const struct grid *table_checks(const Pfq__V1__Digest *d, const Pfq__V1__ThemeLine *line,
                                struct pfq_arena *arena)
{
    static const struct grid_column checks[] = {
        {"what", "What is wrong", GRID_TEXT, MARK_ANYONE, 0},
        {"failing", "Failing", GRID_COUNT, MARK_ANYONE, 0},
        {"files", "Files", GRID_COUNT, MARK_ANYONE, 0},
        {"rate", "Rate", GRID_PER_CENT, MARK_ANYONE, 0},
        {"interval", "95% interval", GRID_TEXT, MARK_ANYONE, 0},
        {"fix", "What to do", GRID_TEXT, MARK_ANYONE, 0},
        {"check", "Check", GRID_TEXT, MARK_ANYONE, 0},
    };
    static const struct grid_column reasons[] = {
        {"what", "What is wrong", GRID_TEXT, MARK_ANYONE, 0},
        {"failing", "Failing", GRID_COUNT, MARK_ANYONE, 0},
        {"files", "Files", GRID_COUNT, MARK_ANYONE, 0},
        {"rate", "Rate", GRID_PER_CENT, MARK_ANYONE, 0},
        {"interval", "95% interval", GRID_TEXT, MARK_ANYONE, 0},
        {"reason", "Reason code", GRID_TEXT, MARK_ANYONE, 0},
    };
    static const struct behind of_checks = {checks, COUNT(checks), true, "check", "Checks"};
    static const struct behind of_people = {reasons, COUNT(reasons), false, "reason", "Reasons"};

    bool machine = themes_system(line->key) == themes_systems;
    return table_behind(d, line, machine ? &of_checks : &of_people, arena);
}

/* --- files to mend -------------------------------------------------------------------------------
 */

static const char *joined(char *const *texts, size_t count, struct pfq_arena *arena)
{
    const char *all = "";
    for (size_t i = 0; i < count; i++) {
        all = pfq_arena_printf(arena, "%s%s%s", all, i == 0 ? "" : ", ", texts[i]);
    }
    return all;
}

static const char *verdict_words(Pfq__V1__Verdict verdict)
{
    switch (verdict) {
    case PFQ__V1__VERDICT__VERDICT_MEETS:
        return "meets";
    case PFQ__V1__VERDICT__VERDICT_PARTLY_MEETS:
        return "partly meets";
    case PFQ__V1__VERDICT__VERDICT_DOES_NOT_MEET:
        return "does not meet";
    case PFQ__V1__VERDICT__VERDICT_UNDECIDED:
        return "undecided";
    case PFQ__V1__VERDICT__VERDICT_UNSPECIFIED:
    case _PFQ__V1__VERDICT_IS_INT_SIZE:
        break;
    }
    return NULL;
}

const char *table_cases_title(Pfq__V1__DigestKind kind)
{
    return digest_is_of_area(kind) ? "Files that fail for the second time" : "Files to mend";
}

const struct grid *table_cases(const Pfq__V1__Digest *d, struct pfq_arena *arena)
{
    static const struct grid_column columns[] = {
        {"urn", "URN", GRID_URN, MARK_ANYONE, 0},
        {"file_type", "Stage", GRID_TEXT, MARK_ANYONE, 0},
        {"verdict", "Verdict", GRID_TEXT, MARK_ANYONE, 0},
        {"fix", "What to do first", GRID_TEXT, MARK_ANYONE, 0},
        {"checks", "Checks", GRID_TEXT, MARK_ANYONE, 0},
        {"due", "Due", GRID_DATE, MARK_ANYONE, 0},
        {"number", "Item", GRID_COUNT, MARK_ANYONE, 0},
    };
    struct table t =
        table_begin(table_cases_title(d->kind), columns, COUNT(columns), d->n_cases, arena);
    for (size_t i = 0; i < d->n_cases; i++) {
        const Pfq__V1__CaseLine *c = d->cases[i];
        const char *type = table_enum(&pfq__v1__file_type__descriptor, (int)c->file_type, arena);
        struct grid_cell *cells =
            table_add(&t, table_key(d, pfq_arena_printf(arena, "case/%s/%s", c->urn, type), arena));
        cells[0] = grid_text(c->urn);
        cells[1] = grid_text(type);
        cells[2] = grid_text(verdict_words(c->verdict));
        cells[3] = grid_text(c->fix);
        cells[4] = grid_text(joined(c->checks, c->n_checks, arena));
        cells[5] = c->has_due_date ? grid_date(c->due_date) : grid_text(NULL);
        cells[6] = grid_count((int64_t)c->number);
    }
    t.grid->of = d->cases_in_all;
    return d->n_cases == 0 ? NULL : t.grid;
}
