/* operator.c - exit codes and common options: see operator.h. */
#include "operator.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pfq/clock.h"
#include "pfq/reference.h"
#include "pfq/wire.h"

enum {
    FORCE_DIGITS = 2
};

static int badness(enum pfq_exit code)
{
    static const int ranks[] = {
        [PFQ_EXIT_GOOD] = 0,  [PFQ_EXIT_CANNOT_TELL] = 1, [PFQ_EXIT_NOT_GOOD] = 2,
        [PFQ_EXIT_USAGE] = 3, [PFQ_EXIT_AWAY] = 4,
    };
    return ranks[code];
}

enum pfq_exit exit_worse(enum pfq_exit a, enum pfq_exit b)
{
    return badness(b) > badness(a) ? b : a;
}

uint64_t option_number(struct argp_state *state, const char *name, const char *text, uint64_t min,
                       uint64_t max)
{
    char *end = NULL;
    errno = 0;
    unsigned long long value = strtoull(text, &end, 10);
    if (!isdigit((unsigned char)text[0]) || *end != '\0' || errno != 0 || value < min ||
        value > max) {
        argp_error(state, "%s takes a number from %" PRIu64 " to %" PRIu64, name, min, max);
    }
    return value;
}

int32_t option_month(struct argp_state *state, const char *text)
{
    char day[16];
    int32_t date = 0;
    (void)snprintf(day, sizeof day, "%s-01", text);
    if (strlen(text) != strlen("2026-10") || !pfq_date_parse(day, &date)) {
        argp_error(state, "a month is written as 2026-10, not '%s'", text);
    }
    return date / 100;
}

/* A name has a space. */
const char *option_staff(struct argp_state *state, const char *text)
{
    enum {
        STAFF_BYTES = 32
    };

    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                  "0123456789-_.";
    size_t size = strlen(text);
    if (size < 1 || size > STAFF_BYTES || text[strspn(text, letters)] != '\0') {
        argp_error(state,
                   "--by takes the staff id of whoever decides it, never a name: 1 to %d letters, "
                   "digits, '-', '_' and '.', such as cps-114; '%s' is none",
                   STAFF_BYTES, text);
    }
    return text;
}

int option_code(struct argp_state *state, const ProtobufCEnumDescriptor *type, const char *what,
                const char *text)
{
    char upper[64];
    char known[512] = "";
    int value = 0;
    size_t n = 0;
    for (; n < sizeof upper - 1 && text[n] != '\0'; n++) {
        upper[n] = (char)(text[n] >= 'a' && text[n] <= 'z' ? text[n] - 'a' + 'A' : text[n]);
    }
    upper[n] = '\0';
    if (pfq_enum_value(type, upper, &value) && value > 0) {
        return value;
    }
    for (unsigned i = 1; i < type->n_values; i++) {
        size_t used = strlen(known);
        (void)snprintf(known + used, sizeof known - used, " %s",
                       pfq_enum_name(type, type->values[i].value));
    }
    argp_error(state, "'%s' is no %s; there are:%s", text, what, known);
    return 0;
}

const char *option_force(struct argp_state *state, const char *text)
{
    if (strlen(text) != FORCE_DIGITS || !isdigit((unsigned char)text[0]) ||
        !isdigit((unsigned char)text[1])) {
        argp_error(state, "a force is its two-digit code, such as 40");
    }
    return text;
}

bool force_exists(const char *code)
{
    char name[PFQ_FORCE_NAME];
    return !pfq_force_find(NULL, code, name) || name[0] != '\0';
}

const char *force_name(const char *code, struct pfq_arena *arena)
{
    char name[PFQ_FORCE_NAME];
    return pfq_force_find(NULL, code, name) && name[0] != '\0' ? pfq_arena_strdup(arena, name)
                                                               : NULL;
}

const char *plain_words(const struct pfq_err *err)
{
    const char *kind = pfq_code_text(err->code);
    size_t size = strlen(kind);
    bool more = strncmp(err->text, kind, size) == 0 && strncmp(err->text + size, ": ", 2) == 0;
    return more ? err->text + size + 2 : err->text;
}

static error_t parse_help(int key, char *arg, struct argp_state *state)
{
    switch (key) {
    case 'h':
        argp_state_help(state, stdout, ARGP_HELP_STD_HELP);
        return 0;
    case ARGP_KEY_ARG:
        argp_error(state, "'%s' is one word too many", arg);
        return EINVAL;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_option help_options[] = {{NULL, 'h', NULL, OPTION_HIDDEN, NULL, 0}, {0}};
static const struct argp help_argp = {.options = help_options, .parser = parse_help};
const struct argp_child option_help[] = {{&help_argp, 0, NULL, 0}, {0}};
