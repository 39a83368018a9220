/* up.c - `pfq up`: the three services in the foreground, on a database of their own.
 *
 *   DIR/pfq.db   the database
 *   DIR/run/     the services' sockets
 *   DIR/tables/  the tables of `pfq reference load`
 *   DIR/lock     held while running: one `pfq up` on one DIR */
#include <argp.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "commands.h"
#include "operator.h"
#include "pfq/arena.h"
#include "pfq/data.h"
#include "supervise.h"

enum {
    OPT_DIR = OPT_OWN,
    SOCKET_PATH_MAX = 107 /* sun_path, without its end */
};

struct up {
    const char *dir;
    const char *run;
    const char *database;
    const char *config; /* NULL: none */
    bool existed;
    struct pfq_arena arena;
};

static const struct argp_option options[] = {
    {"dir", OPT_DIR, "DIR", 0, "where database and sockets are kept (./var)", 0},
    {"config", OPT_CONFIG, "FILE", 0, "give the services this pfq.conf (else $PFQ_CONF, else none)",
     0},
    {0}};

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct up *up = state->input;
    switch (key) {
    case OPT_DIR:
        up->dir = arg;
        return 0;
    case OPT_CONFIG:
        up->config = arg;
        return 0;
    case ARGP_KEY_ARG:
        argp_error(state, "'%s' is one word too many; a directory is given by --dir", arg);
        return EINVAL;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp argp = {
    .options = options,
    .parser = parse,
    .children = option_help,
    .doc = "Run the three services in the foreground, on an embedded database under DIR.  Ctrl-C "
           "stops them.\vOne that dies is started again.  HUP loads the catalogue again.\n\n"
           "Example: pfq up --dir var"};

/* --- the directory ------------------------------------------------------------- */

static enum pfq_code make_dir(const char *path, struct pfq_err *err)
{
    struct stat is;
    if (mkdir(path, 0700) == 0 ||
        (errno == EEXIST && stat(path, &is) == 0 && S_ISDIR(is.st_mode))) {
        return PFQ_OK;
    }
    return pfq_fail(err, PFQ_E_IO, "the directory %s cannot be made: %s", path, strerror(errno));
}

/* Parents too: "var/demo" on a fresh checkout. */
static enum pfq_code make_dirs(struct up *up, const char *path, struct pfq_err *err)
{
    char *part = pfq_arena_strdup(&up->arena, path);
    for (char *slash = strchr(part + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        enum pfq_code code = make_dir(part, err);
        if (code != PFQ_OK) {
            return code;
        }
        *slash = '/';
    }
    return make_dir(path, err);
}

static enum pfq_code check_length(const struct up *up, struct pfq_err *err)
{
    size_t size = strlen(up->run) + sizeof "/feedback.sock" - 1;
    if (size <= SOCKET_PATH_MAX) {
        return PFQ_OK;
    }
    return pfq_fail(err, PFQ_E_ENDPOINT,
                    "paths in %.60s... are too long for local sockets (%zu bytes, at most %d); "
                    "choose a shorter --dir, or go there and use a relative one",
                    up->run, size, SOCKET_PATH_MAX);
}

/* The lock goes with the process, however it ends; the descriptor is never closed. */
static enum pfq_code lock(struct up *up, struct pfq_err *err)
{
    const char *path = pfq_arena_printf(&up->arena, "%s/lock", up->dir);
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0) {
        return pfq_fail(err, PFQ_E_IO, "%s: %s", path, strerror(errno));
    }
    if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
        (void)close(fd);
        return pfq_fail(err, PFQ_E_ENDPOINT,
                        "another 'pfq up' runs on %s already; ask it with: pfq status --run %s, or "
                        "choose another --dir",
                        up->dir, up->run);
    }
    return PFQ_OK;
}

