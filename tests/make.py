"""Make what a test needs, with the least said. Plain functions; every argument has a believable default."""

from functools import cache
from itertools import count

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from coachcycle.accounts.models import Classroom, Membership, Organization, Program, Role, User
from cycles.models import Contact, Partnership
from cycles.support import SupportLevel
from media_review import observing
from media_review.models import Annotation, Recording, Rendition, Transcript, Voice
from rubrics.models import Criterion, Domain, Edition, Level, Rubric

PASSWORD = "a calm afternoon"
numbers = count(1)


@cache
def hashed_password():
    """Argon2 is slow on purpose; once is enough for a run."""
    return make_password(PASSWORD)


def make_user(name="Wren Abara", email=None):
    email = email or f"{name.split()[0].lower()}{next(numbers)}@example.org"
    user = User.objects.create(email=email, name=name, password=hashed_password())
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def make_program(name="Harbor Street", organization=None):
    organization = organization or Organization.objects.create(name=f"Early Learning Partners {next(numbers)}")
    program = Program.objects.create(organization=organization, name=name)
    Classroom.objects.create(program=program, name="Sparrow room")
    return program


def make_member(role, program, name="Wren Abara", across=False):
    """A new person with one role in `program`, or with `across` in its whole organization."""
    user = make_user(name)
    Membership.objects.create(
        user=user, organization=program.organization, program=None if across else program, role=Role(role)
    )
    return user


def make_edition(slug=None, state=Edition.State.PUBLISHED):
    """A small rubric: one domain, two criteria, three levels each."""
    slug = slug or f"waiting-{next(numbers)}"
    rubric = Rubric.objects.create(slug=slug, name="Talking with children")
    edition = Edition.objects.create(rubric=rubric, number=1)
    domain = Domain.objects.create(edition=edition, position=1, name="Conversation")
    for position, name in enumerate(("Waits for an answer", "Open questions"), start=1):
        criterion = Criterion.objects.create(domain=domain, position=position, name=name)
        for number, word in enumerate(("Beginning", "Growing", "Strong"), start=1):
            Level.objects.create(criterion=criterion, number=number, name=word, looks_like=f"{word} signs of it.")
    Edition.objects.filter(pk=edition.pk).update(state=state)
    edition.refresh_from_db()
    return edition


def criteria_of(edition):
    return list(Criterion.objects.filter(domain__edition=edition))


def make_partnership(program=None, coach=None, coachee=None, **fields):
    program = program or make_program()
    coach = coach or make_member("coach", program, "Ines Duarte")
    coachee = coachee or make_member("educator", program, "Wren Abara")
    return Partnership.objects.create(program=program, coach=coach, coachee=coachee, **fields)


def make_cycle(partnership=None, title="Story time, small group", edition=None):
    partnership = partnership or make_partnership()
    return partnership.start_cycle(by=partnership.coach, title=title, edition=edition or make_edition())


def plan_lesson(cycle):
    """Fill the pre-conference so far that the pair may move on to the lesson."""
    pre = cycle.pre_conference
    pre.goals.create(text="Children say why, in their own words.")
    pre.answers.create(core_issue="plan", prompt="Where is help wanted?", text="Help me wait.")
    pre.focus.add(criteria_of(cycle.edition)[0])
    cycle.segments.create(name="Launch", minutes=5, agreed_level=SupportLevel.MODELING)
    cycle.segments.create(name="Pair talk", minutes=6, agreed_level=SupportLevel.EDUCATOR_LED)
    return cycle


def make_calendar(person, key="a-secret-of-hers"):
    """The key of her calendar's address."""
    User.objects.filter(pk=person.pk).update(calendar_key=key)
    return key


def make_contact(partnership, **fields):
    """A contact of the pair's coach, today, half an hour."""
    values = {"program": partnership.program, "coach": partnership.coach, "minutes": 30}
    return Contact.objects.create(partnership=partnership, **(values | fields))


def make_recording(uploader, organization=None, cycle=None, state=Recording.State.READY, **fields):
    """A recording as the pipeline leaves it, without a film in the store."""
    organization = organization or uploader.memberships.first().organization
    number = next(numbers)
    values = {
        "title": "Story time",
        "file_name": "story.mp4",
        "size": 12_000_000,
        "part_size": 8 * 1024**2,
        "original_key": f"originals/{number}",
        "duration_ms": 90_000,
        "width": 1280,
        "height": 720,
        "attempt": 1,
        "progress": 100,
    }
    recording = Recording.objects.create(
        uploader=uploader, organization=organization, cycle=cycle, state=state, **(values | fields)
    )
    Rendition.objects.create(
        recording=recording,
        attempt=1,
        width=1280,
        height=720,
        bandwidth=1_500_000,
        average_bandwidth=1_200_000,
        codecs="avc1.64001f,mp4a.40.2",
        key=f"renditions/{recording.pk}/1/720.mp4",
        playlist='#EXTM3U\n#EXT-X-MAP:URI="{media}",BYTERANGE="800@0"\n#EXTINF:4,\n#EXT-X-BYTERANGE:9@800\n{media}\n',
    )
    return recording


def make_observation(cycle, observer=None):
    """A lesson that the coach of the cycle sees live, shared with the pair; nothing is written yet."""
    return observing.start(cycle, observer or cycle.partnership.coach)


def make_annotation(recording, author, body="You waited five slow counts.", start_ms=62_000, **fields):
    return Annotation.objects.create(recording=recording, author=author, body=body, start_ms=start_ms, **fields)


def make_transcript(recording, by=None, cues=((1000, 3000, "Why did the tower fall?", "Wren"),), **fields):
    values = {"language": "en", "length": len(cues), "cues": [list(cue) for cue in cues]} | fields
    return Transcript.objects.create(recording=recording, by=by or recording.uploader, **values)


def make_voice(recording, author, state=Voice.State.READY, **fields):
    """What somebody said, as the worker leaves it, without a sound in the store."""
    voice = Voice(recording=recording, author=author, state=state, **({"size": 40_000, "attempt": 1} | fields))
    if voice.is_ready:
        voice.key, voice.duration_ms = voice.made_key, 42_000
    voice.save(force_insert=True)
    return voice
