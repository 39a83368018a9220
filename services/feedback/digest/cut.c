/* cut.c - a digest made to fit: see digest.h. */
#include "feedback/digest/digest.h"

static size_t size_of(const Pfq__V1__Digest *d)
{
    return protobuf_c_message_get_packed_size(&d->base);
}

/* Pictures before words, the weakest evidence first; what is counted stays counted. */
static bool cut_one(Pfq__V1__Digest *d)
{
    for (size_t i = d->n_themes; i-- > 0;) {
        if (d->themes[i]->n_sums > 0) {
            d->themes[i]->n_sums = 0;
            d->themes[i]->has_sum_height_milli = false;
            return true;
        }
    }
    for (size_t i = d->n_themes; i-- > 0;) {
        if (d->themes[i]->n_trend > 0) {
            d->themes[i]->n_trend = 0;
            return true;
        }
    }
    if (d->n_cases > 0 && d->n_cases >= d->n_themes) {
        d->n_cases--;
        return true;
    }
    if (d->n_themes > 0) {
        d->n_themes--;
        return true;
    }
    if (d->n_praise > 0) {
        d->n_praise--;
        return true;
    }
    if (d->n_done > 0) {
        d->n_done--;
        return true;
    }
    if (d->n_restated > 0) {
        d->n_restated--;
        return true;
    }
    return false;
}

bool digest_fit(Pfq__V1__Digest *digest, size_t bytes)
{
    bool more = true;
    while (more && size_of(digest) > bytes) {
        more = cut_one(digest);
    }
    return more;
}
