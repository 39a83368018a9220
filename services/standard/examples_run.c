/* examples_run.c - what a row comes to for one of its examples: see pfq/examples.h. */
#include <string.h>

#include "decide.h"
#include "examples.h"
#include "pfq/bug.h"

enum {
    MINUTE_MS = 60000
};

static const char *text_of(Pfq__V1__Outcome outcome, char *const *items, size_t count,
                           struct pfq_arena *arena)
{
    char *text =
        pfq_arena_strdup(arena, pfq_enum_name(&pfq__v1__outcome__descriptor, (int)outcome));
    for (size_t i = 0; i < count; i++) {
        text = pfq_arena_printf(arena, "%s%s%s", text, i == 0 ? ": " : ", ", items[i]);
    }
    return text;
}

static bool same_items(const struct pfq_example *example, const struct pfq_example_result *out)
{
    if (example->item_count != out->item_count) {
        return false;
    }
    for (size_t i = 0; i < out->item_count; i++) {
        if (strcmp(example->items[i], out->items[i]) != 0) {
            return false;
        }
    }
    return true;
}

static void read_judged(const Pfq__V1__Judged *judged, size_t check, struct pfq_example_result *out)
{
    out->outcome = decide_outcome(judged, check);
    for (size_t i = 0; i < judged->n_findings; i++) {
        if (judged->findings[i]->check == check) {
            out->items = judged->findings[i]->items;
            out->item_count = judged->findings[i]->n_items;
        }
    }
}

static const char *refusal(const struct pfq_problems *problems, struct pfq_arena *arena)
{
    const char *why = problems->count > 0 ? problems->rows[0]->message : "";
    return pfq_arena_printf(arena, "refused: %s", why);
}

static void run_submission(const struct pfq_standard *standard, const struct pfq_example *example,
                           Pfq__V1__Submission *submission, struct pfq_arena *arena,
                           struct pfq_example_result *out)
{
    Pfq__V1__Envelope envelope = PFQ__V1__ENVELOPE__INIT;
    struct pfq_problems problems;
    struct pfq_problems warnings;
    struct pfq_judgement judgement;
    pfq_problems_init(&problems, arena);
    pfq_problems_init(&warnings, arena);
    envelope.body_case = PFQ__V1__ENVELOPE__BODY_SUBMISSION;
    envelope.submission = submission;
    int64_t arrival = submission->submitted_at + MINUTE_MS;
    pfq_judge(standard, &envelope, arrival, arena, &problems, &warnings, &judgement);
    if (judgement.refused) {
        out->came = refusal(&problems, arena);
    } else {
        read_judged(judgement.judged, example->check, out);
    }
}

/* As store decides it, over a past of the example's own. */
static void run_history(const struct pfq_standard *standard, const struct pfq_example *example,
                        const Pfq__V1__History *history, struct pfq_arena *arena,
                        struct pfq_example_result *out)
{
    const struct catalogue_row *row = &standard->rows[example->check];
    Pfq__V1__Judged judged = PFQ__V1__JUDGED__INIT;
    uint32_t check = (uint32_t)example->check;
    bool in_force = (row->stages & 1U << example->stage) != 0 &&
                    row->from[example->stage] <= example->date &&
                    example->date <= row->until[example->stage];
    out->outcome = PFQ__V1__OUTCOME__OUTCOME_NOT_APPLICABLE;
    if (in_force) {
        judged.outcomes.len = standard->row_count / 2 + 1;
        judged.outcomes.data = pfq_arena_new(arena, uint8_t, judged.outcomes.len);
        judged.n_history_checks = 1;
        judged.history_checks = &check;
        decide_history(&standard->history, standard->rows, history, arena, &judged);
        read_judged(&judged, example->check, out);
    }
}

void pfq_example_run(const struct pfq_standard *standard, const struct pfq_example *example,
                     struct pfq_arena *arena, struct pfq_example_result *out)
{
    ProtobufCMessage *message = NULL;
    struct pfq_err err;
    enum pfq_code code = pfq_wire_trusted(example->type, example->message, arena, &message, &err);
    PFQ_ASSERT(code == PFQ_OK);
    *out = (struct pfq_example_result){
        .expected = text_of(example->outcome, example->items, example->item_count, arena)};
    if (example->type == &pfq__v1__submission__descriptor) {
        run_submission(standard, example, (Pfq__V1__Submission *)message, arena, out);
    } else {
        run_history(standard, example, (const Pfq__V1__History *)message, arena, out);
    }
    if (out->came == NULL) {
        size_t shown = example->items_given ? out->item_count : 0;
        out->came = text_of(out->outcome, out->items, shown, arena);
    }
    out->as_expected =
        out->outcome == example->outcome && (!example->items_given || same_items(example, out));
}
