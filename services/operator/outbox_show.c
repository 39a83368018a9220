/* outbox_show.c - deliveries on a page and as JSON: see outbox.h. */
#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "outbox.h"
#include "pfq/json.h"
#include "pfq/wire.h"

static void change_case(const char *from, char out[TEXT_TIME], int (*change)(int))
{
    size_t i = 0;
    for (; from[i] != '\0' && i + 1 < TEXT_TIME; i++) {
        out[i] = (char)change((unsigned char)from[i]);
    }
    out[i] = '\0';
}

const char *outbox_state_word(Pfq__V1__DeliveryState state, char out[TEXT_TIME])
{
    const char *name = pfq_enum_name(&pfq__v1__delivery_state__descriptor, (int)state);
    change_case(name == NULL ? "unknown" : name, out, tolower);
    return out;
}

Pfq__V1__DeliveryState outbox_state(const char *word)
{
    char name[TEXT_TIME];
    int value = 0;
    change_case(word, name, toupper);
    return pfq_enum_value(&pfq__v1__delivery_state__descriptor, name, &value)
               ? (Pfq__V1__DeliveryState)value
               : PFQ__V1__DELIVERY_STATE__DELIVERY_STATE_UNSPECIFIED;
}

static enum ink ink_of(Pfq__V1__DeliveryState state)
{
    switch ((int)state) {
    case PFQ__V1__DELIVERY_STATE__DELIVERY_STATE_SENT:
        return INK_GOOD;
    case PFQ__V1__DELIVERY_STATE__DELIVERY_STATE_DEFERRED:
        return INK_WARN;
    case PFQ__V1__DELIVERY_STATE__DELIVERY_STATE_IN_DOUBT:
    case PFQ__V1__DELIVERY_STATE__DELIVERY_STATE_BOUNCED:
    case PFQ__V1__DELIVERY_STATE__DELIVERY_STATE_EXPIRED:
        return INK_BAD;
    default:
        return INK_PLAIN;
    }
}

void outbox_put_head(struct page *page)
{
    page_put(page, INK_DIM, "number  state     tries  kind        period      for / recipient");
    page_end_line(page);
}

void outbox_put_row(struct page *page, const Pfq__V1__Delivery *d)
{
    char state[TEXT_TIME];
    char kind[TEXT_TIME];
    const char *name = pfq_enum_name(&pfq__v1__digest_kind__descriptor, (int)d->kind);
    bool both = d->force[0] != '\0' && d->police_unit[0] != '\0';
    change_case(name == NULL ? "?" : name, kind, tolower);
    page_put(page, INK_PLAIN, "%6" PRIu64 "  ", d->id);
    page_put(page, ink_of(d->state), "%-8s ", outbox_state_word(d->state, state));
    page_put(page, INK_PLAIN, "%6" PRIu32 "  %-10s  %-10s  %s%s%s / %s", d->attempts, kind,
             d->period, d->force, both ? " " : "", d->police_unit, d->recipient);
    page_end_line(page);
}

static void put_time(struct page *page, const char *label, bool given, int64_t at_ms)
{
    char at[TEXT_TIME];
    if (given) {
        page_paragraph(page, 12, label, text_time(at_ms, at));
    }
}

/* Line by line: it is text, whatever it says. */
static void put_message(struct page *page, const ProtobufCBinaryData *message)
{
    const char *at = (const char *)message->data;
    const char *end = at + message->len;
    while (at < end) {
        const char *line_end = memchr(at, '\n', (size_t)(end - at));
        size_t length = line_end == NULL ? (size_t)(end - at) : (size_t)(line_end - at);
        size_t shown = length > 0 && at[length - 1] == '\r' ? length - 1 : length;
        bool folded = shown > 0 && *at == '\t'; /* a header that goes on */
        page_put(page, INK_PLAIN, "%s%.*s", folded ? "    " : "", (int)(shown - folded),
                 at + folded);
        page_end_line(page);
        at += length + 1;
    }
}

void outbox_put_whole(struct page *page, const Pfq__V1__Delivery *d)
{
    outbox_put_head(page);
    outbox_put_row(page, d);
    put_time(page, "queued", d->has_queued_at, d->queued_at);
    put_time(page, "next try", d->has_next_at, d->next_at);
    put_time(page, "settled", d->has_done_at, d->done_at);
    page_paragraph(page, 12, "answer", d->answer == NULL || *d->answer == '\0' ? "-" : d->answer);
    page_paragraph(page, 12, "Message-ID", d->message_id);
    page_end_line(page);
    put_message(page, &d->message);
}

json_t *outbox_json(const Pfq__V1__Delivery *d)
{
    return pfq_json_value(&d->base, PFQ_JSON_SHORT_ENUMS);
}
