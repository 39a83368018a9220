/* digest_item.c - see digest_item.h. */
#include "digest_item.h"

#include "feedback/digest/pages.h"
#include "pfq/clock.h"

const char *digest_item_title(const Pfq__V1__Digest *digest, struct pfq_arena *arena)
{
    return pfq_arena_printf(arena, "%s: %s", digest_kind_title(digest->kind),
                            digest_period_title(digest, arena));
}

const char *digest_item_command(const Pfq__V1__Digest *digest, const char *force,
                                struct pfq_arena *arena)
{
    static const char *const options[] = {
        [PFQ__V1__DIGEST_KIND__DIGEST_KIND_DAILY] = "--daily ",
        [PFQ__V1__DIGEST_KIND__DIGEST_KIND_WEEKLY] = "--weekly ",
        [PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY] = "--monthly ",
    };

    char from[PFQ_INSTANT_TEXT];
    size_t kind = (size_t)digest->kind;
    bool known = kind < sizeof options / sizeof *options && options[kind] != NULL;
    pfq_date_format(digest->from_date, from);
    return pfq_arena_printf(arena, "pfq digest %s %s--date %s", force, known ? options[kind] : "",
                            from);
}
