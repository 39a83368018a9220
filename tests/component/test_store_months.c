/* Months: their states, closing one, and figures that stay as they were closed. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "pfq/clock.h"
#include "store/activity.h"
#include "store/people_expect.h"
#include "store/months.h"
#include "support/figures.h"
#include "support/figures_kit.h"

TestSuite(store_months, .timeout = 60);

enum {
    MET = PFQ__V1__OUTCOME__OUTCOME_MET,
    NOT_MET = PFQ__V1__OUTCOME__OUTCOME_NOT_MET
};

struct rig_of_months {
    struct kit kit;
    struct rollup *rollup;
    unsigned sent;
};

static void open_rig(struct rig_of_months *r)
{
    struct pfq_err err = {0};
    *r = (struct rig_of_months){.sent = 0};
    kit_open(&r->kit);
    cr_assert_eq(rollup_open(&r->rollup, &err), PFQ_OK);
}

static void close_rig(struct rig_of_months *r)
{
    rollup_close(r->rollup);
    kit_close(&r->kit);
}

static void send(struct rig_of_months *r, const char *force, const char *day, unsigned char first)
{
    struct sent sent = {.force = force,
                        .unit = r->sent % 2 == 0 ? "AA" : "B2",
                        .case_type = PFQ__V1__CASE_TYPE__CASE_TYPE_MC,
                        .day = day,
                        .outcomes = {first, MET, NOT_MET}};
    figures_send(&r->kit, r->sent++, &sent);
}

static void send_some(struct rig_of_months *r)
{
    static const char *const days[] = {"2026-05-01", "2026-05-03", "2026-05-31", "2026-06-01"};
    for (unsigned i = 0; i < 24; i++) {
        send(r, i % 3 == 0 ? "40" : "43", days[i % 4], i % 5 == 0 ? NOT_MET : MET);
    }
    (void)figures_follow(r->rollup, &r->kit);
}

/* What ought to be assessed of them, as the writer notes it between batches. */
static void expect_all(struct rig_of_months *r)
{
    struct pfq_err err = {0};
    uint64_t up_to = 0;
    cr_assert_eq(people_expect(r->kit.batch.db, &r->kit.rules, 0, &up_to, &err), PFQ_OK);
}

static int64_t at(const char *text)
{
    int64_t ms = 0;
    cr_assert(pfq_instant_parse(text, &ms));
    return ms;
}

static Pfq__V1__MonthClose closing(int32_t month)
{
    static char by[] = "cps-114";
    Pfq__V1__MonthClose close = PFQ__V1__MONTH_CLOSE__INIT;
    close.has_month = true;
    close.month = month;
    close.by = by;
    return close;
}

static const Pfq__V1__MonthRow *read_one(struct rig_of_months *r, int32_t month, int64_t wall_ms)
{
    Pfq__V1__MonthsRead read = PFQ__V1__MONTHS_READ__INIT;
    Pfq__V1__MonthRows *rows = pfq_arena_new(&r->kit.arena, Pfq__V1__MonthRows, 1);
    struct pfq_err err = {0};
    pfq__v1__month_rows__init(rows);
    read.has_from_month = read.has_to_month = true;
    read.from_month = read.to_month = month;
    cr_assert_eq(months_read(r->kit.batch.db, &read, wall_ms, &r->kit.arena, rows, &err), PFQ_OK);
    cr_assert_eq(rows->n_rows, 1);
    cr_assert_not(rows->has_next_month);
    return rows->rows[0];
}

/* Figures of May, of all series. */
static const char *figures_split(struct rig_of_months *r, bool as_now, bool split)
{
    const char *text = "";
    for (int series = 1; series <= 3; series++) {
        Pfq__V1__FiguresRead read = PFQ__V1__FIGURES_READ__INIT;
        size_t pages = 0;
        read.has_from_date = read.has_to_date = true;
        read.from_date = 20260510; /* some day of it */
        read.to_date = 20260511;
        read.has_by_unit = read.by_unit = read.has_by_case_type = read.by_case_type = split;
        read.has_series = read.has_as_now = true;
        read.series = (Pfq__V1__Series)series;
        read.as_now = as_now;
        const Pfq__V1__Figures *figures = figures_pages(&r->kit, &read, 90000, &pages);
        text = pfq_arena_printf(&r->kit.arena, "%s%d\n%s", text, series,
                                figures_text(&r->kit, figures));
    }
    return text;
}

