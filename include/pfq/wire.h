/* pfq/wire.h - from received bytes to an Envelope, and back.
 *
 * pfq_wire_read() is the only way in.  A guard walks the raw bytes against the
 * message descriptor before anything is unpacked, and names every fault: too long,
 * too many, too deep, cut off, not UTF-8, NUL in text, wrong wire type, a singular
 * field twice.  What a newer sender adds (unknown fields, unknown enum values) is no
 * fault: it counts as absent and is listed as a warning.  After the guard, unpacking
 * into the arena cannot run out or read nonsense.
 *
 * Limits are rows of services/common/wire/limits.def.
 *
 * Codes of faults: TOO_LARGE, ID_MISSING, SOURCE_MISSING, BODY_MISSING, WIRE_CUT,
 * WIRE_LENGTH, WIRE_VARINT, WIRE_TAG, WIRE_GROUP, WIRE_TYPE, WIRE_RANGE, WIRE_TWICE,
 * WIRE_ONEOF, WIRE_TOO_LONG, WIRE_TOO_MANY, WIRE_TEXT, WIRE_NUL, WIRE_CONTROL.
 * Codes of warnings: UNKNOWN_FIELD, UNKNOWN_VALUE, NEWER_SCHEMA.
 *
 * Layer 1 (wire).
 */
#ifndef PFQ_WIRE_H
#define PFQ_WIRE_H

#include <stdbool.h>
#include <stdint.h>

#include "envelope.pb-c.h"
#include "pfq/arena.h"
#include "pfq/err.h"
#include "pfq/problems.h"

enum {
    PFQ_FRAME_BYTES = 256 * 1024, /* of one frame, at most */
    PFQ_ID_BYTES = 64,            /* of a message id and of a source, at most */
    PFQ_DIGEST_BYTES = 32
};

struct pfq_bytes {
    const uint8_t *data;
    size_t size;
};

struct pfq_wire {
    Pfq__V1__Envelope *envelope; /* in the arena; NULL when refused */
    char id[PFQ_ID_BYTES + 1];   /* salvaged from whatever could be read, else "" */
    char source[PFQ_ID_BYTES + 1];
    bool unknown_fields; /* or unknown enum values: the bytes must not be stored as they
                            came, but packed again from the envelope, which has none */
    uint8_t content_digest[PFQ_DIGEST_BYTES]; /* BLAKE2b of a submission: over mode and body
                                                 bytes (G2); over the whole frame when refused;
                                                 zeros for the other bodies, which need none */
};

/* The arena is left unsealed, and may be of any size: too small is TOO_LARGE.  Faults go to
 * `problems`, things passed over to `warnings`.  False: refused, and problems says why, all of it.
 */
bool pfq_wire_read(struct pfq_bytes received, struct pfq_arena *arena,
                   struct pfq_problems *problems, struct pfq_problems *warnings,
                   struct pfq_wire *out);

/* Guard and unpack any message of the contract by its descriptor, without the
 * envelope's salvage and digest.  NULL: refused, and problems says why. */
ProtobufCMessage *pfq_wire_unpack(const ProtobufCMessageDescriptor *type, struct pfq_bytes bytes,
                                  struct pfq_arena *arena, struct pfq_problems *problems,
                                  struct pfq_problems *warnings);

/* For bytes that we packed ourselves (from the database, from another service of
 * ours): a failure is damage, reported as MALFORMED. */
enum pfq_code pfq_wire_trusted(const ProtobufCMessageDescriptor *type, struct pfq_bytes bytes,
                               struct pfq_arena *arena, ProtobufCMessage **out,
                               struct pfq_err *err) PFQ_CHECKED;

/* Pack into the arena. */
struct pfq_bytes pfq_wire_pack(const ProtobufCMessage *message, struct pfq_arena *arena);

/* Bytes that a text of this field may have and still be read at the other end; the field
 * is one of the message's. */
size_t pfq_wire_text_max(const ProtobufCMessageDescriptor *type, const char *field);

/* BLAKE2b-256. */
void pfq_digest(struct pfq_bytes bytes, uint8_t out[PFQ_DIGEST_BYTES]);

/* The 64-bit key that the store files the name (source, id) under; equal keys are not
 * equal names: compare.  40 bits are a hash of the name without the digits that end it,
 * 24 bits are those digits: names that count up lie side by side in an index, so that
 * a batch of them dirties one page and not one page each. */
uint64_t pfq_name_key(const char *source, const char *id);

/* Short name of an enum value ("FH_GAP" for FILE_TYPE_FH_GAP), "UNSPECIFIED" for 0 and
 * NULL for a number that the contract does not have; and back (either form). */
const char *pfq_enum_name(const ProtobufCEnumDescriptor *type, int value);
bool pfq_enum_value(const ProtobufCEnumDescriptor *type, const char *name, int *out);

#endif
