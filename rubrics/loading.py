"""The rubrics that come with the house, from the files in `built_in`, which are ours alone in every word.

A published edition never changes, so a file whose words were edited must also raise its `edition` number.
"""

import tomllib
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from rubrics import editions
from rubrics.models import Rubric

BUILT_IN = Path(__file__).parent / "built_in"


def built_in():
    """The files as dictionaries: slug, name, lens, about, edition, levels (their names, lowest first), domains."""
    return [tomllib.loads(path.read_text("utf-8")) for path in sorted(BUILT_IN.glob("*.toml"))]


def words(told):
    """The content, as `editions` has it, of a file: its levels are numbered from 1 and share their names."""
    names = told["levels"]
    return {
        "domains": [
            {
                "name": domain["name"],
                "about": domain["about"],
                "criteria": [criterion | {"levels": _levels(names, criterion)} for criterion in domain["criteria"]],
            }
            for domain in told["domains"]
        ]
    }


def _levels(names, criterion):
    pairs = zip(names, criterion["levels"], strict=True)
    return [{"number": number, "name": name, "looks_like": text} for number, (name, text) in enumerate(pairs, start=1)]


@transaction.atomic
def load(told):
    """Publish the file's edition unless it is there. True when it was new; ValidationError when its words differ."""
    about = {"name": told["name"], "about": told["about"].strip(), "lens": told["lens"]}
    rubric, _created = Rubric.objects.update_or_create(slug=told["slug"], organization=None, defaults=about)
    edition = rubric.editions.filter(number=told["edition"]).first()
    if edition is None:
        edition = rubric.editions.create(number=told["edition"])
        editions.fill(edition, words(told))
        editions.publish(edition)
        return True
    if editions.content(edition) != words(told):
        raise ValidationError(
            _("The words of %(edition)s differ from its file. Raise the edition number there.") % {"edition": edition}
        )
    return False
