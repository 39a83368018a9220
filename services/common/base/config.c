/* config.c - parameters from defaults, a file and -o: see pfq/config.h.
 *
 * Later sources win: default, [common], the program's own section, -o.  The order of the
 * sections in the file does not matter.  Every fault of the file and of the options is
 * written to stderr before loading fails.
 */
#define _GNU_SOURCE /* strnlen */
#include "pfq/config.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pfq/bug.h"
#include "pfq/near.h"

enum {
    VALUE_BYTES = 512,
    NAME_BYTES = 64
};

/* What every program has; `-o` and [common] set them for all. */
static const struct pfq_param common[] = {
    {"run", PFQ_PARAM_TEXT, "/run/pfq", 0, 0, NULL,
     "Directory of the socket files; %RUN% in other parameters stands for it."},
    {"log_level", PFQ_PARAM_TEXT, "info", 0, 0, NULL,
     "Least that is logged: error, warn, info or debug."},
    {"drain_ms", PFQ_PARAM_NUMBER, "5000", 0, 600000, "ms",
     "After a TERM: how long to finish what is in hand."},
    {0},
};

/* What more than one program has: in [common] it is for those that have it. */
static const char *const shared[] = {"store",         "hints",      "store_timeout_ms", "sweep_ms",
                                     "peers",         "catalogue",  "reference",        "tables",
                                     "deadline_days", "ladder_days"};

/* Sections of other programs are not ours to judge; any other name is a slip. */
static const char *const sections[] = {
    "common",          "intake",          "store",          "feedback",        "pfq",
    PFQ_CONFIG_VALUES, PFQ_CONFIG_ROUTES, PFQ_CONFIG_STAFF, PFQ_CONFIG_TARGETS};

enum origin {
    FROM_DEFAULT,
    FROM_COMMON,
    FROM_SECTION,
    FROM_OPTION
};

struct value {
    const struct pfq_param *param;
    enum origin origin;
    unsigned line; /* where it was set, to find a second setting of the same rank */
    int64_t number;
    char text[VALUE_BYTES];
};

struct pfq_config {
    const char *file;    /* NULL: none */
    const char *section; /* the program's own */
    size_t count;
    struct value values[];
};

/* --- names -------------------------------------------------------------------------- */

/* The row's place, or `count` when there is none. */
static size_t find(const struct pfq_config *config, const char *name)
{
    size_t i = 0;
    while (i < config->count && strcmp(config->values[i].param->name, name) != 0) {
        i++;
    }
    return i;
}

/* --- faults ------------------------------------------------------------------------- */

struct load {
    struct pfq_config *config;
    const char *section; /* the program's own */
    const char *file;
    unsigned line;
    unsigned faults;
    char bad_section[NAME_BYTES]; /* already told */
};

static void fault_place(struct load *load)
{
    load->faults++;
    if (load->line > 0) {
        (void)fprintf(stderr, "%s:%u: ", load->file, load->line);
    } else {
        (void)fprintf(stderr, "-o: ");
    }
}

static void fault_unknown(struct load *load, const char *what, const char *name, const char *near)
{
    fault_place(load);
    (void)fprintf(stderr, "there is no %s \"%s\"", what, name);
    (void)fprintf(stderr, near == NULL ? "\n" : ": did you mean \"%s\"?\n", near);
}

static void fault_unknown_param(struct load *load, const char *name)
{
    struct pfq_near near = {.wanted = name};
    for (size_t i = 0; i < load->config->count; i++) {
        pfq_near_offer(&near, load->config->values[i].param->name);
    }
    fault_unknown(load, "parameter", name, near.name);
}

/* --- values ------------------------------------------------------------------------- */

static bool parse_number(const char *text, int64_t *out)
{
    char *end = NULL;
    errno = 0;
    *out = strtoll(text, &end, 10);
    return errno == 0 && end != text && *end == '\0';
}

static void set_number(struct load *load, struct value *value, const char *text)
{
    const struct pfq_param *p = value->param;
    int64_t number = 0;
    if (!parse_number(text, &number) || number < p->min || number > p->max) {
        fault_place(load);
        (void)fprintf(stderr, "%s must be a number from %" PRId64 " to %" PRId64 "%s%s\n", p->name,
                      p->min, p->max, p->unit == NULL ? "" : " ", p->unit == NULL ? "" : p->unit);
        return;
    }
    value->number = number;
}

