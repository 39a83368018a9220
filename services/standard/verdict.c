/* verdict.c - see verdict.h. */
#include "verdict.h"

struct verdict_weight verdict_weight(const Pfq__V1__CatalogueCheck *check)
{
    return (struct verdict_weight){.severity = (uint8_t)check->severity,
                                   .presence = check->aspect == PFQ__V1__ASPECT__ASPECT_PRESENCE,
                                   .person = check->person};
}

void verdict_limits_init(Pfq__V1__VerdictLimits *limits)
{
    pfq__v1__verdict_limits__init(limits);
    limits->has_critical_fails = limits->has_major_fails = limits->has_major_partly = true;
    limits->critical_fails = 1;
    limits->major_fails = 2;
    limits->major_partly = 1;
}

static bool reaches(unsigned count, uint32_t limit)
{
    return limit != 0 && count >= limit; /* 0: never */
}

/* A critical failing is never less than a major one. */
static Pfq__V1__Verdict find(const struct verdict_tally *t, const Pfq__V1__VerdictLimits *limits)
{
    unsigned serious = t->critical + t->major;
    if (reaches(t->critical, limits->critical_fails) || reaches(serious, limits->major_fails)) {
        return PFQ__V1__VERDICT__VERDICT_DOES_NOT_MEET;
    }
    if (reaches(serious, limits->major_partly)) {
        return PFQ__V1__VERDICT__VERDICT_PARTLY_MEETS;
    }
    return t->open > 0 || t->applied == 0 ? PFQ__V1__VERDICT__VERDICT_UNDECIDED
                                          : PFQ__V1__VERDICT__VERDICT_MEETS;
}

void verdict_set(const struct verdict_tallies *tallies, Pfq__V1__Judged *judged)
{
    const struct verdict_tally *p = &tallies->presence;
    const struct verdict_tally *q = &tallies->quality;
    struct verdict_tally all = {.critical = p->critical + q->critical,
                                .major = p->major + q->major,
                                .open = p->open + q->open,
                                .applied = p->applied + q->applied};
    judged->has_verdict = true;
    judged->verdict = find(&all, judged->limits);
    judged->has_presence = true;
    judged->presence = find(p, judged->limits);
    judged->has_quality = true;
    judged->quality = find(q, judged->limits);
}
