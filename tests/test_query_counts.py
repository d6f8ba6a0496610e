"""Pages ask the database as often with 1,000 pieces of feedback on them as with 10."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate, now

from cycles.models import NextStep
from media_review.models import Annotation
from tests import make
from tests.queries import queries_of

MOST = 15


@pytest.fixture
def pages(cycle, cast):
    make.plan_lesson(cycle)
    recording = make.make_recording(cast.educator, cycle=cycle)
    recording.share(by=cast.educator, partnership=cycle.partnership)
    addresses = {
        "/": reverse("home"),
        "/cycles/": reverse("cycles:list"),
        "a cycle": reverse("cycles:detail", args=[cycle.pk]),
        "its pre-conference, open": reverse("cycles:save_pre_conference", args=[cycle.pk]),
        "a review room": reverse("media_review:room", args=[recording.pk]),
        "its recordings, inside the cycle": reverse("media_review:of_cycle", args=[cycle.pk]),
        "/next-steps/": reverse("next_steps"),
        "/recordings/": reverse("media_review:list"),
    }
    return recording, addresses


def say(recording, cast, pieces):
    """So many pieces of feedback, each with a reply, some of them drafts, some with a criterion; and a step for ten."""
    criterion = make.criteria_of(recording.cycle.edition)[0]
    spoken = Annotation.objects.bulk_create(
        Annotation(
            recording=recording,
            author=cast.coach if number % 2 else cast.educator,
            start_ms=number * 80,
            body="You waited.",
            criterion=criterion,
            shared_at=None if number % 10 == 0 else now(),
        )
        for number in range(pieces)
    )
    Annotation.objects.bulk_create(
        Annotation(
            recording=recording,
            author=cast.educator,
            parent=piece,
            start_ms=piece.start_ms,
            body="I counted.",
            shared_at=now(),
        )
        for piece in spoken
        if piece.shared_at
    )
    due = localdate() + timedelta(days=3)
    NextStep.objects.bulk_create(
        NextStep(cycle=recording.cycle, text="Wait five counts", owner=cast.educator, due=due)
        for _ in range(pieces // 10)
    )


@pytest.mark.parametrize("role", ["educator", "coach"])
def test_questions_do_not_grow_with_rows(role, pages, cast, client):
    recording, addresses = pages
    client.force_login(getattr(cast, role))
    counts = []
    for pieces in (10, 990):
        say(recording, cast, pieces)
        for address in addresses.values():
            client.get(address)  # the first visit of a session writes what later ones only read
        counts.append({name: queries_of(client, address) for name, address in addresses.items()})
    few, many = counts
    assert few == many
    assert max(many.values()) <= MOST