static const char *figures_of_may(struct rig_of_months *r, bool as_now)
{
    return figures_split(r, as_now, true);
}

Test(store_months, a_month_is_open_until_midnight_in_london_and_then_provisional)
{
    static const struct {
        const char *now;
        int32_t month;
        Pfq__V1__MonthState state;
    } rows[] = {
        {"2026-05-31T22:59:59Z", 202605, PFQ__V1__MONTH_STATE__MONTH_STATE_OPEN},
        {"2026-05-31T23:00:00Z", 202605, PFQ__V1__MONTH_STATE__MONTH_STATE_PROVISIONAL},
        {"2026-05-31T23:00:00Z", 202606, PFQ__V1__MONTH_STATE__MONTH_STATE_OPEN},
        {"2026-12-31T23:59:59Z", 202612, PFQ__V1__MONTH_STATE__MONTH_STATE_OPEN},
        {"2027-01-01T00:00:00Z", 202612, PFQ__V1__MONTH_STATE__MONTH_STATE_PROVISIONAL},
        {"2026-01-01T00:00:00Z", 202612, PFQ__V1__MONTH_STATE__MONTH_STATE_OPEN},
    };
    struct rig_of_months r;
    open_rig(&r);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cr_assert_eq(read_one(&r, rows[i].month, at(rows[i].now))->state, rows[i].state, "row %zu",
                     i);
    }
    close_rig(&r);
}

Test(store_months, twelve_months_are_usual_and_each_is_told)
{
    struct rig_of_months r;
    struct pfq_err err = {0};
    Pfq__V1__MonthsRead read = PFQ__V1__MONTHS_READ__INIT;
    Pfq__V1__MonthRows rows = PFQ__V1__MONTH_ROWS__INIT;
    open_rig(&r);
    send_some(&r);
    cr_assert_eq(
        months_read(r.kit.batch.db, &read, at("2026-06-10T12:00:00Z"), &r.kit.arena, &rows, &err),
        PFQ_OK);
    cr_assert_eq(rows.n_rows, 12);
    cr_assert_eq(rows.rows[0]->month, 202507);
    cr_assert_eq(rows.rows[10]->files, 18);
    cr_assert_eq(rows.rows[11]->month, 202606);
    cr_assert_eq(rows.rows[11]->files, 6);
    cr_assert_eq(rows.rows[0]->files, 0);
    close_rig(&r);
}

Test(store_months, what_speaks_against_closing_is_said_and_nothing_is_changed)
{
    static const struct {
        const char *now;
        bool early;
        const char *code; /* NULL: it may be closed */
    } rows[] = {
        {"2026-05-31T22:59:59Z", false, "MONTH_NOT_OVER"},
        {"2026-05-31T22:59:59Z", true, "MONTH_NOT_OVER"},
        {"2026-06-01T12:00:00Z", false, "MONTH_YOUNG"},
        {"2026-06-01T12:00:00Z", true, NULL},
        {"2026-07-12T12:00:00Z", false, "MONTH_YOUNG"},
        {"2026-07-13T12:00:00Z", false, NULL},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct rig_of_months r;
        open_rig(&r);
        send_some(&r);
        expect_all(&r);
        Pfq__V1__MonthClose close = closing(202605);
        close.has_early = close.early = rows[i].early;
        close.has_preview = close.preview = true;
        for (int act = 0; act < 2; act++) { /* the preview says what the act says */
            Pfq__V1__MonthRows *got = kit_close_month(&r.kit, r.rollup, &close, at(rows[i].now));
            cr_assert_eq(got->n_problems, rows[i].code == NULL ? 0 : 1, "row %zu", i);
            cr_assert(rows[i].code == NULL || strcmp(got->problems[0]->code, rows[i].code) == 0);
            cr_assert_eq(got->rows[0]->files, 18);
            bool closed = act == 1 && rows[i].code == NULL;
            cr_assert_eq(got->rows[0]->has_digest, closed);
            cr_assert_eq(read_one(&r, 202605, at(rows[i].now))->has_closed_at, closed);
            close.preview = false;
        }
        close_rig(&r);
    }
}

