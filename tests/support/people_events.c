/* people_events.c - see people_events.h. */
#include "people_events.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "pfq/clock.h"
#include "pfq/wire.h"

int64_t people_day(int day)
{
    return pfq_london_ms(pfq_date_add(20251031, day), 12 * 60);
}

Pfq__V1__Event *people_event(struct pfq_arena *arena, int day)
{
    Pfq__V1__Event *event = pfq_arena_new(arena, Pfq__V1__Event, 1);
    pfq__v1__event__init(event);
    event->has_happened_at = true;
    event->happened_at = people_day(day);
    event->by = pfq_arena_strdup(arena, "p101");
    event->unit = pfq_arena_strdup(arena, "TC1");
    event->file = pfq_arena_new(arena, Pfq__V1__FileRef, 1);
    pfq__v1__file_ref__init(event->file);
    event->file->force = pfq_arena_strdup(arena, "43");
    event->file->urn = pfq_arena_strdup(arena, "43AA1234526");
    event->file->has_file_type = true;
    event->file->file_type = PFQ__V1__FILE_TYPE__FILE_TYPE_FH_NGAP;
    return event;
}

static Pfq__V1__Failure *failure(struct pfq_arena *arena, uint32_t number)
{
    static const char *const reasons[] = {"D23", "D06", "D13", "D20"};
    Pfq__V1__Failure *out = pfq_arena_new(arena, Pfq__V1__Failure, 1);
    pfq__v1__failure__init(out);
    out->has_number = true;
    out->number = number;
    out->reason = pfq_arena_strdup(arena, reasons[number % 4]);
    out->detail = pfq_arena_strdup(arena, "Items 3 and 7 are not described.");
    return out;
}

Pfq__V1__Event *people_assess(struct pfq_arena *arena, int day, const uint32_t *numbers,
                              size_t count)
{
    Pfq__V1__Event *event = people_event(arena, day);
    Pfq__V1__Assessment *a = pfq_arena_new(arena, Pfq__V1__Assessment, 1);
    pfq__v1__assessment__init(a);
    event->what_case = PFQ__V1__EVENT__WHAT_ASSESSMENT;
    event->assessment = a;
    a->id = pfq_arena_strdup(arena, "a1");
    a->has_kind = a->has_outcome = true;
    a->kind = PFQ__V1__ASSESSMENT_KIND__ASSESSMENT_KIND_DGA;
    a->outcome = count == 0 ? PFQ__V1__ASSESSMENT_OUTCOME__ASSESSMENT_OUTCOME_MET
                            : PFQ__V1__ASSESSMENT_OUTCOME__ASSESSMENT_OUTCOME_NOT_MET;
    a->failures = pfq_arena_new(arena, Pfq__V1__Failure *, count + 1);
    a->n_failures = count;
    for (size_t i = 0; i < count; i++) {
        a->failures[i] = failure(arena, numbers[i]);
    }
    return event;
}

Pfq__V1__Event *people_withdraw(struct pfq_arena *arena, int day)
{
    Pfq__V1__Event *event = people_event(arena, day);
    event->what_case = PFQ__V1__EVENT__WHAT_WITHDRAWAL;
    event->withdrawal = pfq_arena_new(arena, Pfq__V1__Withdrawal, 1);
    pfq__v1__withdrawal__init(event->withdrawal);
    event->withdrawal->assessment = pfq_arena_strdup(arena, "a1");
    event->withdrawal->has_kind = true;
    event->withdrawal->kind = PFQ__V1__ASSESSMENT_KIND__ASSESSMENT_KIND_DGA;
    return event;
}

Pfq__V1__Event *people_say(struct pfq_arena *arena, int day, uint32_t number,
                           Pfq__V1__ResponseKind response)
{
    Pfq__V1__Event *event = people_event(arena, day);
    Pfq__V1__Response *r = pfq_arena_new(arena, Pfq__V1__Response, 1);
    pfq__v1__response__init(r);
    event->what_case = PFQ__V1__EVENT__WHAT_RESPONSE;
    event->response = r;
    r->assessment = pfq_arena_strdup(arena, "a1");
    r->has_kind = r->has_failure = r->has_response = true;
    r->kind = PFQ__V1__ASSESSMENT_KIND__ASSESSMENT_KIND_DGA;
    r->failure = number;
    r->response = response;
    return event;
}

Pfq__V1__Event *people_decide(struct pfq_arena *arena, int day, uint32_t number,
                              Pfq__V1__DisputeResult result, bool correction)
{
    Pfq__V1__Event *event = people_event(arena, day);
    Pfq__V1__DisputeOutcome *o = pfq_arena_new(arena, Pfq__V1__DisputeOutcome, 1);
    pfq__v1__dispute_outcome__init(o);
    event->what_case = PFQ__V1__EVENT__WHAT_OUTCOME;
    event->outcome = o;
    o->assessment = pfq_arena_strdup(arena, "a1");
    o->has_kind = o->has_failure = o->has_result = true;
    o->kind = PFQ__V1__ASSESSMENT_KIND__ASSESSMENT_KIND_DGA;
    o->failure = number;
    o->result = result;
    o->has_correction = correction;
    o->correction = correction;
    o->reason = correction ? pfq_arena_strdup(arena, "Recorded against the wrong file.") : NULL;
    return event;
}

/* --- histories --------------------------------------------------------------------------- */

static int value_of(const ProtobufCEnumDescriptor *type, const char *name)
{
    int value = 0;
    cr_assert(name != NULL && pfq_enum_value(type, name, &value), "%s?", name);
    return value;
}

static Pfq__V1__Event *made(struct pfq_arena *arena, int day, char **rest)
{
    uint32_t numbers[8];
    size_t count = 0;
    for (char *word = strtok_r(NULL, " ", rest); word != NULL; word = strtok_r(NULL, " ", rest)) {
        numbers[count++] = (uint32_t)atoi(word);
    }
    return people_assess(arena, day, numbers, count);
}

static Pfq__V1__Event *read_event(struct pfq_arena *arena, char *text)
{
    char *rest = NULL;
    int day = atoi(strtok_r(text, " ", &rest));
    const char *verb = strtok_r(NULL, " ", &rest);
    if (strcmp(verb, "made") == 0) {
        return made(arena, day, &rest);
    }
    if (strcmp(verb, "withdrawn") == 0) {
        return people_withdraw(arena, day);
    }
    uint32_t number = (uint32_t)atoi(strtok_r(NULL, " ", &rest));
    const char *what = strtok_r(NULL, " ", &rest);
    if (strcmp(verb, "says") == 0) {
        return people_say(
            arena, day, number,
            (Pfq__V1__ResponseKind)value_of(&pfq__v1__response_kind__descriptor, what));
    }
    return people_decide(
        arena, day, number,
        (Pfq__V1__DisputeResult)value_of(&pfq__v1__dispute_result__descriptor, what),
        strcmp(verb, "corrected") == 0);
}

size_t people_history(const char *text, struct pfq_arena *arena, struct pfq_people_event *out)
{
    size_t count = 0;
    char *rest = NULL;
    char *copy = pfq_arena_strdup(arena, text);
    for (char *one = strtok_r(copy, ";", &rest); one != NULL; one = strtok_r(NULL, ";", &rest)) {
        cr_assert_lt(count, (size_t)PEOPLE_EVENTS_MAX);
        out[count] = (struct pfq_people_event){read_event(arena, one), "s",
                                               pfq_arena_printf(arena, "e%zu", count)};
        count++;
    }
    return count;
}