static bool is_shared(const char *name)
{
    for (size_t i = 0; i < sizeof shared / sizeof *shared; i++) {
        if (strcmp(shared[i], name) == 0) {
            return true;
        }
    }
    return false;
}

static void set_value(struct load *load, enum origin origin, const char *name, const char *text)
{
    size_t place = find(load->config, name);
    if (place == load->config->count) {
        if (origin != FROM_COMMON || !is_shared(name)) {
            fault_unknown_param(load, name);
        }
        return;
    }
    struct value *value = &load->config->values[place];
    if (value->origin == origin && value->line > 0 && load->line > 0) {
        fault_place(load);
        (void)fprintf(stderr, "%s was set in line %u already\n", name, value->line);
        return;
    }
    if (origin < value->origin) {
        return;
    }
    value->origin = origin;
    value->line = load->line;
    if (value->param->kind == PFQ_PARAM_NUMBER) {
        set_number(load, value, text);
    }
    if ((size_t)snprintf(value->text, sizeof value->text, "%s", text) >= sizeof value->text) {
        fault_place(load);
        (void)fprintf(stderr, "%s has more than %d bytes\n", name, VALUE_BYTES - 1);
    }
}

/* --- the file ----------------------------------------------------------------------- */

static void check_section(struct load *load, const char *section)
{
    struct pfq_near near = {.wanted = section};
    pfq_near_offer(&near, load->section);
    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++) {
        pfq_near_offer(&near, sections[i]);
    }
    bool known = near.name != NULL && near.edits == 0;
    if (!known && !pfq_config_is_values(section) &&
        strncmp(load->bad_section, section, NAME_BYTES - 1) != 0) {
        (void)snprintf(load->bad_section, sizeof load->bad_section, "%s", section);
        fault_unknown(load, "section", section, near.name);
    }
}

static void on_pair(void *self, const char *section, const char *name, const char *text,
                    unsigned line)
{
    struct load *load = self;
    load->line = line;
    if (section == NULL) {
        fault_place(load);
        (void)fprintf(stderr, "%s\n", text);
    } else if (section[0] == '\0') {
        fault_place(load);
        (void)fprintf(stderr, "%s stands before the first [section]\n", name);
    } else if (strcmp(section, load->section) == 0) {
        set_value(load, FROM_SECTION, name, text);
    } else if (strcmp(section, "common") == 0) {
        set_value(load, FROM_COMMON, name, text);
    } else {
        check_section(load, section);
    }
}

static enum pfq_code read_file(struct load *load, struct pfq_err *err)
{
    enum pfq_code code = pfq_config_pairs(load->file, on_pair, load, err);
    load->line = 0;
    return code;
}

static void read_option(struct load *load, const char *option)
{
    char name[NAME_BYTES];
    const char *equals = strchr(option, '=');
    size_t n = equals == NULL ? 0 : (size_t)(equals - option);
    if (n == 0 || n >= sizeof name) {
        fault_place(load);
        (void)fprintf(stderr, "write -o name=value\n");
        return;
    }
    memcpy(name, option, n);
    name[n] = '\0';
    set_value(load, FROM_OPTION, name, equals + 1);
}

/* --- %RUN% -------------------------------------------------------------------------- */

static void put_run(struct load *load, struct value *value, const char *run)
{
    char *mark = strstr(value->text, "%RUN%");
    if (mark == NULL) {
        return;
    }
    char whole[VALUE_BYTES];
    int n = snprintf(whole, sizeof whole, "%.*s%s%s", (int)(mark - value->text), value->text, run,
                     mark + strlen("%RUN%"));
    if ((size_t)n >= sizeof whole) {
        load->line = value->line;
        fault_place(load);
        (void)fprintf(stderr, "%s with its %%RUN%% has more than %d bytes\n", value->param->name,
                      VALUE_BYTES - 1);
    }
    memcpy(value->text, whole, sizeof whole);
}

/* --- load --------------------------------------------------------------------------- */

