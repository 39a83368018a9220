/* stored.c - rows as they are read back. */
#include <string.h>

#include "db_private.h"

struct pfq_bytes bytes_copy(struct pfq_bytes bytes, struct pfq_arena *arena)
{
    uint8_t *data = pfq_arena_try(arena, bytes.size + 1, 1);
    if (data != NULL && bytes.size > 0) {
        memcpy(data, bytes.data, bytes.size);
    }
    return (struct pfq_bytes){data, bytes.size};
}

static char *text_copy(const struct query *q, int column, struct pfq_arena *arena)
{
    const char *text = query_get_text(q, column);
    struct pfq_bytes bytes = {(const uint8_t *)text, strlen(text)};
    return (char *)(uintptr_t)bytes_copy(bytes, arena).data;
}

bool blob_copy(struct pfq_bytes bytes, struct pfq_arena *arena, ProtobufCBinaryData *out)
{
    struct pfq_bytes copy = bytes_copy(bytes, arena);
    out->data = (uint8_t *)(uintptr_t)copy.data;
    out->len = copy.size;
    return copy.data != NULL;
}

/* A history that cannot be read is left out; false: there may have been no room for it. */
static bool history_read(const struct query *q, int column, struct pfq_arena *arena,
                         Pfq__V1__Stored *out)
{
    enum {
        room_for_one = 64 * 1024
    };

    struct pfq_bytes packed = query_get_blob(q, column);
    ProtobufCMessage *message = NULL;
    struct pfq_err damage = {0};
    if (packed.size == 0) {
        return true;
    }
    if (pfq_wire_trusted(&pfq__v1__history__descriptor, packed, arena, &message, &damage) !=
        PFQ_OK) {
        return arena->grows || arena->size - arena->used >= room_for_one;
    }
    out->history = (Pfq__V1__History *)message;
    return true;
}

/* sequence, source, id, force, urn, file_type, ordinal, number, received_at, committed_at,
 * catalogue digest, judged, history */
bool stored_read(const struct query *q, int column, struct pfq_arena *arena, Pfq__V1__Stored *out)
{
    pfq__v1__stored__init(out);
    out->has_sequence = true;
    out->sequence = (uint64_t)query_get_int(q, column);
    out->source = text_copy(q, column + 1, arena);
    out->id = text_copy(q, column + 2, arena);
    out->force = text_copy(q, column + 3, arena);
    out->urn = text_copy(q, column + 4, arena);
    out->has_file_type = true;
    out->file_type = (Pfq__V1__FileType)query_get_int(q, column + 5);
    out->ordinal = (uint32_t)query_get_int(q, column + 6);
    out->number = (uint64_t)query_get_int(q, column + 7);
    out->has_ordinal = out->ordinal > 0;
    out->has_number = out->number > 0;
    out->has_mode = true;
    out->mode = out->has_number ? PFQ__V1__MODE__MODE_LIVE : PFQ__V1__MODE__MODE_TEST;
    out->has_received_at = true;
    out->received_at = query_get_int(q, column + 8);
    out->has_committed_at = true;
    out->committed_at = query_get_int(q, column + 9);
    out->has_catalogue_digest =
        blob_copy(query_get_blob(q, column + 10), arena, &out->catalogue_digest);
    out->has_judged = blob_copy(query_get_blob(q, column + 11), arena, &out->judged);
    return out->source != NULL && out->id != NULL && out->force != NULL && out->urn != NULL &&
           out->has_catalogue_digest && out->has_judged && history_read(q, column + 12, arena, out);
}

static const ProtobufCMessageDescriptor *type_of(Pfq__V1__FeedbackKind kind)
{
    return kind == PFQ__V1__FEEDBACK_KIND__FEEDBACK_KIND_ACTION_PLAN
               ? &pfq__v1__assessment_row__descriptor
           : kind == PFQ__V1__FEEDBACK_KIND__FEEDBACK_KIND_CHALLENGE
               ? &pfq__v1__challenge_row__descriptor
               : &pfq__v1__theme_move__descriptor;
}

bool stored_read_told(const struct query *q, int column, Pfq__V1__FeedbackKind kind,
                      struct pfq_bytes told, struct pfq_arena *arena, Pfq__V1__Stored *out)
{
    ProtobufCMessage *message = NULL;
    struct pfq_err damage = {0};
    const ProtobufCMessageDescriptor *type = type_of(kind);
    pfq__v1__stored__init(out);
    out->force = text_copy(q, column + 3, arena);
    out->has_number = out->has_committed_at = true;
    out->number = (uint64_t)query_get_int(q, column + 7);
    out->committed_at = query_get_int(q, column + 9);
    bool read = pfq_wire_trusted(type, told, arena, &message, &damage) == PFQ_OK;
    if (type == &pfq__v1__assessment_row__descriptor) {
        out->plan = (Pfq__V1__AssessmentRow *)message;
    } else if (type == &pfq__v1__challenge_row__descriptor) {
        out->challenge = (Pfq__V1__ChallengeRow *)message;
    } else {
        out->theme = (Pfq__V1__ThemeMove *)message;
    }
    return read && out->force != NULL;
}

size_t stored_bytes(const struct query *q, int column)
{
    enum {
        fixed = 128
    };

    return fixed + strlen(query_get_text(q, column + 1)) + strlen(query_get_text(q, column + 2)) +
           strlen(query_get_text(q, column + 4)) + query_get_blob(q, column + 11).size;
}
