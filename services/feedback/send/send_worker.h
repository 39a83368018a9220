/* send_worker.h - the two acts that take long, in a thread of their own, so that no reader waits
 * for them: a digest from its facts, and its mail with a picture.
 *
 *     IDLE --give--> BUSY --> DONE --take--> IDLE
 *
 * While it is BUSY the run touches nothing that the act works on: facts, words, standard.
 *
 * Layer 4 (feedback).
 */
#ifndef SEND_WORKER_H
#define SEND_WORKER_H

#include <pthread.h>
#include <stdbool.h>

#include "pfq/err.h"

struct send_run;

typedef enum pfq_code send_act(struct send_run *run, struct pfq_err *err);

enum send_worker_state {
    SEND_WORKER_IDLE,
    SEND_WORKER_BUSY,
    SEND_WORKER_DONE
};

struct send_worker {
    struct send_run *run;
    bool started;
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    enum send_worker_state state; /* this and what follows under the mutex */
    bool stop;
    send_act *act;
    enum pfq_code code;
    struct pfq_err err;
};

enum pfq_code send_worker_open(struct send_worker *w, struct send_run *run,
                               struct pfq_err *err) PFQ_CHECKED;
void send_worker_close(struct send_worker *w); /* waits for the act in hand */

void send_worker_give(struct send_worker *w, send_act *act); /* only when IDLE */
enum send_worker_state send_worker_look(struct send_worker *w);
enum pfq_code send_worker_take(struct send_worker *w, struct pfq_err *err); /* only when DONE */

#endif
