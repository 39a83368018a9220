/* smtp.c - see smtp.h. */
#define _GNU_SOURCE /* strncasecmp */
#include "smtp.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "mail.h"
#include "pfq/bug.h"

enum {
    GATE_S = 30,            /* at the end of the data, at most */
    CONNECT_MS = 30 * 1000, /* to a server that answers at all */
    REUSE_S = 20            /* a connection is kept for the next mail */
};

static const char repeat_header[] =
    "X-Pfq-Repeat: this mail was in doubt and is sent again under its Message-ID\r\n";

struct smtp {
    const struct relay *relay;
    int event_fd;
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    enum smtp_state state; /* under the mutex */
    bool passed;           /* the end may be told; under the mutex */
    atomic_bool stop;
    /* the thread's own from give to done: */
    CURL *curl;
    char from[MAIL_ADDRESS_BYTES + 1];
    char to[MAIL_ADDRESS_BYTES + 1];
    unsigned char message[MAIL_BYTES_MAX + sizeof repeat_header];
    size_t size;
    size_t sent;
    enum smtp_stage stage;
    struct smtp_result result;
    bool quitting;
    char line[SMTP_ANSWER_BYTES]; /* the server's last, before we say goodbye */
    char why[CURL_ERROR_SIZE];
};

/* --- between the two threads ------------------------------------------------------------ */

static void ring(const struct smtp *s)
{
    static const uint64_t one = 1;
    ssize_t written = write(s->event_fd, &one, sizeof one);
    (void)written; /* a full eventfd has rung already */
}

static void change(struct smtp *s, enum smtp_state state)
{
    pthread_mutex_lock(&s->mutex);
    s->state = state;
    pthread_cond_broadcast(&s->changed);
    pthread_mutex_unlock(&s->mutex);
}

enum smtp_state smtp_state(struct smtp *s)
{
    pthread_mutex_lock(&s->mutex);
    enum smtp_state state = s->state;
    pthread_mutex_unlock(&s->mutex);
    return state;
}

/* Wait before the end of the data.  True: it may be told. */
static bool gate(struct smtp *s)
{
    struct timespec until;
    (void)clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += GATE_S;
    pthread_mutex_lock(&s->mutex);
    s->passed = false;
    s->state = SMTP_AT_END;
    ring(s);
    int waited = 0;
    while (s->state == SMTP_AT_END && !atomic_load(&s->stop) && waited != ETIMEDOUT) {
        waited = pthread_cond_timedwait(&s->changed, &s->mutex, &until);
    }
    s->state = SMTP_WORKING;
    bool passed = s->passed && !atomic_load(&s->stop);
    pthread_mutex_unlock(&s->mutex);
    return passed;
}

void smtp_go_on(struct smtp *s, bool end)
{
    pthread_mutex_lock(&s->mutex);
    if (s->state == SMTP_AT_END) { /* else it waited too long, and broke off */
        s->passed = end;
        s->state = SMTP_WORKING;
        pthread_cond_broadcast(&s->changed);
    }
    pthread_mutex_unlock(&s->mutex);
}

/* --- what libcurl calls -------------------------------------------------------------------- */

/* Between "go on" and the end of the data a server says nothing: if there is something to
 * read it has gone, or is about to, and the end need not be told. */
static bool still_there(const struct smtp *s)
{
    curl_socket_t fd = CURL_SOCKET_BAD;
    (void)curl_easy_getinfo(s->curl, CURLINFO_ACTIVESOCKET, &fd);
    struct pollfd look = {.fd = fd, .events = POLLIN};
    return fd == CURL_SOCKET_BAD || poll(&look, 1, 0) == 0;
}

/* Nothing more to read is what makes libcurl tell the end: that is the moment to wait. */
static size_t on_read(char *to, size_t size, size_t count, void *self)
{
    struct smtp *s = self;
    size_t room = size * count;
    size_t left = s->size - s->sent;
    size_t n = left < room ? left : room;
    if (left == 0) {
        if (!gate(s) || !still_there(s)) {
            return CURL_READFUNC_ABORT;
        }
        s->stage = SMTP_STAGE_END;
        return 0;
    }
    memcpy(to, s->message + s->sent, n);
    s->sent += n;
    return n;
}

/* Each line of the server's. */
static size_t on_line(char *line, size_t size, size_t count, void *self)
{
    struct smtp *s = self;
    size_t length = size * count;
    size_t used = 0;
    if (s->quitting) {
        return length; /* its goodbye says nothing of the mail */
    }
    for (size_t i = 0; i < length && used + 1 < sizeof s->line; i++) {
        if (line[i] != '\r' && line[i] != '\n') {
            s->line[used++] = line[i] >= ' ' && line[i] <= '~' ? line[i] : '?';
        }
    }
    s->line[used] = '\0';
    return length;
}

