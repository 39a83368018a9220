/* send_make.c - from what was gathered to a digest, from a digest to mail: see send_run.h. */
#include <stdio.h>

#include "pfq/log.h"
#include "pfq/reference.h"
#include "send_run.h"

/* --- what is asked for -------------------------------------------------------------------- */

static void add_force(struct send_run *run, const char *code)
{
    char name[PFQ_FORCE_NAME];
    struct digest_facts *facts = &run->summary.gather.facts;
    struct digest_force *force = &run->forces[facts->force_count++];
    const char *directory = pfq_service_text(run->service, "reference");
    (void)snprintf(force->code, sizeof force->code, "%.2s", code);
    force->name = pfq_force_find(directory, code, name) && name[0] != '\0'
                      ? pfq_arena_strdup(&run->facts, name)
                      : NULL;
}

static enum pfq_code set_area(struct send_run *run, const char *unit, struct pfq_err *err)
{
    const char *codes[TARGETS_FORCES_MAX];
    struct digest_facts *facts = &run->summary.gather.facts;
    size_t count = pfq_standard_area_forces(run->standard, unit, facts->wish.to_date, codes,
                                            TARGETS_FORCES_MAX);
    facts->wish.area = pfq_standard_area(run->standard, unit);
    for (size_t i = 0; i < count; i++) {
        add_force(run, codes[i]);
    }
    return count > 0
               ? PFQ_OK
               : pfq_fail(err, PFQ_E_NOT_FOUND,
                          "[routes] names an Area \"%s\", and there was none such then", unit);
}

enum pfq_code send_begin_gathering(struct send_run *run, struct pfq_err *err)
{
    const struct target *target = send_target(run);
    struct digest_facts *facts = &run->summary.gather.facts;
    enum pfq_code code = PFQ_OK;
    pfq_arena_reset(&run->facts);
    run->summary = (struct summary){.gather.arena = &run->facts};
    facts->forces = run->forces;
    facts->catalogue = pfq_standard_texts(run->standard);
    facts->catalogue_version = pfq_standard_version(run->standard);
    facts->wish = (struct digest_wish){
        .kind = run->period.kind,
        .from_date = run->period.period.from,
        .to_date = run->period.period.to,
        .made_at = run->wall_ms,
        .undecided_percent = (int)pfq_service_number(run->service, "digest_undecided_percent")};
    if (target->force[0] == '\0') {
        code = set_area(run, target->unit, err);
    } else {
        add_force(run, target->force);
        facts->wish.force = run->forces[0].code;
        facts->wish.police_unit = target->unit[0] == '\0' ? NULL : target->unit;
    }
    summary_begin(&run->summary);
    return code;
}

/* --- a digest ----------------------------------------------------------------------------- */

enum pfq_code send_build(struct send_run *run, struct pfq_err *err)
{
    const struct target *target = send_target(run);
    bool outside = target->audience == PFQ__V1__AUDIENCE__AUDIENCE_OUTSIDE;
    pfq_arena_reset(&run->words);
    run->recipient_count = 0;
    run->digest = summary_digest(&run->summary, &run->words);
    if (run->digest == NULL) {
        return PFQ_OK;
    }
    if (outside && !digest_outside(run->digest)) {
        return pfq_fail(err, PFQ_E_CONFIG,
                        "[routes] sends a call sheet or pack outside; it is for the CPS alone");
    }
    bool bus = outside && target->unit[0] == '\0';
    return digest_fit(run->digest, bus ? DIGEST_BUS_BYTES : DIGEST_MAIL_BYTES)
               ? PFQ_OK
               : pfq_fail(err, PFQ_E_TOO_LARGE, "the digest fits no message");
}

/* --- its mail ----------------------------------------------------------------------------- */

static struct deliver_item item_of(const struct send_run *run, const struct mail *mail)
{
    const struct target *target = send_target(run);
    return (struct deliver_item){.force = target->force,
                                 .unit = target->unit,
                                 .kind = run->period.kind,
                                 .audience = target->audience,
                                 .period = run->period.name,
                                 .mail = mail,
                                 .token = run->token};
}

void send_address(struct send_run *run)
{
    struct deliver_item item = item_of(run, NULL);
    run->recipient = run->recipient_count = 0;
    if (run->deliver->routes.count > 0) { /* else nobody wants mail, which is no alarm */
        run->recipient_count = deliver_recipients(run->deliver, &item, run->recipients);
    }
}

enum pfq_code send_compose(struct send_run *run, struct pfq_err *err)
{
    return letter_write(run->digest, &run->words, &run->letter, err);
}

/* The whole letter, without its picture, without its attachment: as much as one mail takes. */
enum {
    WHOLE,
    NO_PICTURE,
    BODY_ALONE
};

static enum pfq_code queue(struct send_run *run, int how, struct pfq_err *err)
{
    const struct letter *l = &run->letter;
    struct mail_image image = {LETTER_PICTURE, l->alt, l->picture};
    struct mail_attachment csv = {l->csv_name, "text/csv", l->csv};
    struct mail mail = {.subject = l->subject,
                        .text = l->text,
                        .html = how == WHOLE ? l->html : l->bare,
                        .images = &image,
                        .image_count = how == WHOLE && l->alt != NULL,
                        .attachments = &csv,
                        .attachment_count = how != BODY_ALONE};
    struct deliver_item item = item_of(run, &mail);
    return deliver_queue_to(run->deliver, &item, run->recipients[run->recipient], run->wall_ms,
                            err);
}

enum pfq_code send_queue(struct send_run *run, struct pfq_err *err)
{
    run->token++;
    enum pfq_code code = queue(run, WHOLE, err);
    for (int how = NO_PICTURE; code == PFQ_E_TOO_LARGE && how <= BODY_ALONE; how++) {
        pfq_log(PFQ_LOG_WARN, "mail_cut", "force=%s unit=\"%s\" period=%s", send_target(run)->force,
                send_target(run)->unit, run->period.name);
        code = queue(run, how, err);
    }
    run->deadline_ms = run->now_ms + pfq_service_number(run->service, "store_timeout_ms");
    return code;
}
