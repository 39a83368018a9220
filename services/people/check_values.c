/* check_values.c - texts, ids, codes and days of an event: see check.h. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "pfq/clock.h"
#include "pfq/ident.h"

enum {
    MESSAGE_TEXT = 96
};

#define SINCE_MS INT64_C(1420070400000) /* 2015-01-01, before which there is nothing to assess */

static bool is_blank(const char *text)
{
    return text == NULL || text[strspn(text, " \t\r\n")] == '\0';
}

/* "by" of "event.by": whoever is told may not see the path. */
static const char *last_word(const struct at *at)
{
    const char *path = at->field == NULL ? at->list : at->field;
    const char *dot = strrchr(path, '.');
    return dot == NULL ? path : dot + 1;
}

void check_said(struct check *c, const struct at *at, bool said, const char *fix)
{
    char message[MESSAGE_TEXT];
    if (!said) {
        (void)snprintf(message, sizeof message, "'%s' is needed and was not said.", last_word(at));
        check_fault(c, "MISSING", at, fix, message);
    }
}

/* False: it is absent or blank, which is a fault where it is needed. */
static bool is_said(struct check *c, const struct at *at, char **text, enum need need,
                    const char *fix)
{
    if (is_blank(*text)) {
        *text = NULL;
        check_said(c, at, need == OPTIONAL, fix);
    }
    return *text != NULL;
}

/* --- free text --------------------------------------------------------------------------- */

/* The second and third byte of what turns the direction of writing or ends a line: U+2028 to
 * U+202E, U+2066 to U+2069.  With it a text could be shown as other than it is. */
static bool is_direction(const unsigned char *s)
{
    return s[0] == 0xE2 && ((s[1] == 0x80 && s[2] >= 0xA8 && s[2] <= 0xAE) ||
                            (s[1] == 0x81 && s[2] >= 0xA6 && s[2] <= 0xA9));
}

static bool has_control(const char *text)
{
    for (const unsigned char *s = (const unsigned char *)text; *s != '\0'; s++) {
        bool low = (*s < ' ' && *s != '\t' && *s != '\n' && *s != '\r') || *s == 0x7F;
        bool high = s[0] == 0xC2 && s[1] >= 0x80 && s[1] <= 0x9F;
        if (low || high || is_direction(s)) {
            return true;
        }
    }
    return false;
}

/* Every run of spaces and line breaks is one space, and none is at the ends. */
static char *one_line(struct check *c, const char *text)
{
    char *out = pfq_arena_strdup(c->arena, text);
    char *to = out;
    for (const char *from = text + strspn(text, " \t\r\n"); *from != '\0';) {
        size_t gap = strspn(from, " \t\r\n");
        from += gap;
        if (gap > 0 && *from != '\0') {
            *to++ = ' ';
        } else if (gap == 0) {
            *to++ = *from++;
        }
    }
    *to = '\0';
    return out;
}

static size_t count_chars(const char *text)
{
    size_t n = 0;
    for (; *text != '\0'; text++) {
        n += ((unsigned char)*text & 0xC0U) != 0x80U;
    }
    return n;
}

void check_text(struct check *c, const struct at *at, char **text, size_t chars, enum need need)
{
    char fix[64];
    if (!is_said(c, at, text, need, "Write it down.")) {
        return;
    }
    if (has_control(*text)) {
        check_fault(c, "TEXT_CONTROL", at, "Use visible characters and spaces.",
                    "The text holds control characters.");
        return;
    }
    *text = one_line(c, *text);
    if (count_chars(*text) > chars) {
        (void)snprintf(fix, sizeof fix, "Use %zu characters at most.", chars);
        check_fault(c, "TEXT_LONG", at, fix, "The text is too long.");
    }
}

/* --- ids and codes ----------------------------------------------------------------------- */

static bool is_of(const char *text, const char *marks)
{
    for (; *text != '\0'; text++) {
        if (!isalnum((unsigned char)*text) && strchr(marks, *text) == NULL) {
            return false;
        }
    }
    return true;
}

void check_staff(struct check *c, const struct at *at, char **id, enum need need)
{
    if (is_said(c, at, id, need, "Say who, by the opaque staff id.") &&
        (strlen(*id) > ID_BYTES || !is_of(*id, "._-"))) {
        check_fault(c, "STAFF_ID", at,
                    "Use the opaque staff id, not a name: 1 to 32 letters, digits, '.', '_', '-'.",
                    "This is no staff id.");
    }
}

void check_id(struct check *c, const struct at *at, char **id)
{
    if (is_said(c, at, id, NEEDED, "Give it an id of your own.") &&
        (strlen(*id) > ID_BYTES || !is_of(*id, "._-:/#"))) {
        check_fault(c, "ID_SHAPE", at,
                    "Use 1 to 32 letters, digits, '.', '_', '-', ':', '/', '#', without spaces.",
                    "This is no id.");
    }
}

