/* digest_kit.c - see digest_kit.h. */
#include "support/digest_kit.h"

#include <stdio.h>
#include <string.h>

enum {
    ROWS_MAX = 8000,
    MOVES_MAX = 100,
    ITEMS_MAX = 200,
    MONTHS_MAX = 20,
    OCTOBER = 202610
};

static char *kept(struct digest_kit *kit, const char *text)
{
    return text == NULL ? NULL : pfq_arena_strdup(kit->arena, text);
}

/* --- the texts of four checks -------------------------------------------------------------------
 */

static Pfq__V1__CatalogueCheck *check(struct digest_kit *kit, const char *id, Pfq__V1__Theme theme,
                                      const char *title, const char *fix, const char *why,
                                      const char *good)
{
    Pfq__V1__CatalogueCheck *c = pfq_arena_new(kit->arena, Pfq__V1__CatalogueCheck, 1);
    pfq__v1__catalogue_check__init(c);
    c->id = kept(kit, id);
    c->title = kept(kit, title);
    c->why = kept(kit, why);
    c->fix = kept(kit, fix);
    c->good = kept(kit, good);
    c->has_theme = true;
    c->theme = theme;
    return c;
}

static const Pfq__V1__Catalogue *catalogue(struct digest_kit *kit)
{
    Pfq__V1__Catalogue *c = pfq_arena_new(kit->arena, Pfq__V1__Catalogue, 1);
    pfq__v1__catalogue__init(c);
    c->checks = pfq_arena_new(kit->arena, Pfq__V1__CatalogueCheck *, 4);
    c->checks[c->n_checks++] =
        check(kit, "VW01", PFQ__V1__THEME__THEME_VICTIM_WITNESS_CARE,
              "No information on whether a personal statement was offered",
              "Say for every victim whether a statement was offered, and when.",
              "The court must know what the victim wants before sentence.",
              "Offered 3 May 2026, declined.");
    c->checks[c->n_checks++] = check(
        kit, "VW02", PFQ__V1__THEME__THEME_VICTIM_WITNESS_CARE,
        "Special measures were not considered", "Fill in the MG2 or say why there is none.",
        "A witness who needs help may not give evidence without it.", "MG2: screens asked for.");
    c->checks[c->n_checks++] =
        check(kit, "IN03", PFQ__V1__THEME__THEME_INTERVIEW, "The interview is not summed up",
              "Write a summary.", "The defence is known from the interview alone.",
              "No comment to all questions, 12 minutes, solicitor present.");
    c->checks[c->n_checks++] =
        check(kit, "TM01", PFQ__V1__THEME__THEME_TIMELINESS, "The file came late",
              "Say why the file is late.", "A late file costs a hearing.",
              "Sent four days before the hearing.");
    return c;
}

void digest_kit_open(struct digest_kit *kit, Pfq__V1__DigestKind kind, struct pfq_arena *arena)
{
    *kit = (struct digest_kit){.arena = arena};
    struct digest_facts *f = &kit->facts;
    struct digest_period period = digest_period(kind, 20261014);
    struct digest_force *force = pfq_arena_new(arena, struct digest_force, 1);
    *force = (struct digest_force){"43", "Thames Valley Police"};
    f->forces = force;
    f->force_count = 1;
    f->wish = (struct digest_wish){.kind = kind,
                                   .force = "43",
                                   .from_date = period.from,
                                   .to_date = period.to,
                                   .made_at = INT64_C(1793880000000)};
    f->catalogue = catalogue(kit);
    f->catalogue_version = "2026.1-1f2e3d4c5b6a";
    f->up_to = f->themes_up_to = 123456;
    f->first.rows = pfq_arena_new(arena, Pfq__V1__Figure *, ROWS_MAX);
    f->usual.rows = pfq_arena_new(arena, Pfq__V1__Figure *, ROWS_MAX);
    f->trend.rows = pfq_arena_new(arena, Pfq__V1__Figure *, ROWS_MAX);
    f->days.rows = pfq_arena_new(arena, Pfq__V1__Figure *, ROWS_MAX);
    f->moves = pfq_arena_new(arena, Pfq__V1__ThemeMove *, MOVES_MAX);
    f->items = pfq_arena_new(arena, Pfq__V1__FeedbackItem *, ITEMS_MAX);
    f->months = pfq_arena_new(arena, Pfq__V1__MonthRow *, MONTHS_MAX);
}

