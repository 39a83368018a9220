/* activity.c - see activity.h. */
#include "activity.h"

#include <string.h>

static void digest_line(const uint8_t before[PFQ_DIGEST_BYTES], int64_t at_ms, const char *text,
                        struct pfq_arena *arena, uint8_t out[PFQ_DIGEST_BYTES])
{
    enum {
        time_bytes = 8
    };

    size_t size = PFQ_DIGEST_BYTES + time_bytes + strlen(text);
    uint8_t *bytes = pfq_arena_new(arena, uint8_t, size + 1);
    memcpy(bytes, before, PFQ_DIGEST_BYTES);
    for (unsigned i = 0; i < time_bytes; i++) {
        bytes[PFQ_DIGEST_BYTES + i] = (uint8_t)((uint64_t)at_ms >> (8 * i));
    }
    (void)stpcpy((char *)bytes + PFQ_DIGEST_BYTES + time_bytes, text);
    pfq_digest((struct pfq_bytes){bytes, size}, out);
}

enum pfq_code activity_note(struct db *db, const Pfq__V1__Peer *peer, int64_t at_ms,
                            const char *text, struct pfq_arena *scratch, struct pfq_err *err)
{
    uint8_t before[PFQ_DIGEST_BYTES] = {0};
    uint8_t digest[PFQ_DIGEST_BYTES];
    const char *role =
        peer == NULL ? "pfq" : pfq_enum_name(&pfq__v1__role__descriptor, (int)peer->role);
    const char *line = pfq_arena_printf(
        scratch, "uid=%lld role=%s staff=%s %s",
        peer == NULL || !peer->has_uid ? -1 : (long long)peer->uid, role == NULL ? "-" : role,
        peer == NULL || peer->staff == NULL ? "-" : peer->staff, text);
    enum pfq_code code = db_last_activity(db, before, err);
    if (code != PFQ_OK) {
        return code;
    }
    digest_line(before, at_ms, line, scratch, digest);
    return db_add_activity(db, at_ms, line, digest, err);
}

struct walk {
    struct pfq_arena arena;
    uint8_t last[PFQ_DIGEST_BYTES];
    uint64_t lines;
    uint64_t broken;
    activity_on_line *on_line;
    void *self;
};

static void check_line(void *self, int64_t at_ms, const char *text,
                       const uint8_t digest[PFQ_DIGEST_BYTES])
{
    struct walk *w = self;
    uint8_t wanted[PFQ_DIGEST_BYTES];
    digest_line(w->last, at_ms, text, &w->arena, wanted);
    w->lines++;
    if (w->broken == 0 && memcmp(wanted, digest, sizeof wanted) != 0) {
        w->broken = w->lines;
    }
    memcpy(w->last, digest, sizeof w->last);
    w->on_line(w->self, at_ms, text);
    pfq_arena_reset(&w->arena);
}

enum pfq_code activity_read(struct db *db, activity_on_line *on_line, void *self, uint64_t *broken,
                            uint8_t last[PFQ_DIGEST_BYTES], struct pfq_err *err)
{
    struct walk w = {.on_line = on_line, .self = self};
    pfq_arena_open(&w.arena);
    enum pfq_code code = db_read_activity(db, check_line, &w, err);
    pfq_arena_close(&w.arena);
    *broken = w.broken;
    memcpy(last, w.last, sizeof w.last);
    return code;
}
