/* digest.c - BLAKE2b by libsodium, and the short hash that the store files under. */
#include "pfq/wire.h"

#include <sodium.h>
#include <string.h>

#include "pfq/bug.h"

_Static_assert(PFQ_DIGEST_BYTES == crypto_generichash_BYTES, "BLAKE2b-256");

void pfq_digest(struct pfq_bytes bytes, uint8_t out[PFQ_DIGEST_BYTES])
{
    PFQ_ASSERT(crypto_generichash(out, PFQ_DIGEST_BYTES, bytes.data, bytes.size, NULL, 0) == 0);
}

/* The separator keeps ("ab", "c") and ("a", "bc") apart: neither text can hold NUL. */
uint64_t pfq_hash64(const char *a, const char *b)
{
    static const uint8_t key[crypto_shorthash_KEYBYTES] = "pfq store hash1";
    uint8_t text[512];
    uint8_t out[crypto_shorthash_BYTES];
    size_t a_size = strlen(a);
    size_t b_size = strlen(b);
    PFQ_ASSERT(a_size + b_size + 2 <= sizeof text);
    memcpy(text, a, a_size + 1);
    memcpy(text + a_size + 1, b, b_size + 1);
    (void)crypto_shorthash(out, text, a_size + 1 + b_size, key);
    uint64_t hash = 0;
    memcpy(&hash, out, sizeof hash);
    return hash;
}
