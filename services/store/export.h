/* export.h - stored submissions, whole, for who judges them once more.
 *
 * One frame on standard output for each LIVE submission whose event date (its London day
 * of arrival where it has none) lies in the span, in commit order: four bytes of length,
 * the least first, then a packed StoredFile.  The texts of a catalogue version come with
 * the first file that it judged.
 *
 * A chunk is read in a transaction of its own and written after it, so that a slow reader
 * never keeps the log from being folded back.  Memory is the same for any database.
 *
 * Layer 4 (store).
 */
#ifndef EXPORT_H
#define EXPORT_H

#include "offline.h"

enum pfq_code export_act(const char *database, const struct offline_span *span,
                         struct pfq_err *err);

#endif
