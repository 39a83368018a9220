/* Digests in the store: each once under its names, one number in the mailbox, settled once
 * (store/digests.h: D1 to D3). */
#include <criterion/criterion.h>
#include <sqlite3.h>
#include <string.h>

#include "store/db_periodic.h"
#include "store/digests.h"
#include "support/store_kit.h"

static struct kit kit;

static void setup(void)
{
    kit_open(&kit);
}

static void teardown(void)
{
    kit_close(&kit);
}

TestSuite(store_digests, .init = setup, .fini = teardown);

#define OUTSIDE PFQ__V1__AUDIENCE__AUDIENCE_OUTSIDE
#define INSIDE  PFQ__V1__AUDIENCE__AUDIENCE_INSIDE
#define RUN     PFQ__V1__AUDIENCE__AUDIENCE_UNSPECIFIED

static Pfq__V1__Digest *digest(const char *first_thing, Pfq__V1__Audience audience)
{
    Pfq__V1__Digest *d = pfq_arena_new(&kit.arena, Pfq__V1__Digest, 1);
    pfq__v1__digest__init(d);
    d->has_kind = d->has_audience = true;
    d->kind = PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY;
    d->audience = audience;
    d->first_thing = pfq_arena_strdup(&kit.arena, first_thing);
    return d;
}

static Pfq__V1__DigestRow *row(const char *force, const char *unit, Pfq__V1__Audience audience)
{
    Pfq__V1__DigestRow *r = pfq_arena_new(&kit.arena, Pfq__V1__DigestRow, 1);
    pfq__v1__digest_row__init(r);
    r->force = pfq_arena_strdup(&kit.arena, force);
    r->unit = pfq_arena_strdup(&kit.arena, unit);
    r->has_kind = r->has_audience = true;
    r->kind = PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY;
    r->period = pfq_arena_strdup(&kit.arena, "2026-10");
    r->audience = audience;
    return r;
}

static struct job *put(Pfq__V1__DigestRow *r)
{
    Pfq__V1__Envelope *e = pfq_arena_new(&kit.arena, Pfq__V1__Envelope, 1);
    pfq__v1__envelope__init(e);
    e->body_case = PFQ__V1__ENVELOPE__BODY_DIGEST_PUT;
    e->digest_put = pfq_arena_new(&kit.arena, Pfq__V1__DigestPut, 1);
    pfq__v1__digest_put__init(e->digest_put);
    e->digest_put->row = r;
    return kit_one(&kit, e);
}

static const Pfq__V1__DigestRow *kept(const struct job *job)
{
    cr_assert_eq(job->digests.n_problems, 0);
    cr_assert_eq(job->digests.n_rows, 1);
    return job->digests.rows[0];
}

static void submit(const char *id)
{
    static const unsigned char met[3] = {1, 1, 1};
    Pfq__V1__Envelope *e = kit_put(&kit, id, "43AA0000126");
    kit_judge(&kit, e->store_put, "2026-10-06T09:30:00Z", met, PFQ__V1__VERDICT__VERDICT_MEETS);
    cr_assert_eq(kit_one(&kit, e)->store_answer.answer, PFQ__V1__ANSWER__ANSWER_ACCEPTED);
}

Test(store_digests, d1_d2_one_is_kept_once_and_has_one_number_in_the_mailbox)
{
    submit("m1");
    Pfq__V1__DigestRow *first = row("43", "", OUTSIDE);
    first->digest = digest("first", OUTSIDE);
    const struct job *job = put(first);
    cr_expect_not(job->digests.duplicate);
    cr_expect_str_eq(kept(job)->digest->first_thing, "first");
    Pfq__V1__DigestRow *second = row("43", "", OUTSIDE);
    second->digest = digest("second", OUTSIDE);
    job = put(second);
    cr_expect(job->digests.duplicate);
    cr_expect_str_eq(kept(job)->digest->first_thing, "first", "what is kept is what all get");
    submit("m2");
    kit_reopen(&kit);
    const Pfq__V1__StoreRows *rows = kit_mailbox(&kit, "43", 0);
    cr_assert_eq(rows->n_rows, 3);
    cr_expect_eq(rows->rows[1]->number, 2);
    cr_assert_not_null(rows->rows[1]->digest);
    cr_expect_str_eq(rows->rows[1]->digest->first_thing, "first");
    cr_expect_gt(rows->rows[1]->committed_at, 0);
    cr_expect_null(rows->rows[2]->digest);
    cr_expect_eq(rows->rows[2]->number, 3);
}

