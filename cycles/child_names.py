"""Of which words a pair is warned that they may name a child, in the plan of one cycle."""

import re

from django.db.models import Value
from django.db.models.functions import Concat

from cycles import names
from cycles.models import PreConference

TYPED = re.compile(r"(goals|answers)-\d+-text")
LONGEST, MOST_KEPT = 80, 4000


def in_plan(cycle):
    """In its goals and answers as they are saved."""
    pre = cycle.pre_conference
    return _in(cycle, [row.text for rows in (pre.goals.all(), pre.answers.all()) for row in rows])


def in_form(cycle, data):
    """In its goals and answers as they are typed just now."""
    return _in(cycle, [text for field, text in data.items() if TYPED.fullmatch(field)])


def _in(cycle, texts):
    return names.suspects("\n".join(texts), _known(cycle))


def _known(cycle):
    """Grown-ups and places of the partnership, and what the pair has said of words before."""
    pair = cycle.partnership
    here = [pair.program, pair.program.organization, pair.classroom or "", pair.name, *pair.people]
    return names.words_of(*map(str, here), cycle.pre_conference.not_names)


def say_not_a_child(cycle, word):
    """It stays quiet for this word, in this cycle."""
    word = " ".join(word.split())[:LONGEST]
    rows = PreConference.objects.filter(pk=cycle.pre_conference.pk)
    if word and len(cycle.pre_conference.not_names) < MOST_KEPT:
        rows.update(not_names=Concat("not_names", Value(f"{word}\n")))
