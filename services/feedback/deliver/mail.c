/* mail.c - see mail.h. */
#include "mail.h"

#include <gmime/gmime.h>
#include <stdio.h>
#include <string.h>

#include "pfq/escape.h"

/* --- addresses and names ------------------------------------------------------------ */

static bool all_of(const char *text, size_t length, const char *also)
{
    for (size_t i = 0; i < length; i++) {
        if (!g_ascii_isalnum(text[i]) && strchr(also, text[i]) == NULL) {
            return false;
        }
    }
    return true;
}

/* Words with single dots between them. */
static bool dotted(const char *text, size_t length, const char *also)
{
    const char *end = text + length;
    while (text < end) {
        const char *dot = memchr(text, '.', (size_t)(end - text));
        size_t word = dot == NULL ? (size_t)(end - text) : (size_t)(dot - text);
        if (word == 0 || word > 63 || dot == end - 1 || !all_of(text, word, also)) {
            return false;
        }
        text += word + 1;
    }
    return length > 0;
}

bool mail_address_good(const char *address)
{
    const char *at = address == NULL ? NULL : strchr(address, '@');
    return at != NULL && strlen(address) <= MAIL_ADDRESS_BYTES && at - address <= 64 &&
           dotted(address, (size_t)(at - address), "!#$%&'*+-/=?^_`{|}~") &&
           dotted(at + 1, strlen(at + 1), "-");
}

/* One line of a header: what could end it is taken out. */
static char *one_line(const char *text, struct pfq_arena *arena)
{
    size_t room = strlen(text) + 4;
    char *out = pfq_arena_new(arena, char, room + 1);
    size_t used = 0;
    for (int n = 0; *text != '\0' && n < MAIL_HEADER_CHARS && used + 4 < room; n++) {
        char one[4];
        bool space = *text == '\n' || *text == '\r' || *text == '\t';
        size_t size = pfq_escape_next(&text, one);
        memcpy(out + used, space ? " " : one, size);
        used += size;
    }
    return out;
}

static bool cid_good(const char *name)
{
    return name != NULL && *name != '\0' && strlen(name) <= 64 && all_of(name, strlen(name), "-.");
}

static enum pfq_code check(const struct mail *mail, struct pfq_err *err)
{
    bool reply = mail->reply_to[0] == '\0' || mail_address_good(mail->reply_to);
    if (!mail_address_good(mail->from) || !mail_address_good(mail->to) || !reply) {
        return pfq_fail(err, PFQ_E_UNREADABLE, "an address is no plain name@domain");
    }
    for (size_t i = 0; i < mail->image_count; i++) {
        if (!cid_good(mail->images[i].name)) {
            return pfq_fail(err, PFQ_E_UNREADABLE, "image %zu has no plain name", i + 1);
        }
    }
    return PFQ_OK;
}

void mail_message_id(const Pfq__V1__Delivery *names, const char *from, char out[MAIL_ID_BYTES + 1])
{
    char text[768];
    uint8_t digest[PFQ_DIGEST_BYTES];
    char hex[33];
    int n = snprintf(text, sizeof text, "%s\n%s\n%s\n%d\n%s\n%d", names->recipient, names->force,
                     names->police_unit, (int)names->kind, names->period, (int)names->audience);
    pfq_digest((struct pfq_bytes){(const uint8_t *)text, (size_t)n}, digest);
    for (size_t i = 0; i < 16; i++) {
        (void)snprintf(hex + 2 * i, 3, "%02x", digest[i]);
    }
    const char *at = strchr(from, '@');
    (void)snprintf(out, MAIL_ID_BYTES + 1, "%s@%.90s", hex, at == NULL ? "pfq.invalid" : at + 1);
}

/* --- parts ------------------------------------------------------------------------------ */

static GMimeObject *part(const char *type, struct pfq_bytes bytes, GMimeContentEncoding encoding)
{
    GMimeContentType *content_type = g_mime_content_type_parse(NULL, type);
    GMimePart *made = g_mime_part_new();
    GMimeStream *stream = g_mime_stream_mem_new_with_buffer((const char *)bytes.data, bytes.size);
    GMimeDataWrapper *content =
        g_mime_data_wrapper_new_with_stream(stream, GMIME_CONTENT_ENCODING_DEFAULT);
    g_mime_object_set_content_type(GMIME_OBJECT(made), content_type);
    if (g_mime_content_type_is_type(content_type, "text", "*")) {
        g_mime_object_set_content_type_parameter(GMIME_OBJECT(made), "charset", "UTF-8");
    }
    g_mime_part_set_content(made, content);
    g_mime_part_set_content_encoding(made, encoding);
    g_object_unref(content);
    g_object_unref(stream);
    g_object_unref(content_type);
    return GMIME_OBJECT(made);
}

