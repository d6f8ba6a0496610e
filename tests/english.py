"""Sentences of ours that stayed English on a page in another language."""

import re
from functools import cache

from coachcycle import words
from rubrics.models import Criterion, Domain, Level

HOLE = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}")
FEWEST_LETTERS = 6  # shorter sentences may be words of a name, or the same in both languages


@cache
def patterns(language):
    """What would have other words in that language; holes may hold anything. And all that stands in it rightly."""
    found, rightly = set(), set()
    for message in words.kept(language):
        rightly |= set(words.forms_of(message))
        for source in [message.id] if isinstance(message.id, str) else message.id:
            is_same = source.casefold() in {form.casefold() for form in words.forms_of(message)}
            if not is_same and len(re.sub(r"\W", "", HOLE.sub("", source))) >= FEWEST_LETTERS:
                found.add(".+?".join(map(re.escape, HOLE.split(" ".join(source.replace("%%", "%").split())))))
    return re.compile("|".join(sorted(found)), re.IGNORECASE), rightly


def left_in(said, language):
    """Those of the lines that are an English sentence of ours, whole."""
    if language == "en":
        return []
    pattern, rightly = patterns(language)
    return [line for line in said if line not in rightly and pattern.fullmatch(line)]


def names_of_rubrics():
    """What somebody wrote in her language, which may be words of ours, too."""
    return {name for model in (Domain, Criterion, Level) for name in model.objects.values_list("name", flat=True)}
