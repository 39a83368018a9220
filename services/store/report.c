/* report.c - see report.h. */
#include "report.h"

#include <stdio.h>
#include <string.h>

#include "pfq/json.h"
#include "store.h"

enum {
    OVERRIDES_MAX = 64,
    EXIT_TOLD = 0,
    EXIT_USAGE = 2,
    EXIT_CANNOT_TELL = 4
};

struct options {
    const char *file;
    const char *overrides[OVERRIDES_MAX + 1];
    size_t count;
};

static bool parse(int argc, char **argv, struct options *out)
{
    static const char config[] = "--config=";
    for (int i = 0; i < argc; i++) {
        if (strncmp(argv[i], config, sizeof config - 1) == 0) {
            out->file = argv[i] + sizeof config - 1;
        } else if (strcmp(argv[i], "-o") == 0 && i + 1 < argc && out->count < OVERRIDES_MAX) {
            out->overrides[out->count++] = argv[++i];
        } else {
            (void)fprintf(stderr, "pfq-store --report: unknown option %s\n", argv[i]);
            return false;
        }
    }
    return true;
}

static enum pfq_code read_figures(const char *path, struct pfq_arena *arena,
                                  Pfq__V1__ServiceStatus *out, struct pfq_err *err)
{
    struct db *db = NULL;
    enum pfq_code code = db_open(path, DB_READ, &db, err);
    if (code == PFQ_OK) {
        code = db_read_figures(db, arena, true, out, err);
    }
    db_close(db);
    return code;
}

static enum pfq_code report(const struct pfq_config *config, struct pfq_err *err)
{
    struct pfq_arena arena;
    Pfq__V1__ServiceStatus status = PFQ__V1__SERVICE_STATUS__INIT;
    pfq_arena_open(&arena);
    status.service = pfq_arena_strdup(&arena, "store");
    status.version = pfq_arena_strdup(&arena, PFQ_VERSION);
    enum pfq_code code = read_figures(pfq_config_text(config, "database"), &arena, &status, err);
    if (code == PFQ_OK) {
        (void)puts(pfq_json_write(&status.base, PFQ_JSON_CANONICAL, &arena));
    }
    pfq_arena_close(&arena);
    return code;
}

int report_main(int argc, char **argv)
{
    struct options options = {0};
    struct pfq_config *config = NULL;
    struct pfq_err err = {0};
    if (!parse(argc, argv, &options)) {
        return EXIT_USAGE;
    }
    if (pfq_config_load(store_ops.params, "store", options.file, options.overrides, &config,
                        &err) != PFQ_OK) {
        (void)fprintf(stderr, "pfq-store --report: %s\n", err.text);
        return EXIT_USAGE;
    }
    enum pfq_code code = report(config, &err);
    if (code != PFQ_OK) {
        (void)fprintf(stderr, "pfq-store --report: %s\n", err.text);
    }
    pfq_config_close(config);
    return code == PFQ_OK ? EXIT_TOLD : EXIT_CANNOT_TELL;
}
