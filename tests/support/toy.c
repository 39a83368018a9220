#include "support/toy.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "pfq/bug.h"

static struct toy_state {
    struct pfq_service *service;
    uint64_t *ticks;
    unsigned again;
} state;

/* --- the service -------------------------------------------------------------------- */

static void answer_with(struct pfq_frame *frame, Pfq__V1__Answer what)
{
    Pfq__V1__Receipt receipt = PFQ__V1__RECEIPT__INIT;
    Pfq__V1__Envelope answer = PFQ__V1__ENVELOPE__INIT;
    answer.id = pfq_arena_strdup(frame->arena, frame->wire.id);
    answer.source = pfq_arena_strdup(frame->arena, "toy");
    receipt.id = answer.id;
    receipt.has_answer = true;
    receipt.answer = what;
    receipt.has_retry_after_ms = what == PFQ__V1__ANSWER__ANSWER_TRY_AGAIN;
    receipt.retry_after_ms = 50;
    answer.body_case = PFQ__V1__ENVELOPE__BODY_RECEIPT;
    answer.receipt = &receipt;
    enum pfq_code unsent =
        pfq_sock_send(frame->from, &frame->peer, pfq_wire_pack(&answer.base, frame->arena));
    *pfq_service_counter(state.service, "unsent") += unsent != PFQ_OK;
}

static void on_frame(void *self, struct pfq_frame *frame)
{
    (void)self;
    if (frame->wire.envelope == NULL) {
        answer_with(frame, PFQ__V1__ANSWER__ANSWER_REFUSED);
    } else if (strncmp(frame->wire.id, "again", 5) == 0 && state.again++ < 2) {
        answer_with(frame, PFQ__V1__ANSWER__ANSWER_TRY_AGAIN);
    } else if (strncmp(frame->wire.id, "mute", 4) != 0) {
        answer_with(frame, PFQ__V1__ANSWER__ANSWER_ACCEPTED);
    }
}

static void on_tick(void *self, int64_t wall_ms, int64_t now_ms)
{
    (void)self;
    (void)wall_ms;
    (void)now_ms;
    ++*state.ticks;
    if (pfq_service_number(state.service, "fail") > 0) {
        struct pfq_err err;
        (void)pfq_fail(&err, PFQ_E_DB_CORRUPT, "as the test asked");
        pfq_service_stop(state.service, &err);
    }
}

static enum pfq_code init(void *self, struct pfq_service *service, struct pfq_err *err)
{
    (void)self;
    (void)err;
    state = (struct toy_state){.service = service};
    state.ticks = pfq_service_counter(service, "ticks");
    return PFQ_OK;
}

static bool drain(void *self, int64_t now_ms)
{
    (void)self;
    (void)now_ms;
    return pfq_service_number(state.service, "hold") == 0;
}

static void reload(void *self)
{
    (void)self;
    ++*pfq_service_counter(state.service, "reloads");
}

static void fill_status(void *self, const struct pfq_frame *frame, Pfq__V1__ServiceStatus *out)
{
    (void)self;
    (void)frame;
    out->has_backlog = true;
    out->backlog = 7;
}

const struct pfq_service_ops *toy_ops(void)
{
    static const struct pfq_param params[] = {
        {"front", PFQ_PARAM_TEXT, "ipc://%RUN%/toy.sock", 0, 0, NULL, "Where it listens."},
        {"side", PFQ_PARAM_TEXT, "ipc://%RUN%/side.sock", 0, 0, NULL, "A second door."},
        {"tick_ms", PFQ_PARAM_NUMBER, "200", 1, 60000, "ms", "How often it ticks."},
        {"hold", PFQ_PARAM_NUMBER, "0", 0, 1, NULL, "1: it is never done."},
        {"fail", PFQ_PARAM_NUMBER, "0", 0, 1, NULL, "1: it fails at its first tick."},
        {0},
    };
    static const struct pfq_socket_row sockets[] = {
        {"front", PFQ_SOCK_ROUTER, 8, on_frame},
        {"side", PFQ_SOCK_ROUTER, 8, on_frame},
        {0},
    };
    static const struct pfq_timer_row timers[] = {{"tick", "tick_ms", on_tick}, {0}};
    static const struct pfq_service_ops ops = {.name = "toy",
                                               .text = "A toy for tests",
                                               .params = params,
                                               .sockets = sockets,
                                               .timers = timers,
                                               .init = init,
                                               .reload = reload,
                                               .status = fill_status,
                                               .drain = drain};
    return &ops;
}

