/* smtp_talk.c - one conversation with the mail server, by libcurl: see smtp.h. */
#define _GNU_SOURCE /* strncasecmp */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include "smtp_private.h"

enum {
    CONNECT_MS = 30 * 1000, /* to a server that answers at all */
    REUSE_S = 20            /* a connection is kept for the next mail */
};

/* --- what libcurl calls -------------------------------------------------------------------- */

/* Between "go on" and the end of the data a server says nothing: if there is something to
 * read it has gone, or is about to, and the end need not be told. */
static bool still_there(const struct smtp *s)
{
    struct pollfd look[SMTP_SOCKETS_MAX];
    for (size_t i = 0; i < SMTP_SOCKETS_MAX; i++) {
        look[i] = (struct pollfd){.fd = s->sockets[i], .events = POLLIN}; /* -1: passed over */
    }
    return poll(look, SMTP_SOCKETS_MAX, 0) == 0;
}

/* Nothing more to read is what makes libcurl tell the end: that is the moment to wait. */
static size_t on_read(char *to, size_t size, size_t count, void *self)
{
    struct smtp *s = self;
    size_t room = size * count;
    size_t left = s->size - s->sent;
    size_t n = left < room ? left : room;
    if (left == 0) {
        if (!smtp_gate(s) || !still_there(s)) {
            return CURL_READFUNC_ABORT;
        }
        s->stage = SMTP_STAGE_END;
        return 0;
    }
    memcpy(to, s->message + s->sent, n);
    s->sent += n;
    return n;
}

/* What could disturb a terminal or a message of ours. */
static char plain(char c)
{
    return (char)(c >= ' ' && c <= '~' ? c : '?');
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
            s->line[used++] = plain(line[i]);
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

/* Which are open: at most one for each address of the server. */
static void put_socket(struct smtp *s, int before, int now)
{
    for (size_t i = 0; i < SMTP_SOCKETS_MAX; i++) {
        if (s->sockets[i] == before) {
            s->sockets[i] = now;
            return;
        }
    }
}

/* A name may resolve to anything; here is the address itself. */
static curl_socket_t on_socket(void *self, curlsocktype purpose, struct curl_sockaddr *to)
{
    struct smtp *s = self;
    (void)purpose;
    if (s->relay->loopback_only && !is_loopback(&to->addr)) {
        return CURL_SOCKET_BAD;
    }
    int fd = socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
    put_socket(s, -1, fd);
    return fd;
}

static int on_close(void *self, curl_socket_t fd)
{
    put_socket(self, fd, -1);
    return close(fd);
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
    SET(CURLOPT_CLOSESOCKETFUNCTION, on_close);
    SET(CURLOPT_CLOSESOCKETDATA, s);
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
        *c = plain(*c);
    }
}

void smtp_talk(struct smtp *s)
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

bool smtp_talk_open(struct smtp *s)
{
    memset(s->sockets, -1, sizeof s->sockets);
    s->curl = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK ? curl_easy_init() : NULL;
    return s->curl != NULL;
}

void smtp_talk_close(struct smtp *s)
{
    curl_easy_cleanup(s->curl);
    curl_global_cleanup();
}
