/* slow_facts.c - tables, URN, ASN, days: see slow.h. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pfq/bug.h"
#include "support/slow.h"

enum {
    ROWS_MAX = 400,
    LINE_MAX_CHARS = 256,
    FIELDS = 4,
    DAY_MS = 24 * 60 * 60 * 1000
};

struct table {
    char rows[ROWS_MAX][FIELDS][64];
    size_t count;
};

struct slow_tables {
    struct table forces; /* code, name, from, until */
    struct table units;
    struct table offences;
    struct table holidays;
    struct table classes; /* code, class, from, until */
};

/* --- tables ---------------------------------------------------------------------------- */

static void read_table(const char *directory, const char *name, struct table *out)
{
    char path[512];
    char line[LINE_MAX_CHARS];
    (void)snprintf(path, sizeof path, "%s/%s.csv", directory, name);
    FILE *f = fopen(path, "r");
    bool header = f != NULL && fgets(line, sizeof line, f) != NULL;
    PFQ_ASSERT(header);
    while (fgets(line, sizeof line, f) != NULL) {
        const char *s = line;
        PFQ_ASSERT(out->count < ROWS_MAX);
        for (size_t i = 0; i < FIELDS; i++) {
            size_t n = strcspn(s, ",\n");
            (void)snprintf(out->rows[out->count][i], 64, "%.*s", (int)n, s);
            s += n + (s[n] == ',');
        }
        out->count++;
    }
    (void)fclose(f);
}

struct slow_tables *slow_tables_read(const char *reference_dir, struct pfq_arena *arena)
{
    struct slow_tables *t = pfq_arena_new(arena, struct slow_tables, 1);
    read_table(reference_dir, "forces", &t->forces);
    read_table(reference_dir, "units", &t->units);
    read_table(reference_dir, "offences", &t->offences);
    read_table(reference_dir, "bank_holidays", &t->holidays);
    read_table(reference_dir, "offence_classes", &t->classes);
    return t;
}

/* "2019-03-31" */
static int32_t date_of(const char *text)
{
    return (int32_t)(strtol(text, NULL, 10) * 10000 + strtol(text + 5, NULL, 10) * 100 +
                     strtol(text + 8, NULL, 10));
}

/* Of a row with `from` and `until` behind two others. */
static bool is_in_force(const char (*row)[64], int32_t date)
{
    bool begun = row[2][0] == '\0' || date_of(row[2]) <= date;
    bool over = row[3][0] != '\0' && date_of(row[3]) < date;
    return begun && !over;
}

/* On the day of the file. */
enum slow_truth slow_force_known(const struct slow_tables *t, const char *force, int32_t date)
{
    for (size_t i = 0; i < t->forces.count; i++) {
        const char(*row)[64] = t->forces.rows[i];
        if (strcmp(row[0], force) == 0 && is_in_force(row, date)) {
            return SLOW_YES;
        }
    }
    return SLOW_NO;
}

enum slow_truth slow_unit_known(const struct slow_tables *t, const char *force, const char *unit)
{
    for (size_t i = 0; i < t->units.count; i++) {
        if (strcmp(t->units.rows[i][0], force) == 0 && strcmp(t->units.rows[i][1], unit) == 0) {
            return SLOW_YES;
        }
    }
    return SLOW_NO;
}

enum slow_truth slow_offence_known(const struct slow_tables *t, const char *code)
{
    for (size_t i = 0; i < t->offences.count; i++) {
        if (strcmp(t->offences.rows[i][0], code) == 0) {
            return SLOW_YES;
        }
    }
    return SLOW_NO;
}

const char *slow_offence_category(const struct slow_tables *t, const char *code)
{
    static const char *const names[][2] = {{"CS", "SUMMARY"},
                                           {"CM", "SUMMARY_MOTORING"},
                                           {"CE", "EITHER_WAY"},
                                           {"CI", "INDICTABLE_ONLY"}};
    for (size_t i = 0; i < t->offences.count; i++) {
        for (size_t k = 0; k < 4 && strcmp(t->offences.rows[i][0], code) == 0; k++) {
            if (strcmp(t->offences.rows[i][1], names[k][0]) == 0) {
                return names[k][1];
            }
        }
    }
    return NULL;
}

/* "SU61*" stands for every code that begins so. */
enum slow_truth slow_offence_in_class(const struct slow_tables *t, const char *code,
                                      const char *class, int32_t date)
{
    for (size_t i = 0; i < t->classes.count; i++) {
        const char(*row)[64] = t->classes.rows[i];
        size_t n = strcspn(row[0], "*");
        bool fits = row[0][n] == '*' ? strncmp(row[0], code, n) == 0 : strcmp(row[0], code) == 0;
        if (fits && strcmp(row[1], class) == 0 && is_in_force(row, date)) {
            return SLOW_YES;
        }
    }
    return SLOW_NO;
}

/* --- days ------------------------------------------------------------------------------ */

static bool is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

int64_t slow_day(int32_t date)
{
    int year = date / 10000;
    int64_t day = 0;
    for (int y = 1970; y < year; y++) {
        day += is_leap(y) ? 366 : 365;
    }
    for (int y = year; y < 1970; y++) {
        day -= is_leap(y) ? 366 : 365;
    }
    for (int month = 1; month < date / 100 % 100; month++) {
        day += days_in_month(year, month);
    }
    return day + date % 100 - 1;
}

int32_t slow_date(int64_t day)
{
    int year = 1970;
    int month = 1;
    while (day < 0) {
        year--;
        day += is_leap(year) ? 366 : 365;
    }
    while (day >= (is_leap(year) ? 366 : 365)) {
        day -= is_leap(year) ? 366 : 365;
        year++;
    }
    while (day >= days_in_month(year, month)) {
        day -= days_in_month(year, month);
        month++;
    }
    return (int32_t)(year * 10000 + month * 100 + day + 1);
}