static size_t on_body(char *data, size_t size, size_t count, void *self)
{
    (void)data;
    (void)self;
    return size * count;
}

/* The commands that libcurl sends: only how far it got is looked at. */
static int on_debug(CURL *curl, curl_infotype type, char *data, size_t size, void *self)
{
    static const struct {
        const char *word;
        enum smtp_stage stage;
    } words[] = {{"MAIL FROM", SMTP_STAGE_SENDER},
                 {"RCPT TO", SMTP_STAGE_RECIPIENT},
                 {"DATA", SMTP_STAGE_DATA}};

    struct smtp *s = self;
    (void)curl;
    s->quitting = s->quitting ||
                  (type == CURLINFO_HEADER_OUT && size >= 4 && strncasecmp(data, "QUIT", 4) == 0);
    for (size_t i = 0; type == CURLINFO_HEADER_OUT && i < sizeof words / sizeof *words; i++) {
        size_t length = strlen(words[i].word);
        if (s->stage < words[i].stage && size >= length &&
            strncasecmp(data, words[i].word, length) == 0) {
            s->stage = words[i].stage;
        }
    }
    return 0;
}

static int on_progress(void *self, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
    const struct smtp *s = self;
    (void)a;
    (void)b;
    (void)c;
    (void)d;
    return atomic_load(&s->stop);
}

static bool is_loopback(const struct sockaddr *address)
{
    if (address->sa_family == AF_INET) {
        struct sockaddr_in in;
        memcpy(&in, address, sizeof in);
        return ntohl(in.sin_addr.s_addr) >> 24 == 127;
    }
    struct sockaddr_in6 in6;
    memcpy(&in6, address, sizeof in6);
    return address->sa_family == AF_INET6 && IN6_IS_ADDR_LOOPBACK(&in6.sin6_addr);
}

