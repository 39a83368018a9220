/* digest.c - BLAKE2b by libsodium, and the short key that the store files names under. */
#include "pfq/wire.h"

#include <sodium.h>
#include <string.h>

#include "pfq/bug.h"

_Static_assert(PFQ_DIGEST_BYTES == crypto_generichash_BYTES, "BLAKE2b-256");

/* Without sodium_init(), on purpose: the vector code that it would choose took 2.3 us for a
 * message of 1.6 KB on the test machine, the plain code takes 1.2. */
void pfq_digest(struct pfq_bytes bytes, uint8_t out[PFQ_DIGEST_BYTES])
{
    PFQ_ASSERT(crypto_generichash(out, PFQ_DIGEST_BYTES, bytes.data, bytes.size, NULL, 0) == 0);
}

enum {
    COUNT_DIGITS = 7, /* below 2^24 */
    COUNT_BITS = 24
};

/* The digits that end a text: how many of them, COUNT_DIGITS at most, and their value. */
static size_t last_digits(const char *text, size_t size, uint64_t *value)
{
    size_t n = 0;
    while (n < size && n < COUNT_DIGITS && text[size - n - 1] >= '0' && text[size - n - 1] <= '9') {
        n++;
    }
    *value = 0;
    for (size_t i = size - n; i < size; i++) {
        *value = *value * 10 + (uint64_t)(text[i] - '0');
    }
    return n;
}

/* The number of digits stands where the digits stood, so that "a1" and "a01" differ; the
 * separator keeps ("ab", "c") and ("a", "bc") apart: neither text can hold NUL. */
uint64_t pfq_name_key(const char *source, const char *id)
{
    static const uint8_t key[crypto_shorthash_KEYBYTES] = "pfq store hash1";
    uint8_t text[512];
    uint8_t out[crypto_shorthash_BYTES];
    uint64_t count = 0;
    uint64_t hash = 0;
    size_t source_size = strlen(source);
    size_t digits = last_digits(id, strlen(id), &count);
    size_t rest = strlen(id) - digits;
    PFQ_ASSERT(source_size + rest + 2 <= sizeof text);
    memcpy(text, source, source_size + 1);
    memcpy(text + source_size + 1, id, rest); /* NOLINT(bugprone-not-null-terminated-result) */
    text[source_size + 1 + rest] = (uint8_t)digits;
    (void)crypto_shorthash(out, text, source_size + 2 + rest, key);
    memcpy(&hash, out, sizeof hash);
    return hash << COUNT_BITS | count;
}
