"""A level given last year still means what it meant: kindly in Python, and in the database whoever writes to it."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from rubrics import editions, freezing
from rubrics.models import Criterion, Domain, Edition, Level, Rubric
from tests import make

pytestmark = pytest.mark.django_db
DRAFT, PUBLISHED, RETIRED = Edition.State.DRAFT, Edition.State.PUBLISHED, Edition.State.RETIRED


def refuses(write):
    """True when the database itself says no; what was written before stays."""
    try:
        with transaction.atomic():
            write()
    except IntegrityError:
        return True
    return False


def writes_to_words(edition):
    """Every way to touch the words of an edition, by name."""
    domain = edition.domains.get()
    criterion = domain.criteria.first()
    level = criterion.levels.first()
    return {
        "add a domain": lambda: Domain.objects.create(edition=edition, position=9, name="New"),
        "reword a domain": lambda: Domain.objects.filter(pk=domain.pk).update(name="Other"),
        "add a criterion": lambda: Criterion.objects.create(domain=domain, position=9, name="New"),
        "reword a criterion": lambda: Criterion.objects.filter(pk=criterion.pk).update(about="Other"),
        "add a level": lambda: Level.objects.create(criterion=criterion, number=9, name="New", looks_like="New."),
        "reword a level": lambda: Level.objects.filter(pk=level.pk).update(looks_like="Other."),
        "delete a level": lambda: Level.objects.filter(pk=level.pk).delete(),
        "delete a criterion": lambda: Criterion.objects.filter(pk=criterion.pk).delete(),
        "delete a domain": lambda: Domain.objects.filter(pk=domain.pk).delete(),
    }


def retire(edition):
    Edition.objects.filter(pk=edition.pk).update(state=RETIRED)
    edition.refresh_from_db()
    return edition


def test_the_words_of_a_draft_may_change():
    edition = make.make_edition(state=DRAFT)
    assert [name for name, write in writes_to_words(edition).items() if refuses(write)] == []


def test_the_words_of_a_published_or_retired_edition_may_not():
    published, retired = make.make_edition(), retire(make.make_edition())
    for edition in (published, retired):
        before = editions.content(edition)
        assert [name for name, write in writes_to_words(edition).items() if not refuses(write)] == []
        assert editions.content(edition) == before


def test_words_cannot_be_smuggled_from_a_draft_into_a_published_edition_or_out_of_it():
    published, draft = make.make_edition(), make.make_edition(state=DRAFT)
    theirs, ours = published.domains.get(), draft.domains.get()
    assert refuses(lambda: Domain.objects.filter(pk=ours.pk).update(edition=published, position=2))
    assert refuses(lambda: Domain.objects.filter(pk=theirs.pk).update(edition=draft, position=2))
    assert refuses(lambda: Criterion.objects.filter(domain=ours, position=1).update(domain=theirs, position=9))
    assert refuses(lambda: Criterion.objects.filter(domain=theirs, position=1).update(domain=ours, position=9))
    assert not refuses(lambda: Domain.objects.filter(pk=ours.pk).update(position=2))


def test_an_edition_goes_forward_only():
    def move(edition, state):
        return lambda: Edition.objects.filter(pk=edition.pk).update(state=state)

    edition = make.make_edition(state=DRAFT)
    assert refuses(move(edition, RETIRED))
    assert not refuses(move(edition, PUBLISHED))
    assert refuses(move(edition, DRAFT))
    assert not refuses(move(edition, RETIRED))
    assert refuses(move(edition, DRAFT))
    assert refuses(move(edition, PUBLISHED))


def test_a_published_edition_keeps_its_rubric_number_and_row():
    edition, other = make.make_edition(), make.make_edition()
    same = Edition.objects.filter(pk=edition.pk)
    assert refuses(lambda: same.update(number=7))
    assert refuses(lambda: same.update(rubric=other.rubric, number=7))
    assert refuses(lambda: same.update(published_at="2020-01-01T00:00Z"))
    assert refuses(lambda: same.delete())
    assert refuses(lambda: Edition.objects.create(rubric=edition.rubric, number=2, state=RETIRED))


def test_an_organization_that_published_a_rubric_cannot_be_deleted_and_loses_nothing():
    program = make.make_program()
    edition = make.make_edition(state=DRAFT)
    Rubric.objects.filter(pk=edition.rubric_id).update(organization=program.organization)
    editions.publish(edition)
    assert refuses(lambda: program.organization.delete())
    assert editions.content(edition)["domains"]
    assert not refuses(lambda: make.make_program().organization.delete())


def test_python_says_it_kindly_before_the_database_does():
    edition = make.make_edition()
    with pytest.raises(ValidationError, match="Copy it and change the copy"):
        editions.fill(edition, {"domains": []})


def test_the_triggers_can_be_taken_away_and_put_back_for_a_migration():
    edition = make.make_edition()
    freezing.thaw(connection)
    assert not refuses(writes_to_words(edition)["reword a level"])
    freezing.freeze(connection)
    assert refuses(writes_to_words(edition)["reword a level"])


@pytest.mark.django_db(transaction=True)
def test_flush_empties_the_tables_all_the_same():
    edition = make.make_edition()
    assert refuses(lambda: Edition.objects.filter(pk=edition.pk).delete())
    call_command("flush", interactive=False, verbosity=0)
    assert not Edition.objects.exists()
    edition = make.make_edition()
    assert refuses(lambda: Edition.objects.filter(pk=edition.pk).delete())
