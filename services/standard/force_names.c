/* force_names.c - forces.csv as people read it: see pfq/reference.h. */
#include <stdio.h>
#include <string.h>

#include "pfq/data.h"
#include "pfq/reference.h"

bool pfq_force_find(const char *directory, const char *code, char name[PFQ_FORCE_NAME])
{
    enum {
        digits = 2
    };

    char dir[PFQ_DATA_PATH];
    char text[PFQ_DATA_PATH + 16];
    name[0] = '\0';
    if (pfq_data_dir(directory, "reference", dir, NULL) != PFQ_OK) {
        return false;
    }
    (void)snprintf(text, sizeof text, "%s/forces.csv", dir);
    FILE *in = fopen(text, "re");
    if (in == NULL) {
        return false;
    }
    while (name[0] == '\0' && fgets(text, sizeof text, in) != NULL) {
        if (strncmp(text, code, digits) == 0 && text[digits] == ',') {
            const char *from = text + digits + 1;
            (void)snprintf(name, PFQ_FORCE_NAME, "%.*s", (int)strcspn(from, ",\r\n"), from);
        }
    }
    (void)fclose(in);
    return true;
}
