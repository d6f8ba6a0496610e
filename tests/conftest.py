"""The cast, and the real parts every test may lean on."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from coachcycle.accounts import letters
from coachcycle.accounts.models import Program, User
from coachcycle.objectstore import launcher
from cycles.models import NextStep
from media_review import agenda
from media_review.models import Objection, StepEvidence
from tests import make

# What is slow says nothing of what is right: a machine may be busy.
hypothesis_settings.register_profile(
    "patient", hypothesis_settings.default, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("patient")


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


@pytest.fixture(scope="session", autouse=True)
def _built():
    """What is not committed: scripts of others, and compiled words, without which Django knows no language."""
    call_command("build_assets", verbosity=0)


@pytest.fixture(autouse=True)
def _in_english():
    """A page leaves the language of its reader behind in the thread."""
    yield
    translation.deactivate()


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
    growing = make.make_recording(cast.educator, cycle=cycle, title="Still made", state=recording.State.GROWING)
    growing.share(by=cast.educator, partnership=cycle.partnership)
    share = recording.share(by=cast.educator, partnership=cycle.partnership)
    group = make.make_partnership(cast.program, cast.coach, make.make_member("educator", cast.program, "Tomas Third"))
    participant = group.participants.create(person=cast.educator, side="coachee")
    invitation, _ = cast.program.invite(email="new@example.org", role="coach", by=cast.leader)
    voice = make.make_voice(recording, cast.coach)
    annotation = make.make_annotation(recording, cast.coach, shared_at=recording.created_at, voice=voice)
    make.make_transcript(recording)
    step = NextStep.objects.create(cycle=cycle, text="Wait for five counts", owner=cast.educator)
    here = {"recording": recording, "annotation": annotation}
    return {
        "": (),
        "organization": (cast.program.organization_id,),
        "program": (cast.program.pk,),
        "rubric": (cycle.edition.rubric_id,),
        "cycle": (cycle.pk,),
        "participant": (group.pk, participant.pk),
        "partnership": (cycle.partnership_id,),
        "step": (step.pk,),
        "evidence": (StepEvidence.objects.create(step=step, **here, start_ms=1, attached_by=cast.coach).pk,),
        "letters": (letters.signer.sign(str(cast.educator.pk)),),
        "calendar": (make.make_calendar(cast.educator),),
        "took_place": (cast.program.pk, "lesson"),
        "took_place_across": (cast.program.organization_id, "lesson"),
        "worker": (cycle.pk, "pre-conference"),
        "hours_file": ("csv",),
        "contact": (make.make_contact(cycle.partnership).pk,),
        "prompt_set": (cast.program.organization_id, "lesson"),
        "prompt": (cast.program.organization_id, "lesson", "plan-0"),
        "step_idea": (cast.program.organization.step_ideas.create(core_issue="plan", text="Wait").pk,),
        "recording": (recording.pk,),
        "rendition": (recording.pk, 720),
        "piece": (growing.pk, 1, 1),
        "export": (recording.pk, "vtt"),
        "captions": (recording.pk, "vtt"),
        "share": (recording.pk, share.pk),
        "objection": (Objection.objects.create(recording=growing, person=cast.coach).pk,),
        "annotation": (annotation.pk,),
        "voice": (voice.pk,),
        "observation": (make.make_observation(cycle).pk,),
        "agenda": (agenda.put(annotation, cast.coach).pk,),
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
