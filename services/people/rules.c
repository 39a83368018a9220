/* rules.c - what may be set about people, from the words of pfq.conf: pfq/people.h.
 *
 * The defaults are the words of PFQ_PEOPLE_PARAMS, read as any other. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pfq/bug.h"
#include "pfq/people.h"
#include "pfq/wire.h"

#define TRIAGE PFQ__V1__ASSESSMENT_KIND__ASSESSMENT_KIND_TRIAGE
#define NFQ    PFQ__V1__ASSESSMENT_KIND__ASSESSMENT_KIND_NFQ
#define DGA    PFQ__V1__ASSESSMENT_KIND__ASSESSMENT_KIND_DGA

enum {
    KINDS = 3, /* numbered from 1 */
    DAYS_MOST = 366,
    HEARING_DAYS_MOST = 30,
    HOURS_A_DAY = 24,
    LEVELS = 4, /* of a challenge, that lead on */
    PLACES = 2  /* a unit, a force */
};

static const int64_t hour_ms = 3600000;

/* Numbers with a unit each, "h" or "d", or "" for none: exactly `count`. */
static bool read_numbers(const char *text, const char *units, int count, int least,
                         int64_t *out_hours)
{
    const char *at = text + strspn(text, " ");
    for (int i = 0; i < count; i++) {
        char *end = NULL;
        long value = strtol(at, &end, 10);
        bool hours = *end == 'h';
        if (end == at || value < least || value > DAYS_MOST * (hours ? HOURS_A_DAY : 1) ||
            (units[0] != '\0' && (*end == '\0' || strchr(units, *end) == NULL))) {
            return false;
        }
        out_hours[i] = hours ? value : value * HOURS_A_DAY;
        at = end + (units[0] != '\0');
        if (*at != ' ' && *at != '\0') {
            return false;
        }
        at += strspn(at, " ");
    }
    return *at == '\0';
}

static bool read_days(const char *text, int count, int least, int *out)
{
    int64_t hours[LEVELS];
    bool good = read_numbers(text, "", count, least, hours);
    for (int i = 0; good && i < count; i++) {
        out[i] = (int)(hours[i] / HOURS_A_DAY);
    }
    return good;
}

