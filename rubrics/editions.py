"""Write, publish and copy an edition.

Its words travel as a *content*: {"domains": [{"name", "about", "criteria": [{"name", "about", "levels": [{"number",
"name", "looks_like"}]}]}]}, in order. Whatever reads or writes a rubric from elsewhere speaks this one shape.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rubrics.models import Criterion, Domain, Edition, Level, Rubric

FEWEST_LEVELS = 2


def content(edition):
    """The words of an edition as plain values. Three queries."""
    return {
        "domains": [
            {
                "name": domain.name,
                "about": domain.about,
                "criteria": [_criterion_content(criterion) for criterion in domain.criteria.all()],
            }
            for domain in edition.domains.prefetch_related("criteria__levels")
        ]
    }


def _criterion_content(criterion):
    return {
        "name": criterion.name,
        "about": criterion.about,
        "levels": [
            {"number": level.number, "name": level.name, "looks_like": level.looks_like}
            for level in criterion.levels.all()
        ],
    }


@transaction.atomic
def fill(edition, words):
    """Write a content into an empty draft."""
    require_draft(edition)
    criteria, levels = [], []
    for place, said in enumerate(words["domains"], start=1):
        domain = Domain.objects.create(edition=edition, position=place, name=said["name"], about=said["about"])
        for position, line in enumerate(said["criteria"], start=1):
            criterion = Criterion(domain=domain, position=position, name=line["name"], about=line["about"])
            criteria.append(criterion)
            levels += [Level(criterion=criterion, **level) for level in line["levels"]]
    Criterion.objects.bulk_create(criteria)
    Level.objects.bulk_create(levels)


def require_draft(edition):
    """Say kindly what the database would refuse. Raises ValidationError unless the edition is a draft."""
    if not edition.is_draft:
        raise ValidationError(
            _("%(edition)s has been published, so its words no longer change. Copy it and change the copy.")
            % {"edition": edition}
        )


def missing(edition):
    """What a draft still needs before it can be published, as sentences."""
    domains = content(edition)["domains"]
    if not domains:
        return [_("Add a domain.")]
    sentences = []
    for domain in domains:
        if not domain["criteria"]:
            sentences.append(_("Add a criterion to “%(domain)s”.") % {"domain": domain["name"]})
        sentences += [
            _("Describe at least two levels of “%(criterion)s”.") % {"criterion": criterion["name"]}
            for criterion in domain["criteria"]
            if len(criterion["levels"]) < FEWEST_LEVELS
        ]
    return sentences


@transaction.atomic
def publish(edition):
    """Freeze a draft and put it in the place of the published edition, which retires. Raises ValidationError."""
    # One rubric's editions are published one after the other: two published ones would break a constraint.
    Rubric.objects.select_for_update().get(pk=edition.rubric_id)
    edition = Edition.objects.select_for_update().get(pk=edition.pk)
    require_draft(edition)
    if sentences := missing(edition):
        raise ValidationError(sentences)
    siblings = Edition.objects.filter(rubric=edition.rubric_id)
    siblings.published().update(state=Edition.State.RETIRED)
    siblings.filter(pk=edition.pk, state=Edition.State.DRAFT).update(state=Edition.State.PUBLISHED, published_at=now())
    edition.refresh_from_db()
    return edition


@transaction.atomic
def copy(edition):
    """A new draft of the same rubric with the same words; the edition itself stays as it is."""
    rubric = Rubric.objects.select_for_update().get(pk=edition.rubric_id)
    last = rubric.editions.aggregate(last=Max("number"))["last"]
    draft = rubric.editions.create(number=last + 1)
    fill(draft, content(edition))
    return draft
