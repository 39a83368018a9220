/* rig.c - real processes for system tests: see rig.h. */
#include "rig.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* A rig that does not stand ends the test, or the benchmark, at once. */
static void must(bool holds, const char *what, const char *why)
{
    if (!holds) {
        fprintf(stderr, "rig: %s: %s\n", what, why);
        abort();
    }
}

static const char *const names[RIG_SERVICES] = {"store", "intake", "feedback"};

void rig_begin(struct rig *rig)
{
    char run[96];
    *rig = (struct rig){.pids = {0}};
    (void)snprintf(rig->dir, sizeof rig->dir, "/tmp/pfq-rig-XXXXXX");
    must(mkdtemp(rig->dir) != NULL, rig->dir, strerror(errno));
    (void)snprintf(run, sizeof run, "%s/run", rig->dir);
    must(mkdir(run, 0700) == 0, run, strerror(errno));
    (void)snprintf(rig->run_option, sizeof rig->run_option, "--run=%s", run);
}

static void exec_service(const struct rig *rig, enum rig_service which)
{
    char program[128];
    char run[96];
    char database[96];
    char tables[96];
    char *argv[32] = {program, "-o", run, "-o", "log_level=error"};
    int argc = 5;
    (void)snprintf(program, sizeof program, "%s/bin/pfq-%s", PFQ_TREE, names[which]);
    (void)snprintf(run, sizeof run, "run=%s/run", rig->dir);
    if (which == RIG_STORE) {
        (void)snprintf(database, sizeof database, "database=%s/pfq.db", rig->dir);
        argv[argc++] = "-o";
        argv[argc++] = database;
    }
    if (which != RIG_STORE) {
        (void)snprintf(tables, sizeof tables, "tables=%s/tables", rig->dir);
        argv[argc++] = "-o";
        argv[argc++] = tables;
    }
    if (which == RIG_FEEDBACK && rig->config != NULL) {
        argv[argc++] = "--config";
        argv[argc++] = (char *)(uintptr_t)rig->config;
    }
    for (int i = 0; rig->options[which][i] != NULL; i++) {
        argv[argc++] = "-o";
        argv[argc++] = (char *)(uintptr_t)rig->options[which][i];
    }
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    execv(program, argv);
    perror(program);
    _exit(127);
}

void rig_start(struct rig *rig, enum rig_service which)
{
    must(rig->pids[which] == 0, names[which], "runs already");
    pid_t pid = fork();
    must(pid >= 0, "fork", strerror(errno));
    if (pid == 0) {
        exec_service(rig, which);
    }
    rig->pids[which] = pid;
}

struct pfq_client *rig_client(struct rig *rig, enum rig_service which)
{
    char endpoint[128];
    struct pfq_client *client = NULL;
    struct pfq_err err = {0};
    (void)snprintf(endpoint, sizeof endpoint, "ipc://%s/run/%s.sock", rig->dir, names[which]);
    must(pfq_client_open(endpoint, &client, &err) == PFQ_OK, endpoint, err.text);
    return client;
}

static Pfq__V1__ServiceStatus *ask_status(struct rig *rig, enum rig_service which,
                                          int64_t timeout_ms, struct pfq_arena *arena)
{
    Pfq__V1__Envelope request = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__StatusRequest status = PFQ__V1__STATUS_REQUEST__INIT;
    Pfq__V1__Envelope *answer = NULL;
    struct pfq_err err = {0};
    char id[] = "rig-status";
    char source[] = "rig";
    request.id = id;
    request.source = source;
    request.body_case = PFQ__V1__ENVELOPE__BODY_STATUS_REQUEST;
    request.status_request = &status;
    status.has_with_forces = true;
    status.with_forces = true;
    struct pfq_client *client = rig_client(rig, which);
    enum pfq_code code = pfq_client_ask(client, &request, timeout_ms, arena, &answer, &err);
    pfq_client_close(client);
    return code == PFQ_OK && answer->body_case == PFQ__V1__ENVELOPE__BODY_SERVICE_STATUS
               ? answer->service_status
               : NULL;
}

