/* store.c - see store.h. */
#include "store.h"

#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "pfq/log.h"
#include "requests.h"

enum {
    READS_MAX = 64,
    READ_BYTES = 1024 * 1024,
    RETRY_NS = 1000 * 1000,
    SLOW_MS = 1000 /* a peer that takes nothing for so long loses answers: it will ask again */
};

static char *lend(const char *text)
{
    return (char *)(uintptr_t)text;
}

/* --- answers ---------------------------------------------------------------------------- */

static struct pfq_bytes pack(struct store *s, struct job *job)
{
    struct pfq_arena arena;
    job_fit(job);
    pfq_arena_init(&arena, s->answer_block, sizeof s->answer_block);
    return pfq_wire_pack(&job->answer.base, &arena);
}

static enum pfq_code send_answer(struct store *s, struct job *job, int64_t wall_ms)
{
    job->answer.has_sent_at = true;
    job->answer.sent_at = wall_ms;
    job->answer.has_schema_version = true;
    job->answer.schema_version = 1;
    return pfq_sock_send(s->front, &job->peer, pack(s, job));
}

/* At once or not at all. */
static void answer(struct store *s, struct job *job, int64_t wall_ms)
{
    if (send_answer(s, job, wall_ms) != PFQ_OK) {
        ++*s->undelivered; /* it will ask again, and get the same */
    }
}

static void hint(struct store *s, const struct batch_result *result)
{
    Pfq__V1__Envelope envelope = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__CommitHint body = PFQ__V1__COMMIT_HINT__INIT;
    char *forces[BATCH_FORCES_MAX];
    struct pfq_arena arena;
    for (size_t i = 0; i < result->force_count; i++) {
        forces[i] = lend(result->forces[i]);
    }
    body.has_sequence = result->accepted > 0;
    body.sequence = result->sequence;
    body.forces = forces;
    body.n_forces = result->force_count;
    envelope.id = lend("hint");
    envelope.source = lend("pfq-store");
    envelope.body_case = PFQ__V1__ENVELOPE__BODY_COMMIT_HINT;
    envelope.commit_hint = &body;
    pfq_arena_init(&arena, s->answer_block, sizeof s->answer_block);
    enum pfq_code lost = pfq_sock_send(s->hints, NULL, pfq_wire_pack(&envelope.base, &arena));
    (void)lost; /* nobody listens: whoever does scans anyway */
}

static void try_later(struct store *s)
{
    struct itimerspec once = {.it_value.tv_nsec = RETRY_NS};
    (void)timerfd_settime(s->retry_fd, 0, &once, NULL);
}

/* The peer's queue is full: is it still worth waiting for? */
static bool worth_waiting(struct bin *bin, int64_t now_ms)
{
    if (bin->slow_since_ms == 0) {
        bin->slow_since_ms = now_ms;
    }
    return now_ms - bin->slow_since_ms < SLOW_MS;
}

/* False: the rest of the bin waits. */
static bool answer_bin(struct store *s, struct bin *bin, int64_t wall_ms, int64_t now_ms)
{
    for (; bin->sent < bin->count; bin->sent++) {
        enum pfq_code code = send_answer(s, &bin->jobs[bin->sent], wall_ms);
        if (code == PFQ_E_PEER_SLOW && worth_waiting(bin, now_ms)) {
            return false;
        }
        bin->slow_since_ms = code == PFQ_E_PEER_SLOW ? bin->slow_since_ms : 0;
        *s->undelivered += code != PFQ_OK;
    }
    return true;
}

static void answer_bins(struct store *s, struct worker *worker, int64_t wall_ms, int64_t now_ms)
{
    for (struct bin *bin = worker_collect(worker); bin != NULL; bin = worker_collect(worker)) {
        if (bin->result.accepted > 0 || bin->result.force_count > 0) {
            *s->accepted += bin->result.accepted;
            hint(s, &bin->result);
            bin->result = (struct batch_result){0}; /* told once */
        }
        if (!answer_bin(s, bin, wall_ms, now_ms)) {
            try_later(s);
            return;
        }
        worker_release(worker, bin);
    }
}

