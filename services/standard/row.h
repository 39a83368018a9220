/* row.h - a row of the catalogue while it is read.
 *
 *     rows.c      its keys, its texts, its checks
 *     editions.c  its stages and dates
 *
 * Private to services/standard.
 */
#ifndef ROW_H
#define ROW_H

#include "catalogue.h"

/* The row that is being read. */
struct row {
    struct catalogue_loader *l;
    const struct yaml_file *file;
    struct fy_node *node;
    struct catalogue_row *out;
    Pfq__V1__CatalogueCheck *texts;
};

struct fy_node *row_find(const struct row *r, const char *key);

/* A value of the enum, in either case of letters; 0: a fault was reported. */
int row_enum(const struct row *r, const ProtobufCEnumDescriptor *type, struct fy_node *node,
             const char *what);

void row_stages(const struct row *r);
void row_editions(const struct row *r);

#endif
