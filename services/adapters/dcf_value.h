/* dcf_value.h - reading one value of a Digital Case File.
 *
 * All are total: a value of the wrong type reads as nothing.  The structure check
 * reports it; reading never stops on it.
 *
 * Private to services/adapters.
 */
#ifndef PFQ_DCF_VALUE_H
#define PFQ_DCF_VALUE_H

#include <jansson.h>
#include <protobuf-c/protobuf-c.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "pfq/arena.h"

/* A word of the format and the enum value it stands for. */
struct dcf_word {
    const char *text; /* NULL ends the table */
    int value;
};

/* The same word but for case, spaces, hyphens and underscores. */
bool dcf_same_word(const char *a, const char *b);
int dcf_word_value(const struct dcf_word *words, const char *text); /* 0: none */

/* Missing, null, blank text, empty list and empty object are not given. */
bool dcf_given(const json_t *value);

/* Given, but of another type: what it says is unknown, and the structure check says so. */
bool dcf_no_list(const json_t *value);
bool dcf_no_object(const json_t *value);

const char *dcf_text(const json_t *object, const char *key); /* NULL when not text */
bool dcf_is(const json_t *object, const char *key, const char *word);
bool dcf_true(const json_t *object, const char *key);
size_t dcf_count(const json_t *list); /* entries, at most DCF_LIST_MAX */

/* Text, or nothing at all: any other value holds something that cannot be measured. */
bool dcf_measurable(const json_t *text);
uint32_t dcf_chars(const json_t *text); /* characters without the blanks around them */
uint32_t dcf_words(const json_t *text); /* runs of what is not blank */

int32_t dcf_date(const json_t *text);              /* civil date in London; 0: none */
bool dcf_instant(const json_t *text, int64_t *at); /* a date alone is its noon */
bool dcf_duration(const json_t *text, uint32_t *seconds);

/* Whole years on a day; a birthday of 29 February is reached on 1 March in a common
 * year.  -1: not known. */
int32_t dcf_age(int32_t born, int32_t on);

/* A URN or a code, copied; NULL where the text cannot be one: it might be anything. */
char *dcf_reference(const json_t *text, size_t max, const char *punctuation,
                    struct pfq_arena *arena);
bool dcf_urn_shaped(const char *text);

/* Whether the checks can read a URN, however it is written; NULL is none. */
bool dcf_urn_readable(const char *text);

/* How a key fills a field of a message. */
enum dcf_how {
    DCF_AS_FLAG,    /* true or false, as given */
    DCF_AS_GIVEN,   /* whether it is given at all */
    DCF_AS_SHOWN,   /* true where given; else the field stays absent */
    DCF_AS_CHARS,   /* length of the text, 0 where missing; absent where it is no text */
    DCF_AS_DATE,    /* civil date */
    DCF_AS_INSTANT, /* UTC milliseconds */
    DCF_AS_COUNT,   /* entries of the list, 0 where missing; absent where it is no list */
    DCF_AS_WORD     /* enum value by its word */
};

struct dcf_row {
    const char *key;
    enum dcf_how how;
    size_t has;
    size_t value;
    const struct dcf_word *words;
};

#define DCF_ROW(Message, field, how, key)                                                          \
    {                                                                                              \
        key, how, offsetof(Message, has_##field), offsetof(Message, field), NULL                   \
    }
#define DCF_WORD_ROW(Message, field, key, words)                                                   \
    {                                                                                              \
        key, DCF_AS_WORD, offsetof(Message, has_##field), offsetof(Message, field), words          \
    }

/* Fill the fields of `message` from the keys of `object`: of none each place is empty, and of
 * what is no object nothing is known. */
void dcf_fill(const json_t *object, const struct dcf_row *rows, size_t count, void *message);
#define DCF_FILL(object, rows, message)                                                            \
    dcf_fill(object, rows, sizeof(rows) / sizeof *(rows), message)

/* An initialised message; and an array of pointers to `count` of them. */
void *dcf_message(const ProtobufCMessageDescriptor *type, struct pfq_arena *arena);
void *dcf_messages(const ProtobufCMessageDescriptor *type, size_t count, struct pfq_arena *arena);

/* Set an optional scalar. */
#define DCF_SET(message, field, v) ((message)->has_##field = 1, (message)->field = (v))

#endif