/* 1 January 1970 was a Thursday; 0 = Sunday. */
static int weekday(int64_t day)
{
    return (int)(((day + 4) % 7 + 7) % 7);
}

/* At one o'clock by universal time on the last Sunday of the month the clocks change. */
static int64_t change_ms(int year, int month)
{
    int64_t day = slow_day(year * 10000 + month * 100 + 31);
    return (day - weekday(day)) * DAY_MS + DAY_MS / 24;
}

/* Local time as if it were universal: right from 1996 on. */
static int64_t london(int64_t at_ms)
{
    int64_t day = at_ms / DAY_MS - (at_ms % DAY_MS < 0);
    int year = slow_date(day) / 10000;
    bool summer = at_ms >= change_ms(year, 3) && at_ms < change_ms(year, 10);
    return at_ms + (summer ? DAY_MS / 24 : 0);
}

int32_t slow_london_date(int64_t at_ms)
{
    int64_t local = london(at_ms);
    return slow_date(local / DAY_MS - (local % DAY_MS < 0));
}

int slow_london_minutes(int64_t at_ms)
{
    int64_t of_day = london(at_ms) % DAY_MS;
    return (int)((of_day < 0 ? of_day + DAY_MS : of_day) / 60000);
}

static bool is_working_day(const struct slow_tables *t, int64_t day)
{
    char date[LINE_MAX_CHARS];
    int32_t d = slow_date(day);
    (void)snprintf(date, sizeof date, "%04d-%02d-%02d", (int)d / 10000, (int)d / 100 % 100,
                   (int)d % 100);
    for (size_t i = 0; i < t->holidays.count; i++) {
        if (strcmp(t->holidays.rows[i][0], date) == 0) {
            return false;
        }
    }
    return weekday(day) != 0 && weekday(day) != 6;
}

/* Of years for which the table holds none, nothing is known. */
static bool is_covered(const struct slow_tables *t, int64_t day)
{
    int year = slow_date(day) / 10000;
    for (size_t i = 0; i < t->holidays.count; i++) {
        if (strtol(t->holidays.rows[i][0], NULL, 10) == year) {
            return true;
        }
    }
    return false;
}

struct slow_value slow_working_days(const struct slow_tables *t, int64_t from_day, int64_t to_day)
{
    int64_t first = from_day < to_day ? from_day : to_day;
    int64_t last = from_day < to_day ? to_day : from_day;
    int64_t count = 0;
    if (!is_covered(t, first) || !is_covered(t, last)) {
        return slow_unknown_number();
    }
    for (int64_t day = first + 1; day <= last; day++) {
        count += is_working_day(t, day);
    }
    return slow_number(from_day < to_day ? count : -count);
}

/* --- URN and ASN
 * ---------------------------------------------------------------------------------- */

static bool are(const char *s, size_t n, int (*is)(int))
{
    for (size_t i = 0; i < n; i++) {
        if (!is((unsigned char)s[i])) {
            return false;
        }
    }
    return true;
}

/* Without spaces, and without slashes before the suffix. */
static void squeeze(const char *text, char out[32])
{
    size_t n = 0;
    for (; *text != '\0' && n < 31; text++) {
        bool sign = isspace((unsigned char)*text) || (*text == '/' && n < 11);
        if (!sign) {
            out[n++] = (char)toupper((unsigned char)*text);
        }
    }
    out[n] = '\0';
}

static bool is_suffix(const char *s)
{
    static const char *const letters[] = {"(M)", "(S)", "-M", "-S", "/M", "/S", "M", "S"};
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++) {
        if (strncmp(s, letters[i], strlen(letters[i])) == 0) {
            s += strlen(letters[i]);
            break;
        }
    }
    size_t n = strlen(s);
    return n == 0 || ((*s == '-' || *s == '/') && (n == 2 || n == 3) && are(s + 1, n - 1, isdigit));
}

bool slow_urn_read(const char *text, struct slow_urn *out)
{
    char s[32];
    squeeze(text, s);
    bool good = strlen(s) >= 11 && are(s, 2, isdigit) && are(s + 2, 2, isalnum) &&
                are(s + 4, 7, isdigit) && is_suffix(s + 11);
    if (good) {
        (void)snprintf(out->force, sizeof out->force, "%.2s", s);
        (void)snprintf(out->unit, sizeof out->unit, "%.2s", s + 2);
        out->year = (s[9] - '0') * 10 + s[10] - '0';
        if (strcmp(out->force, "02") == 0) {
            out->force[1] = '1';
        }
    }
    return good;
}

/* YY FF UU(U) SS NNNNNNNNNNN C: the letter is the rest, by 23, of all digits but the unit's. */
bool slow_asn_valid(const char *text)
{
    static const char letters[] = "ZABCDEFGHJKLMNPQRTUVWXY";
    size_t n = strlen(text);
    unsigned rest = 0;
    if ((n != 20 && n != 21) || !are(text, 4, isdigit) || !are(text + 4, n - 16, isalnum) ||
        !are(text + n - 12, 11, isdigit)) {
        return false;
    }
    const char *digits[] = {text + 2, text + n - 14, text, text + n - 12}; /* FF SS YY seq */
    static const size_t sizes[] = {2, 2, 2, 11};
    for (size_t i = 0; i < 4; i++) {
        for (size_t k = 0; k < sizes[i]; k++) {
            rest = (rest * 10 + (unsigned)(digits[i][k] - '0')) % 23;
        }
    }
    return are(text + n - 14, 2, isdigit) && text[n - 1] == letters[rest];
}