Test(store_months, a_month_is_closed_once)
{
    struct rig_of_months r;
    open_rig(&r);
    send_some(&r);
    Pfq__V1__MonthClose close = closing(202605);
    const Pfq__V1__MonthRows *got =
        kit_close_month(&r.kit, r.rollup, &close, at("2026-08-01T12:00:00Z"));
    cr_assert_eq(got->n_problems, 0);
    cr_assert_eq(got->rows[0]->state, PFQ__V1__MONTH_STATE__MONTH_STATE_CLOSED);
    cr_assert_eq(got->rows[0]->late, 0);
    cr_assert_eq(got->rows[0]->up_to, 24);
    cr_assert_str_eq(got->rows[0]->closed_by, "cps-114");
    close.by = pfq_arena_strdup(&r.kit.arena, "cps-2");
    got = kit_close_month(&r.kit, r.rollup, &close, at("2026-08-02T12:00:00Z"));
    cr_assert_eq(got->n_problems, 1);
    cr_assert_str_eq(got->problems[0]->code, "MONTH_CLOSED");
    cr_assert_not_null(strstr(got->problems[0]->message, "2026-08-01 by cps-114"), "%s",
                       got->problems[0]->message);
    cr_assert_str_eq(read_one(&r, 202605, at("2026-08-02T12:00:00Z"))->closed_by, "cps-114");
    close.month = 202604;
    close.by = NULL;
    got = kit_close_month(&r.kit, r.rollup, &close, at("2026-08-02T12:00:00Z"));
    cr_assert_str_eq(got->problems[0]->code, "MALFORMED", "somebody must have done it");
    close_rig(&r);
}

Test(store_months, what_came_before_the_close_is_counted_first)
{
    struct rig_of_months r;
    open_rig(&r);
    send_some(&r);
    send(&r, "41", "2026-05-20", MET); /* nobody counted it yet */
    Pfq__V1__MonthClose close = closing(202605);
    const Pfq__V1__MonthRows *got =
        kit_close_month(&r.kit, r.rollup, &close, at("2026-08-01T12:00:00Z"));
    cr_assert_eq(got->rows[0]->files, 19);
    cr_assert_eq(got->rows[0]->up_to, 25);
    close_rig(&r);
}

Test(store_months, figures_that_are_behind_are_not_frozen)
{
    struct rig_of_months r;
    struct pfq_err err = {0};
    Pfq__V1__MonthRows rows = PFQ__V1__MONTH_ROWS__INIT;
    open_rig(&r);
    send_some(&r);
    send(&r, "41", "2026-05-20", MET);
    Pfq__V1__MonthClose close = closing(202605);
    cr_assert_eq(db_begin(r.kit.batch.db, &err), PFQ_OK);
    cr_assert_eq(
        months_close(r.kit.batch.db, &close, at("2026-08-01T12:00:00Z"), &r.kit.arena, &rows, &err),
        PFQ_OK);
    cr_assert_eq(db_commit(r.kit.batch.db, &err), PFQ_OK);
    cr_assert_eq(rows.n_problems, 1);
    cr_assert_str_eq(rows.problems[0]->code, "FIGURES_BEHIND");
    cr_assert_not_null(strstr(rows.problems[0]->message, "1 submissions behind"));
    close.preview = true;
    pfq__v1__month_rows__init(&rows);
    cr_assert_eq(
        months_close(r.kit.batch.db, &close, at("2026-08-01T12:00:00Z"), &r.kit.arena, &rows, &err),
        PFQ_OK);
    cr_assert_eq(rows.n_problems, 1, "a preview says what it does not count");
    cr_assert_not(read_one(&r, 202605, at("2026-08-01T12:00:00Z"))->has_closed_at);
    close_rig(&r);
}

