/* fault_vfs.h - SQLite's own file layer, with the n-th write or sync failing.
 *
 * Becomes the default VFS of the process, so that db_open() uses it as it is.  Counting
 * covers every file: database, log, quarantine. */
#ifndef FAULT_VFS_H
#define FAULT_VFS_H

enum fault_kind {
    FAULT_NONE,
    FAULT_WRITE, /* I/O error on the n-th write */
    FAULT_SYNC,  /* I/O error on the n-th sync */
    FAULT_FULL   /* no space from the n-th write on, until cleared */
};

void fault_install(void);
void fault_set(enum fault_kind kind, int nth);
int fault_fired(void); /* how often it failed since fault_set() */

#endif
