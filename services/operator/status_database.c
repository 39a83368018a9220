/* status_database.c - what the database says while store does not answer: see status.h.
 *
 * store is the only program that opens the database, so it is asked to: pfq-store --report
 * reads it without any service and writes one ServiceStatus as JSON. */
#include <stdio.h>

#include "child.h"
#include "pfq/data.h"
#include "pfq/json.h"
#include "pfq/problems.h"
#include "places.h"
#include "status.h"

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
    char report[] = "--report";
    char option[] = "-o";
    pid_t pid = -1;
    out->database_path = place_database(run, arena);
    if (out->database_path == NULL || pfq_data_program("pfq-store", program, NULL) != PFQ_OK) {
        return;
    }
    char *database = pfq_arena_printf(arena, "database=%s", out->database_path);
    char *const argv[] = {program, report, option, database, NULL};
    FILE *in = child_start(argv, &pid);
    if (in == NULL) {
        return;
    }
    out->database = read_report(in, arena);
    if (!child_ended_well(in, pid)) {
        out->database = NULL;
    }
}
