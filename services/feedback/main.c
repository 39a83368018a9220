/* main.c - pfq-feedback: serves each force its mailbox.
 *
 * SYNOPSIS
 *     pfq-feedback [--config FILE] [-o name=value]...
 *
 * DESCRIPTION
 *     A mailbox is what store has committed for a force, numbered 1, 2, 3 ... (G4).
 *     Fetch reads it after a number, waiting a while for something to come if asked to;
 *     acknowledge moves a named consumer's position, which store keeps.  What is shown is
 *     rendered from the committed rows and the texts of the catalogue that judged them,
 *     so the same number always reads the same.
 *
 *     Now and then it looks at the figures of all forces and tells store which themes began to
 *     recur, to worsen, to improve, or are resolved (themes/README.md).
 *     A force's own targets are those of [targets], read again on HUP (own_targets.h).
 *     Digests go out by themselves (send/): of each day, week and month to the mailbox of every
 *     force that sends files, and by mail to whom [routes] of pfq.conf names, who may be a
 *     unit, a CPS Area or the CPS itself too.  The day, the hour and the routes are read again
 *     on HUP.  What was missed is made up for the last period of each kind, and no more.
 *     It looks at challenges and mutes too (ladder/): what nobody acknowledges climbs, and
 *     whoever deals with it, or muted a theme, is told.
 *     Figures, themes, months, cases and what people said it reads from store for whoever asks, in
 *     their name (forward.c).
 *     Mail goes out through one mail server (deliver/): store keeps the outbox, and a thread
 *     for each connection talks to the server, so that the loop never waits for it.
 *
 *     Store's hints say that a mailbox grew; they may be lost, so a timer asks anyway.
 *
 * SECURITY
 *     A peer sees only what it was granted: the peer is stamped on each request and
 *     store authorises (G7).  It runs without privileges and writes no file.
 *     Mail needs TLS with a checked certificate, but to a loopback address that is named so.
 *
 * DIAGNOSTICS
 *     One line an event on stderr; counters in `pfq status`.
 *
 * BUGS
 *     Who is added to [routes] gets mail from the next period on.  A force has no digest of a
 *     period that fell due before its first file came.
 */
#include "feedback.h"

static const struct pfq_param params[] = {
    {"feedback", PFQ_PARAM_TEXT, "ipc://%RUN%/feedback.sock", 0, 0, NULL, "Where readers connect."},
    {"store", PFQ_PARAM_TEXT, "ipc://%RUN%/store.sock", 0, 0, NULL, "Where store listens."},
    {"hints", PFQ_PARAM_TEXT, "ipc://%RUN%/hints.sock", 0, 0, NULL,
     "Where store says that it grew."},
    {"peers", PFQ_PARAM_TEXT, "", 0, 0, NULL,
     "User ids and what they may do: \"1001=force:43 1002=cps 1004=prosecutor:S17\"."},
    {"readers", PFQ_PARAM_NUMBER, "1024", 1, 65536, "requests",
     "Fetches and acknowledgements in hand, waiting ones included, at most."},
    {"readers_per_peer", PFQ_PARAM_NUMBER, "64", 1, 65536, "requests", "The same for one reader."},
    {"store_timeout_ms", PFQ_PARAM_NUMBER, "4500", 100, 600000, "ms",
     "How long to wait for store before the reader is told that it is away."},
    {"scan_ms", PFQ_PARAM_NUMBER, "1000", 10, 60000, "ms",
     "How often to look for new items without a hint."},
    {"sweep_ms", PFQ_PARAM_NUMBER, "50", 10, 60000, "ms",
     "How often to look for waits that are over."},
    {"themes_ms", PFQ_PARAM_NUMBER, "60000", 50, 86400000, "ms",
     "How often to look whether themes recur."},
    {"themes_cells", PFQ_PARAM_NUMBER, "8192", 64, 65536, "themes",
     "Themes of all forces, by case type and unit, at most; about 3.5 KB each."},
    {"themes_by_unit", PFQ_PARAM_NUMBER, "0", 0, 1, NULL,
     "1: look at each police unit's themes too."},
    {"themes_settled_days", PFQ_PARAM_NUMBER, "42", 0, 366, "days",
     "After a month's end when its figures are taken as closed though nobody closed it."},
    SEND_PARAMS,
    LADDER_PARAMS,
    DELIVER_PARAMS,
    {0},
};

static const struct pfq_socket_row sockets[] = {
    {"feedback", PFQ_SOCK_ROUTER, 64, feedback_on_request},
    {"store", PFQ_SOCK_LINK, 256, feedback_on_rows},
    {"hints", PFQ_SOCK_SUB, 256, feedback_on_hint},
    {0},
};

static const struct pfq_timer_row timers[] = {
    {"scan", "scan_ms", feedback_scan},
    {"sweep", "sweep_ms", feedback_sweep},
    {"themes", "themes_ms", feedback_themes},
    {"mail", "mail_scan_ms", feedback_scan_mail},
    {"digests", "digest_ms", feedback_digests},
    {"ladder", "ladder_ms", feedback_ladder},
    {0},
};

static pfq_service_check *const checks[] = {pfq_grants_check, ladder_check, deliver_check,
                                            own_targets_check, NULL};

/* Sections that are no parameters. */
static void print_config(const struct pfq_config *config, bool tabs)
{
    feedback_print_routes(config, tabs);
    own_targets_print(config, tabs);
}

static const struct pfq_service_ops ops = {
    .name = "feedback",
    .text = "serves each force its mailbox",
    .params = params,
    .sockets = sockets,
    .timers = timers,
    .checks = checks,
    .print_config = print_config,
    .init = feedback_init,
    .on_fd = feedback_on_mail,
    .reload = feedback_reload,
    .status = feedback_status,
    .drain = feedback_drain,
    .fini = feedback_fini,
};

int main(int argc, char **argv)
{
    static struct feedback feedback;
    return pfq_service_main(&ops, &feedback, argc, argv);
}
