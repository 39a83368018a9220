/* mail_kit.h - store, feedback and a mail server on loopback, for system tests of mail.
 *
 * The server is support/smtp_server.py: what it does to a mail is in the recipient's name.
 * mail_kit_end() stops everything that mail_kit_begin() started. */
#ifndef MAIL_KIT_H
#define MAIL_KIT_H

#include "support/rig.h"

struct mail_kit {
    struct rig rig;
    pid_t server;
    int port;
    char conf[96];  /* feedback's pfq.conf */
    char cert[96];  /* the server's certificate, self-made, also its own CA */
    char key[96];   /* 0600 */
    char other[96]; /* a certificate of somebody else */
};

/* Arguments of the server besides its directory, NULL-ended; NULL: TLS with our certificate. */
void mail_kit_begin(struct mail_kit *kit, const char *const *server_arguments);
void mail_kit_end(struct mail_kit *kit);

/* Start the server anew with other arguments. */
void mail_kit_server(struct mail_kit *kit, const char *const *arguments);

/* Settings of [feedback] besides the usual (fast retries, the server, TLS), which they may
 * not repeat but for what `usual` leaves out; then the [routes]. */
enum {
    MAIL_KIT_TLS = 1, /* smtp_ca: the server's certificate */
};

void mail_kit_conf(struct mail_kit *kit, int usual, const char *settings, const char *routes);
void mail_kit_start(struct mail_kit *kit); /* store and feedback, and waits for both */

/* `pfq outbox test 43 --period WORD`: how many were queued; *duplicate says whether any was
 * there already. */
size_t mail_kit_test(struct mail_kit *kit, const char *force, const char *period, bool *duplicate);

/* The deliveries of one recipient, "" = all: the last of them, NULL: none; in the arena. */
Pfq__V1__Delivery *mail_kit_row(struct mail_kit *kit, const char *recipient,
                                struct pfq_arena *arena);
/* Wait until it is in that state; fails the test after 20 seconds. */
Pfq__V1__Delivery *mail_kit_wait(struct mail_kit *kit, const char *recipient,
                                 Pfq__V1__DeliveryState state, struct pfq_arena *arena);
/* A person's word; the code of the problem, or "". */
const char *mail_kit_settle(struct mail_kit *kit, uint64_t id, Pfq__V1__DeliveryState state,
                            struct pfq_arena *arena);

/* How often the server's log has the line; and wait for one. */
int mail_kit_logged(const struct mail_kit *kit, const char *line);
void mail_kit_wait_log(const struct mail_kit *kit, const char *line, int count);
void mail_kit_release(const struct mail_kit *kit); /* what it holds, it answers */

/* The n-th mail that it took, whole. */
char *mail_kit_mail(const struct mail_kit *kit, int n, struct pfq_arena *arena);

#endif
