"""What a reader wants to see of the feedback in a room, and in which order. It stands in the address.

A card carries marks such as "kind=question" and "step=no"; a choice in the address is spelled the same. A card is shown
when it carries every mark that was chosen and says every word that was looked for. `filtering.js` judges alike in the
browser: tests/media_review/filters.json holds both to the same cases.
"""

import re
import unicodedata
from dataclasses import dataclass

NAMES = ("kind", "focus", "author", "domain", "criterion", "level", "answered", "discussed", "step")
LONGEST = 200  # letters that are looked for
# Accents, and the points of Hebrew and Arabic, are often left out when people search. The vowel signs of other scripts
# are letters. What only turns or joins letters (a right-to-left override, a joiner, a soft hyphen) is not seen at all.
UNHEARD = re.compile(
    "[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff"
    "\ufe20-\ufe2f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)


def fold(text):
    """Letters as they are compared: "É", "é" and "e" alike, "ß" as "ss", a full-width digit as a digit."""
    return UNHEARD.sub("", unicodedata.normalize("NFKD", text)).upper()


def short(pk):
    """Enough of a UUID to tell the few that meet in one room from each other."""
    return str(pk)[:8]


@dataclass(frozen=True)
class Filters:
    marks: frozenset = frozenset()
    words: tuple = ()
    newest: bool = False

    @classmethod
    def of(cls, query):
        marks = frozenset(f"{name}={query[name]}" for name in NAMES if query.get(name))
        words = tuple(fold(query.get("q", "")[:LONGEST]).split())
        return cls(marks, words, query.get("sort") == "newest")

    def hides(self, card):
        """`card` has its "marks", separated by spaces, and all that is "said" in it, its replies included."""
        if self.marks and not self.marks <= set(card["marks"].split()):
            return True
        if not self.words:
            return False
        said = fold(card["said"])
        return not all(word in said for word in self.words)

    def order(self, cards):
        """As they stand in the film, which is how they come; or what arrived last first, together as in the film."""
        return sorted(cards, key=lambda card: -int(card["at"])) if self.newest else cards