/* --- its process -------------------------------------------------------------------- */

void toy_begin(struct toy *toy)
{
    *toy = (struct toy){.go = -1};
    (void)snprintf(toy->dir, sizeof toy->dir, "/tmp/pfq-toy-XXXXXX");
    PFQ_ASSERT(mkdtemp(toy->dir) != NULL);
    (void)snprintf(toy->endpoint, sizeof toy->endpoint, "ipc://%s/toy.sock", toy->dir);
}

static int run_toy(const struct toy *toy, const char *option)
{
    char run[64];
    char name[] = "toy";
    char flag[] = "-o";
    char level[] = "log_level=error";
    char chosen[128];
    char *argv[] = {name, flag, run, flag, level, flag, chosen, NULL};
    (void)snprintf(run, sizeof run, "run=%s", toy->dir);
    (void)snprintf(chosen, sizeof chosen, "%s", option == NULL ? "" : option);
    return pfq_service_main(toy_ops(), NULL, option == NULL ? 5 : 7, argv);
}

/* Forked before the test opens a socket of its own: libzmq's threads do not follow. */
void toy_prepare(struct toy *toy, const char *option)
{
    int pipes[2];
    PFQ_ASSERT(pipe(pipes) == 0);
    toy->go = pipes[1];
    toy->pid = fork();
    PFQ_ASSERT(toy->pid >= 0);
    if (toy->pid == 0) {
        char byte;
        (void)close(pipes[1]);
        ssize_t end = read(pipes[0], &byte, 1);
        (void)close(pipes[0]);
        _exit(end == 0 ? run_toy(toy, option) : 99);
    }
    (void)close(pipes[0]);
}

void toy_go(struct toy *toy)
{
    if (toy->go >= 0) {
        (void)close(toy->go);
    }
    toy->go = -1;
}

void toy_start(struct toy *toy, const char *option)
{
    toy_prepare(toy, option);
    toy_go(toy);
}

int toy_wait(struct toy *toy)
{
    int status = 0;
    PFQ_ASSERT(waitpid(toy->pid, &status, 0) == toy->pid);
    toy->pid = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

int toy_stop(struct toy *toy, int signal)
{
    (void)kill(toy->pid, signal);
    return toy_wait(toy);
}

void toy_end(struct toy *toy)
{
    char path[96];
    toy_go(toy);
    if (toy->pid > 0) {
        (void)toy_stop(toy, SIGKILL);
    }
    static const char *const files[] = {"toy.sock", "side.sock", "notify", "plain"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        (void)snprintf(path, sizeof path, "%s/%s", toy->dir, files[i]);
        (void)unlink(path);
    }
    (void)rmdir(toy->dir);
}

const Pfq__V1__Envelope *toy_envelope(const char *id)
{
    static Pfq__V1__Submission submission = PFQ__V1__SUBMISSION__INIT;
    static Pfq__V1__Envelope envelope = PFQ__V1__ENVELOPE__INIT;
    static char name[PFQ_ID_BYTES + 1];
    static char source[] = "test";
    (void)snprintf(name, sizeof name, "%s", id);
    envelope.id = name;
    envelope.source = source;
    envelope.body_case = PFQ__V1__ENVELOPE__BODY_SUBMISSION;
    envelope.submission = &submission;
    return &envelope;
}
