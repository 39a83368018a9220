/* pfq-store - keeps submissions and their feedback, durably.
 *
 * SYNOPSIS
 *     pfq-store [--config=FILE] [-o NAME=VALUE]...
 *     pfq-store --report [--config=FILE] [-o NAME=VALUE]...
 *     pfq-store --stored --from=DATE --to=DATE [--config=FILE] [-o NAME=VALUE]...
 *     pfq-store --recount [--config=FILE] [-o NAME=VALUE]...
 *
 * DESCRIPTION
 *     The only process that opens the database.  Intake hands it submissions that are
 *     checked; it answers when they are committed and the disk has them.  Everything else
 *     reads through it.  --report reads the database without any service: one line of
 *     JSON, exit status 4 when there is nothing to tell from.  --stored writes the
 *     submissions of some days, whole, as `pfq rules replay` reads them (export.h).
 *     --recount counts the figures again from nothing (recount.h).
 *
 * SECURITY
 *     Its sockets are ipc, mode 0600, and it answers requests only of root, of its own user
 *     and of the user ids in `services`, as the kernel tells them.  The Peer on a request
 *     says for whom one of ours makes it; authorise.c decides.  The database holds
 *     facts about case files and no name (G9); what could not be read lies in a quarantine
 *     of its own, 28 days.
 *
 * DIAGNOSTICS
 *     One line an event, to standard error.  What needs a person is an alarm in
 *     `pfq status`, and is over when its cause is.
 *
 * BUGS
 *     One database, one machine.
 */
#include <sys/stat.h>

#include "offline.h"
#include "store.h"

static struct store store;

int main(int argc, char **argv)
{
    (void)umask(0077); /* nobody else reads the database */
    const struct offline_use *use = offline_find(argc, argv);
    if (use != NULL) {
        return offline_main(use, argc - 1, argv + 1);
    }
    return pfq_service_main(&store_ops, &store, argc, argv);
}