static void stop_if_hopeless(struct store *s)
{
    struct pfq_err why;
    if (atomic_load(&s->writer.fatal) != PFQ_OK && writer_alarm(&s->writer, ALARM_DATABASE, &why)) {
        atomic_store(&s->writer.fatal, PFQ_OK); /* said once */
        pfq_service_stop(s->service, &why);
    }
}

/* Which of them rang, and how often, does not matter. */
static void silence(int fd)
{
    uint64_t rings = 0;
    ssize_t got = read(fd, &rings, sizeof rings);
    (void)got;
}

static void on_answers(void *self, int64_t wall_ms, int64_t now_ms)
{
    struct store *s = self;
    silence(s->event_fd);
    silence(s->retry_fd);
    answer_bins(s, &s->writing, wall_ms, now_ms);
    answer_bins(s, &s->reading, wall_ms, now_ms);
    stop_if_hopeless(s);
}

/* --- requests ---------------------------------------------------------------------------- */

/* What the guard refused is answered with all that is wrong. */
static void refuse(struct store *s, struct pfq_frame *frame)
{
    Pfq__V1__Envelope envelope = PFQ__V1__ENVELOPE__INIT;
    struct job job = {.peer = frame->peer, .request = &envelope};
    envelope.id = frame->wire.id;
    job_begin(&job);
    pfq_problems_close(frame->problems);
    job.store_answer.has_answer = true;
    job.store_answer.answer = PFQ__V1__ANSWER__ANSWER_REFUSED;
    job.store_answer.problems = frame->problems->rows;
    job.store_answer.n_problems = frame->problems->count;
    answer(s, &job, frame->wall_ms);
}

/* Said once in the log, or a stranger could fill it; the counter tells the rest. */
static void turn_away(struct store *s, struct pfq_frame *frame)
{
    Pfq__V1__Envelope unread = PFQ__V1__ENVELOPE__INIT;
    struct job job = {.peer = frame->peer, .request = frame->wire.envelope};
    if (job.request == NULL) {
        unread.id = frame->wire.id;
        job.request = &unread;
    }
    if ((*s->strangers)++ == 0) {
        pfq_log(PFQ_LOG_WARN, "stranger", "uid=%lld",
                frame->peer.known ? (long long)frame->peer.uid : -1);
    }
    job_begin(&job);
    job_problem(&job, PFQ__V1__ANSWER__ANSWER_REFUSED, "NOT_GRANTED",
                "Only pfq's own services may ask the store.",
                "Run it as the store's user, or name its user id in services in pfq.conf.");
    answer(s, &job, frame->wall_ms);
}

static void put_off(struct store *s, struct pfq_frame *frame)
{
    struct job job = {.peer = frame->peer, .request = frame->wire.envelope};
    job_begin(&job);
    job_try_again(&job, "BUSY", "The store has as much in hand as it takes at once.");
    ++*s->put_off;
    answer(s, &job, frame->wall_ms);
}

static void on_request(void *self, struct pfq_frame *frame)
{
    struct store *s = self;
    const Pfq__V1__Envelope *request = frame->wire.envelope;
    if (!callers_include(&s->callers, &frame->peer)) {
        turn_away(s, frame);
        return;
    }
    if (request == NULL) {
        refuse(s, frame);
        return;
    }
    struct worker *worker = requests_reads(request) ? &s->reading : &s->writing;
    if (worker_add(worker, frame)) {
        return;
    }
    answer_bins(s, worker, frame->wall_ms,
                frame->now_ms); /* an answered bin may be all that is missing */
    if (!worker_add(worker, frame)) {
        put_off(s, frame);
    }
}

/* --- start and stop ----------------------------------------------------------------------- */

static enum pfq_code start_threads(struct store *s, const char *path, struct pfq_err *err)
{
    struct pfq_service *service = s->service;
    struct db_held held = {(uint64_t)pfq_service_number(service, "quarantine_items"),
                           (uint64_t)pfq_service_number(service, "quarantine_bytes")};
    enum pfq_code code =
        writer_init(&s->writer, path, held, &s->rules, &s->checkpoint, s->event_fd, err);
    if (code == PFQ_OK) {
        code =
            checkpoint_start(&s->checkpoint, path, pfq_service_number(service, "log_bytes"), err);
    }
    if (code == PFQ_OK) {
        code = worker_start(&s->writing, &writer_ops, &s->writer, s->event_fd,
                            (size_t)pfq_service_number(service, "batch_messages"),
                            (size_t)pfq_service_number(service, "batch_bytes"), err);
    }
    if (code == PFQ_OK) {
        code = worker_start(&s->reading, &reader_ops, &s->reader, s->event_fd, READS_MAX,
                            READ_BYTES, err);
    }
    return code;
}

