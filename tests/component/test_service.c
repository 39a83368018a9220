/* The service loop, with a toy service in a process of its own: pfq/service.h. */
#include <criterion/criterion.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/net/loop.h"
#include "pfq/log.h"
#include "support/toy.h"

static struct toy toy;

static void begin(void)
{
    toy_begin(&toy);
}

static void end(void)
{
    toy_end(&toy);
}

TestSuite(service, .init = begin, .fini = end, .timeout = 30);

static struct pfq_client *client_of(const char *endpoint)
{
    struct pfq_client *client = NULL;
    struct pfq_err err = {0};
    cr_assert_eq(pfq_client_open(endpoint, &client, &err), PFQ_OK, "%s", err.text);
    return client;
}

static Pfq__V1__Receipt *submit(struct pfq_client *client, const char *id, int64_t patience_ms,
                                struct pfq_arena *arena)
{
    Pfq__V1__Receipt *receipt = NULL;
    struct pfq_err err = {0};
    cr_assert_eq(pfq_client_submit(client, toy_envelope(id), patience_ms, arena, &receipt, &err),
                 PFQ_OK, "%s", err.text);
    return receipt;
}

static Pfq__V1__ServiceStatus *ask_status(struct pfq_client *client, struct pfq_arena *arena)
{
    Pfq__V1__StatusRequest body = PFQ__V1__STATUS_REQUEST__INIT;
    Pfq__V1__Envelope request = *toy_envelope("status-1");
    Pfq__V1__Envelope *answer = NULL;
    struct pfq_err err = {0};
    request.body_case = PFQ__V1__ENVELOPE__BODY_STATUS_REQUEST;
    request.status_request = &body;
    cr_assert_eq(pfq_client_ask(client, &request, 5000, arena, &answer, &err), PFQ_OK, "%s",
                 err.text);
    cr_assert_eq(answer->body_case, PFQ__V1__ENVELOPE__BODY_SERVICE_STATUS);
    return answer->service_status;
}

static uint64_t counter(const Pfq__V1__ServiceStatus *status, const char *name)
{
    for (size_t i = 0; i < status->n_counters; i++) {
        if (strcmp(status->counters[i]->name, name) == 0) {
            return status->counters[i]->value;
        }
    }
    return 0;
}

/* A started toy, known to be up. */
static struct pfq_client *start(const char *option, struct pfq_arena *arena)
{
    toy_start(&toy, option);
    pfq_arena_open(arena);
    struct pfq_client *client = client_of(toy.endpoint);
    (void)submit(client, "first", 10000, arena);
    return client;
}

Test(service, a_status_request_is_answered_by_the_loop_and_added_to_by_the_service)
{
    struct pfq_arena arena;
    struct pfq_client *client = start(NULL, &arena);
    const Pfq__V1__ServiceStatus *status = ask_status(client, &arena);
    cr_assert_str_eq(status->service, "toy");
    cr_assert_str_eq(status->version, PFQ_VERSION);
    cr_assert_eq(status->state, PFQ__V1__SERVICE_STATE__SERVICE_STATE_READY);
    cr_assert_eq(status->pid, (uint32_t)toy.pid);
    cr_assert(status->started_at > 0 && status->rss_bytes > 0);
    cr_assert_eq(counter(status, "frames_received"), 2);
    cr_assert_eq(status->backlog, 7);
    pfq_client_close(client);
}

Test(service, a_frame_that_the_guard_refuses_reaches_the_service_with_its_reasons)
{
    struct pfq_arena arena;
    struct pfq_client *client = start(NULL, &arena);
    struct pfq_err err = {0};
    Pfq__V1__Envelope *answer = NULL;
    static const uint8_t noise[] = {0xFF, 0xFF, 0x00, 0x17};
    cr_assert_eq(pfq_client_send_bytes(client, (struct pfq_bytes){noise, sizeof noise}, &err),
                 PFQ_OK);
    cr_assert_eq(pfq_client_next(client, 5000, &arena, &answer, &err), PFQ_OK, "%s", err.text);
    cr_assert_eq(answer->receipt->answer, PFQ__V1__ANSWER__ANSWER_REFUSED);
    cr_assert_eq(counter(ask_status(client, &arena), "frames_refused"), 1);
    pfq_client_close(client);
}

Test(service, a_term_drains_and_ends_with_status_0)
{
    struct pfq_arena arena;
    struct pfq_client *client = start(NULL, &arena);
    cr_assert_eq(toy_stop(&toy, SIGTERM), 0);
    pfq_client_close(client);
}

