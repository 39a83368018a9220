/* file_facts.h - a fictitious file for the tests of the standard, made in an arena. */
#ifndef FILE_FACTS_H
#define FILE_FACTS_H

#include "envelope.pb-c.h"
#include "pfq/arena.h"

/* Force 43, FH_NGAP, sent 2026-05-05; each test spoils what it needs. */
Pfq__V1__Submission *file_facts(struct pfq_arena *arena);

/* The submission in an envelope. */
Pfq__V1__Envelope *file_facts_envelope(struct pfq_arena *arena, Pfq__V1__Submission *submission);

#endif