Test(store_months, closed_figures_are_the_same_bytes_whatever_comes_later)
{
    struct rig_of_months r;
    struct pfq_err err = {0};
    int64_t later = at("2026-08-09T12:00:00Z");
    open_rig(&r);
    send_some(&r);
    expect_all(&r);
    const char *counted = figures_of_may(&r, false);
    Pfq__V1__MonthClose close = closing(202605);
    (void)kit_close_month(&r.kit, r.rollup, &close, at("2026-08-01T12:00:00Z"));
    cr_assert_str_eq(figures_of_may(&r, false), counted, "freezing changes nothing");
    cr_assert_str_eq(figures_split(&r, false, false), figures_split(&r, true, false),
                     "a day on which two units failed is one day");
    struct pfq_bytes row = job_pack(&read_one(&r, 202605, later)->base, &r.kit.arena);

    send(&r, "43", "2026-05-03", NOT_MET);
    send(&r, "41", "2026-05-31", MET);
    send(&r, "43", "2026-06-03", MET);
    (void)figures_follow(r.rollup, &r.kit);
    cr_assert_str_eq(figures_of_may(&r, false), counted, "late files");
    cr_assert_str_neq(figures_of_may(&r, true), counted);
    cr_assert_eq(read_one(&r, 202605, later)->late, 2);
    cr_assert_eq(read_one(&r, 202605, later)->files, 18);

    kit_reopen(&r.kit);
    cr_assert_str_eq(figures_of_may(&r, false), counted, "a restart");
    cr_assert_eq(rollup_restart(r.rollup, r.kit.batch.db, &err), PFQ_OK);
    cr_assert_str_eq(figures_of_may(&r, false), counted, "while everything is counted again");
    (void)figures_follow(r.rollup, &r.kit);
    cr_assert_str_eq(figures_of_may(&r, false), counted, "counted again");
    Pfq__V1__MonthRow *now = (Pfq__V1__MonthRow *)(uintptr_t)read_one(&r, 202605, later);
    cr_assert_eq(now->late, 2);
    now->late = 0;
    struct pfq_bytes again = job_pack(&now->base, &r.kit.arena);
    cr_assert_eq(row.size, again.size);
    cr_assert_eq(memcmp(row.data, again.data, row.size), 0);
    close_rig(&r);
}

/* As figures.proto describes it, from what FiguresRead gives. */
Test(store_months, the_digest_can_be_made_again_from_the_figures)
{
    struct rig_of_months r;
    uint8_t block[64 * 1024] = {0};
    open_rig(&r);
    send_some(&r);
    Pfq__V1__MonthClose close = closing(202605);
    const Pfq__V1__MonthRows *got =
        kit_close_month(&r.kit, r.rollup, &close, at("2026-08-01T12:00:00Z"));
    for (int series = 1; series <= 3; series++) {
        Pfq__V1__FiguresRead read = PFQ__V1__FIGURES_READ__INIT;
        size_t pages = 0;
        read.has_from_date = read.has_to_date = read.has_series = true;
        read.from_date = read.to_date = 20260501;
        read.series = (Pfq__V1__Series)series;
        read.has_by_unit = read.by_unit = read.has_by_case_type = read.by_case_type = true;
        const Pfq__V1__Figures *all = figures_pages(&r.kit, &read, 90000, &pages);
        for (size_t i = 0, next = 0; i < all->n_rows; i = next) {
            Pfq__V1__Figures group = PFQ__V1__FIGURES__INIT;
            const Pfq__V1__Figure *a = all->rows[i];
            group.rows = all->rows + i;
            while (next < all->n_rows && strcmp(all->rows[next]->force, a->force) == 0 &&
                   strcmp(all->rows[next]->police_unit, a->police_unit) == 0 &&
                   all->rows[next]->case_type == a->case_type) {
                next++;
            }
            group.n_rows = next - i;
            size_t size = protobuf_c_message_pack(&group.base, block + PFQ_DIGEST_BYTES);
            pfq_digest((struct pfq_bytes){block, PFQ_DIGEST_BYTES + size}, block);
        }
    }
    cr_assert_eq(memcmp(got->rows[0]->digest.data, block, PFQ_DIGEST_BYTES), 0);
    close_rig(&r);
}

static void keep_line(void *self, int64_t unused_at, const char *text)
{
    char *kept = self;
    (void)unused_at;
    (void)snprintf(kept + strlen(kept), 256 - strlen(kept), "%s\n", text);
}