/* --- figures
 * ---------------------------------------------------------------------------------------- */

static Pfq__V1__Figure *figure(struct digest_kit *kit, const char *force, int32_t period,
                               Pfq__V1__FigureKind kind, const char *name, uint64_t failing,
                               uint64_t applicable)
{
    Pfq__V1__Figure *row = pfq_arena_new(kit->arena, Pfq__V1__Figure, 1);
    pfq__v1__figure__init(row);
    row->force = kept(kit, force);
    row->period = period;
    row->has_case_type = true;
    row->case_type = PFQ__V1__CASE_TYPE__CASE_TYPE_MC;
    row->kind = kind;
    row->name = kept(kit, name);
    row->failing = failing;
    row->applicable = applicable;
    return row;
}

Pfq__V1__Figure *digest_kit_figure(struct digest_kit *kit, const char *force, int32_t period,
                                   Pfq__V1__FigureKind kind, const char *name, uint64_t failing,
                                   uint64_t applicable)
{
    Pfq__V1__Figure *row = figure(kit, force, period, kind, name, failing, applicable);
    kit->facts.first.rows[kit->facts.first.count++] = row;
    return row;
}

static const char *const verdicts[] = {"MEETS", "PARTLY_MEETS", "DOES_NOT_MEET", "UNDECIDED"};

/* Of October, each file as it was sent last; 300 were sent again. */
static void put_final(struct digest_kit *kit, const char *force, const uint64_t counts[4])
{
    const Pfq__V1__FigureKind kind = PFQ__V1__FIGURE_KIND__FIGURE_KIND_VERDICT;
    struct digest_figures *final = &kit->facts.final;
    struct digest_figures *later = &kit->facts.later;
    final->rows = pfq_arena_new(kit->arena, Pfq__V1__Figure *, 4);
    later->rows = pfq_arena_new(kit->arena, Pfq__V1__Figure *, 1);
    for (size_t i = 0; i < 4; i++) {
        final->rows[final->count++] = figure(kit, force, OCTOBER, kind, verdicts[i], 0, counts[i]);
    }
    later->rows[later->count++] = figure(kit, force, OCTOBER, kind, verdicts[0], 0, 300);
}

void digest_kit_verdicts(struct digest_kit *kit, const char *force, int32_t period,
                         const uint64_t counts[4])
{
    for (size_t i = 0; i < 4; i++) {
        (void)digest_kit_figure(kit, force, period, PFQ__V1__FIGURE_KIND__FIGURE_KIND_VERDICT,
                                verdicts[i], 0, counts[i]);
    }
}

void digest_kit_trend(struct digest_kit *kit, const char *force, int32_t month, const char *name,
                      uint64_t failing, uint64_t applicable)
{
    kit->facts.trend.rows[kit->facts.trend.count++] = figure(
        kit, force, month, PFQ__V1__FIGURE_KIND__FIGURE_KIND_THEME, name, failing, applicable);
}

void digest_kit_usual(struct digest_kit *kit, const char *name, int months, uint64_t failing,
                      uint64_t applicable)
{
    struct digest_figures *usual = &kit->facts.usual;
    for (int i = 1; i <= months; i++) {
        int month = OCTOBER / 100 * 12 + OCTOBER % 100 - 1 - i;
        usual->rows[usual->count] =
            figure(kit, "43", month / 12 * 100 + month % 12 + 1,
                   PFQ__V1__FIGURE_KIND__FIGURE_KIND_THEME, name, failing, applicable);
        usual->rows[usual->count++]->has_case_type = false;
    }
}

