/* long_history.h - a database with the rollups of so many files and nothing else, for the bench.
 *
 * They are written directly, for as many days as that many files of the whole country make;
 * one force has cells as large as the whole standard makes them, the others small ones. */
#ifndef LONG_HISTORY_H
#define LONG_HISTORY_H

#define LONG_HISTORY_FORCE "43" /* the one with large cells */

enum {
    LONG_HISTORY_LAST_DAY = 20261031
};

/* A fresh database at `path`.  Ends the program where it cannot be made. */
void long_history_make(const char *path, double files);

#endif