static bool open_fds(struct store *s)
{
    struct epoll_event readable = {.events = EPOLLIN};
    s->event_fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    s->retry_fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    s->wait_fd = epoll_create1(EPOLL_CLOEXEC);
    return s->event_fd >= 0 && s->retry_fd >= 0 && s->wait_fd >= 0 &&
           epoll_ctl(s->wait_fd, EPOLL_CTL_ADD, s->event_fd, &readable) == 0 &&
           epoll_ctl(s->wait_fd, EPOLL_CTL_ADD, s->retry_fd, &readable) == 0;
}

static enum pfq_code read_rules(const struct pfq_config *config, struct pfq_people_rules *rules,
                                struct pfq_err *err)
{
    const struct pfq_people_words words = {
        .deadline_days = pfq_config_text(config, "deadline_days"),
        .response_days = pfq_config_text(config, "response_days"),
        .due = pfq_config_text(config, "due"),
        .eligible_triage = pfq_config_text(config, "eligible_triage"),
        .eligible_nfq = pfq_config_text(config, "eligible_nfq"),
        .eligible_dga = pfq_config_text(config, "eligible_dga"),
        .ladder_days = pfq_config_text(config, "ladder_days"),
    };
    return pfq_people_rules_read(&words, rules, err);
}

static enum pfq_code check_rules(const struct pfq_config *config, struct pfq_err *err)
{
    struct pfq_people_rules rules;
    return read_rules(config, &rules, err);
}

static enum pfq_code check_callers(const struct pfq_config *config, struct pfq_err *err)
{
    struct callers callers;
    return callers_parse(pfq_config_text(config, "services"), &callers, err);
}

static pfq_service_check *const checks[] = {check_callers, check_rules, NULL};

static enum pfq_code init(void *self, struct pfq_service *service, struct pfq_err *err)
{
    struct store *s = self;
    s->service = service;
    s->front = pfq_service_sock(service, "store");
    s->hints = pfq_service_sock(service, "hints");
    s->accepted = pfq_service_counter(service, "accepted");
    s->put_off = pfq_service_counter(service, "put_off");
    s->undelivered = pfq_service_counter(service, "undelivered");
    s->strangers = pfq_service_counter(service, "strangers");
    s->reader.path = pfq_service_text(service, "database");
    s->reader.rules = &s->rules;
    enum pfq_code code = callers_parse(pfq_service_text(service, "services"), &s->callers, err);
    if (code == PFQ_OK) {
        code = read_rules(pfq_service_config(service), &s->rules, err);
    }
    if (code != PFQ_OK) {
        return code;
    }
    if (!open_fds(s)) {
        return pfq_fail(err, PFQ_E_IO, "eventfd, timerfd or epoll");
    }
    pfq_service_watch(service, s->wait_fd);
    return start_threads(s, s->reader.path, err);
}

static bool drain(void *self, int64_t now_ms)
{
    struct store *s = self;
    uint64_t count = 0;
    int64_t age_ms = 0;
    on_answers(s, pfq_wall_ms(), now_ms);
    worker_backlog(&s->writing, now_ms, &count, &age_ms);
    worker_backlog(&s->reading, now_ms, &count, &age_ms);
    return count == 0;
}

/* The writing connection goes last: whoever is last folds the log back. */
static void fini(void *self)
{
    struct store *s = self;
    worker_stop(&s->writing);
    worker_stop(&s->reading);
    db_close(s->reader.db);
    db_close(s->status_db);
    checkpoint_stop(&s->checkpoint);
    writer_fini(&s->writer);
    (void)close(s->wait_fd);
    (void)close(s->retry_fd);
    (void)close(s->event_fd);
}