void digest_kit_day(struct digest_kit *kit, const char *force, int32_t date, const char *name,
                    uint64_t failing, uint64_t applicable)
{
    struct digest_figures *days = &kit->facts.days;
    days->rows[days->count] = figure(kit, force, date, PFQ__V1__FIGURE_KIND__FIGURE_KIND_THEME,
                                     name, failing, applicable);
    days->rows[days->count++]->has_case_type = false;
}

/* --- themes, mailbox, months
 * ------------------------------------------------------------------------ */

Pfq__V1__ThemeMove *digest_kit_move(struct digest_kit *kit, const char *force, const char *name,
                                    Pfq__V1__ThemeState state, const char *sentence)
{
    Pfq__V1__ThemeMove *move = pfq_arena_new(kit->arena, Pfq__V1__ThemeMove, 1);
    pfq__v1__theme_move__init(move);
    move->key = pfq_arena_new(kit->arena, Pfq__V1__ThemeKey, 1);
    pfq__v1__theme_key__init(move->key);
    move->key->force = kept(kit, force);
    move->key->has_system = true;
    move->key->system = PFQ__V1__THEME_SYSTEM__THEME_SYSTEM_MACHINE;
    move->key->name = kept(kit, name);
    move->has_state = true;
    move->state = state;
    move->month = OCTOBER;
    move->has_baseline_files = move->has_baseline_failing = true;
    move->baseline_failing = 60;
    move->baseline_files = 300;
    move->one_in = 900;
    move->sentence = kept(kit, sentence);
    kit->facts.moves[kit->facts.move_count++] = move;
    return move;
}

static Pfq__V1__FeedbackItem *item(struct digest_kit *kit)
{
    Pfq__V1__FeedbackItem *i = pfq_arena_new(kit->arena, Pfq__V1__FeedbackItem, 1);
    pfq__v1__feedback_item__init(i);
    kit->facts.items[kit->facts.item_count++] = i;
    i->has_number = true;
    i->number = 7000 + kit->facts.item_count;
    return i;
}

void digest_kit_told(struct digest_kit *kit, Pfq__V1__ThemeMove *move)
{
    item(kit)->theme = move;
}

static void add_finding(struct digest_kit *kit, Pfq__V1__Receipt *receipt, const char *id)
{
    const Pfq__V1__Catalogue *c = kit->facts.catalogue;
    Pfq__V1__Finding *finding = pfq_arena_new(kit->arena, Pfq__V1__Finding, 1);
    pfq__v1__finding__init(finding);
    finding->check = kept(kit, id);
    finding->has_outcome = true;
    finding->outcome = PFQ__V1__OUTCOME__OUTCOME_NOT_MET;
    for (size_t i = 0; i < c->n_checks; i++) {
        if (strcmp(c->checks[i]->id, id) == 0) {
            finding->has_theme = true;
            finding->theme = c->checks[i]->theme;
            finding->fix = c->checks[i]->fix;
        }
    }
    receipt->findings[receipt->n_findings++] = finding;
}

Pfq__V1__Receipt *digest_kit_file(struct digest_kit *kit, const char *urn,
                                  const char *const checks[])
{
    Pfq__V1__Receipt *receipt = pfq_arena_new(kit->arena, Pfq__V1__Receipt, 1);
    pfq__v1__receipt__init(receipt);
    receipt->urn = kept(kit, urn);
    receipt->force = kept(kit, "43");
    receipt->has_file_type = receipt->has_verdict = true;
    receipt->file_type = PFQ__V1__FILE_TYPE__FILE_TYPE_FH_GAP;
    receipt->ordinal = 1;
    receipt->findings = pfq_arena_new(kit->arena, Pfq__V1__Finding *, 10);
    for (size_t i = 0; checks[i] != NULL; i++) {
        add_finding(kit, receipt, checks[i]);
    }
    receipt->verdict = receipt->n_findings > 0 ? PFQ__V1__VERDICT__VERDICT_DOES_NOT_MEET
                                               : PFQ__V1__VERDICT__VERDICT_MEETS;
    item(kit)->receipt = receipt;
    return receipt;
}

