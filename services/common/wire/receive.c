/* receive.c - the way in: guard, envelope rules, digest, unpacking.  See pfq/wire.h. */
#include <sodium.h>
#include <string.h>

#include "guard.h"
#include "limits.h"
#include "pfq/bug.h"
#include "text.h"
#include "unpack.h"

enum {
    ID = 1,
    SOURCE = 2,
    SCHEMA_VERSION = 4,
    MODE = 5,
    BODY = 10, /* and above: the oneof */
    OUR_SCHEMA_VERSION = 1
};

/* What the outermost fields say, as far as they can be read. */
struct parts {
    struct cursor id;
    struct cursor source;
    struct cursor body; /* tag included */
    uint64_t mode;
    uint64_t schema_version;
    bool whole; /* read to the end */
};

static void keep_part(struct parts *parts, const struct shape *envelope, const struct item *item,
                      const uint8_t *end)
{
    if (item->number == ID && item->wire == WIRE_LENGTH && parts->id.at == NULL) {
        parts->id = item->body;
    } else if (item->number == SOURCE && item->wire == WIRE_LENGTH && parts->source.at == NULL) {
        parts->source = item->body;
    } else if (item->number == SCHEMA_VERSION && item->wire == WIRE_VARINT) {
        parts->schema_version = item->varint;
    } else if (item->number == MODE && item->wire == WIRE_VARINT) {
        parts->mode = item->varint;
    } else if (item->number >= BODY && shape_find(envelope, item->number) != NULL) {
        parts->body = (struct cursor){item->start, end};
    }
}

static struct parts read_parts(const struct shape *envelope, struct pfq_bytes received)
{
    struct parts parts = {0};
    struct cursor c = cursor_of(received);
    struct item item = {0};
    while (cursor_more(&c)) {
        if (cursor_item(&c, &item) != CURSOR_OK) {
            return parts;
        }
        keep_part(&parts, envelope, &item, c.at);
    }
    parts.whole = true;
    return parts;
}

/* Only what may be answered under: clean, and of a length that we keep. */
static void salvage(struct cursor text, char out[PFQ_ID_BYTES + 1])
{
    size_t size = cursor_left(&text);
    out[0] = '\0';
    if (size > 0 && size <= PFQ_ID_BYTES && text_check(text.at, size) == TEXT_OK &&
        !text_has_control(text.at, size)) {
        memcpy(out, text.at, size);
        out[size] = '\0';
    }
}

static bool too_large(struct pfq_problems *problems)
{
    pfq_problem(problems, "TOO_LARGE", "", "Send less in one message.",
                "The message is larger than we accept.");
    return false;
}

static void check_parts(const struct parts *parts, struct pfq_problems *problems,
                        struct pfq_problems *warnings)
{
    if (!parts->whole) {
        return; /* the guard says where it breaks; the rest may have been sent */
    }
    if (!cursor_more(&parts->id)) {
        pfq_problem(problems, "ID_MISSING", "id", "Give each message an id of 1 to 64 bytes.",
                    "The message has no id.");
    }
    if (!cursor_more(&parts->source)) {
        pfq_problem(problems, "SOURCE_MISSING", "source", "Name the sending system.",
                    "The message does not say which system sends it.");
    }
    if (parts->body.at == NULL) {
        pfq_problem(problems, "BODY_MISSING", "", "Send a submission or a request.",
                    "The message has no body that we know.");
    }
    if (parts->schema_version > OUR_SCHEMA_VERSION) {
        pfq_problem(warnings, "NEWER_SCHEMA", "schema_version",
                    "None is needed; what we do not know is listed.",
                    "The sender's contract is newer than ours.");
    }
}

/* Mode and body, whatever else was stamped on the envelope (G2). */
static void digest_content(const struct parts *parts, uint8_t out[PFQ_DIGEST_BYTES])
{
    uint64_t mode = parts->mode == 0 ? PFQ__V1__MODE__MODE_LIVE : parts->mode;
    uint8_t bytes[sizeof mode];
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = (uint8_t)(mode >> (8 * i));
    }
    crypto_generichash_state state;
    PFQ_ASSERT(crypto_generichash_init(&state, NULL, 0, PFQ_DIGEST_BYTES) == 0);
    (void)crypto_generichash_update(&state, bytes, sizeof bytes);
    (void)crypto_generichash_update(&state, parts->body.at, cursor_left(&parts->body));
    PFQ_ASSERT(crypto_generichash_final(&state, out, PFQ_DIGEST_BYTES) == 0);
}

/* What is kept under its source and id; a question names nothing. */
static bool is_stored(const Pfq__V1__Envelope *envelope)
{
    int body = (int)envelope->body_case;
    return body == PFQ__V1__ENVELOPE__BODY_SUBMISSION || body == PFQ__V1__ENVELOPE__BODY_EVENT;
}

static size_t length(const struct pfq_problems *problems)
{
    return problems->count + problems->unlisted;
}

static ProtobufCMessage *unpack(const struct shape *shape, struct pfq_bytes bytes,
                                struct pfq_arena *arena, struct pfq_problems *problems)
{
    size_t mark = arena->used;
    ProtobufCMessage *message = unpack_message(shape, cursor_of(bytes), arena);
    if (message == NULL && !arena->grows) {
        arena->used = mark; /* room to say so */
    }
    if (message == NULL) {
        (void)too_large(problems);
    }
    return message;
}

static bool guard(const struct shape *shape, struct pfq_bytes bytes, struct pfq_problems *problems,
                  struct pfq_problems *warnings, bool *unknown)
{
    if (bytes.size > PFQ_FRAME_BYTES) {
        return too_large(problems);
    }
    struct guard g;
    guard_init(&g, problems, warnings);
    size_t before = length(problems);
    guard_walk(&g, shape, cursor_of(bytes));
    *unknown = g.unknown;
    return length(problems) == before;
}

ProtobufCMessage *pfq_wire_unpack(const ProtobufCMessageDescriptor *type, struct pfq_bytes bytes,
                                  struct pfq_arena *arena, struct pfq_problems *problems,
                                  struct pfq_problems *warnings)
{
    const struct shape *shape = shape_of(type);
    bool unknown = false;
    return guard(shape, bytes, problems, warnings, &unknown) ? unpack(shape, bytes, arena, problems)
                                                             : NULL;
}

bool pfq_wire_read(struct pfq_bytes received, struct pfq_arena *arena,
                   struct pfq_problems *problems, struct pfq_problems *warnings,
                   struct pfq_wire *out)
{
    const struct shape *shape = shape_of(&pfq__v1__envelope__descriptor);
    *out = (struct pfq_wire){0};
    struct parts parts = read_parts(shape, received);
    salvage(parts.id, out->id);
    salvage(parts.source, out->source);
    size_t before = length(problems);
    if (received.size <= PFQ_FRAME_BYTES) {
        check_parts(&parts, problems, warnings);
    }
    (void)guard(shape, received, problems, warnings, &out->unknown_fields);
    if (length(problems) == before) {
        out->envelope = (Pfq__V1__Envelope *)unpack(shape, received, arena, problems);
    }
    if (out->envelope == NULL) {
        pfq_digest(received, out->content_digest);
    } else if (is_stored(out->envelope)) {
        digest_content(&parts, out->content_digest);
    }
    return out->envelope != NULL;
}