static GMimeObject *text_part(const char *type, const char *text)
{
    struct pfq_bytes bytes = {(const uint8_t *)text, strlen(text)};
    return part(type, bytes, GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
}

/* Boundaries come of the message id: the same mail is the same bytes. */
static GMimeMultipart *multipart(const struct mail *mail, const char *subtype)
{
    char boundary[64];
    GMimeMultipart *made = g_mime_multipart_new_with_subtype(subtype);
    (void)snprintf(boundary, sizeof boundary, "=_%s-%.32s", subtype, mail->message_id);
    g_mime_multipart_set_boundary(made, boundary);
    return made;
}

/* The multipart keeps it. */
static void add(GMimeMultipart *to, GMimeObject *child)
{
    g_mime_multipart_add(to, child);
    g_object_unref(child);
}

static GMimeObject *image_part(const struct mail_image *image, struct pfq_arena *arena)
{
    GMimeObject *made = part("image/png", image->png, GMIME_CONTENT_ENCODING_BASE64);
    g_mime_object_set_content_id(made, image->name);
    g_mime_object_set_disposition(made, "inline");
    g_mime_part_set_content_description(GMIME_PART(made), one_line(image->alt, arena));
    return made;
}

static GMimeObject *html_part(const struct mail *mail, struct pfq_arena *arena)
{
    GMimeObject *html = text_part("text/html", mail->html);
    if (mail->image_count == 0) {
        return html;
    }
    GMimeMultipart *related = multipart(mail, "related");
    add(related, html);
    for (size_t i = 0; i < mail->image_count; i++) {
        add(related, image_part(&mail->images[i], arena));
    }
    return GMIME_OBJECT(related);
}

static GMimeObject *words_part(const struct mail *mail, struct pfq_arena *arena)
{
    GMimeObject *text = text_part("text/plain", mail->text);
    if (mail->html == NULL) {
        return text;
    }
    GMimeMultipart *alternative = multipart(mail, "alternative");
    add(alternative, text);
    add(alternative, html_part(mail, arena));
    return GMIME_OBJECT(alternative);
}

static GMimeObject *body(const struct mail *mail, struct pfq_arena *arena)
{
    GMimeObject *words = words_part(mail, arena);
    if (mail->attachment_count == 0) {
        return words;
    }
    GMimeMultipart *mixed = multipart(mail, "mixed");
    add(mixed, words);
    for (size_t i = 0; i < mail->attachment_count; i++) {
        const struct mail_attachment *a = &mail->attachments[i];
        GMimeObject *made = part(a->type, a->bytes, GMIME_CONTENT_ENCODING_BASE64);
        g_mime_part_set_filename(GMIME_PART(made), one_line(a->name, arena));
        add(mixed, made);
    }
    return GMIME_OBJECT(mixed);
}

/* --- the whole ---------------------------------------------------------------------------- */

static void set_headers(GMimeMessage *message, const struct mail *mail, struct pfq_arena *arena)
{
    GDateTime *date = g_date_time_new_from_unix_utc(mail->date_ms / 1000);
    const char *name = mail->from_name[0] == '\0' ? NULL : one_line(mail->from_name, arena);
    g_mime_message_add_mailbox(message, GMIME_ADDRESS_TYPE_FROM, name, mail->from);
    if (mail->reply_to[0] != '\0') {
        g_mime_message_add_mailbox(message, GMIME_ADDRESS_TYPE_REPLY_TO, NULL, mail->reply_to);
    }
    g_mime_message_add_mailbox(message, GMIME_ADDRESS_TYPE_TO, NULL, mail->to);
    g_mime_message_set_subject(message, one_line(mail->subject, arena), "utf-8");
    g_mime_message_set_date(message, date);
    g_mime_message_set_message_id(message, mail->message_id);
    /* nobody's holiday notice is to answer it */
    g_mime_object_set_header(GMIME_OBJECT(message), "Auto-Submitted", "auto-generated", NULL);
    g_mime_object_set_header(GMIME_OBJECT(message), "X-Auto-Response-Suppress", "All", NULL);
    g_date_time_unref(date);
}

static struct pfq_bytes write_out(GMimeMessage *message, struct pfq_arena *arena)
{
    GMimeFormatOptions *format = g_mime_format_options_new();
    GMimeStream *stream = g_mime_stream_mem_new();
    g_mime_format_options_set_newline_format(format, GMIME_NEWLINE_FORMAT_DOS);
    (void)g_mime_object_write_to_stream(GMIME_OBJECT(message), format, stream);
    const GByteArray *made = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
    uint8_t *copy = pfq_arena_new(arena, uint8_t, made->len + 1U);
    memcpy(copy, made->data, made->len);
    struct pfq_bytes out = {copy, made->len};
    g_object_unref(stream);
    g_mime_format_options_free(format);
    return out;
}

enum pfq_code mail_build(const struct mail *mail, struct pfq_arena *arena, struct pfq_bytes *out,
                         struct pfq_err *err)
{
    enum pfq_code code = check(mail, err);
    if (code != PFQ_OK) {
        return code;
    }
    g_mime_init();
    GMimeMessage *message = g_mime_message_new(TRUE);
    GMimeObject *content = body(mail, arena);
    set_headers(message, mail, arena);
    g_mime_message_set_mime_part(message, content);
    g_object_unref(content);
    *out = write_out(message, arena);
    g_object_unref(message);
    if (out->size > MAIL_BYTES_MAX) {
        return pfq_fail(err, PFQ_E_TOO_LARGE, "the mail has %zu bytes, %d are allowed", out->size,
                        MAIL_BYTES_MAX);
    }
    return PFQ_OK;
}