Test(store_digests, what_is_not_of_a_whole_force_for_outside_is_in_no_mailbox)
{
    Pfq__V1__DigestRow *rows[] = {row("43", "AB", OUTSIDE), row("43", "", INSIDE),
                                  row("", "Wessex", INSIDE), row("43", "", OUTSIDE)};
    for (size_t i = 0; i < 3; i++) { /* the last has nothing to say */
        rows[i]->digest = digest("something", rows[i]->audience);
    }
    rows[3]->has_settled = rows[3]->settled = true;
    for (size_t i = 0; i < 4; i++) {
        cr_expect_eq(kept(put(rows[i]))->digest != NULL, i < 3);
    }
    cr_expect_eq(kit_mailbox(&kit, "43", 0)->n_rows, 0);
}

Test(store_digests, d3_one_is_settled_once_with_the_mails_of_then)
{
    Pfq__V1__DigestRow *r = row("43", "", OUTSIDE);
    r->digest = digest("first", OUTSIDE);
    cr_expect_not(kept(put(r))->settled);
    Pfq__V1__DigestRow *settle = row("43", "", OUTSIDE);
    settle->has_settled = settle->settled = settle->has_mails = true;
    settle->mails = 3;
    cr_expect(kept(put(settle))->settled);
    settle->mails = 5;
    const Pfq__V1__DigestRow *after = kept(put(settle));
    cr_expect_eq(after->mails, 3);
    cr_expect_str_eq(after->digest->first_thing, "first");
}

Test(store_digests, status_shows_the_last_period_of_a_kind_and_whether_it_is_complete)
{
    struct pfq_err err = {0};
    Pfq__V1__ServiceStatus status = PFQ__V1__SERVICE_STATUS__INIT;
    Pfq__V1__DigestRow *r = row("43", "", OUTSIDE);
    Pfq__V1__DigestRow *quiet = row("44", "", OUTSIDE);
    Pfq__V1__DigestRow *run = row("", "", RUN);
    r->digest = digest("first", OUTSIDE);
    (void)put(r);
    r->has_settled = r->settled = r->has_mails = true;
    r->mails = 2;
    (void)put(r);
    quiet->has_settled = quiet->settled = true;
    (void)put(quiet);
    cr_assert_eq(db_read_digest_status(kit.batch.db, &kit.arena, &status, &err), PFQ_OK);
    cr_assert_eq(status.n_digests, 1);
    cr_expect_str_eq(status.digests[0]->kind, "monthly");
    cr_expect_str_eq(status.digests[0]->period, "2026-10");
    cr_expect_eq(status.digests[0]->made, 1);
    cr_expect_eq(status.digests[0]->quiet, 1);
    cr_expect_eq(status.digests[0]->mails, 2);
    cr_expect_not(status.digests[0]->complete);
    run->has_settled = run->settled = true;
    (void)put(run);
    cr_assert_eq(db_read_digest_status(kit.batch.db, &kit.arena, &status, &err), PFQ_OK);
    cr_expect(status.digests[0]->complete);
    cr_expect_eq(status.digests[0]->quiet, 1, "a run is no digest");
}

Test(store_digests, a_force_waits_for_digests_from_its_first_file_on)
{
    char **forces = NULL;
    size_t count = 0;
    struct pfq_err err = {0};
    submit("m1");
    int64_t committed = kit_mailbox(&kit, "43", 0)->rows[0]->committed_at;
    cr_assert_eq(db_list_readers(kit.batch.db, committed, &kit.arena, &forces, &count, &err),
                 PFQ_OK);
    cr_expect_eq(count, 0U);
    cr_assert_eq(db_list_readers(kit.batch.db, committed + 1, &kit.arena, &forces, &count, &err),
                 PFQ_OK);
    cr_assert_eq(count, 1U);
    cr_expect_str_eq(forces[0], "43");
}

Test(store_digests, what_is_malformed_is_refused_and_keeps_nothing)
{
    Pfq__V1__DigestRow *rows[6];
    for (size_t i = 0; i < 6; i++) {
        rows[i] = row("43", "", OUTSIDE);
    }
    rows[0]->force = "4";
    rows[1]->period = "";
    rows[2]->kind = 9;
    rows[3]->digest = digest("for the CPS alone", INSIDE);
    rows[4]->audience = RUN;
    rows[5]->audience = 7;
    for (size_t i = 0; i < 6; i++) {
        const struct job *job = put(rows[i]);
        cr_assert_eq(job->digests.n_problems, 1, "row %zu", i);
        cr_expect_str_eq(job->digests.problems[0]->code, "MALFORMED");
    }
}
