"""Does a sentence name a child? A guess, so that a pair can be warned; it never decides anything.

It rather misses a name than warns of every word that is capitalised: a warning that is mostly wrong is not read. What
it looks at stays where it is: nothing here writes, sends or logs.
"""

import re

from cycles.given_names import CALLED, CAPITALS, DETERMINERS, GIVEN, GROWN_UPS, KIN, KIN_HT, KIN_OF, PLACES_AFTER, WORKS

MOST = 3
LETTER = r"[^\W\d_]"
CAPITAL = r"[^\W\d_a-zà-öø-ÿ]"
WORD = re.compile(rf"{LETTER}+(?:[-']{LETTER}+)*")
NAME = rf"(?P<name>{CAPITAL}(?:{LETTER}|')+?)"
QUOTED = re.compile(r"“[^”\n]*”|\"[^\"\n]*\"|«[^»\n]*»|(?<!\w)'[^'\n]+'(?!\w)|\*[^*\n]+\*|(?<!\w)_[^_\n]+_(?!\w)")
BEGINS = set(".!?:;…\n•¿¡([{-/|>*\N{EM DASH}\N{EN DASH}")
ONE_APOSTROPHE = {ord(mark): "'" for mark in "\N{RIGHT SINGLE QUOTATION MARK}\N{LEFT SINGLE QUOTATION MARK}"}


def _any(words):
    return f"(?i:{'|'.join(sorted(words))})"


# What is said of a child makes a name of any capitalised word, wherever it stands.
SAID_OF = [
    re.compile(rf"\b{NAME}'s\s+{_any(KIN)}\b"),
    re.compile(rf"\b{_any(KIN_OF)}\s+d[eoa]\s+{NAME}\b"),
    re.compile(rf"\b{_any(KIN_HT)}\s+{NAME}\b"),
    re.compile(rf"\b{_any(CALLED)}\s+{NAME}\b"),
]


def suspects(text, known=()):
    """Names that `text` seems to hold, as written, at most MOST. `known` are words that are none: see `words_of`."""
    plain = text.translate(ONE_APOSTROPHE)
    plain = QUOTED.sub(lambda quoted: " " * len(quoted[0]), plain)
    known = {word.casefold() for word in known} | CAPITALS
    found = [match.span("name") for said_of in SAID_OF for match in said_of.finditer(plain)]
    found += [_span(run) for run in _runs(plain) if _reads_like_a_name(run, plain)]
    names = {}
    for start, end in sorted(found, key=lambda span: (span[0], -span[1])):
        parts = WORD.findall(plain[start:end].casefold())
        if len(parts[0]) > 2 and not known.intersection(parts):
            names.setdefault(parts[0], text[start:end])
    return list(names.values())[:MOST]


def words_of(*names):
    """The words that make up names of people and places."""
    return {word for name in names for word in WORD.findall(name.translate(ONE_APOSTROPHE).casefold())}


def _runs(text):
    """Capitalised words that follow each other with nothing but a space between: [[match, …]].

    A word that is capitalised only because it begins a sentence stands alone.
    """
    runs, last = [], None
    for match in WORD.finditer(text):
        if not _is_capitalised(_bare(match)):
            last = None
            continue
        if last and text[last.end() : match.start()] == " ":
            runs[-1].append(match)
            alone = False
        else:
            runs.append([match])
            alone = _begins_a_sentence(text[: match.start()]) and _bare(match).casefold() not in GIVEN
        last = None if alone or match[0].endswith("'s") else match
    return runs


def _span(run):
    return run[0].start(), run[-1].start() + len(_bare(run[-1]))


def _bare(match):
    return match[0].removesuffix("'s")


def _is_capitalised(word):
    return len(word) > 2 and word[0].isupper() and not word[1:].isupper()


def _reads_like_a_name(run, text):
    before = text[: run[0].start()]
    last = WORD.search(before[::-1])  # of what stands before, from behind
    previous = last[0][::-1].casefold() if last else ""
    first = _bare(run[0]).casefold()
    if first in GROWN_UPS or (previous in GROWN_UPS and before.rstrip(" .").casefold().endswith(previous)):
        return False
    if first in GIVEN:
        return previous not in WORKS
    if _begins_a_sentence(before) or len(run) > 2 or previous in WORKS | PLACES_AFTER | DETERMINERS:
        return False
    return _is_built_like_a_name(_bare(run[0])) and not _is_in_a_title(run, text)


def _is_built_like_a_name(word):
    """Compounds are none (Think-Pair-Share, I'll); D'Angelo is one."""
    return bool(re.fullmatch(rf"(?:[DO]')?{LETTER}+", word))


def _begins_a_sentence(before):
    before = before.rstrip(" \t")
    return not before or before[-1] in BEGINS


def _is_in_a_title(run, text):
    """“Pete the Cat”, “Horton and the Egg”, “Quality of Feedback”."""
    goes_on = re.match(rf" (?:(?:and|of|y|e|ak) )?(?:the|el|la|o|a) {CAPITAL}", text[run[-1].end() :])
    begun = re.search(rf"{CAPITAL}{LETTER}+ (?:of|for) $", text[: run[0].start()])
    return bool(goes_on or begun)
