/* queries.c - see queries.h. */
#include "queries.h"

#include "authorise.h"
#include "figures.h"
#include "months.h"
#include "pfq/grants.h"

enum pfq_code queries_mailbox(const struct turn *turn, struct job *job, struct pfq_err *err)
{
    enum pfq_code code = db_read_mailbox(turn->db, job->request->mailbox_read, turn->room,
                                         turn->arena, &job->rows, err);
    authorise_mailbox_rows(&job->rows);
    return code;
}

/* Whether there is such a case of another's is nobody's business. */
enum pfq_code queries_case(const struct turn *turn, struct job *job, struct pfq_err *err)
{
    const Pfq__V1__CaseRead *read = job->request->case_read;
    enum pfq_code code = db_read_case(turn->db, read, turn->room, turn->arena, &job->rows, err);
    authorise_case_rows(read->peer, &job->rows);
    if (code == PFQ_OK && job->rows.n_rows == 0 && !authorise_own(read->peer, NULL)) {
        authorise_refuse(job, read->peer, PFQ_GRANTS_NO_CASE, turn->arena);
    }
    return code;
}

enum pfq_code queries_catalogue(const struct turn *turn, struct job *job, struct pfq_err *err)
{
    const Pfq__V1__CatalogueRead *read = job->request->catalogue_read;
    struct pfq_bytes packed;
    struct pfq_bytes digest = {read->digest.data, read->digest.len};
    enum pfq_code code = db_read_catalogue(turn->db, digest, turn->arena, &packed, err);
    job->rows.has_catalogue = code == PFQ_OK && packed.data != NULL;
    job->rows.catalogue.data = (uint8_t *)(uintptr_t)packed.data;
    job->rows.catalogue.len = packed.size;
    return code;
}

enum pfq_code queries_figures(const struct turn *turn, struct job *job, struct pfq_err *err)
{
    return figures_answer(turn->db, job->request->figures_read, turn->room, turn->arena,
                          &job->figures, err);
}

enum pfq_code queries_themes(const struct turn *turn, struct job *job, struct pfq_err *err)
{
    const Pfq__V1__ThemesRead *read = job->request->themes_read;
    enum pfq_code code = db_read_themes(turn->db, read, turn->room, turn->arena, &job->themes, err);
    authorise_theme_rows(read->peer, &job->themes);
    return code;
}

enum pfq_code queries_months(const struct turn *turn, struct job *job, struct pfq_err *err)
{
    return months_read(turn->db, job->request->months_read, turn->wall_ms, turn->arena,
                       &job->months, err);
}

enum pfq_code queries_month_close(const struct turn *turn, struct job *job, struct pfq_err *err)
{
    return months_close(turn->db, job->request->month_close, turn->wall_ms, turn->arena,
                        &job->months, err);
}
