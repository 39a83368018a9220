/* From outcomes to the words that a force reads: pfq_receipt() and its kin. */
#include <criterion/criterion.h>
#include <string.h>

#include "support/catalogue_dir.h"
#include "support/file_facts.h"

enum {
    ARRIVAL = 1777971660 /* 2026-05-05T09:01:00Z, in seconds */
};

/* As long as questions are. */
static const char question[] =
    "Read the key evidence. Is it so strong that this defendant is likely to plead guilty?";

struct making {
    struct pfq_arena arena;
    struct catalogue_dir dir;
    struct pfq_standard *standard;
    Pfq__V1__Envelope *envelope;
    struct pfq_judgement judgement;
};

static void begin(struct making *m)
{
    struct pfq_problems problems;
    struct pfq_problems warnings;
    pfq_arena_open(&m->arena);
    struct pfq_arena *a = &m->arena;
    catalogue_dir_make(&m->dir);
    catalogue_dir_write(&m->dir, "standard.yaml", "label: \"test\"\n");
    catalogue_dir_write(
        &m->dir, "a.yaml",
        pfq_arena_printf(a, "%s%s%s%s%s%s",
                         catalogue_dir_row(a, "CD01", pfq_arena_printf(a, "person: %s", question),
                                           "critical", NULL, NULL),
                         catalogue_dir_row(a, "CD02", "check: \"false\"", "minor", NULL, NULL),
                         catalogue_dir_row(a, "CD03", "check: \"false\"", "critical", NULL, NULL),
                         catalogue_dir_row(a, "CD04",
                                           "check: \"each victim_: known(is_update) or "
                                           "known(is_victim) and vps_status = MADE\"",
                                           "minor", NULL, NULL),
                         catalogue_dir_row(a, "CD05", "check: \"true\"", "major", NULL, NULL),
                         catalogue_dir_row(a, "CD06", "check: \"true\"", "major", "[SJP]", NULL)));
    catalogue_dir_write(&m->dir, "standard.yaml",
                        "label: \"test\"\nwords:\n"
                        "  - {word: victim_, means: \"witness where is_victim\", named: victim}\n");
    m->standard = catalogue_dir_load(&m->dir, a);
    m->envelope = file_facts_envelope(a, file_facts(a));
    pfq_problems_init(&problems, a);
    pfq_problems_init(&warnings, a);
    pfq_judge(m->standard, m->envelope, (int64_t)ARRIVAL * 1000, a, &problems, &warnings,
              &m->judgement);
}

static void end(struct making *m)
{
    pfq_standard_close(m->standard);
    catalogue_dir_remove(&m->dir);
    pfq_arena_close(&m->arena);
}

static Pfq__V1__Stored *stored(struct making *m)
{
    Pfq__V1__Stored *s = pfq_arena_new(&m->arena, Pfq__V1__Stored, 1);
    struct pfq_bytes judged = pfq_wire_pack(&m->judgement.judged->base, &m->arena);
    const Pfq__V1__Catalogue *texts = pfq_standard_texts(m->standard);
    pfq__v1__stored__init(s);
    s->source = m->envelope->source;
    s->id = m->envelope->id;
    s->force = pfq_arena_strdup(&m->arena, m->judgement.force);
    s->urn = pfq_arena_strdup(&m->arena, m->judgement.urn);
    s->file_type = m->judgement.file_type;
    s->has_ordinal = 1;
    s->ordinal = 2;
    s->has_number = 1;
    s->number = 7;
    s->received_at = (int64_t)ARRIVAL * 1000;
    s->catalogue_digest = texts->digest;
    s->judged.len = judged.size;
    s->judged.data = pfq_arena_new(&m->arena, uint8_t, judged.size + 1);
    memcpy(s->judged.data, judged.data, judged.size);
    return s;
}

