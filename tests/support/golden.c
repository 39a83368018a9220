/* golden.c - see golden.h. */
#include "support/golden.h"

#include <criterion/criterion.h>
#include <string.h>

#include "pfq/json.h"

enum {
    MINUTE_MS = 60000
};

static struct pfq_standard *standard;

void golden_open(void)
{
    struct pfq_arena arena;
    struct pfq_problems problems;
    struct pfq_err err = {0};
    pfq_arena_open(&arena);
    pfq_problems_init(&problems, &arena);
    const struct pfq_standard_source source = {.catalogue = "services/standard/catalogue",
                                               .reference = "tests/golden/reference"};
    enum pfq_code code = pfq_standard_load(&source, &problems, &standard, &err);
    for (size_t i = 0; i < problems.count; i++) {
        cr_log_error("%s: %s", problems.rows[i]->path, problems.rows[i]->message);
    }
    cr_assert_eq(code, PFQ_OK, "%s", err.text);
    pfq_arena_close(&arena);
}

void golden_close(void)
{
    pfq_standard_close(standard);
    standard = NULL;
}

const struct pfq_standard *golden_standard(void)
{
    return standard;
}

const Pfq__V1__Catalogue *golden_texts(void)
{
    return pfq_standard_texts(standard);
}

json_t *golden_load(const char *path)
{
    json_error_t error;
    json_t *json = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
    cr_assert_not_null(json, "%s line %d: %s", path, error.line, error.text);
    return json;
}

static Pfq__V1__Submission *read_submission(const json_t *json, const char *name,
                                            struct pfq_arena *arena)
{
    struct pfq_problems problems;
    pfq_problems_init(&problems, arena);
    ProtobufCMessage *message =
        pfq_json_read(json, &pfq__v1__submission__descriptor, "$", arena, &problems);
    for (size_t i = 0; i < problems.count; i++) {
        cr_log_error("%s %s: %s", name, problems.rows[i]->path, problems.rows[i]->message);
    }
    cr_assert_not_null(message, "%s", name);
    return (Pfq__V1__Submission *)message;
}

Pfq__V1__Judged *golden_judge_submission(Pfq__V1__Submission *submission, const char *name,
                                         struct pfq_arena *arena)
{
    Pfq__V1__Envelope envelope = PFQ__V1__ENVELOPE__INIT;
    struct pfq_problems problems;
    struct pfq_problems warnings;
    struct pfq_judgement judgement = {0};
    pfq_problems_init(&problems, arena);
    pfq_problems_init(&warnings, arena);
    envelope.body_case = PFQ__V1__ENVELOPE__BODY_SUBMISSION;
    envelope.submission = submission;
    int64_t arrival = submission->submitted_at + MINUTE_MS;
    pfq_judge(standard, &envelope, arrival, arena, &problems, &warnings, &judgement);
    cr_assert_not(judgement.refused, "%s is refused", name);
    return judgement.judged;
}

Pfq__V1__Judged *golden_judge(const json_t *json, const char *name, struct pfq_arena *arena)
{
    return golden_judge_submission(read_submission(json, name, arena), name, arena);
}

Pfq__V1__Outcome golden_outcome(const Pfq__V1__Judged *judged, size_t check)
{
    return (Pfq__V1__Outcome)(judged->outcomes.data[check / 2] >> (check % 2 * 4) & 15);
}

Pfq__V1__Outcome golden_outcome_of(const Pfq__V1__Judged *judged, const char *id)
{
    const Pfq__V1__Catalogue *texts = golden_texts();
    size_t i = 0;
    while (i < texts->n_checks && strcmp(texts->checks[i]->id, id) != 0) {
        i++;
    }
    cr_assert_lt(i, texts->n_checks, "there is no check %s", id);
    return golden_outcome(judged, i);
}
