/* job_periodic.c - see job_periodic.h. */
#include "job_periodic.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "job.h"
#include "pfq/clock.h"

enum {
    NAME_BYTES = 64,
    UNIT_BYTES = 16,
    STAFF_BYTES = 32,
    SENTENCE_BYTES = 1024
};

/* An opaque id: what could be a name of a person has blanks in it. */
static bool is_staff(const char *by)
{
    return job_text_within(by, 1, STAFF_BYTES) &&
           by[strspn(by, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.")] ==
               '\0';
}

static const char *key_fault(const Pfq__V1__ThemeKey *key)
{
    if (key == NULL || !job_is_force(key->force) || !job_text_within(key->name, 1, NAME_BYTES) ||
        !job_text_within(key->police_unit, 0, UNIT_BYTES)) {
        return "a theme has a force of two digits and a name, and a unit of 16 bytes at most";
    }
    bool system = key->system >= PFQ__V1__THEME_SYSTEM__THEME_SYSTEM_MACHINE &&
                  key->system <= PFQ__V1__THEME_SYSTEM__THEME_SYSTEM_ASSESSED;
    return key->has_system && system ? NULL : "a theme belongs to one of the three systems";
}

static const char *put_fault(const Pfq__V1__ThemesPut *put)
{
    const char *fault = put->has_up_to ? NULL : "up_to is missing";
    for (size_t i = 0; fault == NULL && i < put->n_moves; i++) {
        const Pfq__V1__ThemeMove *move = put->moves[i];
        bool state = move->has_state && move->state >= PFQ__V1__THEME_STATE__THEME_STATE_WATCHING &&
                     move->state <= PFQ__V1__THEME_STATE__THEME_STATE_QUIET;
        fault = key_fault(move->key);
        if (fault == NULL && (!state || !job_is_month(move->month))) {
            fault = "a move has a month YYYYMM and a state";
        }
        if (fault == NULL && !job_text_within(move->sentence, 1, SENTENCE_BYTES)) {
            fault = "a move says in a sentence what it is";
        }
    }
    return fault;
}

static const char *baseline_fault(const Pfq__V1__Baseline *baseline)
{
    static const char *const reasons[] = {"NEW_PROCESS", "DATA_FAULT", "MERGER", "OTHER"};
    bool known = false;
    const char *fault = key_fault(baseline->key);
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++) {
        known = known ||
                (baseline->reason_code != NULL && strcmp(baseline->reason_code, reasons[i]) == 0);
    }
    if (fault == NULL &&
        (!job_is_month(baseline->from_month) || !job_is_month(baseline->to_month) ||
         baseline->from_month > baseline->to_month)) {
        fault = "from_month and to_month are YYYYMM, and not the other way round";
    }
    if (fault == NULL && !is_staff(baseline->by)) {
        fault = "by is the id of whoever sets it: 1 to 32 letters, digits, - _ and .";
    }
    return fault != NULL || known
               ? fault
               : "reason_code is one of NEW_PROCESS, DATA_FAULT, MERGER and OTHER";
}

static const char *close_fault(const Pfq__V1__MonthClose *close)
{
    if (!job_is_month(close->month)) {
        return "month is YYYYMM";
    }
    return close->preview || is_staff(close->by)
               ? NULL
               : "by is the id of whoever closes it: 1 to 32 letters, digits, - _ and .";
}

const char *job_periodic_fault(const Pfq__V1__Envelope *request)
{
    switch ((int)request->body_case) {
    case PFQ__V1__ENVELOPE__BODY_THEMES_PUT:
        return put_fault(request->themes_put);
    case PFQ__V1__ENVELOPE__BODY_BASELINE:
        return baseline_fault(request->baseline);
    case PFQ__V1__ENVELOPE__BODY_MONTH_CLOSE:
        return close_fault(request->month_close);
    default:
        return "the store takes no message of this kind";
    }
}