void digest_kit_month(struct digest_kit *kit, int32_t month, Pfq__V1__MonthState state,
                      uint64_t late)
{
    Pfq__V1__MonthRow *row = pfq_arena_new(kit->arena, Pfq__V1__MonthRow, 1);
    pfq__v1__month_row__init(row);
    row->month = month;
    row->has_state = true;
    row->state = state;
    row->late = late;
    kit->facts.months[kit->facts.month_count++] = row;
}

/* --- whole ones
 * --------------------------------------------------------------------------------------- */

/* Ten days with six files each. */
static void fill_days(struct digest_kit *kit, int32_t month, uint64_t failing)
{
    for (uint64_t day = 0; day < 10; day++) {
        digest_kit_day(kit, "43", month * 100 + 2 + (int32_t)day * 3, "VICTIM_WITNESS_CARE",
                       failing * (day + 1) / 10 - failing * day / 10, 6);
    }
}

static void fill_trend(struct digest_kit *kit)
{
    static const uint64_t failing[] = {11, 13, 9, 12, 14, 10, 12, 13, 11, 15, 24, 27, 31};
    for (size_t i = 0; i < 13; i++) {
        int32_t month = i < 3 ? 202510 + (int32_t)i : 202601 + (int32_t)i - 3;
        fill_days(kit, month, failing[i]);
        digest_kit_trend(kit, "43", month, "VICTIM_WITNESS_CARE", failing[i], 60);
        digest_kit_month(kit, month,
                         month > 202608 ? PFQ__V1__MONTH_STATE__MONTH_STATE_PROVISIONAL
                                        : PFQ__V1__MONTH_STATE__MONTH_STATE_CLOSED,
                         0);
    }
}

/* The verdict on presence or quality alone. */
static void put_aspect(struct digest_kit *kit, Pfq__V1__FigureKind kind, const uint64_t counts[4])
{
    for (size_t i = 0; i < 4; i++) {
        (void)digest_kit_figure(kit, "43", OCTOBER, kind, verdicts[i], 0, counts[i]);
    }
}