static char *upper(struct check *c, const char *text)
{
    char *out = pfq_arena_strdup(c->arena, text);
    for (char *s = out; *s != '\0'; s++) {
        *s = (char)toupper((unsigned char)*s);
    }
    return out;
}

void check_code(struct check *c, const struct at *at, char **code, enum need need)
{
    if (!is_said(c, at, code, need, "Name the check, such as VW01.")) {
        return;
    }
    *code = upper(c, *code);
    if (strlen(*code) > ID_BYTES || !is_of(*code, "_-")) {
        check_fault(c, "CHECK_SHAPE", at, "Name a check of the catalogue, such as VW01.",
                    "This is no id of a check.");
    }
}

void check_reason(struct check *c, const struct at *at, char **code, Pfq__V1__AssessmentKind kind)
{
    static const char *const codes[] = {
        [PFQ__V1__ASSESSMENT_KIND__ASSESSMENT_KIND_UNSPECIFIED] = "",
        [PFQ__V1__ASSESSMENT_KIND__ASSESSMENT_KIND_TRIAGE] = "Triage has T01 to T13, P01 and P02.",
        [PFQ__V1__ASSESSMENT_KIND__ASSESSMENT_KIND_NFQ] = "Use one of D01 to D23 or T01 to T13.",
        [PFQ__V1__ASSESSMENT_KIND__ASSESSMENT_KIND_DGA] = "DGA has D01 to D23.",
    };
    if (!is_said(c, at, code, NEEDED, "Give the CPS reason code, such as D23.")) {
        return;
    }
    *code = upper(c, *code);
    bool kind_known = kind > 0 && (size_t)kind < sizeof codes / sizeof *codes;
    if (pfq_people_reason_title(*code) == NULL) {
        check_fault(c, "REASON_UNKNOWN", at, "CPS has D01 to D23, T01 to T13, P01 and P02.",
                    "This is no reason code.");
    } else if (kind_known && !pfq_people_reason_of(*code, kind)) {
        check_fault(c, "REASON_KIND", at, codes[kind],
                    "This reason code belongs to another kind of assessment.");
    }
}

void check_force(struct check *c, const struct at *at, char **force)
{
    if (!is_said(c, at, force, NEEDED, "Give the force's two-digit code, such as 43.")) {
        return;
    }
    const char *f = *force;
    if (strlen(f) != 2 || !isdigit((unsigned char)f[0]) || !isdigit((unsigned char)f[1])) {
        check_fault(c, "FORCE_SHAPE", at, "Give the force's two-digit code, such as 43.",
                    "This is no code of a force.");
        return;
    }
    *force = (char *)(uintptr_t)pfq_force_code(f);
}

void check_urn(struct check *c, const struct at *at, char **urn)
{
    struct pfq_urn read;
    static const char fix[] = "Give force, unit, number and year, as in 43AA1234526.";
    if (!is_said(c, at, urn, NEEDED, fix)) {
        return;
    }
    if (pfq_urn_read(*urn, &read)) {
        *urn = pfq_arena_strdup(c->arena, read.text);
    } else {
        check_fault(c, "URN_UNREADABLE", at, fix, "The URN cannot be read.");
    }
}

/* --- days and instants ------------------------------------------------------------------- */

void check_instant(struct check *c, const struct at *at, int64_t at_ms, int64_t ahead_ms)
{
    if (at_ms < SINCE_MS) {
        check_fault(c, "TIME_RANGE", at, "Send UTC milliseconds since 1970.",
                    "This is before 2015.");
    } else if (at_ms - c->now_ms > ahead_ms) {
        check_fault(c, "TIME_RANGE", at, "Send UTC milliseconds, and set the sender's clock.",
                    "This is too far in the future.");
    }
}

void check_day(struct check *c, const struct at *at, int32_t date)
{
    if (!pfq_date_valid(date) || date < 20150101) {
        check_fault(c, "DATE_RANGE", at, "Send a calendar day since 2015 as YYYYMMDD.",
                    "This is no day that can be meant.");
    }
}

void check_day_ahead(struct check *c, const struct at *at, int32_t date)
{
    if (!pfq_date_valid(date)) {
        check_fault(c, "DATE_RANGE", at, "Send a calendar day as YYYYMMDD.", "This is no day.");
    } else if (date < c->today) {
        check_fault(c, "DATE_RANGE", at, "Send a day on or after that on which it was done.",
                    "This day had already passed.");
    } else if (date > pfq_date_add(c->today, DAYS_AHEAD_MAX)) {
        check_fault(c, "DATE_RANGE", at, "Send a day at most 366 days ahead.",
                    "This day is too far ahead.");
    }
}
