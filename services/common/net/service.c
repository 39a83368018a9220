/* service.c - main() of a service: options, configuration, start, turns, stop.
 *
 * Exit status: 0 stopped when asked, 1 could not start or stopped by a failure,
 * 2 wrong usage.
 */
#include <argp.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "loop.h"
#include "pfq/log.h"

enum {
    OVERRIDES_MAX = 64,
    EXIT_USAGE = 2,
    KEY_CONFIG = 0x100,
    KEY_PRINT = 0x101
};

struct options {
    const char *config_file;
    const char *overrides[OVERRIDES_MAX + 1];
    size_t override_count;
    bool print_config;
    bool tabs; /* for a program that reads it */
};

static error_t take_option(int key, char *arg, struct argp_state *state)
{
    struct options *options = state->input;
    switch (key) {
    case KEY_CONFIG:
        options->config_file = arg;
        return 0;
    case KEY_PRINT:
        options->print_config = true;
        options->tabs = arg != NULL && strcmp(arg, "tabs") == 0;
        if (arg != NULL && !options->tabs) {
            argp_error(state, "--print-config takes nothing, or =tabs");
        }
        return 0;
    case 'o':
        if (options->override_count == OVERRIDES_MAX) {
            argp_error(state, "at most %d -o options", OVERRIDES_MAX);
        }
        options->overrides[options->override_count++] = arg;
        return 0;
    case ARGP_KEY_ARG:
        argp_error(state, "it takes no arguments, only options");
        return EINVAL;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static void print_version(FILE *stream, struct argp_state *state)
{
    (void)fprintf(stream, "%s %s\n", state->name, PFQ_VERSION);
}

static bool parse_options(const struct pfq_service_ops *ops, int argc, char **argv,
                          struct options *options)
{
    static const struct argp_option rows[] = {
        {"config", KEY_CONFIG, "FILE", 0, "Read parameters from FILE", 0},
        {"option", 'o', "NAME=VALUE", 0, "Set a parameter, over the file", 0},
        {"print-config", KEY_PRINT, "tabs", OPTION_ARG_OPTIONAL,
         "Print the parameters as they would be, and exit; =tabs: for a program", 0},
        {0},
    };
    const struct argp argp = {.options = rows, .parser = take_option, .doc = ops->text};
    argp_program_version_hook = print_version;
    argp_err_exit_status = EXIT_USAGE;
    return argp_parse(&argp, argc, argv, 0, NULL, options) == 0;
}

static int failed_start(const char *name, const struct pfq_err *err)
{
    pfq_log_init(name, PFQ_LOG_INFO);
    pfq_log(PFQ_LOG_ERROR, "not_started", "code=%s why=\"%s\"", pfq_code_name(err->code),
            err->text);
    return EXIT_FAILURE;
}

/* The bounds of a text are for its reader to know. */
static enum pfq_code start_log(const struct pfq_service_ops *ops, const struct pfq_config *config,
                               struct pfq_err *err)
{
    enum pfq_level least = PFQ_LOG_INFO;
    const char *word = pfq_config_text(config, "log_level");
    if (!pfq_level_parse(word, &least)) {
        return pfq_fail(err, PFQ_E_CONFIG, "log_level is error, warn, info or debug");
    }
    pfq_log_init(ops->name, least);
    return PFQ_OK;
}

static int run(const struct pfq_service_ops *ops, void *self, const struct pfq_config *config,
               const char *const *overrides)
{
    static struct pfq_service service; /* large, and one a process */
    struct pfq_err err = {0};
    enum pfq_code code = start_log(ops, config, &err);
    if (code != PFQ_OK) {
        return failed_start(ops->name, &err);
    }
    code = net_loop_open(&service, ops, self, config, &pfq_real_clock, &err);
    if (code != PFQ_OK) {
        net_loop_close(&service);
        return failed_start(ops->name, &err);
    }
    service.overrides = overrides;
    pfq_log(PFQ_LOG_INFO, "ready", "version=%s", PFQ_VERSION);
    while (service.state != NET_STOPPED) {
        net_loop_turn(&service, -1);
    }
    net_loop_close(&service);
    pfq_log(PFQ_LOG_INFO, "stopped", "failed=%d", service.failed);
    return service.failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

static int print_config(const struct pfq_service_ops *ops, const struct pfq_config *config,
                        const struct options *options)
{
    int status = EXIT_SUCCESS;
    if (options->tabs) {
        pfq_config_print_tabs(config);
    } else {
        pfq_config_print(config);
    }
    for (size_t i = 0; ops->checks != NULL && ops->checks[i] != NULL; i++) {
        struct pfq_err err = {0};
        if (ops->checks[i](config, &err) != PFQ_OK) {
            fprintf(stderr, "pfq-%s: %s\n", ops->name, err.text);
            status = EXIT_FAILURE;
        }
    }
    if (status == EXIT_SUCCESS && ops->print_config != NULL) {
        ops->print_config(config, options->tabs);
    }
    return status;
}

int pfq_service_main(const struct pfq_service_ops *ops, void *self, int argc, char **argv)
{
    struct options options = {0};
    struct pfq_config *config = NULL;
    struct pfq_err err = {0};
    if (!parse_options(ops, argc, argv, &options)) {
        return EXIT_USAGE;
    }
    if (pfq_config_load(ops->params, ops->name, options.config_file, options.overrides, &config,
                        &err) != PFQ_OK) {
        return failed_start(ops->name, &err);
    }
    int status = options.print_config ? print_config(ops, config, &options)
                                      : run(ops, self, config, options.overrides);
    pfq_config_close(config);
    return status;
}

void pfq_service_log_faults(const char *event, const struct pfq_problems *problems)
{
    for (size_t i = 0; i < problems->count; i++) {
        const Pfq__V1__Problem *p = problems->rows[i];
        pfq_log(PFQ_LOG_ERROR, event, "at=%s %s %s", p->path, p->message, p->fix);
    }
}