static void fill_force(struct digest_kit *kit)
{
    const Pfq__V1__FigureKind undecided = PFQ__V1__FIGURE_KIND__FIGURE_KIND_UNDECIDED_THEME;
    const Pfq__V1__FigureKind theme = PFQ__V1__FIGURE_KIND__FIGURE_KIND_THEME;
    const Pfq__V1__FigureKind row = PFQ__V1__FIGURE_KIND__FIGURE_KIND_CHECK;
    digest_kit_verdicts(kit, "43", OCTOBER, (const uint64_t[]){1761, 412, 640, 137});
    put_aspect(kit, PFQ__V1__FIGURE_KIND__FIGURE_KIND_PRESENCE,
               (const uint64_t[]){2290, 301, 282, 77});
    put_aspect(kit, PFQ__V1__FIGURE_KIND__FIGURE_KIND_QUALITY,
               (const uint64_t[]){2103, 377, 351, 119});
    put_final(kit, "43", (const uint64_t[]){2011, 350, 452, 137});
    digest_kit_verdicts(kit, "43", OCTOBER - 1, (const uint64_t[]){1402, 399, 707, 118});
    (void)digest_kit_figure(kit, "43", OCTOBER, theme, "VICTIM_WITNESS_CARE", 31, 60);
    (void)digest_kit_figure(kit, "43", OCTOBER, theme, "INTERVIEW", 7, 20);
    (void)digest_kit_figure(kit, "43", OCTOBER, theme, "TIMELINESS", 3, 6);
    (void)digest_kit_figure(kit, "43", OCTOBER, undecided, "VICTIM_WITNESS_CARE", 4, 62);
    (void)digest_kit_figure(kit, "43", OCTOBER, undecided, "INTERVIEW", 5, 21);
    (void)digest_kit_figure(kit, "43", OCTOBER, undecided, "TIMELINESS", 1, 7);
    (void)digest_kit_figure(kit, "43", OCTOBER, row, "VW01", 25, 60);
    (void)digest_kit_figure(kit, "43", OCTOBER, row, "VW02", 9, 58);
    (void)digest_kit_figure(kit, "43", OCTOBER, row, "IN03", 7, 20);
    (void)digest_kit_figure(kit, "43", OCTOBER, row, "TM01", 3, 6);
    Pfq__V1__ThemeMove *move = digest_kit_move(
        kit, "43", "VICTIM_WITNESS_CARE", PFQ__V1__THEME_STATE__THEME_STATE_WORSENING,
        "31 of 60 files (52%); expected 6 to 18; third month above its baseline; chance 1 in 900");
    move->has_files = move->has_failing = move->has_expected_low = move->has_expected_high = true;
    move->files = 60;
    move->failing = 31;
    move->expected_low = 6;
    move->expected_high = 18;
    move->has_sum_zero = move->has_sum_height_milli = true;
    move->sum_zero = 20251029;
    move->sum_height_milli = 4137;
    (void)digest_kit_move(kit, "43", "INTERVIEW", PFQ__V1__THEME_STATE__THEME_STATE_WATCHING,
                          "7 of 20 files; added up file by file, too many failed");
    (void)digest_kit_move(
        kit, "43", "DISCLOSURE_SCHEDULES", PFQ__V1__THEME_STATE__THEME_STATE_RESOLVED,
        "4 of 80 files (5%); expected 1 to 9; as expected for three closed months");
    fill_trend(kit);
    digest_kit_trend(kit, "43", OCTOBER, "INTERVIEW", 7, 20);
    digest_kit_trend(kit, "43", OCTOBER, "TIMELINESS", 3, 6);
}

void digest_kit_fill_month(struct digest_kit *kit)
{
    fill_force(kit);
    (void)digest_kit_file(kit, "43AA0012326", (const char *const[]){"VW01", "IN03", NULL});
    (void)digest_kit_file(kit, "43BC0012426", (const char *const[]){"VW02", NULL});
    (void)digest_kit_file(kit, "43AA0012526", (const char *const[]){NULL});
    (void)digest_kit_file(kit, "43AA0012626", (const char *const[]){"TM01", NULL});
}

static void set_area(struct digest_kit *kit)
{
    static struct digest_force forces[] = {{"40", "Bedfordshire Police"},
                                           {"41", "Hertfordshire Constabulary"},
                                           {"43", "Thames Valley Police"}};
    kit->facts.wish.force = NULL;
    kit->facts.wish.area = "Thames and Chiltern";
    kit->facts.forces = forces;
    kit->facts.force_count = 3;
}

static void mark_failing_twice(struct digest_kit *kit, Pfq__V1__Receipt *receipt)
{
    receipt->ordinal = 2;
    receipt->resubmission = pfq_arena_new(kit->arena, Pfq__V1__Resubmission, 1);
    pfq__v1__resubmission__init(receipt->resubmission);
    receipt->resubmission->has_failing_twice = receipt->resubmission->failing_twice = true;
}

