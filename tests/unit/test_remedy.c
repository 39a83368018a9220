/* Whoever reads that the standard has faults is sent where they are shown. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "support/catalogue_dir.h"

struct made {
    struct pfq_arena arena;
    struct catalogue_dir catalogue;
    struct catalogue_dir machine; /* pfq.conf and tables */
    char config[128];
    struct pfq_problems problems;
    struct pfq_err err;
};

static void begin(struct made *m)
{
    pfq_arena_open(&m->arena);
    catalogue_dir_make(&m->catalogue);
    catalogue_dir_make(&m->machine);
    (void)snprintf(m->config, sizeof m->config, "%s/pfq.conf", m->machine.path);
}

static void end(struct made *m)
{
    catalogue_dir_remove(&m->catalogue);
    catalogue_dir_remove(&m->machine);
    pfq_arena_close(&m->arena);
}

static const char *remedy(struct made *m)
{
    struct pfq_standard *standard = NULL;
    const struct pfq_standard_source source = {.catalogue = m->catalogue.path,
                                               .reference = "services/standard/reference",
                                               .tables = m->machine.path,
                                               .config = m->config};
    m->err.text[0] = '\0';
    pfq_problems_init(&m->problems, &m->arena);
    if (pfq_standard_load(&source, &m->problems, &standard, &m->err) == PFQ_OK) {
        pfq_standard_close(standard);
    }
    return pfq_standard_remedy(&source, &m->problems, &m->arena);
}

Test(remedy, each_place_of_faults_has_its_command)
{
    static const struct {
        const char *condition;
        const char *config;
        const char *table;
        const char *commands[3];
    } rows[] = {
        {"check: true", "", NULL, {NULL}},
        {"check: tru", "", NULL, {"pfq rules lint ", "/pfq-catalogue-"}},
        {"check: true", "[values]\nno_such = 3\n", NULL, {"pfq config --config ", "/pfq.conf"}},
        {"check: true", "", "cjs_code,category\n", {"pfq reference list --tables "}},
        {"check: tru", "[values]\nno_such = 3\n", "x\n", {"lint", "; pfq config", "; pfq ref"}},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct made m;
        begin(&m);
        catalogue_dir_write(&m.catalogue, "standard.yaml", "label: \"1\"\n");
        catalogue_dir_write(
            &m.catalogue, "a.yaml",
            catalogue_dir_row(&m.arena, "CD01", rows[i].condition, NULL, NULL, NULL));
        catalogue_dir_write(&m.machine, "pfq.conf", rows[i].config);
        if (rows[i].table != NULL) {
            catalogue_dir_write(&m.machine, "offences.csv", rows[i].table);
        }
        const char *text = remedy(&m);
        for (size_t k = 0; k < 3 && rows[i].commands[k] != NULL; k++) {
            cr_expect_not_null(strstr(text, rows[i].commands[k]), "row %zu: %s", i, text);
        }
        cr_expect_eq(strstr(text, "lint") != NULL, strcmp(rows[i].condition, "check: tru") == 0);
        cr_expect_eq(strstr(m.err.text, m.catalogue.path) != NULL, strstr(text, "lint") != NULL,
                     "%s", m.err.text);
        cr_expect_eq(text[0] == '\0', i == 0, "%s", text);
        end(&m);
    }
}

/* The path is whole: there may be several tables of that name on a machine. */
Test(remedy, a_damaged_table_is_named_with_its_folder)
{
    struct made m;
    begin(&m);
    catalogue_dir_write(&m.catalogue, "standard.yaml", "label: \"1\"\n");
    catalogue_dir_write(&m.catalogue, "a.yaml",
                        catalogue_dir_row(&m.arena, "CD01", "check: true", NULL, NULL, NULL));
    catalogue_dir_write(&m.machine, "pfq.conf", "");
    catalogue_dir_write(&m.machine, "offences.csv", "cjs_code,category\nTH68010,CE\n");
    (void)remedy(&m);
    cr_assert_eq(m.problems.count, 1);
    cr_expect_eq(strncmp(m.problems.rows[0]->path, m.machine.path, strlen(m.machine.path)), 0, "%s",
                 m.problems.rows[0]->path);
    end(&m);
}
