/* words.c - options, names and times of the people's subcommands: see people.h. */
#include <ctype.h>
#include <string.h>

#include "pfq/clock.h"
#include "pfq/people.h"
#include "pfq/wire.h"
#include "people.h"
#include "pfq/ident.h"

enum {
    DAY_MINUTES = 24 * 60,
    HOUR = 60
};

/* --- values of the contract -------------------------------------------------------------- */

static char as_named(char c)
{
    return (char)(c == '-' || c == ' ' ? '_' : toupper((unsigned char)c));
}

/* The text is the name's beginning; *left is what it lacks. */
static bool begins(const char *name, const char *text, size_t *left)
{
    size_t i = 0;
    while (text[i] != '\0' && name[i] == as_named(text[i])) {
        i++;
    }
    *left = strlen(name) - i;
    return text[i] == '\0';
}

bool folk_value(const ProtobufCEnumDescriptor *type, const char *text, int *out)
{
    size_t found = 0;
    for (unsigned i = 0; text[0] != '\0' && i < type->n_values; i++) {
        int value = type->values[i].value;
        size_t left = 0;
        if (value == 0 || !begins(pfq_enum_name(type, value), text, &left)) {
            continue;
        }
        *out = value;
        if (left == 0) {
            return true;
        }
        found++;
    }
    return found == 1;
}

static const char *lower(const char *name, char gap, struct pfq_arena *arena)
{
    char *out = pfq_arena_strdup(arena, name == NULL ? "?" : name);
    for (char *c = out; *c != '\0'; c++) {
        *c = (char)(*c == '_' ? gap : tolower((unsigned char)*c));
    }
    return out;
}

const char *folk_typed(const ProtobufCEnumDescriptor *type, int value, struct pfq_arena *arena)
{
    return lower(pfq_enum_name(type, value), '-', arena);
}

const char *folk_said(const ProtobufCEnumDescriptor *type, int value, struct pfq_arena *arena)
{
    return lower(pfq_enum_name(type, value), ' ', arena);
}

const char *folk_values(const ProtobufCEnumDescriptor *type, struct pfq_arena *arena)
{
    const char *all = "";
    for (unsigned i = 0; i < type->n_values; i++) {
        const char *name = folk_typed(type, type->values[i].value, arena);
        const char *gap = all[0] == '\0' ? "" : i + 1 < type->n_values ? ", " : " or ";
        if (type->values[i].value != 0) {
            all = pfq_arena_printf(arena, "%s%s%s", all, gap, name);
        }
    }
    return all;
}

int folk_option(struct argp_state *state, const char *name, const ProtobufCEnumDescriptor *type,
                const char *text)
{
    struct pfq_arena arena;
    int value = 0;
    if (!folk_value(type, text, &value)) {
        pfq_arena_open(&arena);
        argp_error(state, "%s takes %s", name, folk_values(type, &arena));
        pfq_arena_close(&arena);
    }
    return value;
}

Pfq__V1__AssessmentKind folk_kind(struct argp_state *state, const char *text)
{
    return (Pfq__V1__AssessmentKind)folk_option(state, "--kind",
                                                &pfq__v1__assessment_kind__descriptor, text);
}

Pfq__V1__FileType folk_stage(struct argp_state *state, const char *text)
{
    return (Pfq__V1__FileType)folk_option(state, "--stage", &pfq__v1__file_type__descriptor, text);
}

const char *folk_urn(struct argp_state *state, char *text)
{
    static struct pfq_urn urn; /* one a command */
    if (!pfq_urn_read(text, &urn)) {
        argp_error(state, "this is no URN; one is written as 40AA1234526 or 40AA1234526/6");
    }
    return urn.text;
}

/* --- times --------------------------------------------------------------------------------- */

const char *folk_instant(int64_t at_ms, struct pfq_arena *arena)
{
    char day[TEXT_TIME];
    int minutes = pfq_london_minutes(at_ms);
    return pfq_arena_printf(arena, "%s %02d:%02d", text_day(at_ms, day), minutes / HOUR % 24,
                            minutes % HOUR);
}

const char *folk_date(int32_t date, struct pfq_arena *arena)
{
    char day[TEXT_TIME];
    return date == 0 ? "-"
                     : pfq_arena_strdup(arena, text_day(pfq_london_ms(date, DAY_MINUTES / 2), day));
}

const char *folk_month(int32_t month, struct pfq_arena *arena)
{
    static const char *const names[] = {"January",   "February", "March",    "April",
                                        "May",       "June",     "July",     "August",
                                        "September", "October",  "November", "December"};
    int32_t m = month % 100;
    return m < 1 || m > 12 ? "?" : pfq_arena_printf(arena, "%s %d", names[m - 1], month / 100);
}

/* --- rows ---------------------------------------------------------------------------------- */

static const char *or_empty(const char *text)
{
    return text == NULL ? "" : text;
}

static const char *type_of(const Pfq__V1__AssessmentRow *row)
{
    const char *name = row->file == NULL ? NULL
                                         : pfq_enum_name(&pfq__v1__file_type__descriptor,
                                                         (int)row->file->file_type);
    return name == NULL ? "?" : name;
}