Pfq__V1__ServiceStatus *rig_status(struct rig *rig, enum rig_service which, struct pfq_arena *arena)
{
    Pfq__V1__ServiceStatus *status = ask_status(rig, which, 5000, arena);
    must(status != NULL, names[which], "does not answer");
    return status;
}

/* Ready for work: it answers, and intake has made its catalogue known. */
void rig_wait_ready(struct rig *rig, enum rig_service which)
{
    for (int tries = 0; tries < 100; tries++) {
        struct pfq_arena arena;
        pfq_arena_open(&arena);
        const Pfq__V1__ServiceStatus *status = ask_status(rig, which, 200, &arena);
        bool ready = status != NULL && status->state == PFQ__V1__SERVICE_STATE__SERVICE_STATE_READY;
        pfq_arena_close(&arena);
        if (ready) {
            return;
        }
        (void)usleep(50000);
    }
    must(false, names[which], "was not ready in time");
}

void rig_start_all(struct rig *rig)
{
    for (int i = 0; i < RIG_SERVICES; i++) {
        rig_start(rig, (enum rig_service)i);
    }
    for (int i = 0; i < RIG_SERVICES; i++) {
        rig_wait_ready(rig, (enum rig_service)i);
    }
}

void rig_signal(struct rig *rig, enum rig_service which, int signal)
{
    must(rig->pids[which] > 0 && kill(rig->pids[which], signal) == 0, names[which],
         "cannot be signalled");
}

int rig_reap(struct rig *rig, enum rig_service which)
{
    int status = 0;
    must(waitpid(rig->pids[which], &status, 0) == rig->pids[which], names[which], strerror(errno));
    rig->pids[which] = 0;
    return status;
}

void rig_end(struct rig *rig)
{
    char command[96];
    for (int i = 0; i < RIG_SERVICES; i++) {
        if (rig->pids[i] > 0) {
            rig_signal(rig, (enum rig_service)i, SIGTERM);
        }
    }
    for (int i = 0; i < RIG_SERVICES; i++) {
        if (rig->pids[i] > 0) {
            (void)rig_reap(rig, (enum rig_service)i);
        }
    }
    (void)snprintf(command, sizeof command, "rm -rf %s", rig->dir);
    must(system(command) == 0, rig->dir, "cannot be removed");
}

Pfq__V1__Envelope *rig_envelope(const char *source, const char *force, uint32_t n,
                                struct pfq_arena *arena)
{
    Pfq__V1__Envelope *envelope = pfq_arena_new(arena, Pfq__V1__Envelope, 1);
    Pfq__V1__Submission *s = pfq_arena_new(arena, Pfq__V1__Submission, 1);
    pfq__v1__envelope__init(envelope);
    pfq__v1__submission__init(s);
    envelope->id = pfq_arena_printf(arena, "%s-%06u", force, n);
    envelope->source = pfq_arena_strdup(arena, source);
    envelope->has_schema_version = true;
    envelope->schema_version = 1;
    envelope->body_case = PFQ__V1__ENVELOPE__BODY_SUBMISSION;
    envelope->submission = s;
    s->urn = pfq_arena_printf(arena, "%sAA%05u26", force, n % 100000);
    s->submitting_force = pfq_arena_strdup(arena, force);
    s->has_file_type = true;
    s->file_type = PFQ__V1__FILE_TYPE__FILE_TYPE_FH_GAP;
    s->has_submitted_at = true;
    s->submitted_at = INT64_C(1777800000000) + (int64_t)n * 1000; /* 3 May 2026 */
    return envelope;
}

Pfq__V1__Receipt *rig_submit(struct pfq_client *client, const Pfq__V1__Envelope *envelope,
                             struct pfq_arena *arena)
{
    Pfq__V1__Receipt *receipt = NULL;
    struct pfq_err err = {0};
    must(pfq_client_submit(client, envelope, 20000, arena, &receipt, &err) == PFQ_OK, "submit",
         err.text);
    return receipt;
}
