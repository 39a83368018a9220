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
    HOURS_A_DAY = 24,
    LEVELS = 4 /* of a challenge, that lead on */
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

static void wrong(bool good, const char *name, const char *text, const char *fix, char *out,
                  size_t room)
{
    size_t used = strlen(out);
    if (!good) {
        (void)snprintf(out + used, room - used, "%s%s \"%.40s\": %s", used == 0 ? "" : "; ", name,
                       text, fix);
    }
}

enum pfq_code pfq_people_rules_read(const struct pfq_people_words *words,
                                    struct pfq_people_rules *out, struct pfq_err *err)
{
    static const char files[] = "write file types, as in \"PCD_GAP FH_GAP\"";
    char faults[PFQ_ERR_TEXT] = "";
    size_t room = sizeof faults;
    *out = (struct pfq_people_rules){.deadline_days = 0};
    wrong(read_days(words->deadline_days, 1, 1, &out->deadline_days), "deadline_days",
          words->deadline_days, "write days, 1 to 366", faults, room);
    wrong(read_days(words->response_days, KINDS, 1, out->response_days + 1), "response_days",
          words->response_days, "write three numbers of days, as in \"7 28 28\"", faults, room);
    wrong(read_due(words->due, out->due_ms + 1), "due", words->due,
          "write three of hours or days, as in \"3h 5d 28d\"", faults, room);
    wrong(read_files(words->eligible_triage, &out->eligible[TRIAGE]), "eligible_triage",
          words->eligible_triage, files, faults, room);
    wrong(read_files(words->eligible_nfq, &out->eligible[NFQ]), "eligible_nfq", words->eligible_nfq,
          files, faults, room);
    wrong(read_files(words->eligible_dga, &out->eligible[DGA]), "eligible_dga", words->eligible_dga,
          files, faults, room);
    wrong(read_days(words->ladder_days, LEVELS, 0, out->ladder_days + 1), "ladder_days",
          words->ladder_days, "write four numbers of working days, as in \"5 2 0 10\"", faults,
          room);
    return faults[0] == '\0' ? PFQ_OK : pfq_fail(err, PFQ_E_CONFIG, "%s", faults);
}

const struct pfq_people_words pfq_people_words_default = {
    .deadline_days = PFQ_PEOPLE_DEADLINE_DAYS,
    .response_days = PFQ_PEOPLE_RESPONSE_DAYS,
    .due = PFQ_PEOPLE_DUE,
    .eligible_triage = PFQ_PEOPLE_ELIGIBLE_TRIAGE,
    .eligible_nfq = PFQ_PEOPLE_ELIGIBLE_NFQ,
    .eligible_dga = PFQ_PEOPLE_ELIGIBLE_DGA,
    .ladder_days = PFQ_PEOPLE_LADDER_DAYS,
};

void pfq_people_rules_default(struct pfq_people_rules *out)
{
    struct pfq_err err = {0};
    enum pfq_code code = pfq_people_rules_read(&pfq_people_words_default, out, &err);
    PFQ_ASSERT(code == PFQ_OK);
    (void)code;
}