const char *folk_name(const Pfq__V1__AssessmentRow *row, struct pfq_arena *arena)
{
    return pfq_arena_printf(
        arena, "%s %s, %s", row->file == NULL ? "?" : or_empty(row->file->urn), type_of(row),
        folk_typed(&pfq__v1__assessment_kind__descriptor, (int)row->kind, arena));
}

static const char *key_of(const Pfq__V1__AssessmentRow *row, const Pfq__V1__FailureRow *failure,
                          struct pfq_arena *arena)
{
    const char *kind = pfq_enum_name(&pfq__v1__assessment_kind__descriptor, (int)row->kind);
    return pfq_arena_printf(arena, "%04d-%02d/%s/%s/%s/%s/%s/%u", row->month / 100,
                            row->month % 100, row->file == NULL ? "" : or_empty(row->file->force),
                            row->file == NULL ? "" : or_empty(row->file->urn), type_of(row),
                            or_empty(kind), or_empty(row->id), failure->number);
}

static bool counts(const Pfq__V1__AssessmentRow *row, const Pfq__V1__FailureRow *failure)
{
    return !row->withdrawn && failure->standing != PFQ__V1__STANDING__STANDING_WITHDRAWN;
}

static size_t add_failures(const Pfq__V1__AssessmentRow *row, struct pfq_arena *arena,
                           struct people_failure *out)
{
    size_t count = 0;
    for (size_t i = 0; i < row->n_failures; i++) {
        const Pfq__V1__FailureRow *failure = row->failures[i];
        if (counts(row, failure)) {
            out[count++] = (struct people_failure){row, failure, key_of(row, failure, arena)};
        }
    }
    return count;
}

size_t folk_failures(const struct people_rows *rows, struct pfq_arena *arena,
                     struct people_failure **out)
{
    size_t most = 0;
    size_t count = 0;
    for (size_t i = 0; i < rows->count; i++) {
        most += rows->rows[i]->n_failures;
    }
    *out = pfq_arena_new(arena, struct people_failure, most + 1);
    for (size_t i = 0; i < rows->count; i++) {
        count += add_failures(rows->rows[i], arena, *out + count);
    }
    return count;
}

static char *copy(struct people *p, const char *text)
{
    return text == NULL ? NULL : pfq_arena_strdup(&p->arena, text);
}

Pfq__V1__Event *folk_about(struct people *p, const Pfq__V1__AssessmentRow *row)
{
    Pfq__V1__Event *event = pfq_arena_new(&p->arena, Pfq__V1__Event, 1);
    pfq__v1__event__init(event);
    event->has_happened_at = true;
    event->happened_at = p->now_ms;
    event->by = copy(p, p->by);
    event->unit = copy(p, p->unit);
    event->file = row == NULL ? NULL : row->file;
    return event;
}

const char *folk_reason(const char *code, struct pfq_arena *arena)
{
    const char *title = code == NULL ? NULL : pfq_people_reason_title(code);
    return pfq_arena_printf(arena, "%s%s%s", or_empty(code), title == NULL ? "" : " ",
                            or_empty(title));
}

/* --- commands that are printed -----------------------------------------------------------------
 */

const char *folk_quoted(const char *text, struct pfq_arena *arena)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                                "-_./,:=@%+";
    const char *out = "'";
    if (text[0] != '\0' && text[strspn(text, plain)] == '\0') {
        return text;
    }
    while (text[strcspn(text, "'")] != '\0') {
        int size = (int)strcspn(text, "'");
        out = pfq_arena_printf(arena, "%s%.*s'\\''", out, size, text);
        text += size + 1;
    }
    return pfq_arena_printf(arena, "%s%s'", out, text);
}

static const char *option_again(struct people *p, const char *name, const char *value)
{
    return value == NULL
               ? ""
               : pfq_arena_printf(&p->arena, " --%s %s", name, folk_quoted(value, &p->arena));
}

const char *folk_again(struct people *p)
{
    return pfq_arena_printf(&p->arena, "%s%s%s", option_again(p, "by", p->by),
                            option_again(p, "unit", p->unit), option_again(p, "run", p->run));
}

/* --- common options -------------------------------------------------------------------------- */

static const struct argp_option options[] = {
    {"by", OPT_BY, "STAFF", 0, "your staff id, never a name (else that of pfq.conf, else uid-N)",
     1},
    {"unit", OPT_UNIT, "UNIT", 0, "your unit", 1},
    {"dry-run", OPT_DRY_RUN, NULL, 0, "show what would be told as JSON, and tell nothing", 1},
    OPTION_JSON,
    OPTION_RUN,
    {0}};

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct people *p = state->input;
    switch (key) {
    case OPT_BY:
        p->by = arg;
        return 0;
    case OPT_UNIT:
        p->unit = arg;
        return 0;
    case OPT_DRY_RUN:
        p->dry_run = true;
        return 0;
    case 'j':
        p->json = true;
        return 0;
    case OPT_RUN:
        p->run = arg;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

const struct argp folk_argp = {.options = options, .parser = parse, .children = option_help};
