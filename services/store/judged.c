/* judged.c - see judged.h. */
#include "judged.h"

#include "pfq/clock.h"
#include "pfq/log.h"

const Pfq__V1__Judged *judged_read(const struct db_counted *of, struct pfq_arena *arena)
{
    ProtobufCMessage *message = NULL;
    struct pfq_err err = {0};
    if (pfq_wire_trusted(&pfq__v1__judged__descriptor, of->judged, arena, &message, &err) !=
        PFQ_OK) {
        pfq_log(PFQ_LOG_ERROR, "judged_damaged", "sequence=%llu", (unsigned long long)of->sequence);
        return NULL;
    }
    return (const Pfq__V1__Judged *)message;
}

int64_t judged_at(const Pfq__V1__Judged *judged, const struct db_counted *of)
{
    bool known = judged != NULL && judged->has_event_at && pfq_instant_valid(judged->event_at);
    return known ? judged->event_at : of->received_at;
}

int32_t judged_day(const Pfq__V1__Judged *judged, const struct db_counted *of)
{
    if (judged != NULL && judged->has_event_date && pfq_date_valid(judged->event_date)) {
        return judged->event_date;
    }
    return pfq_london_date(judged_at(judged, of));
}
