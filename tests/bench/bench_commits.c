/* Durable files a second, end to end, beside bare SQLite commits of the same rows in the
 * same run; the latency of one receipt; what each service keeps in memory and on disk.
 *
 * usage: bench_commits SECONDS FILES SAMPLE.json [WINDOW]
 * The client is one process with `window` messages unanswered.  Ratios are end to end
 * over bare SQLite with one transaction for each `window` rows. */
#include <dirent.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "pfq/clock.h"
#include "support/bench_kit.h"
#include "support/rig.h"

enum {
    WINDOWS = 3,
    LATENCIES = 200000,
    PEERS = 60, /* 64 sockets are all that one process of ours may have */
    EACH = 128, /* unanswered of each */
    MANY = 60000,
    IN_FLIGHT = 1024
};

static const int windows[WINDOWS] = {1, 64, 1000};

static struct {
    struct pfq_arena arena; /* of the sample */
    Pfq__V1__Envelope *sample;
    size_t frame_bytes;
    uint32_t next;
    int64_t sent_us[IN_FLIGHT];
    int32_t latency_us[LATENCIES];
    size_t latencies;
    uint64_t retries;
} bench;

/* The sample under a new id and URN, as another file of the same force: with 676 units of
 * 100,000 numbers each, no file is sent twice. */
static struct pfq_bytes frame_of(uint32_t n, struct pfq_arena *arena)
{
    char id[24];
    char urn[16];
    uint32_t unit = n / 100000;
    (void)snprintf(id, sizeof id, "%u", n);
    (void)snprintf(urn, sizeof urn, "%s%c%c%05u26", bench.sample->submission->submitting_force,
                   (char)('A' + unit / 26 % 26), (char)('A' + unit % 26), n % 100000);
    bench.sample->id = id;
    bench.sample->submission->urn = urn;
    struct pfq_bytes frame = pfq_wire_pack(&bench.sample->base, arena);
    bench.frame_bytes = frame.size;
    return frame;
}

static void send_one(struct pfq_client *client, uint32_t n)
{
    struct pfq_arena arena;
    struct pfq_err err = {0};
    static unsigned char block[64 * 1024];
    pfq_arena_init(&arena, block, sizeof block);
    bench.sent_us[n % IN_FLIGHT] = bench_now_us();
    if (pfq_client_send_bytes(client, frame_of(n, &arena), &err) != PFQ_OK) {
        bench_die("send", err.text);
    }
}

/* True when an answer for good came. */
static bool receive_one(struct pfq_client *client)
{
    static unsigned char block[2 << 20];
    struct pfq_arena arena;
    struct pfq_err err = {0};
    Pfq__V1__Envelope *answer = NULL;
    pfq_arena_init(&arena, block, sizeof block);
    if (pfq_client_next(client, 20000, &arena, &answer, &err) != PFQ_OK) {
        bench_die("no receipt", err.text);
    }
    uint32_t n = (uint32_t)strtoul(answer->receipt->id, NULL, 10);
    if (answer->receipt->answer == PFQ__V1__ANSWER__ANSWER_TRY_AGAIN) {
        bench.retries++;
        (void)usleep(answer->receipt->retry_after_ms * 1000);
        send_one(client, n);
        return false;
    }
    if (bench.latencies < LATENCIES) {
        bench.latency_us[bench.latencies++] =
            (int32_t)(bench_now_us() - bench.sent_us[n % IN_FLIGHT]);
    }
    return true;
}

/* Files a second with `window` unanswered, for `seconds`, or until `most` are stored. */
static double run(struct pfq_client *client, int window, double seconds, uint32_t most)
{
    int64_t start = bench_now_us();
    int64_t end = start + (int64_t)(seconds * 1e6);
    uint32_t done = 0;
    int in_flight = 0;
    bench.latencies = 0;
    while (in_flight < window) {
        send_one(client, bench.next++);
        in_flight++;
    }
    while (in_flight > 0) {
        if (!receive_one(client)) {
            continue;
        }
        done++;
        in_flight--;
        if (bench_now_us() < end && done + (uint32_t)in_flight < most) {
            send_one(client, bench.next++);
            in_flight++;
        }
    }
    return done / ((double)(bench_now_us() - start) / 1e6);
}

static int by_value(const void *a, const void *b)
{
    return *(const int32_t *)a - *(const int32_t *)b;
}

static double percentile(double p)
{
    qsort(bench.latency_us, bench.latencies, sizeof *bench.latency_us, by_value);
    return bench.latencies == 0
               ? 0
               : bench.latency_us[(size_t)((double)(bench.latencies - 1) * p)] / 1000.0;
}

static void sql(sqlite3 *db, const char *text)
{
    char *why = NULL;
    if (sqlite3_exec(db, text, NULL, NULL, &why) != SQLITE_OK) {
        bench_die("bare SQLite", why);
    }
}

