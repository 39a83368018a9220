/* catalogue_dir.c - see catalogue_dir.h. */
#include "support/catalogue_dir.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "pfq/bug.h"

void catalogue_dir_make(struct catalogue_dir *dir)
{
    (void)snprintf(dir->path, sizeof dir->path, "/tmp/pfq-catalogue-XXXXXX");
    PFQ_ASSERT(mkdtemp(dir->path) != NULL);
}

void catalogue_dir_write(const struct catalogue_dir *dir, const char *name, const char *text)
{
    char path[512];
    const char *slash = strchr(name, '/');
    if (slash != NULL) {
        (void)snprintf(path, sizeof path, "%s/%.*s", dir->path, (int)(slash - name), name);
        (void)mkdir(path, 0700);
    }
    (void)snprintf(path, sizeof path, "%s/%s", dir->path, name);
    FILE *f = fopen(path, "w");
    PFQ_ASSERT(f != NULL);
    PFQ_ASSERT(fputs(text, f) >= 0);
    PFQ_ASSERT(fclose(f) == 0);
}

static void empty(const char *folder, bool deeper)
{
    DIR *d = opendir(folder);
    PFQ_ASSERT(d != NULL);
    for (struct dirent *e = readdir(d); e != NULL; e = readdir(d)) {
        char path[512];
        (void)snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
        if (e->d_name[0] != '.' && unlink(path) != 0 && deeper) {
            empty(path, false);
            (void)rmdir(path);
        }
    }
    (void)closedir(d);
}

void catalogue_dir_remove(const struct catalogue_dir *dir)
{
    empty(dir->path, true);
    (void)rmdir(dir->path);
}

char *catalogue_dir_row(struct pfq_arena *arena, const char *id, const char *condition,
                        const char *severity, const char *stages, const char *from)
{
    return pfq_arena_printf(arena,
                            "- id: %s\n  title: Title of %s\n  stages: %s\n  %s\n"
                            "  severity: %s\n%s  theme: CASE_DATA\n  reason: [D23]\n"
                            "  why: Why.\n  fix: Fix.\n  good: Good.\n  from: %s\n"
                            "  source: test\n  standing: drafted\n",
                            id, id, stages == NULL ? "ALL" : stages, condition,
                            severity == NULL ? "major" : severity,
                            strstr(condition, "aspect:") == NULL ? "  aspect: quality\n" : "",
                            from == NULL ? "2015-06-01" : from);
}

struct pfq_standard *catalogue_dir_try(const struct catalogue_dir *dir, const char *reference,
                                       struct pfq_problems *problems)
{
    struct pfq_standard *standard = NULL;
    struct pfq_err err;
    const struct pfq_standard_source source = {.catalogue = dir->path, .reference = reference};
    enum pfq_code code = pfq_standard_load(&source, problems, &standard, &err);
    PFQ_ASSERT((code == PFQ_OK) == (standard != NULL));
    return standard;
}

struct pfq_standard *catalogue_dir_load(const struct catalogue_dir *dir, struct pfq_arena *arena)
{
    struct pfq_problems problems;
    pfq_problems_init(&problems, arena);
    struct pfq_standard *standard =
        catalogue_dir_try(dir, "services/standard/reference", &problems);
    for (size_t i = 0; i < problems.count; i++) {
        (void)fprintf(stderr, "%s: %s %s\n", problems.rows[i]->path, problems.rows[i]->message,
                      problems.rows[i]->fix);
    }
    PFQ_ASSERT(standard != NULL);
    return standard;
}
