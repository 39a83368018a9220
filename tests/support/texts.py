"""Can a constable read the texts of the catalogue?

usage: texts.py CATALOGUE_FILE...
Prints each text that is too long or too hard as file:line, and the reading age over all;
exit 1 when there is one.  The reading age is five more than the Automated Readability
Index: 4.71 letters a word + 0.5 words a sentence - 21.43.  Names of forms (MG6C, CCTV) are
left out, as a reader knows them and the index does not.

The files are read as our rows are written: a text begins on the line of its key and goes on
in deeper lines; the loader sees to all else.
"""

import re
import sys

TITLE_CHARS = 90
SENTENCE_WORDS = 25
TEXT_AGE = 18  # of one why, fix or question
WHOLE_AGE = 12  # of them all together
LOOKED_AT = {"title", "why", "fix", "good", "person"}
READ = {"why", "fix", "person"}  # whole sentences, and so with a reading age

FORM = re.compile(r"\b[A-Z][A-Z0-9/-]+\b(?:\([A-Z]+\))?")
END = re.compile(r"[.!?][\"')]*(?: |$)")


def texts(path):
    """(line, id, key, text) of each."""
    found, row = [], "?"
    for number, line in enumerate(open(path, encoding="utf-8"), 1):
        key = re.match(r"(?:- |  )(\w+):\s*(.*)", line)
        if key:
            row = key.group(2) if key.group(1) == "id" else row
            found.append([number, row, key.group(1), key.group(2)])
        elif found and line.startswith("    ") and line.strip():
            found[-1][3] += " " + line.strip()
    return [(n, row, key, plain(text)) for n, row, key, text in found if key in LOOKED_AT]


def plain(text):
    """Without the quotes of YAML."""
    quoted = re.fullmatch(r"(['\"])(.*)\1", text.strip())
    return quoted.group(2) if quoted else text.strip()


def measure(text):
    """(letters, words, sentences) without the names of forms."""
    bare = FORM.sub("", text)
    words = re.findall(r"[A-Za-z'\u2019]+", bare)
    return sum(map(len, words)), len(words), max(1, len(END.findall(bare)))


def age(letters, words, sentences):
    if words == 0:
        return 0
    return 5 + 4.71 * letters / words + 0.5 * words / sentences - 21.43


def faults(key, text):
    longest = max((len(s.split()) for s in END.split(text)), default=0)
    if key == "title" and len(text) > TITLE_CHARS:
        yield f"has {len(text)} characters, not {TITLE_CHARS} at most"
    if longest > SENTENCE_WORDS:
        yield f"has a sentence of {longest} words, not {SENTENCE_WORDS} at most"
    if key in READ and age(*measure(text)) > TEXT_AGE:
        yield f"has a reading age of {age(*measure(text)):.0f}, not {TEXT_AGE} at most"


def main(paths):
    bad, whole = 0, [0, 0, 0]
    for path in paths:
        for line, row, key, text in texts(path):
            for fault in faults(key, text):
                print(f"{path}:{line}: {row}: its {key} {fault}: {text}")
                bad += 1
            if key in READ:
                whole = [a + b for a, b in zip(whole, measure(text))]
    mean = age(*whole)
    hard = mean > WHOLE_AGE
    print(f"reading age over all: {mean:.1f}, {'not ' if hard else ''}{WHOLE_AGE} at most")
    return 1 if bad or hard or whole[1] == 0 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