Test(service, a_second_term_does_not_wait_for_what_is_in_hand)
{
    struct pfq_arena arena;
    struct pfq_client *client = start("hold=1", &arena);
    int64_t before = pfq_monotonic_ms();
    (void)kill(toy.pid, SIGTERM);
    (void)usleep(200000);
    cr_assert_eq(waitpid(toy.pid, NULL, WNOHANG), 0, "the first must wait");
    cr_assert_eq(toy_stop(&toy, SIGTERM), 0);
    cr_assert_lt(pfq_monotonic_ms() - before, 3000);
    pfq_client_close(client);
}

Test(service, draining_ends_when_drain_ms_has_passed)
{
    struct pfq_config *config = NULL;
    struct pfq_err err = {0};
    char run[64];
    (void)snprintf(run, sizeof run, "run=%s", toy.dir);
    const char *const options[] = {run, "hold=1", "drain_ms=60", "log_level=error", NULL};
    static struct pfq_service service;
    cr_assert_eq(pfq_config_load(toy_ops()->params, "toy", NULL, options, &config, &err), PFQ_OK);
    pfq_log_init("toy", PFQ_LOG_ERROR);
    cr_assert_eq(net_loop_open(&service, toy_ops(), NULL, config, &pfq_real_clock, &err), PFQ_OK);
    int64_t before = pfq_monotonic_ms();
    pfq_service_stop(&service, NULL);
    while (service.state != NET_STOPPED) {
        net_loop_turn(&service, -1);
    }
    cr_assert_geq(pfq_monotonic_ms() - before, 60);
    cr_assert_lt(pfq_monotonic_ms() - before, 2000);
    cr_assert_not(service.failed);
    net_loop_close(&service);
    pfq_config_close(config);
}

Test(service, a_service_that_fails_ends_with_status_1)
{
    toy_start(&toy, "fail=1");
    cr_assert_eq(toy_wait(&toy), 1);
}

Test(service, a_service_that_cannot_start_ends_with_status_1)
{
    toy_start(&toy, "front=tcp://0.0.0.0:7000");
    cr_assert_eq(toy_wait(&toy), 1);
}

Test(service, a_hup_reloads)
{
    struct pfq_arena arena;
    struct pfq_client *client = start(NULL, &arena);
    (void)kill(toy.pid, SIGHUP);
    (void)kill(toy.pid, SIGUSR1);
    uint64_t reloads = 0;
    for (int i = 0; i < 100 && reloads == 0; i++) {
        reloads = counter(ask_status(client, &arena), "reloads");
    }
    cr_assert_eq(reloads, 1);
    pfq_client_close(client);
}

/* --- the supervisor ----------------------------------------------------------------- */

static int bind_notify(const char *name)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    size_t size = strlen(name);
    memcpy(address.sun_path, name, size);
    if (name[0] == '@') {
        address.sun_path[0] = '\0';
    }
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    cr_assert_eq(bind(fd, (struct sockaddr *)&address,
                      (socklen_t)(offsetof(struct sockaddr_un, sun_path) + size)),
                 0);
    (void)setenv("NOTIFY_SOCKET", name, 1);
    return fd;
}

/* Datagrams until one holds `word`; how many passed before it. */
static int await_word(int fd, const char *word)
{
    char text[256];
    for (int passed = 0; passed < 100; passed++) {
        struct pollfd item = {.fd = fd, .events = POLLIN};
        cr_assert_eq(poll(&item, 1, 10000), 1, "no %s came", word);
        ssize_t n = recv(fd, text, sizeof text - 1, 0);
        text[n > 0 ? n : 0] = '\0';
        if (strstr(text, word) != NULL) {
            return passed;
        }
    }
    return 100;
}

Test(service, the_supervisor_hears_of_readiness_life_and_the_end)
{
    char name[64];
    (void)snprintf(name, sizeof name, "%s/notify", toy.dir);
    int fd = bind_notify(name);
    (void)setenv("WATCHDOG_USEC", "200000", 1);
    toy_start(&toy, NULL);
    cr_assert_eq(await_word(fd, "READY=1"), 0);
    int64_t before = pfq_monotonic_ms();
    for (int i = 0; i < 4; i++) {
        (void)await_word(fd, "WATCHDOG=1");
    }
    cr_assert_geq(pfq_monotonic_ms() - before, 200, "the watchdog is fed by time, not by turns");
    (void)kill(toy.pid, SIGTERM);
    (void)await_word(fd, "STOPPING=1");
    cr_assert_eq(toy_wait(&toy), 0);
    (void)close(fd);
}

Test(service, the_supervisor_may_have_an_abstract_socket)
{
    char name[64];
    (void)snprintf(name, sizeof name, "@pfq-test-%d", (int)getpid());
    int fd = bind_notify(name);
    toy_start(&toy, NULL);
    cr_assert_eq(await_word(fd, "READY=1"), 0);
    (void)close(fd);
}

/* --- fairness ----------------------------------------------------------------------- */