void digest_kit_fill_week(struct digest_kit *kit)
{
    enum {
        WEDNESDAY = 20261014,
        WEDNESDAY_BEFORE = 20261007,
        FILES = 57
    };

    const Pfq__V1__FigureKind theme = PFQ__V1__FIGURE_KIND__FIGURE_KIND_THEME;
    const Pfq__V1__FigureKind row = PFQ__V1__FIGURE_KIND__FIGURE_KIND_CHECK;
    static const char *const others[] = {"PRECONS_BADCHAR", "FORENSIC_MEDICAL", "CASE_SUMMARY",
                                         "WITNESS_EVIDENCE", "TIMELINESS"};
    static const char *const checks[][3] = {
        {"VW01", NULL}, {"VW02", "IN03", NULL}, {"TM01", NULL}, {"IN03", NULL}};
    if (kit->facts.wish.kind == PFQ__V1__DIGEST_KIND__DIGEST_KIND_CALL_SHEET) {
        set_area(kit);
    }
    digest_kit_verdicts(kit, "43", WEDNESDAY, (const uint64_t[]){412, 90, 151, 12});
    digest_kit_verdicts(kit, "43", WEDNESDAY_BEFORE, (const uint64_t[]){380, 97, 170, 15});
    digest_kit_verdicts(kit, "40", WEDNESDAY, (const uint64_t[]){4, 1, 2, 0});
    (void)digest_kit_figure(kit, "43", WEDNESDAY, theme, "VICTIM_WITNESS_CARE", 14, 31);
    (void)digest_kit_figure(kit, "43", WEDNESDAY, theme, "INTERVIEW", 7, 20);
    (void)digest_kit_figure(kit, "43", WEDNESDAY, row, "VW01", 11, 31);
    (void)digest_kit_figure(kit, "43", WEDNESDAY, row, "IN03", 7, 20);
    digest_kit_told(kit, digest_kit_move(kit, "43", "VICTIM_WITNESS_CARE",
                                         PFQ__V1__THEME_STATE__THEME_STATE_WORSENING,
                                         "31 of 60 files (52%); expected 6 to 18; third month "
                                         "above its baseline; chance 1 in 900"));
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        (void)digest_kit_figure(kit, "43", WEDNESDAY, theme, others[i], 9 + i, 40);
        digest_kit_told(
            kit, digest_kit_move(kit, "43", others[i], PFQ__V1__THEME_STATE__THEME_STATE_RECURRING,
                                 "53 of 162 files (33%); expected 16 to 33; second "
                                 "month above its baseline; chance below 1 in 1,000,000; added up "
                                 "file by file, too many failed, and it goes on"));
    }
    digest_kit_told(kit, digest_kit_move(kit, "43", "DISCLOSURE_SCHEDULES",
                                         PFQ__V1__THEME_STATE__THEME_STATE_RESOLVED,
                                         "4 of 80 files (5%); expected 1 to 9"));
    for (unsigned i = 0; i < FILES; i++) {
        char urn[12];
        (void)snprintf(urn, sizeof urn, "43AA%05u26", 100 + i);
        Pfq__V1__Receipt *receipt = digest_kit_file(kit, urn, checks[i % 4]);
        if (i % 5 == 0) {
            mark_failing_twice(kit, receipt);
        }
    }
}

void digest_kit_fill_pack(struct digest_kit *kit)
{
    set_area(kit);
    fill_force(kit);
    for (uint64_t i = 3; i < 40; i++) {
        char code[3] = {(char)('0' + i / 10), (char)('0' + i % 10), '\0'};
        uint64_t files = 200 + i * i;
        digest_kit_verdicts(
            kit, code, OCTOBER,
            (const uint64_t[]){files * (40 + i % 13 * 3) / 100, files / 10, files / 4, 9});
    }
    digest_kit_verdicts(kit, "40", OCTOBER, (const uint64_t[]){311, 52, 77, 21});
    digest_kit_verdicts(kit, "41", OCTOBER, (const uint64_t[]){4, 1, 2, 0});
}

/* --- what people found ----------------------------------------------------------------- */

static void add_trend(struct digest_kit *kit, Pfq__V1__FigureKind kind, const char *name)
{
    static const uint64_t failing[] = {3, 2, 4, 3, 3, 2, 4, 3, 2, 3, 9, 11, 12};
    for (size_t i = 0; i < 13; i++) {
        int32_t month = i < 3 ? 202510 + (int32_t)i : 202601 + (int32_t)i - 3;
        kit->facts.trend.rows[kit->facts.trend.count++] =
            figure(kit, "43", month, kind, name, failing[i], 40);
    }
}

