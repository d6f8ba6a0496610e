"""The cast, and the real parts every test may lean on."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings

from coachcycle.accounts.models import Program, User
from coachcycle.objectstore import launcher
from cycles.models import NextStep
from tests import make


def pytest_collection_modifyitems(items):
    """The browser's tests leave committed rows behind, so they come last."""
    items.sort(key=lambda item: "browser" in item.path.parts)


@dataclass
class Cast:
    """Wren is coached by Ines in the program that Halima leads. Omar is a leader elsewhere: he must see nothing."""

    program: Program
    educator: User
    coach: User
    leader: User
    partner: User
    former: User
    outsider: User


@pytest.fixture
def cast(db):
    program = make.make_program()
    former = make.make_member("coach", program, "Gabe Gone")
    former.memberships.get().end()
    return Cast(
        program=program,
        educator=make.make_member("educator", program, "Wren Abara"),
        coach=make.make_member("coach", program, "Ines Duarte"),
        leader=make.make_member("leader", program, "Halima Osei"),
        partner=make.make_member("partner", program, "Petra Lind"),
        former=former,
        outsider=make.make_member("leader", make.make_program("Elsewhere"), "Omar Out"),
    )


@pytest.fixture
def cycle(cast):
    partnership = make.make_partnership(cast.program, cast.coach, cast.educator)
    return make.make_cycle(partnership)


@pytest.fixture
def things(cast, cycle):
    """What addresses are made of: arguments of `reverse` by name. The recording is Wren's, shared with Ines."""
    recording = make.make_recording(cast.educator, cycle=cycle)
    share = recording.share(by=cast.educator, partnership=cycle.partnership)
    invitation, _ = cast.program.invite(email="new@example.org", role="coach", by=cast.leader)
    annotation = make.make_annotation(recording, cast.coach, shared_at=recording.created_at)
    return {
        "": (),
        "organization": (cast.program.organization_id,),
        "program": (cast.program.pk,),
        "rubric": (cycle.edition.rubric_id,),
        "cycle": (cycle.pk,),
        "partnership": (cycle.partnership_id,),
        "step": (NextStep.objects.create(cycle=cycle, text="Wait for five counts", owner=cast.educator).pk,),
        "recording": (recording.pk,),
        "rendition": (recording.pk, 720),
        "share": (recording.pk, share.pk),
        "annotation": (annotation.pk,),
        "member": (cast.coach.memberships.get().pk,),
        "invitation": (invitation.pk,),
        "token": (invitation.token,),
    }


@pytest.fixture(scope="session")
def store(tmp_path_factory):
    """The embedded S3 server, once for the whole run, on a port of its own; settings already name it."""
    Path(settings.VAR_DIR).mkdir(exist_ok=True)
    running = launcher.start(
        tmp_path_factory.mktemp("objectstore"),
        port=0,
        bucket=settings.S3_BUCKET,
        access_key=settings.S3_ACCESS_KEY_ID,
        secret_key=settings.S3_SECRET_ACCESS_KEY,
        allow_origins=settings.S3_ALLOWED_ORIGINS,
    )
    before = settings.S3_ENDPOINT_URL, settings.S3_PUBLIC_ENDPOINT_URL
    settings.S3_ENDPOINT_URL = settings.S3_PUBLIC_ENDPOINT_URL = running.url
    yield running
    settings.S3_ENDPOINT_URL, settings.S3_PUBLIC_ENDPOINT_URL = before
    running.stop()


@pytest.fixture
def sign_in(client):
    """sign_in(user) → a browser in which she is signed in."""

    def as_(user):
        client.force_login(user)
        return client

    return as_
