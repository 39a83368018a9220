/* mail.h - one mail as the bytes of RFC 5322.  Pure: no clock, no disk, nothing at random,
 * so the same mail is always the same bytes.
 *
 *     multipart/mixed                     where there are attachments
 *         multipart/alternative           where there is HTML
 *             text/plain
 *             multipart/related           where there are images
 *                 text/html               shows them as <img src="cid:NAME" alt="...">
 *                 image/png ...
 *         text/csv ...
 *
 * Everything is UTF-8; no line is longer than 998 bytes.  What goes into a header has its
 * control characters taken out first and is encoded where it is not ASCII, so no text can
 * make a header of its own; an address that is not plain is refused.
 *
 * Layer 4 (feedback).  The only file that uses gmime is mail.c.
 */
#ifndef MAIL_H
#define MAIL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "outbox.pb-c.h"
#include "pfq/arena.h"
#include "pfq/err.h"
#include "pfq/wire.h"

enum {
    MAIL_BYTES_MAX = 240 * 1024, /* of a whole mail: it goes to store in one frame */
    MAIL_ADDRESS_BYTES = 254,
    MAIL_ID_BYTES = 128,
    MAIL_HEADER_CHARS = 200 /* of a subject or a name; more is cut off */
};

struct mail_image {   /* a PNG within the HTML */
    const char *name; /* what cid: names: letters, digits, - and . */
    const char *alt;  /* what it shows, in words */
    struct pfq_bytes png;
};

struct mail_attachment {
    const char *name;
    const char *type; /* "text/csv" */
    struct pfq_bytes bytes;
};

struct mail {
    const char *from;
    const char *from_name; /* "": none */
    const char *reply_to;  /* "": none */
    const char *to;
    const char *message_id; /* of mail_message_id() */
    int64_t date_ms;
    const char *subject;
    const char *text;
    const char *html; /* NULL: none */
    const struct mail_image *images;
    size_t image_count;
    const struct mail_attachment *attachments;
    size_t attachment_count;
};

/* In the arena.  UNREADABLE: an address or a name cannot be used; TOO_LARGE. */
enum pfq_code mail_build(const struct mail *mail, struct pfq_arena *arena, struct pfq_bytes *out,
                         struct pfq_err *err) PFQ_CHECKED;

/* name@domain, plain ASCII, no quotes and no comments. */
bool mail_address_good(const char *address);

/* The same for the same names (recipient, force, police_unit, kind, period, audience) for
 * ever; the part behind @ is that of `from`. */
void mail_message_id(const Pfq__V1__Delivery *names, const char *from, char out[MAIL_ID_BYTES + 1]);

#endif
