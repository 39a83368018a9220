/* decide.c - see decide.h. */
#include "decide.h"

#include <string.h>

enum {
    UNSAID_MAX = 128 /* names in one file; what comes after them is not named */
};

/* The place of a name among those of the file, so that each is stored once. */
static uint32_t place_unsaid(Pfq__V1__Judged *judged, char *name, struct pfq_arena *arena)
{
    uint32_t place = 0;
    while (place < judged->n_unsaid && strcmp(judged->unsaid[place], name) != 0) {
        place++;
    }
    if (judged->unsaid == NULL) {
        judged->unsaid = pfq_arena_new(arena, char *, UNSAID_MAX);
    }
    if (place == judged->n_unsaid && place < UNSAID_MAX) {
        judged->unsaid[judged->n_unsaid++] = name;
    }
    return place;
}

/* Why the data cannot decide. */
static void add_unsaid(struct rule_run *run, uint16_t at, Pfq__V1__Judged *judged,
                       struct pfq_arena *arena, Pfq__V1__JudgedFinding *f)
{
    struct rule_unsaid unsaid = {.arena = arena};
    rule_unsaid(run, at, &unsaid);
    f->not_said = pfq_arena_new(arena, uint32_t, unsaid.count + 1);
    for (size_t i = 0; i < unsaid.count; i++) {
        uint32_t place = place_unsaid(judged, unsaid.names[i], arena);
        if (place < UNSAID_MAX) {
            f->not_said[f->n_not_said++] = place;
        }
    }
}

/* The condition that an answer hangs on, and what it came to. */
struct reason {
    uint16_t at;
    enum rule_tri bad;
};

static struct reason find_reason(const struct catalogue_row *row, enum rule_answer answer)
{
    if (answer <= RULE_PERHAPS_ASKED) {
        return (struct reason){row->when, (enum rule_tri)answer};
    }
    return row->person ? (struct reason){row->when, RULE_TRUE}
                       : (struct reason){row->check, (enum rule_tri)(answer - RULE_FAILS)};
}

/* The entries that made it so. */
static void add_items(struct rule_run *run, struct reason reason, struct pfq_arena *arena,
                      Pfq__V1__JudgedFinding *f)
{
    RULE_UNINITIALISED struct rule_items items;
    rule_items_begin(&items, arena);
    rule_blame(run, reason.at, reason.bad, &items);
    rule_items_close(&items);
    if (items.count > 0) {
        f->n_items = items.count;
        f->items = pfq_arena_new(arena, char *, items.count);
        memcpy(f->items, items.names, items.count * sizeof *items.names);
    }
}

Pfq__V1__JudgedFinding *decide_finding(struct rule_run *run, const struct catalogue_row *row,
                                       size_t check, enum rule_answer answer,
                                       struct pfq_arena *arena, Pfq__V1__Judged *judged)
{
    struct reason reason = find_reason(row, answer);
    Pfq__V1__JudgedFinding *f = pfq_arena_new(arena, Pfq__V1__JudgedFinding, 1);
    pfq__v1__judged_finding__init(f);
    f->has_check = true;
    f->check = (uint32_t)check;
    f->has_outcome = true;
    f->outcome = decide(decide_how(row), answer);
    add_items(run, reason, arena, f);
    if (f->outcome == PFQ__V1__OUTCOME__OUTCOME_NEEDS_PERSON && reason.bad == RULE_UNKNOWN) {
        add_unsaid(run, reason.at, judged, arena, f);
    }
    return f;
}

bool decide_fits(const Pfq__V1__Catalogue *catalogue, const Pfq__V1__Judged *judged)
{
    bool fits = judged->outcomes.len == (catalogue->n_checks + 1) / 2;
    for (size_t i = 0; i < judged->n_findings; i++) {
        fits = fits && judged->findings[i]->check < catalogue->n_checks;
    }
    for (size_t i = 0; i < judged->n_history_checks; i++) {
        fits = fits && judged->history_checks[i] < catalogue->n_checks;
    }
    return fits;
}

/* --- history -------------------------------------------------------------------------------- */

static void set_outcome(Pfq__V1__Judged *judged, size_t check, Pfq__V1__Outcome outcome)
{
    unsigned shift = check % 2 * 4;
    unsigned pair = judged->outcomes.data[check / 2] & ~(0x0FU << shift);
    judged->outcomes.data[check / 2] = (uint8_t)(pair | (unsigned)outcome << shift);
}

/* The finding of the check, if there was one, gives way to `finding`, if there is one. */
static void replace_finding(Pfq__V1__Judged *judged, uint32_t check,
                            Pfq__V1__JudgedFinding *finding, struct pfq_arena *arena)
{
    size_t n = 0;
    bool placed = finding == NULL;
    Pfq__V1__JudgedFinding **rows =
        pfq_arena_new(arena, Pfq__V1__JudgedFinding *, judged->n_findings + 1);
    for (size_t i = 0; i < judged->n_findings; i++) {
        Pfq__V1__JudgedFinding *f = judged->findings[i];
        if (!placed && f->check >= check) {
            rows[n++] = finding;
            placed = true;
        }
        if (f->check != check) {
            rows[n++] = f;
        }
    }
    if (!placed) {
        rows[n++] = finding;
    }
    judged->findings = rows;
    judged->n_findings = n;
}

static void decide_one(struct rule_run *run, const struct catalogue_row *row, uint32_t check,
                       struct pfq_arena *arena, Pfq__V1__Judged *judged)
{
    Pfq__V1__JudgedFinding *finding = NULL;
    Pfq__V1__Outcome before = decide_outcome(judged, check);
    enum rule_answer answer = rule_answer(run, (struct rule_row){row->when, row->check});
    Pfq__V1__Outcome outcome = decide(decide_how(row), answer);
    if (decide_is_finding(outcome)) {
        finding = decide_finding(run, row, check, answer, arena, judged);
    }
    if (finding != NULL || decide_is_finding(before)) {
        replace_finding(judged, check, finding, arena);
    }
    set_outcome(judged, check, outcome);
}

void decide_history(const struct rule_program *program, const struct catalogue_row *rows,
                    const Pfq__V1__History *history, struct pfq_arena *arena,
                    Pfq__V1__Judged *judged)
{
    RULE_UNINITIALISED struct rule_run run;
    rule_begin(&run, program, history, NULL);
    for (size_t i = 0; i < judged->n_history_checks; i++) {
        uint32_t check = judged->history_checks[i];
        decide_one(&run, &rows[check], check, arena, judged);
    }
}