static const struct pfq_param params[] = {
    {"store", PFQ_PARAM_TEXT, "ipc://%RUN%/store.sock", 0, 0, NULL, "Where requests come in."},
    {"hints", PFQ_PARAM_TEXT, "ipc://%RUN%/hints.sock", 0, 0, NULL, "Where commits are told."},
    {"services", PFQ_PARAM_TEXT, "", 0, 0, NULL,
     "User ids that may ask, besides root and the store's own."},
    {"database", PFQ_PARAM_TEXT, "/var/lib/pfq/pfq.db", 0, 0, NULL,
     "The database; its quarantine lies beside it."},
    {"batch_messages", PFQ_PARAM_NUMBER, "1024", 1, 16384, "messages",
     "In one transaction, and waiting for the next."},
    {"batch_bytes", PFQ_PARAM_NUMBER, "3145728", 1048576, 67108864, "bytes", "The same."},
    {"log_bytes", PFQ_PARAM_NUMBER, "33554432", 1048576, 4294967296, "bytes",
     "Above this the writer stands aside until the log is folded back."},
    {"quarantine_items", PFQ_PARAM_NUMBER, "10000", 0, 1000000, "messages",
     "Unreadable messages held at most."},
    {"quarantine_bytes", PFQ_PARAM_NUMBER, "67108864", 0, 4294967296, "bytes", "The same."},
    {"deadline_days", PFQ_PARAM_TEXT, PFQ_PEOPLE_DEADLINE_DAYS, 0, 0, NULL,
     "Days after the end of a month until its outcomes are final."},
    {"response_days", PFQ_PARAM_TEXT, PFQ_PEOPLE_RESPONSE_DAYS, 0, 0, NULL,
     "Days to answer a failure of triage, NFQ and DGA."},
    {"due", PFQ_PARAM_TEXT, PFQ_PEOPLE_DUE, 0, 0, NULL,
     "Hours (3h) or days (28d) from arrival until triage, NFQ and DGA ought to be done."},
    {"eligible_triage", PFQ_PARAM_TEXT, PFQ_PEOPLE_ELIGIBLE_TRIAGE, 0, 0, NULL,
     "File types that ought to have triage."},
    {"eligible_nfq", PFQ_PARAM_TEXT, PFQ_PEOPLE_ELIGIBLE_NFQ, 0, 0, NULL, "The same of NFQ."},
    {"eligible_dga", PFQ_PARAM_TEXT, PFQ_PEOPLE_ELIGIBLE_DGA, 0, 0, NULL, "The same of DGA."},
    {"ladder_days", PFQ_PARAM_TEXT, PFQ_PEOPLE_LADDER_DAYS, 0, 0, NULL,
     "As under [feedback]; set both, or [common]."},
    {0},
};

static const struct pfq_socket_row sockets[] = {
    {"store", PFQ_SOCK_HUB, 256, on_request},
    {"hints", PFQ_SOCK_PUB, 0, NULL},
    {0},
};

static const struct pfq_timer_row timers[] = {{0}};

const struct pfq_service_ops store_ops = {
    .name = "store",
    .text =
        "keeps submissions and their feedback, durably"
        "\v"
        "Four uses look at the database and end; a service may run beside them:\n"
        "  pfq-store --report [--config=FILE] [-o NAME=VALUE]...\n"
        "      what status shows, as one line of JSON\n"
        "  pfq-store --stored --from=DATE --to=DATE [--config=FILE] [-o NAME=VALUE]...\n"
        "      the submissions of these days, whole: for each 4 bytes of length, the\n"
        "      least first, then a packed StoredFile (store.proto)\n"
        "  pfq-store --activity [--config=FILE] [-o NAME=VALUE]...\n"
        "      the log of exports, late corrections and closed months, and its last digest; it\n"
        "      fails where a line was changed\n"
        "  pfq-store --recount [--config=FILE] [-o NAME=VALUE]...\n"
        "      figures of submissions, counted again from nothing, where they are doubted\n"
        "Exit status 0: told; 2: wrong usage; 4: cannot tell.",
    .params = params,
    .sockets = sockets,
    .timers = timers,
    .checks = checks,
    .init = init,
    .on_fd = on_answers,
    .status = store_status,
    .drain = drain,
    .fini = fini,
};