static enum pfq_code prepare(struct up *up, struct pfq_err *err)
{
    up->run = pfq_arena_printf(&up->arena, "%s/run", up->dir);
    up->database = pfq_arena_printf(&up->arena, "%s/pfq.db", up->dir);
    up->existed = access(up->database, F_OK) == 0;
    enum pfq_code code = check_length(up, err);
    if (code == PFQ_OK) {
        code = make_dirs(up, up->run, err);
    }
    return code == PFQ_OK ? lock(up, err) : code;
}

/* --- the services -------------------------------------------------------------- */

static void add_option(struct up *up, char **argv, const char *option, char *value)
{
    size_t n = 0;
    while (argv[n] != NULL) {
        n++;
    }
    argv[n] = pfq_arena_strdup(&up->arena, option);
    argv[n + 1] = value;
}

static enum pfq_code command_line(struct up *up, const char *service, char ***out,
                                  struct pfq_err *err)
{
    struct pfq_arena *arena = &up->arena;
    char *path = pfq_arena_new(arena, char, PFQ_DATA_PATH);
    char **argv = pfq_arena_new(arena, char *, 12);
    argv[0] = path;
    if (up->config != NULL && up->config[0] != '\0') {
        add_option(up, argv, "--config", pfq_arena_strdup(arena, up->config));
    }
    add_option(up, argv, "-o", pfq_arena_printf(arena, "run=%s", up->run));
    if (strcmp(service, "store") == 0) {
        add_option(up, argv, "-o", pfq_arena_printf(arena, "database=%s", up->database));
    }
    if (strcmp(service, "feedback") == 0) { /* whatever the file says: a demo sends to nobody */
        add_option(up, argv, "-o", pfq_arena_strdup(arena, "mail_reach=loopback"));
    }
    if (strcmp(service, "store") != 0) {
        add_option(up, argv, "-o", pfq_arena_printf(arena, "tables=%s/tables", up->dir));
    }
    *out = argv;
    return pfq_data_program(pfq_arena_printf(&up->arena, "pfq-%s", service), path, err);
}

/* The other commands look in ./var/run by themselves. */
static void on_ready(void *self, int64_t took_ms)
{
    const struct up *up = self;
    bool found_alone = strcmp(up->dir, "var") == 0 || strcmp(up->dir, "./var") == 0;
    printf("pfq is up on %s (%s, ready in %" PRId64 " ms).  Now try: ", up->database,
           up->existed ? "as it was" : "new", took_ms);
    if (found_alone) {
        puts("pfq submit FILE");
    } else {
        printf("pfq submit --run %s FILE\n", up->run);
    }
    (void)fflush(stdout);
}

static enum pfq_code run_all(struct up *up, struct pfq_err *err)
{
    static const char *const names[] = {"store", "intake", "feedback"};
    struct supervise_row rows[sizeof names / sizeof names[0]];
    size_t count = sizeof names / sizeof names[0];
    for (size_t i = 0; i < count; i++) {
        char **argv = NULL;
        enum pfq_code code = command_line(up, names[i], &argv, err);
        if (code != PFQ_OK) {
            return code;
        }
        rows[i] = (struct supervise_row){names[i], argv};
    }
    return supervise(rows, count, on_ready, up, err);
}

int command_up(int argc, char **argv)
{
    struct up up = {.dir = "var"};
    struct pfq_err err = {.code = PFQ_OK};
    up.config = getenv("PFQ_CONF");
    (void)argp_parse(&argp, argc, argv, 0, NULL, &up);
    pfq_arena_open(&up.arena);
    enum pfq_code code = prepare(&up, &err);
    if (code == PFQ_OK) {
        code = run_all(&up, &err);
    }
    pfq_arena_close(&up.arena);
    if (code != PFQ_OK) {
        fprintf(stderr, "pfq up: %s\n", plain_words(&err));
        return code == PFQ_E_STOPPED ? PFQ_EXIT_NOT_GOOD : PFQ_EXIT_USAGE;
    }
    return PFQ_EXIT_GOOD;
}
