/* smtp_private.h - what a struct smtp is, to smtp.c and smtp_talk.c alone. */
#ifndef SMTP_PRIVATE_H
#define SMTP_PRIVATE_H

#include <curl/curl.h>
#include <pthread.h>
#include <stdatomic.h>

#include "mail.h"
#include "smtp.h"

enum {
    SMTP_SOCKETS_MAX = 8,
    SMTP_HEADER_BYTES = 128 /* of our own before a message */
};

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
    int sockets[SMTP_SOCKETS_MAX]; /* -1 = none */
    char from[MAIL_ADDRESS_BYTES + 1];
    char to[MAIL_ADDRESS_BYTES + 1];
    unsigned char message[MAIL_BYTES_MAX + SMTP_HEADER_BYTES];
    size_t size;
    size_t sent;
    enum smtp_stage stage;
    struct smtp_result result;
    bool quitting;
    char line[SMTP_ANSWER_BYTES]; /* the server's last, before we say goodbye */
    char why[CURL_ERROR_SIZE];
};

/* smtp.c: wait before the end of the data.  True: it may be told. */
bool smtp_gate(struct smtp *s);

/* smtp_talk.c: one conversation, from its beginning to s->result. */
bool smtp_talk_open(struct smtp *s);
void smtp_talk(struct smtp *s);
void smtp_talk_close(struct smtp *s);

#endif
