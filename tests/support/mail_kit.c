/* mail_kit.c - see mail_kit.h. */
#include "support/mail_kit.h"

#include <criterion/criterion.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/command.h"

enum {
    WAIT_MS = 20000,
    STEP_MS = 20
};

static void make_certificate(const char *cert, const char *key)
{
    char command[512];
    (void)snprintf(command, sizeof command,
                   "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost "
                   "-addext subjectAltName=DNS:localhost,IP:127.0.0.1 -keyout %s -out %s "
                   ">/dev/null 2>&1 && chmod 600 %s",
                   key, cert, key);
    cr_assert_eq(system(command), 0, "%s", command);
}

/* --- the server ------------------------------------------------------------------------- */

static void stop_server(struct mail_kit *kit)
{
    if (kit->server > 0) {
        (void)kill(kit->server, SIGKILL);
        (void)waitpid(kit->server, NULL, 0);
        kit->server = 0;
    }
}

static void become_server(const struct mail_kit *kit, const char *const *arguments)
{
    const char *usual[] = {"--tls", kit->cert, kit->key, NULL};
    const char *argv[24] = {"python3", "tests/support/smtp_server.py", kit->rig.dir};
    size_t argc = 3;
    for (const char *const *a = arguments == NULL ? usual : arguments; *a != NULL; a++) {
        argv[argc++] = *a;
    }
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    execv("/usr/bin/python3", (char **)(uintptr_t)argv);
    _exit(127);
}

void mail_kit_server(struct mail_kit *kit, const char *const *arguments)
{
    char path[128];
    stop_server(kit);
    (void)snprintf(path, sizeof path, "%s/port", kit->rig.dir);
    (void)unlink(path);
    kit->server = fork();
    cr_assert_geq(kit->server, 0);
    if (kit->server == 0) {
        become_server(kit, arguments);
    }
    for (int waited = 0; access(path, R_OK) != 0; waited += STEP_MS) {
        cr_assert_lt(waited, WAIT_MS, "the mail server does not listen");
        (void)usleep(STEP_MS * 1000);
    }
    char *port = command_read(path);
    kit->port = atoi(port);
    free(port);
}

void mail_kit_begin(struct mail_kit *kit, const char *const *server_arguments)
{
    char other_key[96];
    memset(kit, 0, sizeof *kit);
    rig_begin(&kit->rig);
    (void)snprintf(kit->conf, sizeof kit->conf, "%s/pfq.conf", kit->rig.dir);
    (void)snprintf(kit->cert, sizeof kit->cert, "%s/cert.pem", kit->rig.dir);
    (void)snprintf(kit->key, sizeof kit->key, "%s/key.pem", kit->rig.dir);
    (void)snprintf(kit->other, sizeof kit->other, "%s/other.pem", kit->rig.dir);
    (void)snprintf(other_key, sizeof other_key, "%s/other.key", kit->rig.dir);
    make_certificate(kit->cert, kit->key);
    make_certificate(kit->other, other_key);
    mail_kit_server(kit, server_arguments);
}

void mail_kit_end(struct mail_kit *kit)
{
    stop_server(kit);
    rig_end(&kit->rig);
}

/* --- the services -------------------------------------------------------------------------- */

void mail_kit_conf(struct mail_kit *kit, int usual, const char *settings, const char *routes)
{
    FILE *file = fopen(kit->conf, "w");
    cr_assert_not_null(file);
    fprintf(file,
            "[feedback]\nsmtp = smtp://localhost:%d\nmail_from = pfq@cps.example\n"
            "mail_retry_ms = 200\nmail_scan_ms = 50\nsmtp_timeout_ms = 3000\n",
            kit->port);
    if ((usual & MAIL_KIT_TLS) != 0) {
        fprintf(file, "smtp_ca = %s\n", kit->cert);
    }
    fprintf(file, "%s\n[routes]\n%s\n", settings, routes);
    (void)fclose(file);
}

void mail_kit_start(struct mail_kit *kit)
{
    kit->rig.config = kit->conf;
    rig_start(&kit->rig, RIG_STORE);
    rig_wait_ready(&kit->rig, RIG_STORE);
    rig_start(&kit->rig, RIG_FEEDBACK);
    rig_wait_ready(&kit->rig, RIG_FEEDBACK);
}

static Pfq__V1__OutboxRows *ask(struct mail_kit *kit, enum rig_service which,
                                Pfq__V1__Envelope *request, struct pfq_arena *arena)
{
    Pfq__V1__Envelope *answer = NULL;
    struct pfq_err err = {0};
    char id[] = "kit";
    request->id = request->source = id;
    struct pfq_client *client = rig_client(&kit->rig, which);
    cr_assert_eq(pfq_client_ask(client, request, 15000, arena, &answer, &err), PFQ_OK, "%s",
                 err.text);
    pfq_client_close(client);
    cr_assert_eq(answer->body_case, PFQ__V1__ENVELOPE__BODY_OUTBOX_ROWS);
    return answer->outbox_rows;
}

