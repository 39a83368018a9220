/* pfq/ident.h - the shapes of URN and ASN.
 *
 * A URN is two digits for the force, two characters for the unit, five digits and
 * two for the year, and where a case was split a suffix: "43AA1234526-M", "-S", "-6" or
 * "-M-6".  Forces also write 43/AA/12345/26, lower case, spaces, /6 for -6, and M or (M) for
 * -M.  There is no check digit.
 *
 * Layer 0: includes nothing of ours.
 */
#ifndef PFQ_IDENT_H
#define PFQ_IDENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    PFQ_URN_CHARS = 11,
    PFQ_URN_SUFFIX_CHARS = 5, /* "-M-12" */
    PFQ_ASN_CHARS_MAX = 21
};

struct pfq_urn {
    char text[PFQ_URN_CHARS + PFQ_URN_SUFFIX_CHARS + 1]; /* canonical, with its suffix */
    char force[3];                                       /* 02 read as 01 */
    char unit[3];
    int32_t year; /* 0 .. 99 */
};

/* False: unreadable, and *out is empty. */
bool pfq_urn_read(const char *raw, struct pfq_urn *out);

/* Signs of a reference number and few letters: it may be shown to whoever has to mend it, while any
 * other text may hold a name (G9). */
bool pfq_urn_is_plain(const char *raw);

/* Just as the CPS's own screens take it: a format that asks for less may warn of it, no more. */
bool pfq_urn_is_cps(const char *raw);

/* Upper case, without / and spaces, in place. */
void pfq_asn_normalise(char *asn);

/* Shape and check letter of a normalised ASN. */
bool pfq_asn_valid(const char *asn);

/* "02" is the Metropolitan Police too: read as "01". */
const char *pfq_force_code(const char *force);

#endif
