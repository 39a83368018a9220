/* ident.c - reading URN and ASN: see pfq/ident.h. */
#include "pfq/ident.h"

#include <ctype.h>
#include <string.h>

enum {
    SUFFIX_ROOM = 12, /* more than the longest that is read, "(M)/12" */
    LETTERS_MAX = 4,  /* of a unit, of a split, and one too many */
    DIGITS_MIN = 3,   /* no name has so many */
    PLAIN_MAX = 30
};

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

/* What follows the eleven, in upper case and without spaces; "" where it is longer than any. */
static void squeeze(const char *rest, char out[SUFFIX_ROOM])
{
    size_t n = 0;
    for (; *rest != '\0' && n < SUFFIX_ROOM - 1; rest++) {
        if (*rest != ' ') {
            out[n++] = (char)toupper((unsigned char)*rest);
        }
    }
    out[n] = '\0';
}

/* "M", "(M)", "-M", "/M", and so with S, as "-M"; what follows it. */
static const char *read_letter(const char *s, char out[PFQ_URN_SUFFIX_CHARS + 1])
{
    bool bracket = *s == '(';
    const char *letter = s + (bracket || *s == '-' || *s == '/');
    if ((*letter != 'M' && *letter != 'S') || (bracket && letter[1] != ')')) {
        return s;
    }
    out[0] = '-';
    out[1] = *letter;
    out[2] = '\0';
    return letter + 1 + bracket;
}

/* A letter, then the number of a split: "-6", "/6" and "/06" as "-6".
 *
 * The systems of the field differ: the CPS's own (Polaris) take M, (M), S or (S), then /6; the
 * Digital Case File -M or -6; the courts less.  All of them are read, so no URN that one of them
 * shows is refused here, and each has one canonical form, by which its file is known. */
static bool read_suffix(const char *rest, char out[PFQ_URN_SUFFIX_CHARS + 1])
{
    char text[SUFFIX_ROOM];
    out[0] = '\0';
    squeeze(rest, text);
    const char *s = read_letter(text, out);
    size_t digits = strlen(s) - (*s != '\0');
    if (*s == '\0') {
        return true;
    }
    if ((*s != '-' && *s != '/') || digits < 1 || digits > 2 || !all(s + 1, digits, isdigit)) {
        return false;
    }
    size_t n = strlen(out);
    const char *mark = digits == 2 && s[1] == '0' ? s + 2 : s + 1;
    out[n] = '-';
    memcpy(out + n + 1, mark, strlen(mark) + 1);
    return true;
}

bool pfq_urn_read(const char *raw, struct pfq_urn *out)
{
    char suffix[PFQ_URN_SUFFIX_CHARS + 1] = "";
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

bool pfq_urn_is_plain(const char *raw)
{
    size_t letters = 0;
    size_t digits = 0;
    for (const char *s = raw; *s != '\0'; s++) {
        if (!isalnum((unsigned char)*s) && strchr(" -/()", *s) == NULL) {
            return false;
        }
        letters += isalpha((unsigned char)*s) != 0;
        digits += isdigit((unsigned char)*s) != 0;
    }
    return letters <= LETTERS_MAX && digits >= DIGITS_MIN && strlen(raw) <= PLAIN_MAX;
}

bool pfq_urn_is_cps(const char *raw)
{
    size_t n = strlen(raw);
    bool eleven = n >= PFQ_URN_CHARS && all(raw, 2, isdigit) && all(raw + 2, 2, isalnum) &&
                  all(raw + 4, 7, isdigit) && !islower((unsigned char)raw[2]) &&
                  !islower((unsigned char)raw[3]);
    const char *s = raw + (eleven ? PFQ_URN_CHARS : 0);
    if (*s == 'M' || *s == 'S') {
        s++;
    } else if (strncmp(s, "(M)", 3) == 0 || strncmp(s, "(S)", 3) == 0) {
        s += 3;
    }
    n = strlen(s);
    return eleven && (n == 0 || (*s == '/' && (n == 2 || n == 3) && all(s + 1, n - 1, isdigit)));
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
