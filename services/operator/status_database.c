/* status_database.c - what the database says while store does not answer: see status.h.
 *
 * store is the only program that opens the database, so it is asked to: pfq-store --report
 * reads it without any service and writes one ServiceStatus as JSON. */
#include <fcntl.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "pfq/data.h"
#include "pfq/json.h"
#include "pfq/problems.h"
#include "places.h"
#include "status.h"

/* Its standard error is ours: it says there why the database cannot be read. */
static FILE *start_report(const char *program, const char *database, pid_t *pid,
                          struct pfq_arena *arena)
{
    int ends[2];
    const char *option = pfq_arena_printf(arena, "database=%s", database);
    if (pipe(ends) != 0) {
        return NULL;
    }
    *pid = fork();
    if (*pid == 0) {
        (void)dup2(ends[1], STDOUT_FILENO);
        (void)close(ends[0]);
        (void)close(ends[1]);
        (void)execl(program, program, "--report", "-o", option, (char *)NULL);
        _exit(127);
    }
    (void)close(ends[1]);
    if (*pid < 0) {
        (void)close(ends[0]);
        return NULL;
    }
    return fdopen(ends[0], "r");
}

static const Pfq__V1__ServiceStatus *read_report(FILE *in, struct pfq_arena *arena)
{
    struct pfq_problems problems;
    json_error_t where;
    pfq_problems_init(&problems, arena);
    json_t *json = json_loadf(in, 0, &where);
    ProtobufCMessage *message =
        json == NULL
            ? NULL
            : pfq_json_read(json, &pfq__v1__service_status__descriptor, "$", arena, &problems);
    json_decref(json);
    return (const Pfq__V1__ServiceStatus *)message;
}

void status_read_database(const char *run, struct pfq_arena *arena, struct status *out)
{
    char program[PFQ_DATA_PATH];
    pid_t pid = -1;
    int code = -1;
    out->database_path = place_database(run, arena);
    if (out->database_path == NULL || pfq_data_program("pfq-store", program, NULL) != PFQ_OK) {
        return;
    }
    FILE *in = start_report(program, out->database_path, &pid, arena);
    if (in == NULL) {
        return;
    }
    out->database = read_report(in, arena);
    (void)fclose(in);
    if (waitpid(pid, &code, 0) != pid || code != 0) {
        out->database = NULL;
    }
}
