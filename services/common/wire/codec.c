/* codec.c - packing and unpacking in an arena: see pfq/wire.h. */
#include "pfq/bug.h"
#include "unpack.h"

enum pfq_code pfq_wire_trusted(const ProtobufCMessageDescriptor *type, struct pfq_bytes bytes,
                               struct pfq_arena *arena, ProtobufCMessage **out, struct pfq_err *err)
{
    *out = unpack_message(shape_of(type), cursor_of(bytes), arena);
    if (*out == NULL) {
        return pfq_fail(err, PFQ_E_MALFORMED, "%zu bytes kept as %s", bytes.size, type->short_name);
    }
    return PFQ_OK;
}

struct pfq_bytes pfq_wire_pack(const ProtobufCMessage *message, struct pfq_arena *arena)
{
    size_t size = protobuf_c_message_get_packed_size(message);
    uint8_t *data = pfq_arena_new(arena, uint8_t, size + 1);
    size_t written = protobuf_c_message_pack(message, data);
    PFQ_ASSERT(written == size);
    return (struct pfq_bytes){data, size};
}
