/* ident.c - reading URN and ASN: see pfq/ident.h. */
#include "pfq/ident.h"

#include <ctype.h>
#include <string.h>

static bool all(const char *s, size_t n, int (*is)(int))
{
    for (size_t i = 0; i < n; i++) {
        if (!is((unsigned char)s[i])) {
            return false;
        }
    }
    return true;
}

const char *pfq_force_code(const char *force)
{
    return strcmp(force, "02") == 0 ? "01" : force;
}

/* The first `room` letters and digits in upper case; what follows them is left. */
static const char *compact(const char *raw, char *out, size_t room)
{
    size_t n = 0;
    while (n < room && (isalnum((unsigned char)*raw) || *raw == '/' || *raw == ' ')) {
        if (isalnum((unsigned char)*raw)) {
            out[n++] = (char)toupper((unsigned char)*raw);
        }
        raw++;
    }
    out[n] = '\0';
    return raw;
}

/* "", "-M", "-6", "/06" to "", "-M", "-6", "-6". */
static bool read_suffix(const char *rest, char out[4])
{
    char text[4] = "";
    size_t n = 0;
    for (; *rest != '\0'; rest++) {
        if (*rest == ' ') {
            continue;
        }
        if (n >= 3) {
            return false;
        }
        text[n++] = (char)toupper((unsigned char)*rest);
    }
    out[0] = '\0';
    if (n == 0) {
        return true;
    }
    bool number = n >= 2 && all(text + 1, n - 1, isdigit);
    if ((text[0] != '-' && text[0] != '/') || (!number && strcmp(text + 1, "M") != 0)) {
        return false;
    }
    const char *mark = n == 3 && text[1] == '0' ? text + 2 : text + 1;
    out[0] = '-';
    memcpy(out + 1, mark, strlen(mark) + 1);
    return true;
}

bool pfq_urn_read(const char *raw, struct pfq_urn *out)
{
    char suffix[4] = "";
    *out = (struct pfq_urn){.year = 0};
    char *t = out->text;
    const char *rest = compact(raw, t, PFQ_URN_CHARS);
    if (strlen(t) != PFQ_URN_CHARS || !all(t, 2, isdigit) || !all(t + 4, 7, isdigit) ||
        !read_suffix(rest, suffix)) {
        memset(out, 0, sizeof *out);
        return false;
    }
    memcpy(out->force, t, 2);
    memcpy(out->force, pfq_force_code(out->force), 2);
    memcpy(out->unit, t + 2, 2);
    out->year = (t[9] - '0') * 10 + (t[10] - '0');
    memcpy(t + PFQ_URN_CHARS, suffix, strlen(suffix) + 1);
    return true;
}

void pfq_asn_normalise(char *asn)
{
    char *to = asn;
    for (const char *from = asn; *from != '\0'; from++) {
        if (*from != '/' && *from != ' ') {
            *to++ = (char)toupper((unsigned char)*from);
        }
    }
    *to = '\0';
}

static unsigned mod23(unsigned sum, const char *digits, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        sum = (sum * 10 + (unsigned)(digits[i] - '0')) % 23;
    }
    return sum;
}

/* Year 2, force 2, unit 2 or 3, system 2, sequence 11, check letter.  The letter is
 * the 23-remainder of force, system, year and sequence, read as one number. */
bool pfq_asn_valid(const char *asn)
{
    static const char letters[] = "ZABCDEFGHJKLMNPQRTUVWXY";
    size_t n = strlen(asn);
    if (n != PFQ_ASN_CHARS_MAX - 1 && n != PFQ_ASN_CHARS_MAX) {
        return false;
    }
    const char *sequence = asn + n - 12;
    const char *system = sequence - 2;
    if (!all(asn, 4, isdigit) || !all(asn + 4, n - 18, isalnum) || !all(system, 13, isdigit)) {
        return false;
    }
    unsigned sum = mod23(0, asn + 2, 2);
    sum = mod23(sum, system, 2);
    sum = mod23(sum, asn, 2);
    return asn[n - 1] == letters[mod23(sum, sequence, 11)];
}