/* The same rows with nothing around them: one table, one transaction each `batch`. */
static double bare(const char *dir, int batch, double seconds)
{
    char path[128];
    sqlite3 *db = NULL;
    sqlite3_stmt *insert = NULL;
    static uint8_t body[64 * 1024];
    uint32_t done = 0;
    (void)snprintf(path, sizeof path, "%s/bare-%d.db", dir, batch);
    if (sqlite3_open(path, &db) != SQLITE_OK) {
        bench_die(path, sqlite3_errmsg(db));
    }
    sql(db, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0;"
            "CREATE TABLE submission(sequence INTEGER PRIMARY KEY, hash INTEGER, body BLOB,"
            " judged BLOB) STRICT");
    (void)sqlite3_prepare_v2(db, "INSERT INTO submission(hash, body, judged) VALUES(?,?,?)", -1,
                             &insert, NULL);
    int64_t start = bench_now_us();
    while (bench_now_us() - start < (int64_t)(seconds * 1e6)) {
        sql(db, "BEGIN IMMEDIATE");
        for (int i = 0; i < batch; i++, done++) {
            (void)sqlite3_bind_int64(insert, 1, (int64_t)(done * 2654435761U));
            (void)sqlite3_bind_blob(insert, 2, body, (int)bench.frame_bytes, SQLITE_STATIC);
            (void)sqlite3_bind_blob(insert, 3, body, 120, SQLITE_STATIC);
            if (sqlite3_step(insert) != SQLITE_DONE) {
                bench_die("bare SQLite", sqlite3_errmsg(db));
            }
            (void)sqlite3_reset(insert);
        }
        sql(db, "COMMIT");
    }
    double rate = done / ((double)(bench_now_us() - start) / 1e6);
    (void)sqlite3_finalize(insert);
    (void)sqlite3_close(db);
    (void)unlink(path);
    return rate;
}

static void print_memory(struct rig *rig)
{
    static const char *const names[] = {"store", "intake", "feedback"};
    struct pfq_arena arena;
    pfq_arena_open(&arena);
    for (int i = 0; i < RIG_SERVICES; i++) {
        const Pfq__V1__ServiceStatus *status = rig_status(rig, (enum rig_service)i, &arena);
        printf("resident, %-8s  %6.1f MiB\n", names[i], (double)status->rss_bytes / 1048576);
    }
    pfq_arena_close(&arena);
}

static double bytes_of(const char *dir)
{
    double total = 0;
    DIR *d = opendir(dir);
    for (struct dirent *e = readdir(d); e != NULL; e = readdir(d)) {
        char path[512];
        struct stat st;
        (void)snprintf(path, sizeof path, "%s/%s", dir, e->d_name);
        if (strncmp(e->d_name, "pfq.db", 6) == 0 && stat(path, &st) == 0) {
            total += (double)st.st_size;
        }
    }
    (void)closedir(d);
    return total;
}

/* All that is wanted, from many peers at once: what they have unanswered together is what
 * fills memory. */
static void send_from_many(struct rig *rig, uint32_t files)
{
    struct pfq_client *peers[PEERS];
    for (int i = 0; i < PEERS; i++) {
        peers[i] = rig_client(rig, RIG_INTAKE);
    }
    for (int i = 0; i < PEERS * EACH; i++) {
        send_one(peers[i % PEERS], bench.next++);
    }
    for (int i = 0; bench.next < files; i = (i + 1) % PEERS) {
        if (receive_one(peers[i])) {
            send_one(peers[i], bench.next++);
        }
    }
    for (int left = EACH * PEERS; left > 0; left--) {
        while (!receive_one(peers[left % PEERS])) {
        }
    }
    for (int i = 0; i < PEERS; i++) {
        pfq_client_close(peers[i]);
    }
}

static void fill_up(struct rig *rig, struct pfq_client *client, uint32_t files)
{
    while (bench.next + MANY < files) {
        (void)run(client, 1000, 3600, files - MANY - bench.next);
    }
    send_from_many(rig, bench.next + MANY);
    (void)sleep(2); /* rollups and checkpoints follow */
    printf("after %u files, the last %d of them from %d peers:\n", bench.next, MANY, PEERS);
    print_memory(rig);
    double received = (double)bench.next * (double)bench.frame_bytes;
    printf("database, log included  %.1f MB = %.2f x the bytes received\n",
           bytes_of(rig->dir) / 1e6, bytes_of(rig->dir) / received);
}

int main(int argc, char **argv)
{
    static struct rig rig;
    if (argc != 4 && argc != 5) {
        fprintf(stderr, "usage: bench_commits SECONDS FILES SAMPLE.json [WINDOW]\n");
        return 2;
    }
    double seconds = strtod(argv[1], NULL);
    pfq_arena_open(&bench.arena);
    bench.sample = bench_sample(argv[3], &bench.arena);
    rig_begin(&rig);
    rig_start_all(&rig);
    struct pfq_client *client = rig_client(&rig, RIG_INTAKE);
    (void)run(client, 64, 1, UINT32_MAX); /* warm up */
    printf("%zu-byte files, %g s each; files a second, receipt latency in ms\n", bench.frame_bytes,
           seconds);
    for (int i = 0; i < WINDOWS; i++) {
        if (argc == 5 && windows[i] != atoi(argv[4])) {
            continue;
        }
        double alone = bare(rig.dir, windows[i], seconds / 2);
        double rate = run(client, windows[i], seconds, UINT32_MAX);
        double p50 = percentile(0.5);
        double p99 = percentile(0.99);
        printf("window %4d  %8.0f/s  bare SQLite %8.0f/s  ratio %.2f  p50 %.2f  p99 %.2f\n",
               windows[i], rate, alone, rate / alone, p50, p99);
        (void)fflush(stdout);
    }
    fill_up(&rig, client, (uint32_t)strtoul(argv[2], NULL, 10));
    printf("told to try again: %lu\n", (unsigned long)bench.retries);
    pfq_client_close(client);
    rig_end(&rig);
    return 0;
}