size_t mail_kit_test(struct mail_kit *kit, const char *force, const char *period, bool *duplicate)
{
    struct pfq_arena arena;
    Pfq__V1__Envelope request = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__OutboxTest test = PFQ__V1__OUTBOX_TEST__INIT;
    pfq_arena_open(&arena);
    test.force = (char *)(uintptr_t)force;
    test.period = (char *)(uintptr_t)period;
    request.body_case = PFQ__V1__ENVELOPE__BODY_OUTBOX_TEST;
    request.outbox_test = &test;
    const Pfq__V1__OutboxRows *rows = ask(kit, RIG_FEEDBACK, &request, &arena);
    size_t count = rows->n_problems > 0 ? 0 : rows->n_rows;
    if (duplicate != NULL) {
        *duplicate = rows->duplicate;
    }
    pfq_arena_close(&arena);
    return count;
}

Pfq__V1__Delivery *mail_kit_row(struct mail_kit *kit, const char *recipient,
                                struct pfq_arena *arena)
{
    Pfq__V1__Envelope request = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__OutboxRead read = PFQ__V1__OUTBOX_READ__INIT;
    Pfq__V1__Delivery *found = NULL;
    read.has_limit = true;
    read.limit = 500;
    request.body_case = PFQ__V1__ENVELOPE__BODY_OUTBOX_READ;
    request.outbox_read = &read;
    const Pfq__V1__OutboxRows *rows = ask(kit, RIG_STORE, &request, arena);
    for (size_t i = 0; i < rows->n_rows; i++) {
        if (recipient[0] == '\0' || strcmp(rows->rows[i]->recipient, recipient) == 0) {
            found = rows->rows[i];
        }
    }
    return found;
}

Pfq__V1__Delivery *mail_kit_wait(struct mail_kit *kit, const char *recipient,
                                 Pfq__V1__DeliveryState state, struct pfq_arena *arena)
{
    Pfq__V1__Delivery *row = mail_kit_row(kit, recipient, arena);
    for (int waited = 0; row == NULL || row->state != state; waited += STEP_MS) {
        cr_assert_lt(waited, WAIT_MS, "%s is in state %d after %u attempts: %s", recipient,
                     row == NULL ? 0 : (int)row->state, row == NULL ? 0 : row->attempts,
                     row == NULL ? "" : row->answer);
        (void)usleep(STEP_MS * 1000);
        row = mail_kit_row(kit, recipient, arena);
    }
    return row;
}

const char *mail_kit_settle(struct mail_kit *kit, uint64_t id, Pfq__V1__DeliveryState state,
                            struct pfq_arena *arena)
{
    Pfq__V1__Envelope request = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__OutboxMark mark = PFQ__V1__OUTBOX_MARK__INIT;
    mark.has_id = mark.has_state = true;
    mark.id = id;
    mark.state = state;
    request.body_case = PFQ__V1__ENVELOPE__BODY_OUTBOX_MARK;
    request.outbox_mark = &mark;
    const Pfq__V1__OutboxRows *rows = ask(kit, RIG_STORE, &request, arena);
    return rows->n_problems > 0 ? rows->problems[0]->code : "";
}

/* --- what the server says --------------------------------------------------------------------- */

int mail_kit_logged(const struct mail_kit *kit, const char *line)
{
    char path[128];
    int count = 0;
    size_t length = strlen(line);
    (void)snprintf(path, sizeof path, "%s/log", kit->rig.dir);
    char *text = command_read(path);
    for (const char *at = text; at != NULL && *at != '\0'; at = strchr(at, '\n')) {
        at += *at == '\n';
        count += strncmp(at, line, length) == 0 && at[length] == '\n';
    }
    free(text);
    return count;
}

void mail_kit_wait_log(const struct mail_kit *kit, const char *line, int count)
{
    for (int waited = 0; mail_kit_logged(kit, line) < count; waited += STEP_MS) {
        cr_assert_lt(waited, WAIT_MS, "the server never logged %d times: %s", count, line);
        (void)usleep(STEP_MS * 1000);
    }
}

void mail_kit_release(const struct mail_kit *kit)
{
    char path[128];
    (void)snprintf(path, sizeof path, "%s/release", kit->rig.dir);
    FILE *file = fopen(path, "w");
    cr_assert_not_null(file);
    (void)fclose(file);
}

char *mail_kit_mail(const struct mail_kit *kit, int n, struct pfq_arena *arena)
{
    char path[128];
    (void)snprintf(path, sizeof path, "%s/mail-%d.eml", kit->rig.dir, n);
    char *text = command_read(path);
    char *copy = pfq_arena_strdup(arena, text);
    free(text);
    return copy;
}