static void check_content(const Pfq__V1__Receipt *r)
{
    static const char *const order[] = {"CD03", "CD02", "CD04", "CD01"};
    cr_assert_eq(r->n_findings, 4);
    for (size_t i = 0; i < 4; i++) {
        cr_assert_str_eq(r->findings[i]->check, order[i]);
    }
    cr_assert_eq(r->findings[3]->outcome, PFQ__V1__OUTCOME__OUTCOME_NEEDS_PERSON);
    cr_assert_str_eq(r->findings[3]->question, question, "what to ask, of a question for a person");
    cr_assert_null(r->findings[2]->question);
    cr_assert_str_eq(r->findings[2]->title, "Title of CD04");
    cr_assert_str_eq(r->findings[2]->reasons[0], "D23");
    cr_assert_str_eq(r->findings[2]->items[0], "victim 2");
    cr_assert_eq(r->counts->met, 1);
    cr_assert_eq(r->counts->not_met, 3);
    cr_assert_eq(r->counts->needs_person, 1);
    cr_assert_eq(r->counts->not_applicable, 1);
    cr_assert_eq(r->counts->not_run, 0);
    cr_assert_eq(r->verdict, PFQ__V1__VERDICT__VERDICT_DOES_NOT_MEET);
    cr_assert_str_eq(r->urn, "43AA1234526");
    cr_assert_str_eq(r->force, "43");
    cr_assert_str_eq(r->source, "test");
}

Test(receipt, findings_stand_worst_first_and_questions_last)
{
    struct making m;
    begin(&m);
    Pfq__V1__Receipt *r =
        pfq_receipt_unsent(m.standard, m.envelope, &m.judgement, (int64_t)ARRIVAL * 1000, &m.arena);
    check_content(r);
    cr_assert_str_eq(r->catalogue_version, pfq_standard_version(m.standard));
    cr_assert_not(r->has_ordinal);
    cr_assert_not(r->has_feedback_number);
    cr_assert_eq(r->mode, PFQ__V1__MODE__MODE_LIVE);
    end(&m);
}

Test(receipt, a_receipt_can_be_read_where_it_is_sent)
{
    struct making m;
    struct pfq_problems problems;
    begin(&m);
    pfq_problems_init(&problems, &m.arena);
    const Pfq__V1__Receipt *r =
        pfq_receipt_unsent(m.standard, m.envelope, &m.judgement, (int64_t)ARRIVAL * 1000, &m.arena);
    const ProtobufCMessage *read =
        pfq_wire_unpack(&pfq__v1__receipt__descriptor, pfq_wire_pack(&r->base, &m.arena), &m.arena,
                        &problems, &problems);
    cr_assert_eq(problems.count, 0);
    cr_assert_not_null(read);
    check_content((const Pfq__V1__Receipt *)read);
    end(&m);
}

Test(receipt, what_is_stored_gives_the_same_receipt_with_its_numbers)
{
    struct making m;
    Pfq__V1__Receipt *r = NULL;
    struct pfq_err err;
    begin(&m);
    cr_assert_eq(pfq_receipt(stored(&m), pfq_standard_texts(m.standard),
                             PFQ__V1__ANSWER__ANSWER_DUPLICATE, &m.arena, &r, &err),
                 PFQ_OK);
    check_content(r);
    cr_assert_eq(r->answer, PFQ__V1__ANSWER__ANSWER_DUPLICATE);
    cr_assert_eq(r->ordinal, 2);
    cr_assert_eq(r->feedback_number, 7);
    cr_assert_str_eq(r->catalogue_version, pfq_standard_version(m.standard));
    end(&m);
}