static size_t count_rows(const struct pfq_param *rows)
{
    size_t n = 0;
    while (rows != NULL && rows[n].name != NULL) {
        n++;
    }
    return n;
}

static void add_rows(struct load *load, const struct pfq_param *rows)
{
    for (size_t n = count_rows(rows), i = 0; i < n; i++) {
        PFQ_ASSERT(find(load->config, rows[i].name) == load->config->count);
        PFQ_ASSERT(strlen(rows[i].name) < NAME_BYTES);
        load->config->values[load->config->count++].param = &rows[i];
        set_value(load, FROM_DEFAULT, rows[i].name, rows[i].initial);
        PFQ_ASSERT(load->faults == 0); /* a default must be within its bounds */
    }
}

static enum pfq_code fill(struct load *load, const struct pfq_param *params,
                          const char *const *overrides, struct pfq_err *err)
{
    add_rows(load, common);
    add_rows(load, params);
    enum pfq_code code = load->file == NULL ? PFQ_OK : read_file(load, err);
    if (code != PFQ_OK) {
        return code;
    }
    for (size_t i = 0; overrides != NULL && overrides[i] != NULL; i++) {
        read_option(load, overrides[i]);
    }
    const char *run = pfq_config_text(load->config, "run");
    for (size_t i = 0; i < load->config->count; i++) {
        put_run(load, &load->config->values[i], run);
    }
    return load->faults == 0 ? PFQ_OK
                             : pfq_fail(err, PFQ_E_CONFIG, "%u fault%s, listed above", load->faults,
                                        load->faults == 1 ? "" : "s");
}

enum pfq_code pfq_config_load(const struct pfq_param *params, const char *section, const char *file,
                              const char *const *overrides, struct pfq_config **out,
                              struct pfq_err *err)
{
    size_t count = count_rows(common) + count_rows(params);
    *out = NULL;
    struct pfq_config *config = calloc(1, sizeof *config + count * sizeof *config->values);
    if (config == NULL) {
        return pfq_fail(err, PFQ_E_CONFIG, "no memory");
    }
    config->file = file;
    config->section = section;
    struct load load = {.config = config, .section = section, .file = file};
    enum pfq_code code = fill(&load, params, overrides, err);
    if (code != PFQ_OK) {
        pfq_config_close(config);
        return code;
    }
    *out = config;
    return PFQ_OK;
}

void pfq_config_close(struct pfq_config *config)
{
    free(config);
}

/* --- read --------------------------------------------------------------------------- */

static const struct value *get_value(const struct pfq_config *config, const char *name)
{
    size_t place = find(config, name);
    PFQ_ASSERT(place < config->count);
    return &config->values[place];
}

const char *pfq_config_text(const struct pfq_config *config, const char *name)
{
    return get_value(config, name)->text;
}

int64_t pfq_config_number(const struct pfq_config *config, const char *name)
{
    const struct value *value = get_value(config, name);
    PFQ_ASSERT(value->param->kind == PFQ_PARAM_NUMBER);
    return value->number;
}

const char *pfq_config_file(const struct pfq_config *config)
{
    return config->file;
}

void pfq_config_print(const struct pfq_config *config)
{
    for (size_t i = 0; i < config->count; i++) {
        const struct value *v = &config->values[i];
        (void)printf("%-20s = %s\n    # default %s%s%s. %s\n", v->param->name, v->text,
                     v->param->initial, v->param->unit == NULL ? "" : " ",
                     v->param->unit == NULL ? "" : v->param->unit, v->param->text);
    }
}

void pfq_config_print_tabs(const struct pfq_config *config)
{
    char own[NAME_BYTES + 2];
    const char *origins[] = {[FROM_DEFAULT] = "default",
                             [FROM_COMMON] = "[common]",
                             [FROM_SECTION] = own,
                             [FROM_OPTION] = "-o"};
    (void)snprintf(own, sizeof own, "[%s]", config->section);
    for (size_t i = 0; i < config->count; i++) {
        const struct value *v = &config->values[i];
        (void)printf("%s\t%s\t%s\t%s\t%s\t%u\t%s\n", v->param->name, v->text, v->param->initial,
                     v->param->unit == NULL ? "" : v->param->unit, origins[v->origin], v->line,
                     v->param->text);
    }
}
