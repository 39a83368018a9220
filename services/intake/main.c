/* main.c - pfq-intake: takes case files, checks them, answers when they are stored.
 *
 * SYNOPSIS
 *     pfq-intake [--config FILE] [-o name=value]...
 *
 * DESCRIPTION
 *     Guards, decodes and normalises every message, judges it by the catalogue, hands
 *     submission and outcomes to store, and answers the sender only when store has
 *     committed (G1).  Owns no disk: what is in flight when it dies is sent again by
 *     its sender, under the same id, and stored once (G2).
 *
 * SECURITY
 *     The only door for messages from outside, so everything it reads is hostile: one
 *     guard before anything is unpacked, bounds on bytes, items, and messages in flight
 *     for each peer and in all.  It runs without privileges and writes no file.
 *
 * DIAGNOSTICS
 *     One line an event on stderr; counters in `pfq status`.  HUP loads the catalogue
 *     again; one with faults is named and the old one stays.
 *
 * BUGS
 *     A peer is known by its user id until keys exist; TCP is for loopback alone.
 */
#include "intake.h"

static const struct pfq_param params[] = {
    {"intake", PFQ_PARAM_TEXT, "ipc://%RUN%/intake.sock", 0, 0, NULL, "Where senders connect."},
    {"store", PFQ_PARAM_TEXT, "ipc://%RUN%/store.sock", 0, 0, NULL, "Where store listens."},
    {"catalogue", PFQ_PARAM_TEXT, "", 0, 0, NULL,
     "Directory of the catalogue; empty: share/pfq/catalogue beside the program."},
    {"reference", PFQ_PARAM_TEXT, "", 0, 0, NULL,
     "Directory of the reference tables; empty: share/pfq/reference beside the program."},
    {"tables", PFQ_PARAM_TEXT, "/var/lib/pfq/tables", 0, 0, NULL,
     "Directory of the tables that `pfq reference load` wrote."},
    {"peers", PFQ_PARAM_TEXT, "", 0, 0, NULL,
     "User ids and what they may do: \"1001=force:43 1002=cps 1004=prosecutor:S17\"."},
    {"in_flight", PFQ_PARAM_NUMBER, "8192", 1, 65536, "messages",
     "Messages handed to store and not yet answered, at most."},
    {"in_flight_per_peer", PFQ_PARAM_NUMBER, "2048", 1, 65536, "messages",
     "The same for one sender."},
    {"in_flight_bytes", PFQ_PARAM_NUMBER, "16777216", 262144, 1073741824, "bytes",
     "Bytes of them, at most; a quarter of it for one sender."},
    {"store_timeout_ms", PFQ_PARAM_NUMBER, "4500", 100, 600000, "ms",
     "How long to wait for store before the sender is told to try again."},
    {"retry_after_ms", PFQ_PARAM_NUMBER, "250", 10, 60000, "ms",
     "The delay that TRY_AGAIN asks for."},
    {"sweep_ms", PFQ_PARAM_NUMBER, "100", 10, 60000, "ms",
     "How often to look for answers that did not come."},
    {0},
};

static const struct pfq_socket_row sockets[] = {
    {"intake", PFQ_SOCK_ROUTER, 64, intake_on_message},
    {"store", PFQ_SOCK_LINK, 256, intake_on_answer},
    {0},
};

static const struct pfq_timer_row timers[] = {
    {"sweep", "sweep_ms", intake_sweep},
    {0},
};

static pfq_service_check *const checks[] = {pfq_grants_check, NULL};

static const struct pfq_service_ops ops = {
    .name = "intake",
    .text = "takes case files, checks them, and answers when they are stored",
    .params = params,
    .sockets = sockets,
    .timers = timers,
    .checks = checks,
    .init = intake_init,
    .reload = intake_reload,
    .status = intake_status,
    .drain = intake_drain,
    .fini = intake_fini,
};

int main(int argc, char **argv)
{
    static struct intake intake;
    return pfq_service_main(&ops, &intake, argc, argv);
}
