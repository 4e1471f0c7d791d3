#!/usr/bin/env python3
"""Holds the draft of a release beside the notes that people wrote of it by hand.

notes.py DRAFT NOTES: prints which entries of the notes the draft has evidence for, which it has none for, and what of
the draft the notes do not tell. An entry has evidence where an entry of the draft names the same standard or issue,
links to the same address, or shares words that few others have: two, and of a paragraph three. Fails where nothing was
found, or an entry names a standard that the draft tells of and is said to have no evidence all the same.
"""

import re
import sys
from collections import Counter

# Words that say nothing of what an entry is about.
COMMON = set(
    "the and for with are was were has have had been can not now new all its our this that from into also via use used "
    "using more which when where will their than then they there may some add added adds update updated updates fix "
    "fixed fixes support supports release releases scs version versions standard standards default stable since "
    "proposed replaced replaces decided draft file files link links please see reference implementation customer "
    "customers cluster clusters users user such possible currently provider work working implemented".split()
)

# How many entries of a draft may have a word that tells one of them.
RARE = 6

LINK = re.compile(r"\]\(<?([^)>\s]*)>?\)")
STANDARD = re.compile(r"scs-\d{4}", re.I)
ISSUE = re.compile(r"([\w.-]+)(?:#|/(?:issues|pull)/)(\d+)")


def standards(text):
    """The standards that an entry names, without their editions."""
    return {name.lower() for name in STANDARD.findall(text)}


def names(text):
    """The standards, issues and addresses that an entry names."""
    links = {link.rstrip("/").split("#")[0] for link in LINK.findall(text) if "://" in link}
    issues = {f"{repository.lower()}#{number}" for repository, number in ISSUE.findall(text)}
    return standards(text) | issues | links


def bare(text):
    """An entry without marks and the targets of its links."""
    text = re.sub(r"<!--.*?-->", "", text)
    return " ".join(LINK.sub("]", text).replace("[", "").replace("]", "").split())


def words(text):
    """The words of an entry that tell what it is about."""
    return {word for word in re.findall(r"[a-z0-9][a-z0-9.-]{3,}", bare(text).lower()) if word not in COMMON}


def entries(text, with_paragraphs=False):
    """The items of all lists, each with its further lines and with the number of words that tell it; the paragraphs
    beside them, if wanted."""
    items, current = [], None
    for line in text.splitlines():
        if re.match(r"\s*[-*+] ", line):
            current = [line.strip()[2:]]
            items.append((2, current))
        elif not line.strip() or line.startswith("#"):
            current = None
        elif current is not None:
            current.append(line.strip())
        elif with_paragraphs:
            current = [line.strip()]
            items.append((3, current))
    return [(least, " ".join(item)) for least, item in items]


def shorten(text, length=100):
    return text if len(text) <= length else text[: length - 1] + "…"


def main(draft_file, notes_file):
    with open(draft_file, encoding="utf-8") as file:
        draft = file.read()
    with open(notes_file, encoding="utf-8") as file:
        notes = file.read()
    # Who contributed, who spoke of the release, and the work on the notes themselves are no evidence of an entry.
    aside = re.compile(r"annals: (contributor|minutes|change release-notes)")
    drafted = [entry for _, entry in entries(draft) if not aside.search(entry)]
    count = Counter(word for entry in drafted for word in words(entry))
    known = [(entry, names(entry), words(entry)) for entry in drafted]

    def evidence(least, entry):
        named, told = names(entry), words(entry)
        for other, others, _ in known:
            if named & others:
                return other
        for other, _, others in known:
            if len([word for word in told & others if count[word] <= RARE]) >= least:
                return other
        return None

    found, missing = [], []
    for least, entry in entries(notes, with_paragraphs=True):
        proof = evidence(least, entry)
        if proof:
            found.append((entry, proof))
        else:
            missing.append(entry)
    proofs = {proof for _, proof in found}
    told = standards(notes)
    forgotten = [
        entry
        for entry in drafted
        if re.search(r"annals: (standard|decision)", entry)
        and entry not in proofs
        and not standards(entry) & told
    ]
    print(f"{notes_file}: {len(found)} of {len(found) + len(missing)} entries have evidence in the draft")
    for entry, proof in found:
        print(f"  + {shorten(bare(entry))}\n      {shorten(bare(proof))}")
    print(f"{len(missing)} have none")
    for entry in missing:
        print(f"  - {shorten(bare(entry))}")
    print(f"{len(forgotten)} standards and decisions of the draft are not in the notes")
    for entry in forgotten:
        print(f"  ! {shorten(bare(entry))}")
    unproven = [entry for entry in missing if standards(entry) & standards(" ".join(drafted))]
    if not found or unproven:
        sys.exit(f"the draft does not tell what the notes do: {unproven}")


if __name__ == "__main__":
    main(*sys.argv[1:3])
