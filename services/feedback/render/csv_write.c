/* csv_write.c - see csv_write.h. */
#include "csv_write.h"

#include <string.h>

#include "pfq/escape.h"

/* --- keys ------------------------------------------------------------------------ */

static const char characters[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

enum {
    RADIX = 36,
    MODULUS = 1271
};

/* Value of a character that counts, -1 for a separator. */
static int value_of(char c)
{
    char upper = (char)(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    const char *at = upper == '\0' ? NULL : strchr(characters, upper);
    return at == NULL ? -1 : (int)(at - characters);
}

static int check_of(const char *key, size_t size)
{
    int p = 0;
    for (size_t i = 0; i < size; i++) {
        int value = value_of(key[i]);
        if (value >= 0) {
            p = (p + value) * RADIX % MODULUS;
        }
    }
    return (MODULUS + 1 - p * RADIX % MODULUS) % MODULUS;
}

const char *csv_key(const char *key, struct pfq_arena *arena)
{
    int check = check_of(key, strlen(key));
    return pfq_arena_printf(arena, "%s~%c%c", key, characters[check / RADIX],
                            characters[check % RADIX]);
}

const char *csv_key_check(const char *with_check, struct pfq_arena *arena)
{
    const char *end = strrchr(with_check, '~');
    if (end == NULL) {
        return NULL;
    }
    char *key = pfq_arena_strndup(arena, with_check, (size_t)(end - with_check));
    return strcmp(csv_key(key, arena), with_check) == 0 ? key : NULL;
}

/* --- the file -------------------------------------------------------------------- */

static void put_row(const struct grid *grid, const struct grid_row *row, enum audience audience,
                    struct pfq_arena *arena, FILE *out)
{
    fputs(pfq_escape_csv(csv_key(row->key, arena), arena), out);
    for (size_t i = 0; i < grid->column_count; i++) {
        const struct grid_column *column = &grid->columns[i];
        if (grid_shows(column, audience)) {
            const char *text = grid_programs(column, &row->cells[i], audience, arena);
            fprintf(out, ",%s", pfq_escape_csv(text, arena));
        }
    }
    fputs("\r\n", out);
}

void csv_write(const struct grid *grid, enum audience audience, enum csv_mark mark,
               struct pfq_arena *arena, FILE *out)
{
    fputs(mark == CSV_BYTE_ORDER_MARK ? "\xEF\xBB\xBF" CSV_KEY_COLUMN : CSV_KEY_COLUMN, out);
    for (size_t i = 0; i < grid->column_count; i++) {
        if (grid_shows(&grid->columns[i], audience)) {
            fprintf(out, ",%s", pfq_escape_csv(grid->columns[i].name, arena));
        }
    }
    fputs("\r\n", out);
    for (size_t i = 0; i < grid->row_count; i++) {
        put_row(grid, &grid->rows[i], audience, arena, out);
    }
}