/* A name may resolve to anything; here is the address itself. */
static curl_socket_t on_socket(void *self, curlsocktype purpose, struct curl_sockaddr *to)
{
    const struct smtp *s = self;
    (void)purpose;
    if (s->relay->loopback_only && !is_loopback(&to->addr)) {
        return CURL_SOCKET_BAD;
    }
    return socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

/* --- a conversation ------------------------------------------------------------------------- */

#define SET(option, value) good = curl_easy_setopt(curl, option, value) == CURLE_OK && good

static bool set_callbacks(CURL *curl, struct smtp *s)
{
    bool good = true;
    SET(CURLOPT_READFUNCTION, on_read);
    SET(CURLOPT_READDATA, s);
    SET(CURLOPT_HEADERFUNCTION, on_line);
    SET(CURLOPT_HEADERDATA, s);
    SET(CURLOPT_WRITEFUNCTION, on_body);
    SET(CURLOPT_DEBUGFUNCTION, on_debug);
    SET(CURLOPT_DEBUGDATA, s);
    SET(CURLOPT_VERBOSE, 1L);
    SET(CURLOPT_XFERINFOFUNCTION, on_progress);
    SET(CURLOPT_XFERINFODATA, s);
    SET(CURLOPT_NOPROGRESS, 0L);
    SET(CURLOPT_OPENSOCKETFUNCTION, on_socket);
    SET(CURLOPT_OPENSOCKETDATA, s);
    SET(CURLOPT_ERRORBUFFER, s->why);
    return good;
}

static bool set_tls(CURL *curl, const struct relay *relay)
{
    bool good = true;
    SET(CURLOPT_USE_SSL, relay->tls ? (long)CURLUSESSL_ALL : (long)CURLUSESSL_NONE);
    SET(CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    SET(CURLOPT_SSL_VERIFYPEER, 1L);
    SET(CURLOPT_SSL_VERIFYHOST, 2L);
    if (relay->ca[0] != '\0') {
        SET(CURLOPT_CAINFO, relay->ca);
    }
    if (relay->certificate[0] != '\0') {
        SET(CURLOPT_SSLCERT, relay->certificate);
        SET(CURLOPT_SSLKEY, relay->key);
    }
    if (relay->user[0] != '\0') {
        SET(CURLOPT_USERNAME, relay->user);
        SET(CURLOPT_PASSWORD, relay->password);
    }
    return good;
}

static bool set_up(CURL *curl, struct smtp *s)
{
    const struct relay *relay = s->relay;
    bool good = set_callbacks(curl, s) && set_tls(curl, relay);
    SET(CURLOPT_URL, relay->url);
    SET(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    SET(CURLOPT_PROXY, ""); /* whatever the environment says */
    SET(CURLOPT_NOSIGNAL, 1L);
    SET(CURLOPT_UPLOAD, 1L); /* without a size: the end is when on_read() says so */
    SET(CURLOPT_CONNECTTIMEOUT_MS,
        (long)(relay->timeout_ms < CONNECT_MS ? relay->timeout_ms : CONNECT_MS));
    SET(CURLOPT_TIMEOUT_MS, (long)relay->timeout_ms);
    SET(CURLOPT_SERVER_RESPONSE_TIMEOUT, (long)(relay->timeout_ms / 1000 + 1));
    SET(CURLOPT_MAXAGE_CONN, (long)REUSE_S);
    return good;
}

static void describe(struct smtp *s, CURLcode code)
{
    struct smtp_result *r = &s->result;
    long reply = strtol(s->line, NULL, 10);
    r->outcome = (struct smtp_outcome){
        .taken = code == CURLE_OK && s->stage == SMTP_STAGE_END,
        .stage = s->stage,
        .reply = (int)reply,
    };
    bool said = r->outcome.taken || reply >= 400;
    const char *why = said ? s->line : s->why[0] != '\0' ? s->why : curl_easy_strerror(code);
    (void)snprintf(r->answer, sizeof r->answer, "%s: %.170s", smtp_stage_name(s->stage), why);
    for (char *c = r->answer; *c != '\0'; c++) {
        *c = *c >= ' ' && *c <= '~' ? *c : '?';
    }
}

static void converse(struct smtp *s)
{
    struct curl_slist *to = curl_slist_append(NULL, s->to);
    bool good = to != NULL && set_up(s->curl, s) &&
                curl_easy_setopt(s->curl, CURLOPT_MAIL_FROM, s->from) == CURLE_OK &&
                curl_easy_setopt(s->curl, CURLOPT_MAIL_RCPT, to) == CURLE_OK;
    s->stage = SMTP_STAGE_GREETING;
    s->sent = 0;
    s->quitting = false;
    s->line[0] = s->why[0] = '\0';
    describe(s, good ? curl_easy_perform(s->curl) : CURLE_OUT_OF_MEMORY);
    (void)curl_easy_setopt(s->curl, CURLOPT_MAIL_RCPT, NULL);
    curl_slist_free_all(to);
}

static bool wait_for_work(struct smtp *s)
{
    pthread_mutex_lock(&s->mutex);
    while (s->state != SMTP_WORKING && !atomic_load(&s->stop)) {
        pthread_cond_wait(&s->changed, &s->mutex);
    }
    pthread_mutex_unlock(&s->mutex);
    return !atomic_load(&s->stop);
}

static void *run(void *self)
{
    struct smtp *s = self;
    while (wait_for_work(s)) {
        converse(s);
        change(s, SMTP_DONE);
        ring(s);
    }
    return NULL;
}

/* --- for the loop ---------------------------------------------------------------------------- */

void smtp_give(struct smtp *s, const struct smtp_job *job)
{
    size_t head = job->repeat ? sizeof repeat_header - 1 : 0;
    PFQ_ASSERT(smtp_state(s) == SMTP_IDLE && job->message.size <= MAIL_BYTES_MAX);
    (void)snprintf(s->from, sizeof s->from, "%s", job->from);
    (void)snprintf(s->to, sizeof s->to, "%s", job->to);
    memcpy(s->message, repeat_header, head);
    memcpy(s->message + head, job->message.data, job->message.size);
    s->size = head + job->message.size;
    change(s, SMTP_WORKING);
}

void smtp_take(struct smtp *s, struct smtp_result *out)
{
    PFQ_ASSERT(smtp_state(s) == SMTP_DONE);
    *out = s->result;
    change(s, SMTP_IDLE);
}

enum pfq_code smtp_open(const struct relay *relay, int event_fd, struct smtp **out,
                        struct pfq_err *err)
{
    struct smtp *s = calloc(1, sizeof *s);
    if (s == NULL || curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK ||
        (s->curl = curl_easy_init()) == NULL) {
        free(s);
        return pfq_fail(err, PFQ_E_IO, "libcurl");
    }
    s->relay = relay;
    s->event_fd = event_fd;
    pthread_mutex_init(&s->mutex, NULL);
    pthread_cond_init(&s->changed, NULL);
    if (pthread_create(&s->thread, NULL, run, s) != 0) {
        curl_easy_cleanup(s->curl);
        free(s);
        return pfq_fail(err, PFQ_E_IO, "a thread for mail");
    }
    *out = s;
    return PFQ_OK;
}

void smtp_close(struct smtp *s)
{
    if (s == NULL) {
        return;
    }
    pthread_mutex_lock(&s->mutex);
    atomic_store(&s->stop, true);
    pthread_cond_broadcast(&s->changed);
    pthread_mutex_unlock(&s->mutex);
    (void)pthread_join(s->thread, NULL);
    curl_easy_cleanup(s->curl);
    curl_global_cleanup();
    pthread_cond_destroy(&s->changed);
    pthread_mutex_destroy(&s->mutex);
    free(s);
}
