/* config.c - `pfq config`: every value of the catalogue and every parameter of the
 * services, as they are in force, and where each comes from; the routes of mail, and the
 * targets that forces set themselves. */
#include <argp.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "child.h"
#include "commands.h"
#include "loading.h"
#include "operator.h"
#include "pfq/clock.h"
#include "pfq/config.h"
#include "pfq/data.h"
#include "places.h"
#include "report.h"
#include "text.h"

enum {
    OPT_AREA = OPT_OWN,
    OPT_DATE,
    INDENT = 4,
    LINE_BYTES = 2048
};

struct config_options {
    struct loading from;
    const char *area; /* as asked for */
    int32_t date;
    bool json;
    struct pfq_standard *standard;
    struct page page;
    const char *section; /* that is being shown */
};

static const struct argp_option options[] = {
    OPTION_JSON,
    {"area", OPT_AREA, "AREA", 0, "the values for the forces of this CPS Area, by name or code", 0},
    {"date", OPT_DATE, "DATE", 0, "the values on this day, as 2026-05-03 (today)", 0},
    OPTION_CATALOGUE,
    OPTION_CONFIG,
    OPTION_TABLES,
    {0}};

static void read_date(struct config_options *o, struct argp_state *state, const char *text)
{
    if (!pfq_date_parse(text, &o->date)) {
        argp_error(state, "'%s' is no date; write it as 2026-05-03", text);
    }
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct config_options *o = state->input;
    switch (key) {
    case 'j':
        o->json = true;
        return 0;
    case OPT_AREA:
        o->area = arg;
        return 0;
    case OPT_DATE:
        read_date(o, state, arg);
        return 0;
    case OPT_CATALOGUE:
        o->from.catalogue = arg;
        return 0;
    case OPT_CONFIG:
        o->from.config = arg;
        return 0;
    case OPT_TABLES:
        o->from.tables = arg;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp argp = {
    .options = options,
    .parser = parse,
    .children = option_help,
    .doc = "Show every value of the catalogue as it is in force, where it was set and since when, "
           "then every parameter of the services as they would use it, who gets which "
           "mail, and the targets that forces set themselves.\vValues are set otherwise "
           "in pfq.conf: everywhere under [values], for one CPS Area under [values AREA].\n\n"
           "Example: pfq config --area 'Thames and Chiltern' --date 2026-04-01"};

/* --- values -------------------------------------------------------------------- */

static const char *origin(const struct config_options *o, const struct pfq_value *v,
                          struct pfq_arena *arena)
{
    return v->line == 0 ? "standard.yaml"
                        : pfq_arena_printf(arena, "%s:%u", place_values(o->from.config), v->line);
}

static void put_value(struct config_options *o, const struct pfq_value *v, struct pfq_arena *arena)
{
    char since[PFQ_INSTANT_TEXT];
    char words[PFQ_INSTANT_TEXT + 16] = "";
    if (v->since != 0) {
        pfq_date_format(v->since, since);
        (void)snprintf(words, sizeof words, ", since %s", since);
    }
    page_put(&o->page, v->line == 0 ? INK_PLAIN : INK_BOLD, "%s = %s", v->name, v->setting);
    page_end_line(&o->page);
    page_paragraph(&o->page, INDENT, "    ",
                   pfq_arena_printf(arena, "%s. %s (%s%s%s)", v->unit, v->text, origin(o, v, arena),
                                    words, v->of_area ? ", for this Area" : ""));
}

static void write_value(const struct config_options *o, const struct pfq_value *v,
                        struct pfq_arena *arena)
{
    char since[PFQ_INSTANT_TEXT];
    json_t *line = json_object();
    (void)json_object_set_new(line, "value", json_string(v->name));
    (void)json_object_set_new(line, "setting", json_string(v->setting));
    (void)json_object_set_new(line, "unit", json_string(v->unit));
    (void)json_object_set_new(line, "from", json_string(origin(o, v, arena)));
    if (v->since != 0) {
        pfq_date_format(v->since, since);
        (void)json_object_set_new(line, "since", json_string(since));
    }
    (void)json_object_set_new(line, "forArea", json_boolean(v->of_area));
    (void)json_object_set_new(line, "text", json_string(v->text));
    report_write(stdout, line);
}

static void show_values(struct config_options *o, const char *area, struct pfq_arena *arena)
{
    struct pfq_value *values = NULL;
    char date[PFQ_INSTANT_TEXT];
    size_t count = pfq_standard_values(o->standard, area, o->date, arena, &values);
    pfq_date_format(o->date, date);
    if (!o->json) {
        page_put(&o->page, INK_DIM, "# values on %s, %s%s; catalogue %s", date,
                 area == NULL ? "for forces of no Area of their own" : "for the forces of ",
                 area == NULL ? "" : area, pfq_standard_version(o->standard));
        page_end_line(&o->page);
    }
    for (size_t i = 0; i < count; i++) {
        if (o->json) {
            write_value(o, &values[i], arena);
        } else {
            put_value(o, &values[i], arena);
        }
    }
}

/* --- parameters ---------------------------------------------------------------- */

/* A line of --print-config=tabs. */
enum column {
    COLUMN_NAME,
    COLUMN_SETTING,
    COLUMN_DEFAULT,
    COLUMN_UNIT,
    COLUMN_ORIGIN,
    COLUMN_LINE,
    COLUMN_TEXT,
    COLUMNS
};

static bool cut(char *line, const char *columns[COLUMNS])
{
    size_t n = 0;
    line[strcspn(line, "\n")] = '\0';
    for (char *at = line; at != NULL && n < COLUMNS; n++) {
        char *tab = strchr(at, '\t');
        columns[n] = at;
        if (tab != NULL) {
            *tab++ = '\0';
        }
        at = tab;
    }
    return n == COLUMNS;
}

static void put_parameter(struct config_options *o, const char *const c[COLUMNS])
{
    char words[LINE_BYTES];
    bool set = strcmp(c[COLUMN_ORIGIN], "default") != 0;
    int n = snprintf(words, sizeof words, "%s%s%s", c[COLUMN_UNIT],
                     c[COLUMN_UNIT][0] == '\0' ? "" : ". ", c[COLUMN_TEXT]);
    if (set && n > 0 && (size_t)n < sizeof words) {
        (void)snprintf(words + n, sizeof words - (size_t)n, " (%s, line %s; default %s)",
                       c[COLUMN_ORIGIN], c[COLUMN_LINE], c[COLUMN_DEFAULT]);
    }
    page_put(&o->page, set ? INK_BOLD : INK_PLAIN, "%s = %s", c[COLUMN_NAME], c[COLUMN_SETTING]);
    page_end_line(&o->page);
    page_paragraph(&o->page, INDENT, "    ", words);
}

static void write_parameter(const char *service, const char *const c[COLUMNS])
{
    json_t *line = json_object();
    (void)json_object_set_new(line, "service", json_string(service));
    (void)json_object_set_new(line, "parameter", json_string(c[COLUMN_NAME]));
    (void)json_object_set_new(line, "setting", json_string(c[COLUMN_SETTING]));
    (void)json_object_set_new(line, "default", json_string(c[COLUMN_DEFAULT]));
    (void)json_object_set_new(line, "unit", json_string(c[COLUMN_UNIT]));
    (void)json_object_set_new(line, "from", json_string(c[COLUMN_ORIGIN]));
    (void)json_object_set_new(line, "line", json_integer(strtol(c[COLUMN_LINE], NULL, 10)));
    (void)json_object_set_new(line, "text", json_string(c[COLUMN_TEXT]));
    report_write(stdout, line);
}

static void show_lines(struct config_options *o, const char *service, FILE *in)
{
    char line[LINE_BYTES];
    const char *columns[COLUMNS];
    while (fgets(line, sizeof line, in) != NULL) {
        if (!cut(line, columns)) {
            continue;
        }
        if (o->json) {
            write_parameter(service, columns);
        } else {
            put_parameter(o, columns);
        }
    }
}

/* The service knows its own parameters; it is asked, not started. */
static bool show_service(struct config_options *o, const char *service, struct pfq_arena *arena)
{
    char program[PFQ_DATA_PATH];
    char print[] = "--print-config=tabs";
    char option[] = "--config";
    pid_t pid = -1;
    const char *file = place_values(o->from.config);
    char *named = file == NULL ? NULL : pfq_arena_strdup(arena, file);
    char *const argv[] = {program, print, file == NULL ? NULL : option, named, NULL};
    if (!o->json) {
        page_end_line(&o->page);
        page_put(&o->page, INK_DIM, "[%s]", service);
        page_end_line(&o->page);
    }
    FILE *in = pfq_data_program(pfq_arena_printf(arena, "pfq-%s", service), program, NULL) == PFQ_OK
                   ? child_start(argv, &pid)
                   : NULL;
    if (in == NULL) {
        fprintf(stderr, "pfq config: pfq-%s cannot be asked\n", service);
        return false;
    }
    show_lines(o, service, in);
    return child_ended_well(in, pid);
}

/* --- routes, staff, targets --------------------------------------------------------------- */

/* As it is written; whether it is right feedback says at its start. */
static void put_route(void *self, const char *section, const char *name, const char *text,
                      unsigned line)
{
    struct config_options *o = self;
    if (section == NULL || strcmp(section, o->section) != 0) {
        return;
    }
    if (!o->json) {
        page_put(&o->page, INK_BOLD, "%s = %s", name, text);
        page_put(&o->page, INK_DIM, "  (line %u)", line);
        page_end_line(&o->page);
        return;
    }
    json_t *object = json_object();
    (void)json_object_set_new(object,
                              strcmp(section, PFQ_CONFIG_ROUTES) == 0  ? "route"
                              : strcmp(section, PFQ_CONFIG_STAFF) == 0 ? "staff"
                                                                       : "target",
                              json_string(name));
    (void)json_object_set_new(object, "setting", json_string(text));
    (void)json_object_set_new(object, "line", json_integer(line));
    report_write(stdout, object);
}

static bool show_routes(struct config_options *o, const char *section)
{
    struct pfq_err err;
    const char *file = place_values(o->from.config);
    if (file == NULL) {
        return true;
    }
    if (!o->json) {
        page_end_line(&o->page);
        page_put(&o->page, INK_DIM, "[%s]", section);
        page_end_line(&o->page);
    }
    o->section = section;
    return pfq_config_pairs(file, put_route, o, &err) == PFQ_OK;
}

static enum pfq_exit show(struct config_options *o, const char *area, struct pfq_arena *arena)
{
    static const char *const services[] = {"intake", "store", "feedback"};
    enum pfq_exit code = PFQ_EXIT_GOOD;
    show_values(o, area, arena);
    for (size_t i = 0; i < sizeof services / sizeof *services; i++) {
        if (!show_service(o, services[i], arena)) {
            code = PFQ_EXIT_USAGE;
        }
    }
    bool shown = show_routes(o, PFQ_CONFIG_ROUTES) && show_routes(o, PFQ_CONFIG_STAFF) &&
                 show_routes(o, PFQ_CONFIG_TARGETS);
    return shown ? code : PFQ_EXIT_USAGE;
}

int command_config(int argc, char **argv)
{
    struct config_options o = {.date = pfq_london_date(pfq_wall_ms())};
    struct pfq_arena arena;
    enum pfq_exit code = PFQ_EXIT_USAGE;
    (void)argp_parse(&argp, argc, argv, 0, NULL, &o);
    page_open(&o.page, stdout);
    if (!loading_standard("config", &o.from, &o.standard)) {
        return PFQ_EXIT_USAGE;
    }
    pfq_arena_open(&arena);
    const char *area = o.area == NULL ? NULL : pfq_standard_area(o.standard, o.area);
    if (o.area != NULL && area == NULL) {
        fprintf(stderr,
                "pfq config: there is no CPS Area %s; write its name or code as areas.csv has "
                "it: 'Thames and Chiltern' or TC\n",
                o.area);
    } else {
        code = show(&o, area, &arena);
    }
    pfq_arena_close(&arena);
    pfq_standard_close(o.standard);
    return (int)code;
}
