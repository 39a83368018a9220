/* One receipt's latency at 70 % load while a force's month of figures is read ten times a second,
 * beside the same load alone, in turns, so that what else the machine does falls on both; in a
 * database that holds the rollups of a long history.
 *
 * usage: bench_digest SECONDS FILES SAMPLE.json */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "support/bench_kit.h"
#include "support/long_history.h"
#include "support/rig.h"

enum {
    WINDOW = 64,
    PAUSE_US = 100000, /* between two digests */
    TURNS = 5,         /* of each */
    LATENCIES = 2000000
};

static const double load = 0.7;

static struct {
    struct pfq_arena arena; /* of the sample */
    Pfq__V1__Envelope *sample;
    uint32_t next;
    int64_t sent_us[1 << 16];
    struct latencies *into;
    uint32_t put_off;
} bench;

static struct latencies {
    int32_t us[LATENCIES];
    size_t count;
} alone, read_beside, unmeasured;

/* --- files -------------------------------------------------------------------------------- */

static void send_one(struct pfq_client *client)
{
    static unsigned char block[64 * 1024];
    struct pfq_arena arena;
    struct pfq_err err = {0};
    char id[24];
    char urn[16];
    uint32_t n = bench.next++;
    pfq_arena_init(&arena, block, sizeof block);
    (void)snprintf(id, sizeof id, "%u", n);
    (void)snprintf(urn, sizeof urn, "%s%c%c%05u26", bench.sample->submission->submitting_force,
                   (char)('A' + n / 2600000 % 26), (char)('A' + n / 100000 % 26), n % 100000);
    bench.sample->id = id;
    bench.sample->submission->urn = urn;
    bench.sent_us[n & 0xffff] = bench_now_us();
    if (pfq_client_send_bytes(client, pfq_wire_pack(&bench.sample->base, &arena), &err) != PFQ_OK) {
        bench_die("send", err.text);
    }
}

/* False: none came in time. */
static bool receive_one(struct pfq_client *client, int64_t timeout_ms)
{
    static unsigned char block[2 << 20];
    struct pfq_arena arena;
    struct pfq_err err = {0};
    Pfq__V1__Envelope *answer = NULL;
    pfq_arena_init(&arena, block, sizeof block);
    enum pfq_code code = pfq_client_next(client, timeout_ms, &arena, &answer, &err);
    if (code == PFQ_E_PEER_AWAY) {
        return false;
    }
    if (code != PFQ_OK) {
        bench_die("receipt", err.text);
    }
    if (answer->receipt->answer == PFQ__V1__ANSWER__ANSWER_TRY_AGAIN) {
        bench.put_off++; /* and not sent again: it would be late by its own patience */
        return true;
    }
    uint32_t n = (uint32_t)strtoul(answer->receipt->id, NULL, 10);
    if (bench.into->count < LATENCIES) {
        bench.into->us[bench.into->count++] = (int32_t)(bench_now_us() - bench.sent_us[n & 0xffff]);
    }
    return true;
}

static double capacity(struct pfq_client *client, double seconds)
{
    int64_t start = bench_now_us();
    uint32_t done = 0;
    for (int i = 0; i < WINDOW; i++) {
        send_one(client);
    }
    for (; bench_now_us() - start < (int64_t)(seconds * 1e6); done++) {
        (void)receive_one(client, 20000);
        send_one(client);
    }
    for (int i = 0; i < WINDOW; i++) {
        (void)receive_one(client, 20000);
    }
    return done / seconds;
}

/* So many files a second, each sent when it is due, whatever is unanswered. */
static void pace(struct pfq_client *client, double rate, double seconds, struct latencies *into)
{
    int64_t start = bench_now_us();
    uint32_t sent = 0;
    uint32_t answered = 0;
    bench.into = into;
    for (double past = 0; past < seconds; past = (double)(bench_now_us() - start) / 1e6) {
        for (; sent < rate * past && sent - answered < 20000; sent++) {
            send_one(client);
        }
        answered += receive_one(client, 1);
    }
    while (answered < sent && receive_one(client, 20000)) {
        answered++;
    }
}

static int by_value(const void *a, const void *b)
{
    return *(const int32_t *)a - *(const int32_t *)b;
}

static double percentile(struct latencies *all, double p)
{
    qsort(all->us, all->count, sizeof *all->us, by_value);
    return all->count == 0 ? 0 : all->us[(size_t)((double)(all->count - 1) * p)] / 1e3;
}

/* --- figures ------------------------------------------------------------------------------- */

