# layers.awk - who may include whom.  Dependencies point one way:
#   base(0) -> wire(1), net(2) -> cores(3) -> shells(4) -> programs, never each other
# usage: awk -f layers.awk FILE...
function folder(path) {
    if (path ~ /^services\/feedback\/render\//) { return "render" }
    if (path ~ /^services\/feedback\/stats\//) { return "stats" }
    if (path ~ /^services\/feedback\/themes\//) { return "themes" }
    if (path ~ /^services\/feedback\/digest\//) { return "digest" }
    if (path ~ /^services\/feedback\/effect\//) { return "effect" }
    if (path ~ /^services\/feedback\/challenge\//) { return "challenge" }
    if (path ~ /^services\/feedback\/compliance\//) { return "compliance" }
    if (path ~ /^services\/feedback\/summary\//) { return "summary" }
    if (path ~ /^services\/feedback\/reminders\//) { return "reminders" }
    if (path ~ /^services\/common\//) { split(path, p, "/"); return p[3] }
    split(path, p, "/"); return p[2]
}
BEGIN {
    # public headers and the layer they belong to
    split("err:base bug:base arena:base log:base clock:base config:base data:base escape:base ident:base near:base " \
          "wire:wire json:wire problems:wire sock:net service:net pending:net grants:net " \
          "reference:standard rules:standard " \
          "people:people standard:standard examples:standard history:history adapter:adapters " \
          "client:client simulate:simulate", rows, " ")
    for (i in rows) { split(rows[i], r, ":"); home[r[1]] = r[2] }
    # what each folder may use
    allow["base"] = "base"
    allow["wire"] = "base wire"
    allow["net"] = "base wire net"
    allow["people"] = "base wire people"
    allow["history"] = "base wire" # the part of standard that store may use
    allow["standard"] = "base wire history standard"
    allow["render"] = "base wire render"
    allow["stats"] = "stats"
    allow["themes"] = "base wire stats themes"
    allow["effect"] = "base stats render effect"
    allow["challenge"] = "base wire people stats themes render digest effect challenge"
    allow["digest"] = "base wire people stats themes render effect digest"
    allow["compliance"] = "base wire people stats render digest compliance"
    allow["reminders"] = "base wire reminders"
    allow["summary"] = "base wire people stats themes render digest challenge compliance reminders summary"
    allow["adapters"] = "base wire adapters"
    allow["simulate"] = "base wire simulate"
    allow["client"] = "base wire net client"
    allow["intake"] = "base wire net standard people intake"
    allow["store"] = "base wire net history people store"
    allow["feedback"] = "base wire net standard people stats themes render digest effect challenge compliance reminders summary feedback"
    allow["operator"] = "base wire net standard people stats themes render digest effect challenge compliance reminders summary adapters client simulate operator"
}
/^#include "pfq\// {
    where = FILENAME ~ /^include\// ? "" : folder(FILENAME)
    match($0, /pfq\/[a-z_]+/); name = substr($0, RSTART + 4, RLENGTH - 4)
    if ($0 ~ /\.def"/) next
    if (!(name in home)) { print FILENAME ":" FNR ": unknown public header pfq/" name ".h: add it to layers.awk"; bad = 1; next }
    if (where == "") { header = FILENAME; sub(/.*\//, "", header); sub(/\.h$/, "", header); where = home[header] }
    if (index(" " allow[where] " ", " " home[name] " ") == 0) {
        print FILENAME ":" FNR ": " where " may not include " home[name] " (pfq/" name ".h)"; bad = 1
    }
}
/^#include "/ && !/"pfq\// && !/\.pb-c\.h"/ && !/"sql\.h"/ {
    if ($0 ~ /\.\.\//) { print FILENAME ":" FNR ": no include by ../"; bad = 1 }
}
/^#include "feedback\/stats\// {
    if (index(" " allow[folder(FILENAME)] " ", " stats ") == 0) { print FILENAME ":" FNR ": " folder(FILENAME) " may not include stats"; bad = 1 }
}
/^#include "feedback\/themes\// {
    if (index(" " allow[folder(FILENAME)] " ", " themes ") == 0) { print FILENAME ":" FNR ": " folder(FILENAME) " may not include themes"; bad = 1 }
    if (/private\.h"/ && folder(FILENAME) != "themes") { print FILENAME ":" FNR ": private to themes"; bad = 1 }
}
/^#include "feedback\// && !/"feedback\/(stats|themes|render|digest|effect|challenge|compliance|reminders|summary)\// && folder(FILENAME) != "feedback" { print FILENAME ":" FNR ": feedback is a program: only its cores are shared"; bad = 1 }
FILENAME ~ /^services\/feedback\/stats\// && /^#include </ && !/<(float|math|stdbool|stddef|stdint|string)\.h>/ {
    print FILENAME ":" FNR ": stats may include of the system only libm and plain types"; bad = 1
}
/^#include <zmq/ && FILENAME !~ /common\/net\/sock\.c$/ { print FILENAME ":" FNR ": only sock.c includes zmq.h"; bad = 1 }
/^#include <cairo/ && FILENAME !~ /render\/png\.c$/ { print FILENAME ":" FNR ": only render/png.c includes cairo"; bad = 1 }
/^#include <xlsxwriter/ && FILENAME !~ /render\/xlsx\.c$/ { print FILENAME ":" FNR ": only render/xlsx.c includes libxlsxwriter"; bad = 1 }
/^#include <sqlite3/ && FILENAME !~ /store\/sqlite\// { print FILENAME ":" FNR ": only store/sqlite includes sqlite3.h"; bad = 1 }
/^#include <fyaml|libfyaml/ && FILENAME !~ /standard\// { print FILENAME ":" FNR ": only standard includes libfyaml"; bad = 1 }
/^#include <gmime/ && FILENAME !~ /feedback\/deliver\/mail\.c$/ { print FILENAME ":" FNR ": only mail.c includes gmime"; bad = 1 }
/^#include <curl/ && FILENAME !~ /feedback\/deliver\/smtp_/ { print FILENAME ":" FNR ": only smtp_talk.c uses libcurl"; bad = 1 }
END { exit bad }
