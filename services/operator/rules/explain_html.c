/* explain_html.c - the catalogue as one HTML page: see explain.h.
 *
 * No script, no font, picture or style from elsewhere: it can be mailed and printed.
 * Plain headings, a table with headers for each check, links that look like links. */
#include "explain.h"
#include "pfq/escape.h"

static const char style[] =
    "body{font-family:Arial,Helvetica,sans-serif;font-size:19px;line-height:1.32;color:#0b0c0c;"
    "background:#fff;margin:0}\n"
    "header{background:#0b0c0c;color:#fff;border-bottom:10px solid #1d70b8;font-weight:bold}\n"
    "header p,main,footer{max-width:960px;margin:0 auto;padding:15px}\n"
    "h1{font-size:40px;line-height:1.1;margin:20px 0}\n"
    "h2{font-size:32px;line-height:1.15;margin:50px 0 15px;border-top:2px solid #1d70b8;"
    "padding-top:15px}\n"
    "h3{font-size:22px;line-height:1.25;margin:35px 0 10px}\n"
    "a{color:#1d70b8}a:visited{color:#4c2c92}a:hover{color:#003078}\n"
    "a:focus{outline:3px solid transparent;background:#fd0;color:#0b0c0c;"
    "box-shadow:0 -2px #fd0,0 4px #0b0c0c}\n"
    ".skip:not(:focus){position:absolute;left:-9999px}\n"
    "table{border-collapse:collapse;width:100%;margin-bottom:15px}\n"
    "th,td{border-bottom:1px solid #b1b4b6;padding:8px 15px 8px 0;text-align:left;"
    "vertical-align:top}\n"
    "tbody th{width:10em}\n"
    "code{font-family:monospace;font-size:16px;overflow-wrap:anywhere}\n"
    ".id{color:#505a5f}\n"
    "footer{border-top:1px solid #b1b4b6;color:#505a5f}\n"
    "@page{size:A4;margin:20mm 15mm}\n"
    "@media print{body{font-size:11pt}h1{font-size:22pt}h2{font-size:17pt;break-after:avoid}"
    "h3{font-size:13pt;break-after:avoid}table,tr{break-inside:avoid}code{font-size:9pt}"
    "a{color:inherit;text-decoration:none}header{background:none;color:inherit}.skip{display:none}}"
    "\n";

static const char *safe(const struct explain *e, const char *text)
{
    return pfq_escape(PFQ_ESCAPE_HTML, text, e->arena);
}

static void begin(const struct explain *e, const struct explain_theme *themes, size_t count)
{
    fprintf(e->out,
            "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n"
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
            "<title>%s</title>\n<style>\n%s</style>\n</head>\n<body>\n"
            "<a class=\"skip\" href=\"#main\">Skip to main content</a>\n"
            "<header><p>National File Standard</p></header>\n<main id=\"main\">\n<h1>%s</h1>\n",
            explain_title, style, explain_title);
    fprintf(e->out, "<p>Catalogue %s, %zu checks.</p>\n<p>%s</p>\n<p>%s</p>\n",
            safe(e, pfq_standard_version(e->book->standard)), e->book->texts->n_checks,
            safe(e, explain_introduction), safe(e, explain_outcomes));
    fputs("<nav aria-labelledby=\"contents\">\n<h2 id=\"contents\">Contents</h2>\n<ul>\n", e->out);
    for (size_t i = 0; i < count; i++) {
        fprintf(e->out, "<li><a href=\"#theme-%d\">%s</a> (%zu)</li>\n", (int)themes[i].theme,
                safe(e, themes[i].title), themes[i].checks);
    }
    fputs("<li><a href=\"#values\">Values</a></li>\n<li><a href=\"#words\">Words</a></li>\n"
          "</ul>\n</nav>\n",
          e->out);
}

static void theme(const struct explain *e, const struct explain_theme *t)
{
    fprintf(e->out, "<h2 id=\"theme-%d\">%s</h2>\n", (int)t->theme, safe(e, t->title));
}

static void check(const struct explain *e, const Pfq__V1__CatalogueCheck *c,
                  const struct explain_fact *facts, size_t count)
{
    const char *id = safe(e, c->id);
    fprintf(e->out, "<h3 id=\"%s\"><span class=\"id\">%s</span> %s</h3>\n<table>\n<tbody>\n", id,
            id, safe(e, c->title));
    for (size_t i = 0; i < count; i++) {
        fprintf(e->out, "<tr><th scope=\"row\">%s</th><td>%s%s%s</td></tr>\n", facts[i].name,
                facts[i].code ? "<code>" : "", safe(e, facts[i].text),
                facts[i].code ? "</code>" : "");
    }
    fputs("</tbody>\n</table>\n", e->out);
}

static void name_row(const struct explain *e, const struct pfq_rule_name *n)
{
    fprintf(e->out, "<tr><th scope=\"row\"><code>%s</code></th>", safe(e, n->name));
    if (n->value) {
        fprintf(e->out, "<td>%s</td><td>%s</td><td>%s</td></tr>\n", safe(e, n->text),
                safe(e, n->unit), safe(e, n->meaning));
    } else {
        fprintf(e->out, "<td><code>%s</code></td></tr>\n", safe(e, n->text));
    }
}

static void names(const struct explain *e, bool values)
{
    const struct pfq_rule_names *all = &e->book->names;
    fputs(values ? "<h2 id=\"values\">Values</h2>\n<table>\n<thead><tr><th scope=\"col\">Value</th>"
                   "<th scope=\"col\">Setting</th><th scope=\"col\">Unit</th>"
                   "<th scope=\"col\">What it is</th></tr></thead>\n<tbody>\n"
                 : "<h2 id=\"words\">Words</h2>\n<table>\n<thead><tr><th scope=\"col\">Word</th>"
                   "<th scope=\"col\">Means</th></tr></thead>\n<tbody>\n",
          e->out);
    for (size_t i = 0; i < all->count; i++) {
        if (all->rows[i].value == values) {
            name_row(e, &all->rows[i]);
        }
    }
    fputs("</tbody>\n</table>\n", e->out);
}

static void end(const struct explain *e)
{
    fprintf(e->out, "</main>\n<footer>Catalogue %s</footer>\n</body>\n</html>\n",
            safe(e, pfq_standard_version(e->book->standard)));
}

const struct explain_form explain_html = {begin, theme, check, names, end};
