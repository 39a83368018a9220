/* rig.h - the three real services in a directory of their own, for system tests.
 *
 * Everything is on ipc below a fresh temporary directory.  rig_end() stops what
 * rig_begin() started, and nothing else. */
#ifndef RIG_H
#define RIG_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "pfq/client.h"

enum rig_service {
    RIG_STORE,
    RIG_INTAKE,
    RIG_FEEDBACK,
    RIG_SERVICES
};

struct rig {
    char dir[64];
    char run_option[128]; /* "--run=..." of pfq, for its sockets */
    pid_t pids[RIG_SERVICES];
    const char *options[RIG_SERVICES][8]; /* further "-o" values, NULL-ended */
    const char *config;                   /* of feedback; NULL: none */
};

void rig_begin(struct rig *rig); /* makes the directory, starts nothing */
void rig_start(struct rig *rig, enum rig_service which);
void rig_start_all(struct rig *rig); /* and waits until each answers */
void rig_wait_ready(struct rig *rig, enum rig_service which);
void rig_signal(struct rig *rig, enum rig_service which, int signal);
int rig_reap(struct rig *rig, enum rig_service which); /* its wait status */
void rig_end(struct rig *rig);                         /* stops all, removes the directory */

struct pfq_client *rig_client(struct rig *rig, enum rig_service which);
Pfq__V1__ServiceStatus *rig_status(struct rig *rig, enum rig_service which,
                                   struct pfq_arena *arena);

/* A small submission: number n of a force is always the same content. */
Pfq__V1__Envelope *rig_envelope(const char *source, const char *force, uint32_t n,
                                struct pfq_arena *arena);

/* Submit and wait for the answer for good; asserts that there is one. */
Pfq__V1__Receipt *rig_submit(struct pfq_client *client, const Pfq__V1__Envelope *envelope,
                             struct pfq_arena *arena);

#endif
