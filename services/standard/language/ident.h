/* ident.h - the shapes of URN and ASN.
 *
 * A URN is two digits for the force, two characters for the unit, five digits and
 * two for the year, and where a case was split a suffix: "43AA1234526-M".  Forces
 * also write 43/AA/12345/26, lower case, spaces, and /6 for -6.  There is no check
 * digit.
 *
 * Private to services/standard.
 */
#ifndef IDENT_H
#define IDENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    IDENT_URN_CHARS = 11,
    IDENT_ASN_CHARS_MAX = 21
};

struct ident_urn {
    char text[IDENT_URN_CHARS + 4]; /* canonical, with its suffix */
    char force[3];                  /* 02 read as 01 */
    char unit[3];
    int32_t year; /* 0 .. 99 */
};

/* False: unreadable, and *out is empty. */
bool ident_urn_read(const char *raw, struct ident_urn *out);

/* Upper case, without / and spaces, in place. */
void ident_asn_normalise(char *asn);

/* Shape and check letter of a normalised ASN. */
bool ident_asn_valid(const char *asn);

/* "02" is the Metropolitan Police too: read as "01". */
const char *ident_force(const char *force);

#endif