Test(receipt, damage_and_another_catalogue_are_failures_not_receipts)
{
    struct making m;
    Pfq__V1__Receipt *r = NULL;
    struct pfq_err err;
    begin(&m);
    Pfq__V1__Stored *s = stored(&m);
    const Pfq__V1__Catalogue *texts = pfq_standard_texts(m.standard);
    s->judged.len -= 1;
    cr_assert_eq(pfq_receipt(s, texts, PFQ__V1__ANSWER__ANSWER_ACCEPTED, &m.arena, &r, &err),
                 PFQ_E_MALFORMED);
    cr_assert_null(r);
    Pfq__V1__Catalogue other = *texts;
    other.n_checks = 2;
    cr_assert_eq(
        pfq_receipt(stored(&m), &other, PFQ__V1__ANSWER__ANSWER_ACCEPTED, &m.arena, &r, &err),
        PFQ_E_MALFORMED);
    end(&m);
}

Test(receipt, a_refusal_carries_its_reasons)
{
    struct pfq_arena a;
    struct pfq_problems problems;
    pfq_arena_open(&a);
    pfq_problems_init(&problems, &a);
    pfq_problem(&problems, "X", "submission", "Mend it.", "It is broken.");
    Pfq__V1__Receipt *r =
        pfq_receipt_without("s", "1", PFQ__V1__ANSWER__ANSWER_REFUSED, &problems, &a);
    cr_assert_eq(r->n_problems, 1);
    cr_assert_eq(r->answer, PFQ__V1__ANSWER__ANSWER_REFUSED);
    cr_assert_null(r->counts);
    r = pfq_receipt_without("s", "1", PFQ__V1__ANSWER__ANSWER_TRY_AGAIN, NULL, &a);
    cr_assert_eq(r->n_problems, 0);
    pfq_arena_close(&a);
}

Test(receipt, what_changed_and_what_was_certified_travel_with_what_is_stored)
{
    struct making m;
    Pfq__V1__Receipt *r = NULL;
    struct pfq_err err;
    begin(&m);
    Pfq__V1__Judged *judged = m.judgement.judged;
    Pfq__V1__Resubmission resubmission = PFQ__V1__RESUBMISSION__INIT;
    Pfq__V1__CertifiedClaim claim = PFQ__V1__CERTIFIED_CLAIM__INIT;
    Pfq__V1__CertifiedClaim *certified[] = {&claim};
    resubmission.has_of_ordinal = 1;
    resubmission.of_ordinal = 3;
    claim.has_failings = 1;
    claim.failings = 4;
    char fixed_id[] = "CD01";
    char *fixed[] = {fixed_id};
    resubmission.n_fixed = 1;
    resubmission.fixed = fixed;
    judged->resubmission = &resubmission;
    judged->n_certified = 1;
    judged->certified = certified;
    judged->findings[1]->has_change = 1; /* CD02, which stands second in the receipt, too */
    judged->findings[1]->change = PFQ__V1__CHANGE__CHANGE_STILL_OPEN;
    cr_assert_eq(pfq_receipt(stored(&m), pfq_standard_texts(m.standard),
                             PFQ__V1__ANSWER__ANSWER_ACCEPTED, &m.arena, &r, &err),
                 PFQ_OK);
    cr_expect_eq(r->resubmission->of_ordinal, 3);
    cr_assert_eq(r->resubmission->n_fixed_titles, 1);
    cr_expect_str_eq(r->resubmission->fixed_titles[0],
                     pfq_standard_texts(m.standard)->checks[0]->title);
    cr_expect_eq(r->certified[0]->failings, 4);
    cr_expect_str_eq(r->findings[1]->check, "CD02");
    cr_expect_eq(r->findings[1]->change, PFQ__V1__CHANGE__CHANGE_STILL_OPEN);
    cr_expect_eq(r->findings[1]->aspect, PFQ__V1__ASPECT__ASPECT_QUALITY);
    cr_expect_eq(r->quality, PFQ__V1__VERDICT__VERDICT_DOES_NOT_MEET);
    cr_expect_eq(r->presence, PFQ__V1__VERDICT__VERDICT_UNDECIDED);
    cr_expect(r->has_presence && r->has_quality);
    end(&m);
}
