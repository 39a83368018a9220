/* compliance_show.c - figures and lists of compliance in the form that is asked for. */
#include "compliance.h"
#include "feedback/digest/pages.h"
#include "feedback/render/csv_write.h"
#include "feedback/render/html.h"
#include "feedback/render/plain.h"

void compliance_show(const struct compliance_page *page, struct pfq_arena *arena)
{
    const struct document *document =
        digest_compliance(page->figures, page->overdue_only, page->up_to, arena);
    switch (page->form) {
    case COMPLIANCE_HTML:
        html_write(document, AUDIENCE_INSIDE, arena, stdout);
        return;
    case COMPLIANCE_CSV:
        digest_document_csv(document, true, arena, stdout);
        return;
    case COMPLIANCE_TEXT:
    case COMPLIANCE_JSON:
        break;
    }
    plain_write(document, AUDIENCE_INSIDE, arena, stdout);
}

void compliance_show_list(const struct grid *list, bool csv, struct pfq_arena *arena)
{
    if (csv) {
        csv_write(list, AUDIENCE_INSIDE, CSV_BYTE_ORDER_MARK, arena, stdout);
    } else {
        plain_grid(list, AUDIENCE_INSIDE, arena, stdout);
    }
}