/* Ids of checks, kept with a space on both sides of each. */
static bool read_checks(const char *text, char out[PFQ_LADDER_CUSTODY_BYTES])
{
    size_t used = 0;
    out[used++] = ' ';
    for (const char *at = text + strspn(text, " "); *at != '\0'; at += strspn(at, " ")) {
        size_t size = strcspn(at, " ");
        if (strspn(at, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") != size ||
            used + size + 2 > PFQ_LADDER_CUSTODY_BYTES) {
            return false;
        }
        memcpy(out + used, at, size);
        used += size;
        out[used++] = ' ';
        at += size;
    }
    out[used] = '\0';
    return true;
}

static bool read_due(const char *text, int64_t *out)
{
    int64_t hours[KINDS];
    bool good = read_numbers(text, "hd", KINDS, 1, hours);
    for (int i = 0; good && i < KINDS; i++) {
        out[i] = hours[i] * hour_ms;
    }
    return good;
}

/* "PCD_EA PCD_GAP", or nothing. */
static bool read_files(const char *text, unsigned *out)
{
    char name[32];
    *out = 0;
    for (const char *at = text + strspn(text, " "); *at != '\0'; at += strspn(at, " ")) {
        size_t size = strcspn(at, " ");
        int value = 0;
        (void)snprintf(name, sizeof name, "%.*s", (int)size, at);
        if (!pfq_enum_value(&pfq__v1__file_type__descriptor, name, &value) || value == 0) {
            return false;
        }
        *out |= 1U << (unsigned)value;
        at += size;
    }
    return true;
}

/* Short, so that all of them fit into one error. */
struct faults {
    char text[PFQ_ERR_TEXT];
    size_t used;
};

static void expect(bool good, const char *name, const char *example, struct faults *faults)
{
    if (!good && faults->used < sizeof faults->text) {
        faults->used +=
            (size_t)snprintf(faults->text + faults->used, sizeof faults->text - faults->used,
                             "%s%s as \"%s\"", faults->used == 0 ? "write " : ", ", name, example);
    }
}

#define OR_DEFAULT(name) (words->name != NULL ? words->name : pfq_people_words_default.name)

static void read_ladder(const struct pfq_people_words *words, struct pfq_people_rules *out,
                        struct faults *faults)
{
    expect(read_days(OR_DEFAULT(ladder_days), LEVELS, 0, out->ladder_days + 1), "ladder_days",
           PFQ_PEOPLE_LADDER_DAYS, faults);
    expect(read_days(OR_DEFAULT(ladder_strong_days), LEVELS, 0, out->ladder_strong_days + 1),
           "ladder_strong_days", PFQ_PEOPLE_LADDER_STRONG_DAYS, faults);
    expect(read_days(OR_DEFAULT(ladder_months), PLACES, 1, out->ladder_months), "ladder_months",
           PFQ_PEOPLE_LADDER_MONTHS, faults);
    expect(read_days(OR_DEFAULT(ladder_hearing_days), 1, 0, &out->ladder_hearing_days) &&
               out->ladder_hearing_days <= HEARING_DAYS_MOST,
           "ladder_hearing_days", PFQ_PEOPLE_LADDER_HEARING_DAYS, faults);
    expect(read_checks(OR_DEFAULT(ladder_custody), out->ladder_custody), "ladder_custody",
           PFQ_PEOPLE_LADDER_CUSTODY, faults);
}

enum pfq_code pfq_people_rules_read(const struct pfq_people_words *words,
                                    struct pfq_people_rules *out, struct pfq_err *err)
{
    struct faults faults = {.used = 0};
    *out = (struct pfq_people_rules){.deadline_days = 0};
    expect(read_days(OR_DEFAULT(deadline_days), 1, 1, &out->deadline_days), "deadline_days", "42",
           &faults);
    expect(read_days(OR_DEFAULT(response_days), KINDS, 1, out->response_days + 1), "response_days",
           "7 28 28", &faults);
    expect(read_due(OR_DEFAULT(due), out->due_ms + 1), "due", "3h 5d 28d", &faults);
    expect(read_files(OR_DEFAULT(eligible_triage), &out->eligible[TRIAGE]), "eligible_triage",
           "PCD_EA PCD_TT", &faults);
    expect(read_files(OR_DEFAULT(eligible_nfq), &out->eligible[NFQ]), "eligible_nfq", "FH_GAP",
           &faults);
    expect(read_files(OR_DEFAULT(eligible_dga), &out->eligible[DGA]), "eligible_dga", "FH_GAP",
           &faults);
    read_ladder(words, out, &faults);
    return faults.used == 0 ? PFQ_OK : pfq_fail(err, PFQ_E_CONFIG, "%s", faults.text);
}

const struct pfq_people_words pfq_people_words_default = {
    .deadline_days = PFQ_PEOPLE_DEADLINE_DAYS,
    .response_days = PFQ_PEOPLE_RESPONSE_DAYS,
    .due = PFQ_PEOPLE_DUE,
    .eligible_triage = PFQ_PEOPLE_ELIGIBLE_TRIAGE,
    .eligible_nfq = PFQ_PEOPLE_ELIGIBLE_NFQ,
    .eligible_dga = PFQ_PEOPLE_ELIGIBLE_DGA,
    .ladder_days = PFQ_PEOPLE_LADDER_DAYS,
    .ladder_strong_days = PFQ_PEOPLE_LADDER_STRONG_DAYS,
    .ladder_months = PFQ_PEOPLE_LADDER_MONTHS,
    .ladder_hearing_days = PFQ_PEOPLE_LADDER_HEARING_DAYS,
    .ladder_custody = PFQ_PEOPLE_LADDER_CUSTODY,
};

void pfq_people_rules_default(struct pfq_people_rules *out)
{
    struct pfq_err err = {0};
    enum pfq_code code = pfq_people_rules_read(&pfq_people_words_default, out, &err);
    PFQ_ASSERT(code == PFQ_OK);
    (void)code;
}
