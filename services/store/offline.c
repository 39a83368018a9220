/* offline.c - see offline.h. */
#include "offline.h"

#include <stdio.h>
#include <string.h>

#include "export.h"
#include "pfq/clock.h"
#include "recount.h"
#include "report.h"
#include "store.h"

enum {
    OVERRIDES_MAX = 64,
    EXIT_TOLD = 0,
    EXIT_USAGE = 2,
    EXIT_CANNOT_TELL = 4
};

static const struct offline_use uses[] = {
    {"--report", false, report_act},
    {"--stored", true, export_act},
    {"--activity", false, report_activity},
    {"--recount", false, recount_act},
};

const struct offline_use *offline_find(int argc, char **argv)
{
    for (size_t i = 0; argc > 1 && i < sizeof uses / sizeof *uses; i++) {
        if (strcmp(argv[1], uses[i].name) == 0) {
            return &uses[i];
        }
    }
    return NULL;
}

struct options {
    const struct offline_use *use;
    const char *file;
    const char *overrides[OVERRIDES_MAX + 1];
    size_t count;
    struct offline_span span;
    bool wrong;
};

static void complain(struct options *o, const char *what, const char *about)
{
    (void)fprintf(stderr, "pfq-store %s: %s%s\n", o->use->name, what, about);
    o->wrong = true;
}

/* --- the options ------------------------------------------------------------------------ */

static void set_file(struct options *o, const char *value)
{
    o->file = value;
}

static void set_parameter(struct options *o, const char *value)
{
    if (o->count == OVERRIDES_MAX) {
        complain(o, "too many parameters at ", value);
    } else {
        o->overrides[o->count++] = value;
    }
}

static void set_day(struct options *o, const char *value, int32_t *out)
{
    if (!pfq_date_parse(value, out)) {
        complain(o, "a date is written as 2026-01-31, and not as ", value);
    }
}

static void set_from(struct options *o, const char *value)
{
    set_day(o, value, &o->span.from);
}

static void set_to(struct options *o, const char *value)
{
    set_day(o, value, &o->span.to);
}

struct option {
    const char *name;
    bool of_span;
    void (*set)(struct options *o, const char *value);
};

static const struct option rows[] = {
    {"--config", false, set_file},
    {"-o", false, set_parameter},
    {"--from", true, set_from},
    {"--to", true, set_to},
};

/* Its value is behind a '=' or is the next word. */
static const char *value_of(const struct option *option, int argc, char **argv, int *at)
{
    const char *word = argv[*at];
    size_t length = strlen(option->name);
    if (strncmp(word, option->name, length) != 0) {
        return NULL;
    }
    if (word[length] == '=') {
        return word + length + 1;
    }
    if (word[length] != '\0' || *at + 1 >= argc || argv[*at + 1] == NULL) {
        return NULL;
    }
    ++*at;
    return argv[*at];
}

static void take(struct options *o, int argc, char **argv, int *at)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *value = NULL;
        if (o->use->span || !rows[i].of_span) {
            value = value_of(&rows[i], argc, argv, at);
        }
        if (value != NULL) {
            rows[i].set(o, value);
            return;
        }
    }
    complain(o, "unknown or incomplete option ", argv[*at]);
}

/* Whatever is wrong is told, all of it. */
static bool parse(struct options *o, int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        take(o, argc, argv, &i);
    }
    if (o->use->span && !o->wrong && (o->span.from == 0 || o->span.to == 0)) {
        complain(o, "--from=DATE and --to=DATE are wanted", "");
    } else if (!o->wrong && o->span.to < o->span.from) {
        complain(o, "--to is before --from", "");
    }
    return !o->wrong;
}

int offline_main(const struct offline_use *use, int argc, char **argv)
{
    struct options options = {.use = use};
    struct pfq_config *config = NULL;
    struct pfq_err err = {0};
    if (!parse(&options, argc, argv)) {
        return EXIT_USAGE;
    }
    if (pfq_config_load(store_ops.params, "store", options.file, options.overrides, &config,
                        &err) != PFQ_OK) {
        complain(&options, "", err.text);
        return EXIT_USAGE;
    }
    enum pfq_code code = use->act(pfq_config_text(config, "database"), &options.span, &err);
    if (code != PFQ_OK) {
        complain(&options, "", err.text);
    }
    pfq_config_close(config);
    return code == PFQ_OK ? EXIT_TOLD : EXIT_CANNOT_TELL;
}
