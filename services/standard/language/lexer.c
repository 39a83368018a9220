/* lexer.c - the tokens of an expression: see ast.h. */
#include <ctype.h>
#include <string.h>

#include "ast.h"
#include "pfq/clock.h"

enum {
    DATE_CHARS = 10,
    TIME_CHARS = 5,
    NUMBER_CHARS_MAX = 9
};

static const struct {
    const char *word;
    enum rule_token_kind kind;
} keywords[] = {
    {"and", TOKEN_AND},     {"or", TOKEN_OR},       {"not", TOKEN_NOT},   {"if", TOKEN_IF},
    {"then", TOKEN_THEN},   {"else", TOKEN_ELSE},   {"each", TOKEN_EACH}, {"any", TOKEN_ANY},
    {"no", TOKEN_NO},       {"where", TOKEN_WHERE}, {"in", TOKEN_IN},     {"true", TOKEN_TRUE},
    {"false", TOKEN_FALSE},
};

static const struct {
    char text[3];
    enum rule_token_kind kind;
} signs[] = {
    /* the longer ones first */
    {"!=", TOKEN_UNEQUAL}, {"<=", TOKEN_AT_MOST}, {">=", TOKEN_AT_LEAST}, {"(", TOKEN_OPEN},
    {")", TOKEN_CLOSE},    {",", TOKEN_COMMA},    {":", TOKEN_COLON},     {"+", TOKEN_PLUS},
    {"-", TOKEN_MINUS},    {"=", TOKEN_EQUAL},    {"<", TOKEN_LESS},      {">", TOKEN_MORE},
};

static struct rule_token bad(size_t offset, size_t size, const char *fault)
{
    return (struct rule_token){.kind = TOKEN_BAD, .offset = offset, .size = size, .fault = fault};
}

static enum rule_token_kind keyword(const char *name, size_t size)
{
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++) {
        if (strlen(keywords[i].word) == size && memcmp(keywords[i].word, name, size) == 0) {
            return keywords[i].kind;
        }
    }
    return TOKEN_NAME;
}

bool rule_is_keyword(const char *name)
{
    return keyword(name, strlen(name)) != TOKEN_NAME;
}

static struct rule_token lex_name(const char *text, size_t offset)
{
    bool upper = isupper((unsigned char)text[offset]) != 0;
    size_t end = offset;
    while (isalnum((unsigned char)text[end]) || text[end] == '_' ||
           (text[end] == '.' && islower((unsigned char)text[end + 1]))) {
        end++;
    }
    for (size_t i = offset; i < end; i++) {
        if (upper ? islower((unsigned char)text[i]) : isupper((unsigned char)text[i])) {
            return bad(offset, end - offset,
                       "A name is written in lower case and a constant in upper case.");
        }
    }
    enum rule_token_kind kind = upper ? TOKEN_CONSTANT : keyword(text + offset, end - offset);
    return (struct rule_token){.kind = kind, .offset = offset, .size = end - offset};
}

static size_t count_digits(const char *text)
{
    size_t n = 0;
    while (isdigit((unsigned char)text[n])) {
        n++;
    }
    return n;
}

static struct rule_token lex_date(const char *text, size_t offset)
{
    char day[DATE_CHARS + 1] = "";
    int32_t date = 0;
    strncat(day, text + offset, DATE_CHARS);
    if (!pfq_date_parse(day, &date)) {
        return bad(offset, DATE_CHARS, "There is no such day.");
    }
    return (struct rule_token){
        .kind = TOKEN_DATE, .offset = offset, .size = DATE_CHARS, .number = date};
}

static int64_t number_of(const char *text, size_t digits)
{
    int64_t n = 0;
    for (size_t i = 0; i < digits; i++) {
        n = n * 10 + (text[i] - '0');
    }
    return n;
}

static struct rule_token lex_time(const char *text, size_t offset)
{
    int64_t hour = number_of(text + offset, 2);
    int64_t minute = number_of(text + offset + 3, 2);
    if (hour > 23 || minute > 59) {
        return bad(offset, TIME_CHARS, "There is no such time of day.");
    }
    return (struct rule_token){
        .kind = TOKEN_TIME, .offset = offset, .size = TIME_CHARS, .number = hour * 60 + minute};
}

static struct rule_token lex_number(const char *text, size_t offset)
{
    const char *s = text + offset;
    size_t digits = count_digits(s);
    if (digits == 4 && s[4] == '-' && count_digits(s + 5) == 2 && s[7] == '-' &&
        count_digits(s + 8) == 2) {
        return lex_date(text, offset);
    }
    if (digits == 2 && s[2] == ':' && count_digits(s + 3) == 2) {
        return lex_time(text, offset);
    }
    if (digits > NUMBER_CHARS_MAX) {
        return bad(offset, digits, "The number is too large.");
    }
    if (isalpha((unsigned char)s[digits]) || s[digits] == '_') {
        return bad(offset, digits + 1, "A number is followed by a letter.");
    }
    return (struct rule_token){
        .kind = TOKEN_NUMBER, .offset = offset, .size = digits, .number = number_of(s, digits)};
}

static struct rule_token lex_text(const char *text, size_t offset)
{
    const char *end = strchr(text + offset + 1, '\'');
    if (end == NULL) {
        return bad(offset, 1, "The text has no closing quote.");
    }
    return (struct rule_token){
        .kind = TOKEN_TEXT, .offset = offset, .size = (size_t)(end - (text + offset)) + 1};
}

static struct rule_token lex_sign(const char *text, size_t offset)
{
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        size_t size = strlen(signs[i].text);
        if (strncmp(text + offset, signs[i].text, size) == 0) {
            return (struct rule_token){.kind = signs[i].kind, .offset = offset, .size = size};
        }
    }
    return bad(offset, 1, "This character has no meaning here.");
}

struct rule_token rule_lex(const char *text, size_t offset)
{
    while (isspace((unsigned char)text[offset])) {
        offset++;
    }
    unsigned char c = (unsigned char)text[offset];
    if (c == '\0') {
        return (struct rule_token){.kind = TOKEN_END, .offset = offset};
    }
    if (isalpha(c)) {
        return lex_name(text, offset);
    }
    if (isdigit(c)) {
        return lex_number(text, offset);
    }
    return c == '\'' ? lex_text(text, offset) : lex_sign(text, offset);
}