void digest_kit_add_people(struct digest_kit *kit)
{
    const Pfq__V1__FigureKind theme = PFQ__V1__FIGURE_KIND__FIGURE_KIND_ASSESSED_THEME;
    const Pfq__V1__FigureKind reason = PFQ__V1__FIGURE_KIND__FIGURE_KIND_ASSESSED_REASON;
    const Pfq__V1__FigureKind triage = PFQ__V1__FIGURE_KIND__FIGURE_KIND_TRIAGE_THEME;
    const Pfq__V1__FigureKind why = PFQ__V1__FIGURE_KIND__FIGURE_KIND_TRIAGE_REASON;
    bool month = digest_is_monthly(kit->facts.wish.kind);
    int32_t period = month ? OCTOBER : 20261014;
    (void)digest_kit_figure(kit, "43", period, theme, "EXHIBITS_MULTIMEDIA", 12, 40);
    (void)digest_kit_figure(kit, "43", period, theme, "VICTIM_WITNESS_CARE", 11, 40);
    (void)digest_kit_figure(kit, "43", period, theme, "CASE_DATA", 0, 40);
    (void)digest_kit_figure(kit, "43", period, reason, "D13", 8, 40);
    (void)digest_kit_figure(kit, "43", period, reason, "D12", 5, 40);
    (void)digest_kit_figure(kit, "43", period, reason, "D08", 2, 40);
    (void)digest_kit_figure(kit, "43", period, reason, "D15", 1, 40);
    (void)digest_kit_figure(kit, "43", period, triage, "INTERVIEW", 9, 150);
    (void)digest_kit_figure(kit, "43", period, why, "T08", 9, 150);
    add_trend(kit, theme, "EXHIBITS_MULTIMEDIA");
    Pfq__V1__ThemeMove *move = digest_kit_move(
        kit, "43", "EXHIBITS_MULTIMEDIA", PFQ__V1__THEME_STATE__THEME_STATE_RECURRING,
        "12 of 40 files assessed (30%); expected 0 to 6; third month above its usual rate; chance "
        "1 in 20,000");
    move->key->system = PFQ__V1__THEME_SYSTEM__THEME_SYSTEM_ASSESSED;
    move->baseline_failing = 33;
    move->baseline_files = 480;
    move->has_files = move->has_failing = move->has_expected_low = move->has_expected_high = true;
    move->files = 40;
    move->failing = 12;
    move->expected_low = 0;
    move->expected_high = 6;
    if (!month) {
        digest_kit_told(kit, move);
    }
}

Pfq__V1__AssessmentRow *digest_kit_plan(struct digest_kit *kit, const char *urn, const char *id,
                                        Pfq__V1__AssessmentKind kind, Pfq__V1__Theme theme,
                                        Pfq__V1__Standing standing)
{
    Pfq__V1__AssessmentRow *plan = pfq_arena_new(kit->arena, Pfq__V1__AssessmentRow, 1);
    pfq__v1__assessment_row__init(plan);
    plan->file = pfq_arena_new(kit->arena, Pfq__V1__FileRef, 1);
    pfq__v1__file_ref__init(plan->file);
    plan->file->force = kept(kit, "43");
    plan->file->urn = kept(kit, urn);
    plan->id = kept(kit, id);
    plan->kind = kind;
    plan->failures = pfq_arena_new(kit->arena, Pfq__V1__FailureRow *, 1);
    plan->failures[0] = pfq_arena_new(kit->arena, Pfq__V1__FailureRow, 1);
    pfq__v1__failure_row__init(plan->failures[0]);
    plan->failures[0]->theme = theme;
    plan->failures[0]->standing = standing;
    plan->n_failures = 1;
    item(kit)->plan = plan;
    return plan;
}
