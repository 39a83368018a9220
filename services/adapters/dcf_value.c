/* dcf_value.c - see dcf_value.h. */
#include "dcf_value.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "dcf_shape.h"
#include "pfq/bug.h"
#include "pfq/clock.h"
#include "pfq/ident.h"

static const char *skip_separators(const char *s)
{
    return s + strspn(s, " \t-_");
}

bool dcf_same_word(const char *a, const char *b)
{
    for (;;) {
        a = skip_separators(a);
        b = skip_separators(b);
        if (tolower((unsigned char)*a) != tolower((unsigned char)*b)) {
            return false;
        }
        if (*a == '\0') {
            return true;
        }
        a++;
        b++;
    }
}

int dcf_word_value(const struct dcf_word *words, const char *text)
{
    while (words->text != NULL && !dcf_same_word(words->text, text)) {
        words++;
    }
    return words->text == NULL ? 0 : words->value;
}

static bool blank(unsigned char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool blank_text(const char *s)
{
    while (blank((unsigned char)*s)) {
        s++;
    }
    return *s == '\0';
}

bool dcf_given(const json_t *value)
{
    if (json_is_string(value)) {
        return !blank_text(json_string_value(value));
    }
    if (json_is_array(value)) {
        return json_array_size(value) > 0;
    }
    if (json_is_object(value)) {
        return json_object_size(value) > 0;
    }
    return value != NULL && !json_is_null(value);
}

bool dcf_no_list(const json_t *value)
{
    return dcf_given(value) && !json_is_array(value);
}

bool dcf_no_object(const json_t *value)
{
    return dcf_given(value) && !json_is_object(value);
}

const char *dcf_text(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

bool dcf_is(const json_t *object, const char *key, const char *word)
{
    const char *text = dcf_text(object, key);
    return text != NULL && dcf_same_word(text, word);
}

bool dcf_true(const json_t *object, const char *key)
{
    return json_is_true(json_object_get(object, key));
}

size_t dcf_count(const json_t *list)
{
    size_t count = json_array_size(list);
    return count < DCF_LIST_MAX ? count : DCF_LIST_MAX;
}

/* UTF-8: every byte but the continuation bytes begins a character. */
bool dcf_measurable(const json_t *text)
{
    return text == NULL || json_is_null(text) || json_is_string(text);
}

uint32_t dcf_chars(const json_t *text)
{
    uint32_t count = 0;
    uint32_t up_to_last = 0;
    const char *s = json_is_string(text) ? json_string_value(text) : "";
    for (; *s != '\0'; s++) {
        unsigned char c = (unsigned char)*s;
        count += (c & 0xC0) != 0x80 && (count > 0 || !blank(c));
        up_to_last = blank(c) ? up_to_last : count;
    }
    return up_to_last;
}

uint32_t dcf_words(const json_t *text)
{
    uint32_t count = 0;
    bool inside = false;
    const char *s = json_is_string(text) ? json_string_value(text) : "";
    for (; *s != '\0'; s++) {
        bool is_blank = blank((unsigned char)*s);
        count += !is_blank && !inside;
        inside = !is_blank;
    }
    return count;
}

/* "12:30" or "12:30:15" at *s, as minutes; -1 where it is neither. */
static int clock_minutes(const char *s)
{
    size_t length = strlen(s);
    if ((length != 5 && length != 8) || s[2] != ':' || strspn(s, "0123456789:") != length) {
        return -1;
    }
    int hours = (s[0] - '0') * 10 + s[1] - '0';
    int minutes = (s[3] - '0') * 10 + s[4] - '0';
    return s[0] == ':' || s[1] == ':' || hours > 23 || minutes > 59 ? -1 : hours * 60 + minutes;
}

/* A date, a date and time with its zone, or a local date and time. */
static bool read_moment(const char *text, int32_t *date, int64_t *at)
{
    char day[11] = "";
    strncpy(day, text, 10);
    if (!pfq_date_parse(day, date)) {
        return false;
    }
    int minutes = 12 * 60;
    if (text[10] != '\0') {
        if (pfq_instant_parse(text, at) && pfq_instant_valid(*at)) {
            *date = pfq_london_date(*at);
            return true;
        }
        minutes = text[10] == 'T' || text[10] == ' ' ? clock_minutes(text + 11) : -1;
    }
    if (minutes >= 0) {
        *at = pfq_london_ms(*date, minutes);
    }
    return minutes >= 0;
}

int32_t dcf_date(const json_t *text)
{
    int32_t date = 0;
    int64_t at = 0;
    return json_is_string(text) && read_moment(json_string_value(text), &date, &at) ? date : 0;
}

bool dcf_instant(const json_t *text, int64_t *at)
{
    int32_t date = 0;
    return json_is_string(text) && read_moment(json_string_value(text), &date, at);
}

bool dcf_duration(const json_t *text, uint32_t *seconds)
{
    const char *s = json_is_string(text) ? json_string_value(text) : "";
    int minutes = strlen(s) == 5 ? clock_minutes(s) : -1;
    if (minutes >= 0) {
        *seconds = (uint32_t)minutes * 60;
    }
    return minutes >= 0;
}

int32_t dcf_age(int32_t born, int32_t on)
{
    if (born == 0 || on == 0 || born > on) {
        return -1;
    }
    return on / 10000 - born / 10000 - (on % 10000 < born % 10000);
}

/* Letters, punctuation and, as no name has them, some digits. */
static bool made_of(const char *text, const char *punctuation)
{
    enum {
        FEWEST_DIGITS = 3
    };

    int digits = 0;
    for (const char *s = text; *s != '\0'; s++) {
        if (!isalnum((unsigned char)*s) && strchr(punctuation, *s) == NULL) {
            return false;
        }
        digits += isdigit((unsigned char)*s) != 0;
    }
    return digits >= FEWEST_DIGITS;
}

char *dcf_reference(const json_t *text, size_t max, const char *punctuation,
                    struct pfq_arena *arena)
{
    const char *s = json_string_value(text);
    if (s == NULL || *s == '\0' || strlen(s) > max || !made_of(s, punctuation)) {
        return NULL;
    }
    return pfq_arena_strdup(arena, s);
}

static bool urn_suffix(const char *s)
{
    if (*s == '\0') {
        return true;
    }
    size_t digits = strspn(s + 1, "0123456789");
    size_t letters = strspn(s + 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    bool known = digits > 0 ? digits <= 2 : letters == 2 || strcmp(s, "-M") == 0;
    return *s == '-' && known && s[1 + (digits > 0 ? digits : letters)] == '\0';
}

bool dcf_urn_shaped(const char *text)
{
    static const char form[] = "99AA9999999"; /* units may hold digits too */
    for (size_t i = 0; i < sizeof form - 1; i++) {
        unsigned char c = (unsigned char)text[i];
        if (!isdigit(c) && !(form[i] == 'A' && isupper(c))) {
            return false;
        }
    }
    return urn_suffix(text + sizeof form - 1);
}

bool dcf_urn_readable(const char *text)
{
    struct pfq_urn urn;
    return text != NULL && pfq_urn_read(text, &urn);
}

/* --- tables ------------------------------------------------------------------- */

struct target {
    protobuf_c_boolean *has;
    void *value;
};

static void set_flag(struct target to, bool value)
{
    protobuf_c_boolean flag = value;
    *to.has = 1;
    memcpy(to.value, &flag, sizeof flag);
}

static void set_number(struct target to, uint32_t value)
{
    *to.has = 1;
    memcpy(to.value, &value, sizeof value);
}

static void fill_flag(struct target to, const json_t *value)
{
    if (json_is_boolean(value)) {
        set_flag(to, json_is_true(value));
    }
}

static void fill_shown(struct target to, const json_t *value)
{
    if (dcf_given(value)) {
        set_flag(to, true);
    }
}

static void fill_date(struct target to, const json_t *value)
{
    int32_t date = dcf_date(value);
    if (date != 0) {
        set_number(to, (uint32_t)date);
    }
}

static void fill_instant(struct target to, const json_t *value)
{
    int64_t at = 0;
    if (dcf_instant(value, &at)) {
        *to.has = 1;
        memcpy(to.value, &at, sizeof at);
    }
}

static void fill_word(struct target to, const json_t *value, const struct dcf_word *words)
{
    int known = json_is_string(value) ? dcf_word_value(words, json_string_value(value)) : 0;
    if (known != 0) {
        set_number(to, (uint32_t)known);
    }
}

static void fill_row(const struct dcf_row *row, struct target to, const json_t *value)
{
    switch (row->how) {
    case DCF_AS_FLAG:
        fill_flag(to, value);
        break;
    case DCF_AS_GIVEN:
        set_flag(to, dcf_given(value));
        break;
    case DCF_AS_SHOWN:
        fill_shown(to, value);
        break;
    case DCF_AS_CHARS:
        if (dcf_measurable(value)) {
            set_number(to, dcf_chars(value));
        }
        break;
    case DCF_AS_DATE:
        fill_date(to, value);
        break;
    case DCF_AS_INSTANT:
        fill_instant(to, value);
        break;
    case DCF_AS_COUNT:
        if (!dcf_no_list(value)) {
            set_number(to, (uint32_t)json_array_size(value));
        }
        break;
    case DCF_AS_WORD:
        fill_word(to, value, row->words);
        break;
    }
}

void dcf_fill(const json_t *object, const struct dcf_row *rows, size_t count, void *message)
{
    for (size_t i = 0; i < count && !dcf_no_object(object); i++) {
        char *base = message;
        void *has = base + rows[i].has;
        struct target to = {has, base + rows[i].value};
        fill_row(&rows[i], to, json_object_get(object, rows[i].key));
    }
}

void *dcf_message(const ProtobufCMessageDescriptor *type, struct pfq_arena *arena)
{
    void *message = pfq_arena_alloc(arena, 1, type->sizeof_message, alignof(max_align_t));
    type->message_init(message);
    return message;
}

void *dcf_messages(const ProtobufCMessageDescriptor *type, size_t count, struct pfq_arena *arena)
{
    void **rows = pfq_arena_new(arena, void *, count + 1);
    for (size_t i = 0; i < count; i++) {
        rows[i] = dcf_message(type, arena);
    }
    return rows;
}
