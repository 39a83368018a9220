/* relay.c - see relay.h. */
#define _GNU_SOURCE /* explicit_bzero */
#include "relay.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "mail.h"

struct reading {
    const struct relay_texts *texts;
    struct relay *out;
    unsigned faults;
};

static void fault(struct reading *r, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

static void fault(struct reading *r, const char *fmt, ...)
{
    va_list args;
    r->faults++;
    (void)fputs("[feedback] ", stderr);
    va_start(args, fmt);
    (void)vfprintf(stderr, fmt, args);
    va_end(args);
    (void)fputc('\n', stderr);
}

/* --- the address ------------------------------------------------------------------------ */

static bool has_scheme(const char *url, const char *scheme)
{
    return strncmp(url, scheme, strlen(scheme)) == 0;
}

static const char *host_of(const char *url)
{
    const char *slashes = strstr(url, "://");
    return slashes == NULL ? url : slashes + 3;
}

bool relay_is_loopback(const char *url)
{
    const char *host = host_of(url);
    size_t length = host[0] == '[' ? strcspn(host, "]") + 1 : strcspn(host, ":/");
    bool numbers = strspn(host, "0123456789.") == length;
    return (length == 9 && strncmp(host, "localhost", 9) == 0) ||
           (length == 5 && strncmp(host, "[::1]", 5) == 0) ||
           (numbers && strncmp(host, "127.", 4) == 0);
}

static void read_url(struct reading *r)
{
    static const char plain[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:[]";
    const char *url = r->texts->url;
    const char *host = host_of(url);
    if ((!has_scheme(url, "smtp://") && !has_scheme(url, "smtps://")) || *host == '\0' ||
        host[strspn(host, plain)] != '\0') {
        fault(r, "smtp: write smtp://host:port or smtps://host:port, and a login into the file of "
                 "smtp_login");
    }
    r->out->url = url;
}

/* --- TLS and reach ------------------------------------------------------------------------ */

static void read_tls(struct reading *r)
{
    const struct relay_texts *t = r->texts;
    bool none = strcmp(t->tls, "none") == 0;
    r->out->tls = !none;
    if (!none && strcmp(t->tls, "required") != 0) {
        fault(r, "smtp_tls: write required or none");
    } else if (none && !relay_is_loopback(t->url)) {
        fault(r, "smtp_tls: none is for a server on 127.0.0.1, [::1] or localhost alone");
    } else if (none && has_scheme(t->url, "smtps://")) {
        fault(r, "smtp_tls: smtps:// always has TLS; write smtp:// for none");
    }
    if ((t->certificate[0] == '\0') != (t->key[0] == '\0')) {
        fault(r, "smtp_certificate and smtp_key: set both, or neither");
    }
    r->out->ca = t->ca;
    r->out->certificate = t->certificate;
    r->out->key = t->key;
}

static void read_reach(struct reading *r)
{
    bool loopback = strcmp(r->texts->reach, "loopback") == 0;
    if (!loopback && strcmp(r->texts->reach, "anywhere") != 0) {
        fault(r, "mail_reach: write anywhere or loopback");
    }
    r->out->loopback_only = loopback || !r->out->tls;
    if (loopback && !relay_is_loopback(r->texts->url)) {
        r->out->url = NULL;
        r->out->why_off = "mail_reach is loopback (as under pfq up), and smtp names another "
                          "machine: mail is queued and not sent.";
    }
}

/* --- files ---------------------------------------------------------------------------------- */

static bool readable(struct reading *r, const char *name, const char *path, bool secret)
{
    struct stat info;
    if (path[0] == '\0') {
        return false;
    }
    if (stat(path, &info) != 0 || !S_ISREG(info.st_mode)) {
        fault(r, "%s: there is no file %s", name, path);
        return false;
    }
    if (secret && (info.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        fault(r, "%s: others may read %s; chmod 600 it", name, path);
        return false;
    }
    return true;
}

static bool read_line(FILE *file, char out[RELAY_WORD_BYTES])
{
    char line[RELAY_WORD_BYTES + 2] = "";
    bool got = fgets(line, sizeof line, file) != NULL;
    size_t length = strcspn(line, "\r\n");
    bool good = got && length > 0 && length < RELAY_WORD_BYTES;
    if (good) {
        memcpy(out, line, length);
        out[length] = '\0';
    }
    explicit_bzero(line, sizeof line);
    return good;
}

static void read_login(struct reading *r)
{
    if (!readable(r, "smtp_login", r->texts->login, true)) {
        return;
    }
    FILE *file = fopen(r->texts->login, "re");
    if (file == NULL) {
        fault(r, "smtp_login: %s cannot be read", r->texts->login);
        return;
    }
    bool good = read_line(file, r->out->user) && read_line(file, r->out->password);
    (void)fclose(file);
    if (!good) {
        fault(r, "smtp_login: the first line of %s is the user, the second the password",
              r->texts->login);
    }
}

static void read_senders(struct reading *r)
{
    if (!mail_address_good(r->texts->from)) {
        fault(r, "mail_from: write the address that mail comes from, as pfq@cps.example");
    }
    if (r->texts->reply_to[0] != '\0' && !mail_address_good(r->texts->reply_to)) {
        fault(r, "mail_reply_to: write one address, or nothing");
    }
}

enum pfq_code relay_read(const struct relay_texts *texts, struct relay *out, struct pfq_err *err)
{
    struct reading r = {.texts = texts, .out = out};
    *out = (struct relay){.why_off = "No mail server is set (smtp in pfq.conf): mail is queued and "
                                     "not sent."};
    if (texts->url[0] == '\0') {
        return PFQ_OK;
    }
    read_url(&r);
    read_tls(&r);
    read_reach(&r);
    read_senders(&r);
    read_login(&r);
    (void)readable(&r, "smtp_ca", texts->ca, false);
    (void)readable(&r, "smtp_certificate", texts->certificate, false);
    (void)readable(&r, "smtp_key", texts->key, true);
    return r.faults == 0 ? PFQ_OK
                         : pfq_fail(err, PFQ_E_CONFIG, "mail: %u fault%s, listed above", r.faults,
                                    r.faults == 1 ? "" : "s");
}
