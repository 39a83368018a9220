/* failures.c - with what care failures were written, and what became of them. */
#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "feedback/compliance/private.h"

/* Letters and digits in lower case, and what is not ASCII: hashed. */
static uint64_t hash_words(const char *text)
{
    uint8_t plain[1024];
    uint8_t digest[PFQ_DIGEST_BYTES];
    uint64_t value = 0;
    size_t size = 0;
    for (; *text != '\0' && size < sizeof plain; text++) {
        unsigned char byte = (unsigned char)*text;
        if (byte >= 0x80 || isalnum(byte)) {
            plain[size++] = (uint8_t)tolower(byte);
        }
    }
    pfq_digest((struct pfq_bytes){plain, size}, digest);
    memcpy(&value, digest, sizeof value);
    return value;
}

/* In another assessment before this one; each assessment counts once. */
static bool is_copied(struct compliance *c, const char *whose, uint64_t hash)
{
    char name[NAME_MAX_BYTES];
    (void)snprintf(name, sizeof name, "%s/%016" PRIx64, whose, hash);
    size_t before = c->texts.count;
    struct words *words = book_take(&c->texts, name);
    bool copied = c->texts.count == before && words->assessment != c->assessments;
    words->assessment = c->assessments;
    return copied;
}

/* The machine's words that were confirmed are the same on many files: nobody copied them. */
static void count_detail(struct compliance *c, const struct whose *whose,
                         const Pfq__V1__FailureRow *failure)
{
    bool given = failure->detail != NULL && failure->detail[0] != '\0';
    tally_count(whose, DUTY_WITHOUT_DETAIL, !given);
    if (!given || failure->suggested) {
        return;
    }
    uint64_t hash = hash_words(failure->detail);
    const struct tally *reviewer = whose->tallies[2];
    struct whose unit = {{whose->tallies[0], whose->tallies[1], NULL}};
    char name[NAME_MAX_BYTES];
    (void)snprintf(name, sizeof name, "unit/%.64s", whose->tallies[1]->name);
    tally_count(&unit, DUTY_COPIED, is_copied(c, name, hash));
    if (reviewer != NULL) {
        struct whose alone = {{whose->tallies[2], NULL, NULL}};
        (void)snprintf(name, sizeof name, "reviewer/%.64s", reviewer->name);
        tally_count(&alone, DUTY_COPIED, is_copied(c, name, hash));
    }
}

/* By where it stands: an answer after the deadline moves nothing. */
static void count_answers(const struct whose *whose, Pfq__V1__Standing standing, bool past)
{
    bool accepted = standing == PFQ__V1__STANDING__STANDING_DISPUTE_ACCEPTED;
    bool decided = accepted || standing == PFQ__V1__STANDING__STANDING_DISPUTE_REJECTED;
    bool disputed = standing == PFQ__V1__STANDING__STANDING_DISPUTED;
    if (past) {
        tally_count(whose, DUTY_NEVER_ANSWERED,
                    standing == PFQ__V1__STANDING__STANDING_NO_RESPONSE);
    }
    if (past && (disputed || decided)) {
        tally_count(whose, DUTY_NEVER_DECIDED, disputed);
    }
    if (decided) {
        tally_count(whose, DUTY_OVERTURNED, accepted);
    }
}

void failures_count(struct compliance *c, const struct whose *whose,
                    const Pfq__V1__AssessmentRow *row)
{
    bool past = row->has_deadline && row->deadline < c->wish.made_at;
    for (size_t i = 0; i < row->n_failures; i++) {
        const Pfq__V1__FailureRow *f = row->failures[i];
        if (f->standing != PFQ__V1__STANDING__STANDING_WITHDRAWN) {
            count_detail(c, whose, f);
            count_answers(whose, f->standing, past);
        }
    }
}