Test(store_months, closing_waits_for_the_duties_to_assess_and_is_noted)
{
    struct rig_of_months r;
    struct pfq_err err = {0};
    uint64_t last = 0;
    uint64_t expected = 0;
    uint64_t broken = 0;
    uint8_t digest[PFQ_DIGEST_BYTES];
    char text[256] = "";
    open_rig(&r);
    send_some(&r);
    Pfq__V1__MonthClose close = closing(202605);
    (void)kit_close_month(&r.kit, r.rollup, &close, at("2026-05-20T12:00:00Z"));
    cr_assert_eq(activity_read(r.kit.batch.db, keep_line, text, &broken, digest, &err), PFQ_OK);
    cr_assert_str_eq(text, "", "it was not closed");
    (void)kit_close_month(&r.kit, r.rollup, &close, at("2026-08-01T12:00:00Z"));
    cr_assert_eq(db_last_sequence(r.kit.batch.db, &last, &err), PFQ_OK);
    cr_assert_eq(db_read_progress(r.kit.batch.db, "expected", &expected, &err), PFQ_OK);
    cr_assert_eq(expected, last);
    cr_assert_eq(activity_read(r.kit.batch.db, keep_line, text, &broken, digest, &err), PFQ_OK);
    cr_assert_not_null(strstr(text, "month 202605 closed by "), "%s", text);
    (void)kit_close_month(&r.kit, r.rollup, &close, at("2026-08-02T12:00:00Z"));
    text[0] = '\0';
    cr_assert_eq(activity_read(r.kit.batch.db, keep_line, text, &broken, digest, &err), PFQ_OK);
    cr_assert_null(strstr(strstr(text, "month") + 1, "month"), "once: %s", text);
    close_rig(&r);
}

/* --- to whom a month is told ------------------------------------------------------------ */

static const Pfq__V1__MonthRow *read_as(struct rig_of_months *r, Pfq__V1__Peer *peer,
                                        int64_t wall_ms)
{
    Pfq__V1__MonthsRead read = PFQ__V1__MONTHS_READ__INIT;
    Pfq__V1__MonthRows *rows = pfq_arena_new(&r->kit.arena, Pfq__V1__MonthRows, 1);
    struct pfq_err err = {0};
    pfq__v1__month_rows__init(rows);
    read.peer = peer;
    read.has_from_month = read.has_to_month = true;
    read.from_month = read.to_month = 202605;
    cr_assert_eq(months_read(r->kit.batch.db, &read, wall_ms, &r->kit.arena, rows, &err), PFQ_OK);
    cr_assert_eq(rows->n_rows, 1);
    return rows->rows[0];
}

static void is_own(const Pfq__V1__MonthRow *row, uint64_t files, uint64_t late)
{
    cr_expect_eq(row->files, files);
    cr_expect_eq(row->late, late);
    cr_expect_null(row->closed_by, "a staff id");
    cr_expect_not(row->has_digest, "it is over the figures of all forces");
}

Test(store_months, g7_a_force_and_the_manager_of_an_area_read_their_own_counts_and_the_state)
{
    static char own[] = "40";
    static char area[] = "TC";
    static char *forces[] = {own};
    const int64_t now = at("2026-08-01T12:00:00Z");
    struct rig_of_months r;
    open_rig(&r);
    send_some(&r); /* in May: 18, of which 6 are of 40 */
    expect_all(&r);
    Pfq__V1__Peer force = PFQ__V1__PEER__INIT;
    force.has_role = true;
    force.role = PFQ__V1__ROLE__ROLE_FORCE;
    force.force = own;
    Pfq__V1__Peer manager = PFQ__V1__PEER__INIT;
    manager.has_role = true;
    manager.role = PFQ__V1__ROLE__ROLE_AREA_MANAGER;
    manager.area = area;
    manager.forces = forces;
    manager.n_forces = 1;
    is_own(read_as(&r, &force, now), 6, 0);
    is_own(read_as(&r, &manager, now), 6, 0);
    Pfq__V1__MonthClose close = closing(202605);
    cr_assert_eq(kit_close_month(&r.kit, r.rollup, &close, now)->n_problems, 0);
    send(&r, "40", "2026-05-09", MET);
    send(&r, "43", "2026-05-09", MET);
    send(&r, "43", "2026-05-09", MET);
    (void)figures_follow(r.rollup, &r.kit);
    is_own(read_as(&r, &force, now), 6, 1);
    is_own(read_as(&r, &manager, now), 6, 1);
    cr_expect_eq(read_as(&r, &force, now)->state, PFQ__V1__MONTH_STATE__MONTH_STATE_CLOSED);
    cr_expect_eq(read_as(&r, NULL, now)->files, 18);
    cr_expect_eq(read_as(&r, NULL, now)->late, 3);
    close_rig(&r);
}
