/* verdict.c - see verdict.h. */
#include "verdict.h"

/* What the failings of an aspect, or of the whole, come to. */
struct tally {
    unsigned critical; /* NOT_MET */
    unsigned major;
    unsigned open; /* critical or major, and undecided */
    unsigned applied;
};

static struct verdict_weight weigh(Pfq__V1__Severity severity, bool presence, bool person)
{
    return (struct verdict_weight){
        (uint8_t)((unsigned)severity | (unsigned)presence << 2 | (unsigned)person << 3)};
}

struct verdict_weight verdict_weight(const Pfq__V1__CatalogueCheck *check)
{
    return weigh(check->severity, check->aspect == PFQ__V1__ASPECT__ASPECT_PRESENCE, check->person);
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
static Pfq__V1__Verdict find(const struct tally *t, const Pfq__V1__VerdictLimits *limits)
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

/* A question for a person never moves the machine's verdict. */
static struct tally add_up(const struct verdict_tallies *tallies, bool presence)
{
    struct tally t = {.critical = 0};
    for (int severity = 0; severity <= PFQ__V1__SEVERITY__SEVERITY_MINOR; severity++) {
        const uint16_t *n = tallies->count[weigh((Pfq__V1__Severity)severity, presence, false).of];
        unsigned failing = n[PFQ__V1__OUTCOME__OUTCOME_NOT_MET];
        unsigned open =
            n[PFQ__V1__OUTCOME__OUTCOME_NEEDS_PERSON] + n[PFQ__V1__OUTCOME__OUTCOME_NOT_RUN];
        t.applied += n[PFQ__V1__OUTCOME__OUTCOME_MET] + failing + open;
        t.critical += severity == PFQ__V1__SEVERITY__SEVERITY_CRITICAL ? failing : 0;
        t.major += severity == PFQ__V1__SEVERITY__SEVERITY_MAJOR ? failing : 0;
        t.open += verdict_is_grave((Pfq__V1__Severity)severity) ? open : 0;
    }
    return t;
}

void verdict_set(const struct verdict_tallies *tallies, Pfq__V1__Judged *judged)
{
    struct tally p = add_up(tallies, true);
    struct tally q = add_up(tallies, false);
    struct tally all = {.critical = p.critical + q.critical,
                        .major = p.major + q.major,
                        .open = p.open + q.open,
                        .applied = p.applied + q.applied};
    judged->has_verdict = true;
    judged->verdict = find(&all, judged->limits);
    judged->has_presence = true;
    judged->presence = find(&p, judged->limits);
    judged->has_quality = true;
    judged->quality = find(&q, judged->limits);
}