static volatile sig_atomic_t over;
static volatile sig_atomic_t reading;

static void on_signal(int signal)
{
    if (signal == SIGTERM) {
        over = 1;
    } else {
        reading = !reading;
    }
}

/* One force's month, all pages. */
static void read_month(struct pfq_client *client)
{
    struct pfq_arena arena;
    struct pfq_err err = {0};
    Pfq__V1__Envelope request = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__FiguresRead read = PFQ__V1__FIGURES_READ__INIT;
    Pfq__V1__Envelope *answer = NULL;
    pfq_arena_open(&arena);
    read.force = pfq_arena_strdup(&arena, LONG_HISTORY_FORCE);
    read.has_from_date = read.has_to_date = true;
    read.from_date = read.to_date = LONG_HISTORY_LAST_DAY;
    request.id = pfq_arena_strdup(&arena, "digest");
    request.source = pfq_arena_strdup(&arena, "bench");
    request.body_case = PFQ__V1__ENVELOPE__BODY_FIGURES_READ;
    request.figures_read = &read;
    do {
        if (pfq_client_ask(client, &request, 20000, &arena, &answer, &err) != PFQ_OK) {
            bench_die("figures", err.text);
        }
        read.has_after = answer->figures->has_next;
        read.after = answer->figures->next;
    } while (read.has_after);
    pfq_arena_close(&arena);
}

/* A process of its own that reads, once there is a byte in `pipe`, from one SIGUSR1 to the next
 * until it is told to end; then it says how often.  Made before any socket is: those cannot be
 * shared. */
static pid_t make_reader(struct rig *rig, int pipe)
{
    char byte = 0;
    (void)signal(SIGTERM, on_signal);
    (void)signal(SIGUSR1, on_signal);
    pid_t child = fork();
    if (child != 0) {
        (void)signal(SIGTERM, SIG_DFL);
        (void)signal(SIGUSR1, SIG_DFL);
        return child;
    }
    if (read(pipe, &byte, 1) != 1) {
        _exit(1);
    }
    struct pfq_client *client = rig_client(rig, RIG_STORE);
    uint32_t times = 0;
    int64_t read_us = 0;
    while (!over) {
        int64_t start = bench_now_us();
        if (reading) {
            read_month(client);
            read_us += bench_now_us() - start;
            times++;
        }
        (void)usleep(PAUSE_US);
    }
    printf("a force's month, through store, while files come in: %.1f ms (aim: 50 at most), %u "
           "times\n",
           (double)read_us / 1e3 / times, times);
    (void)fflush(stdout);
    _exit(0);
}

int main(int argc, char **argv)
{
    static struct rig rig;
    char path[96];
    int ends[2];
    if (argc != 4 || pipe(ends) != 0) {
        fprintf(stderr, "usage: bench_digest SECONDS FILES SAMPLE.json\n");
        return 2;
    }
    double seconds = strtod(argv[1], NULL);
    pfq_arena_open(&bench.arena);
    bench.sample = bench_sample(argv[3], &bench.arena);
    rig_begin(&rig);
    (void)snprintf(path, sizeof path, "%s/pfq.db", rig.dir);
    long_history_make(path, strtod(argv[2], NULL));
    pid_t reader = make_reader(&rig, ends[0]);
    rig_start_all(&rig);
    struct pfq_client *client = rig_client(&rig, RIG_INTAKE);
    bench.into = &unmeasured;
    (void)capacity(client, 1); /* warm up */
    double rate = capacity(client, seconds / 2);
    if (write(ends[1], "r", 1) != 1) {
        bench_die("pipe", "cannot be written");
    }
    for (int turn = 0; turn < 2 * TURNS; turn++) {
        pace(client, load * rate, seconds / TURNS, turn % 2 == 0 ? &alone : &read_beside);
        (void)kill(reader, SIGUSR1);
    }
    (void)kill(reader, SIGTERM);
    (void)waitpid(reader, NULL, 0);
    printf("%s files of history; %.0f files a second with %d unanswered; at 70 %% of it alone: "
           "p50 %.2f ms, p99 %.2f ms\n",
           argv[2], rate, WINDOW, percentile(&alone, 0.5), percentile(&alone, 0.99));
    printf("the same while it is read: p50 %.2f ms, p99 %.2f ms (aim: 20 at most)\n",
           percentile(&read_beside, 0.5), percentile(&read_beside, 0.99));
    printf("told to try again: %u\n", bench.put_off);
    pfq_client_close(client);
    rig_end(&rig);
    return 0;
}