/* In a process of its own: within one process its peers would share libzmq's thread. */
static pid_t start_flood(void)
{
    pid_t pid = fork();
    if (pid != 0) {
        return pid;
    }
    struct pfq_arena arena;
    struct pfq_err err;
    struct pfq_client *client = NULL;
    pfq_arena_open(&arena);
    (void)alarm(20); /* should the test die before it */
    if (pfq_client_open(toy.endpoint, &client, &err) != PFQ_OK) {
        _exit(1);
    }
    struct pfq_bytes frame = pfq_wire_pack(&toy_envelope("flood")->base, &arena);
    for (;;) {
        if (pfq_client_send_bytes(client, frame, &err) == PFQ_E_IO) {
            _exit(1);
        }
    }
}

/* It sends without end and reads no answer. */
Test(service, a_flooding_peer_starves_neither_another_peer_nor_another_socket_nor_a_timer)
{
    struct pfq_arena arena;
    char side[96];
    pid_t flood = start_flood();
    struct pfq_client *client = start("tick_ms=50", &arena);
    (void)snprintf(side, sizeof side, "ipc://%s/side.sock", toy.dir);
    struct pfq_client *other = client_of(side);
    while (counter(ask_status(client, &arena), "frames_received") < 1000) {
        (void)usleep(10000);
    }
    uint64_t ticks = counter(ask_status(client, &arena), "ticks");
    int64_t slowest = 0;
    for (int i = 0; i < 30; i++) {
        int64_t before = pfq_monotonic_ms();
        (void)ask_status(client, &arena);
        (void)ask_status(other, &arena);
        int64_t took = pfq_monotonic_ms() - before;
        slowest = took > slowest ? took : slowest;
        (void)usleep(10000);
    }
    const Pfq__V1__ServiceStatus *status = ask_status(other, &arena);
    (void)kill(flood, SIGKILL);
    (void)waitpid(flood, NULL, 0);
    cr_assert_lt(slowest, 1000, "%lld ms", (long long)slowest);
    cr_assert_geq(counter(status, "ticks"), ticks + 3);
    cr_assert_lt(status->rss_bytes, 64u << 20);
    pfq_client_close(client);
    pfq_client_close(other);
}

Test(service, an_idle_service_uses_no_processor)
{
    struct pfq_arena arena;
    struct rusage usage;
    struct pfq_client *client = start(NULL, &arena);
    pfq_client_close(client);
    (void)sleep(1);
    (void)kill(toy.pid, SIGTERM);
    cr_assert_eq(wait4(toy.pid, NULL, 0, &usage), toy.pid);
    toy.pid = 0;
    long used_ms = (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000 +
                   (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1000;
    cr_assert_lt(used_ms, 150, "%ld ms of one second", used_ms);
}

/* --- timers under a clock of the test's ---------------------------------------------- */

static int64_t fake_now = 1000;
static char fired[32];

static int64_t fake_time(void *self)
{
    (void)self;
    return fake_now;
}

static void fire_a(void *self, int64_t wall_ms, int64_t now_ms)
{
    (void)self;
    (void)wall_ms;
    cr_assert_eq(now_ms, fake_now);
    strcat(fired, "a");
}

static void fire_b(void *self, int64_t wall_ms, int64_t now_ms)
{
    (void)self;
    (void)wall_ms;
    (void)now_ms;
    strcat(fired, "b");
}

Test(service, timers_fire_earliest_first_and_once_after_a_pause)
{
    static const struct pfq_param params[] = {
        {"a_ms", PFQ_PARAM_NUMBER, "30", 1, 1000, "ms", "a"},
        {"b_ms", PFQ_PARAM_NUMBER, "20", 1, 1000, "ms", "b"},
        {0},
    };
    static const struct pfq_timer_row timers[] = {
        {"a", "a_ms", fire_a}, {"b", "b_ms", fire_b}, {0}};
    static const struct pfq_service_ops ops = {.name = "clockwork", .timers = timers};
    static struct pfq_service service;
    const struct pfq_clock clock = {fake_time, fake_time, NULL};
    struct pfq_config *config = NULL;
    struct pfq_err err = {0};
    cr_assert_eq(pfq_config_load(params, "toy", NULL, NULL, &config, &err), PFQ_OK);
    cr_assert_eq(net_loop_open(&service, &ops, NULL, config, &clock, &err), PFQ_OK, "%s", err.text);

    static const struct {
        int64_t at;
        const char *fired;
    } turns[] = {{1019, ""},   {1020, "b"},   {1030, "ba"},
                 {1039, "ba"}, {1040, "bab"}, {2000, "babab"}};

    for (size_t i = 0; i < sizeof turns / sizeof *turns; i++) {
        fake_now = turns[i].at;
        net_loop_turn(&service, 0);
        cr_assert_str_eq(fired, turns[i].fired, "at %d: %s", (int)turns[i].at, fired);
    }
    net_loop_close(&service);
    pfq_config_close(config);
}
