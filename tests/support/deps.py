"""Does deploy/install-deps.sh name every package that the build and the tests use?

usage: deps.py COMPILER_FLAGS...
Headers: every system header that a source of ours includes, by the compiler's own list.
Programs: every command at a command's place in the Makefile and in our scripts.  Each
must belong to a listed package, to what a listed package depends on, or to Debian's
essential and required packages.  Prints what is missing; exit 1 when anything is.
"""

import glob
import os
import re
import shutil
import subprocess
import sys


def run(*words):
    return subprocess.run(words, capture_output=True, text=True, check=False).stdout


def listed():
    text = open("deploy/install-deps.sh").read()
    return set(" ".join(re.findall(r'packages="([^"]*)"', text)).split())


def installed():
    """name -> (names it depends on, names it provides, is essential or required)"""
    form = "${Package}\t${Depends}, ${Pre-Depends}\t${Provides}\t${Essential}\t${Priority}\n"
    rows = {}
    for line in run("dpkg-query", "-W", "-f=" + form).splitlines():
        name, needs, provides, essential, priority = line.split("\t")
        words = lambda text: set(re.findall(r"(?:^|[,|])\s*([a-z0-9][a-z0-9+.-]+)", text))
        always = essential == "yes" or priority in ("required", "important", "standard")
        rows[name] = (words(needs), words(provides), always)
    return rows


def closure(start, rows):
    providers = {}
    for name, (_, provides, _) in rows.items():
        for virtual in provides:
            providers.setdefault(virtual, set()).add(name)
    todo, done = list(start), set()
    while todo:
        name = todo.pop()
        if name not in done:
            done.add(name)
            todo += rows.get(name, (set(), set(), False))[0]
            todo += providers.get(name, ())
    return done


def owners(paths):
    """path -> its package, whether /usr-merged or not, links followed."""
    forms = {}
    for path in paths:
        for candidate in (path, os.path.realpath(path)):
            forms[candidate] = path
            forms[candidate.removeprefix("/usr")] = path
    found = {}
    for line in run("dpkg", "-S", *forms).splitlines():
        package, _, form = line.partition(": ")
        if form in forms:
            found[forms[form]] = package.split(",")[0].split(":")[0]
    return found


def headers(flags):
    sources = glob.glob("services/**/*.c", recursive=True) + glob.glob("tests/**/*.c", recursive=True)
    made = run("gcc", "-M", "-D_GNU_SOURCE", "-I.", "-Itests", "-Iservices", *flags, *sources)
    return set(re.findall(r"(/usr/include/\S+)", made))


def commands():
    place = re.compile(r"(?:^\s*@?|[|;&(]\s*|\bxargs -r |\btimeout \S+ |exec )([a-z][a-z0-9+.-]+)\b(?=[\s\\]|$)")
    files = ["Makefile", ".ci/run"] + glob.glob("deploy/*.sh") + glob.glob("tests/**/*.sh", recursive=True)
    found = set()
    for name in files:
        for line in open(name):
            if name != "Makefile" or line.startswith("\t") or "$(shell" in line:
                if not line.lstrip().startswith("#"):
                    found |= set(place.findall(line.replace("$(CC)", "gcc")))
    paths = {shutil.which(word, path="/usr/bin:/bin:/usr/sbin:/sbin") for word in found}
    return {path for path in paths if path}


def main():
    rows = installed()
    covered = closure(listed(), rows) | {n for n, row in rows.items() if row[2]}
    missing = {}
    for path, package in owners(headers(sys.argv[1:]) | commands()).items():
        if package not in covered:
            missing.setdefault(package, path)
    for package, path in sorted(missing.items()):
        print(f"deploy/install-deps.sh does not list {package}, which {path} belongs to")
    sys.exit(1 if missing else 0)


main()
