"""A made-up past, by a seed: cycles at every stage, films, feedback, steps that are kept and others, contacts."""

from datetime import timedelta
from random import Random

from django.utils.timezone import localdate, now

from coachcycle.accounts.models import Classroom
from cycles.models import Cycle
from cycles.support import SupportLevel
from tests import make

DAYS = 220
PEOPLE = 4


def live(seed, program, coach):
    """Four people of `program` are coached for some months; the last of their cycles may still be open."""
    random, edition = Random(seed), make.make_edition()
    for number in range(PEOPLE):
        room = Classroom.objects.create(program=program, name=f"{number}", ages=random.choice(Classroom.Ages.values))
        coachee = make.make_member("educator", program, f"Person {number}")
        pair = make.make_partnership(program, coach, coachee, classroom=room)
        day = DAYS - random.randint(0, 20)
        while day > 5:
            day = one_cycle(random, pair, edition, day)
        for _ in range(random.randint(0, 4)):
            kind = random.choice(["one_on_one", "group", "support"])
            held_on = localdate() - timedelta(days=random.randint(0, DAYS))
            make.make_contact(pair, kind=kind, minutes=random.randint(5, 90), held_on=held_on)


def one_cycle(random, pair, edition, day):
    """Begins so many days ago; answers how many days ago it ended, 0 while it is open."""
    cycle = make.make_cycle(pair, edition=edition)
    begun = ago(random, day)
    Cycle.objects.filter(pk=cycle.pk).update(created_at=begun, stage_entered_at=begun)
    for stage, arrived in (("pre_conference", "lesson"), ("lesson", "post_conference"), ("post_conference", "")):
        write_down(random, cycle, stage, day)
        if day <= 5 or (day < 30 and random.random() < 0.4):
            return 0
        day -= random.randint(1, 16)
        if day < 0:
            return 0
        at = ago(random, day)
        cycle.history.create(left=stage, arrived=arrived, by=pair.coach, at=at)
        moved = {"stage": arrived, "stage_entered_at": at} if arrived else {"closed_at": at}
        Cycle.objects.filter(pk=cycle.pk).update(**moved)
    return day - random.randint(0, 20)


def write_down(random, cycle, stage, day):
    if stage == "lesson":
        teach(random, cycle, day)
        return
    meets_at = random.choice([None, ago(random, max(day - random.randint(-3, 20), -6))])
    minutes = random.choice([None, 20, 45, 50])
    type(getattr(cycle, stage)).objects.filter(cycle=cycle).update(meets_at=meets_at, minutes=minutes)
    if stage == "post_conference":
        for _ in range(random.randint(0, 3)):
            agree(random, cycle, day)


def teach(random, cycle, day):
    cycle.lesson.taught_on = localdate() - timedelta(days=day)
    cycle.lesson.save()
    for position in range(random.randint(0, 4)):
        agreed, actual = random.choice(SupportLevel.values), random.choice(["", *SupportLevel.values])
        cycle.segments.create(position=position, name="Part", minutes=5, agreed_level=agreed, actual_level=actual)
    if random.random() < 0.8:
        film(random, cycle, day)


def film(random, cycle, day):
    pair = cycle.partnership
    recording = make.make_recording(pair.coachee, cycle=cycle)
    type(recording).objects.filter(pk=recording.pk).update(created_at=ago(random, day))
    share = recording.share(by=pair.coachee, partnership=pair)
    type(share).objects.filter(pk=share.pk).update(shared_at=ago(random, day))
    for _ in range(random.randint(0, 4)):
        criterion = random.choice(make.criteria_of(cycle.edition))
        level = random.choice([None, *criterion.levels.all()])
        said = {"shared_at": random.choice([None, ago(random, max(day - random.randint(-1, 9), 0))])}
        said |= {"taken_back_at": now()} if said["shared_at"] and random.random() < 0.1 else {}
        author = random.choice([pair.coach, pair.coach, pair.coachee])
        make.make_annotation(recording, author, criterion=criterion, level=level, **said)


def agree(random, cycle, day):
    due = random.choice([None, localdate() - timedelta(days=day - random.randint(0, 30))])
    done_at = random.choice([None, ago(random, max(day - random.randint(0, 40), 0))])
    let_go_at = now() if done_at is None and random.random() < 0.2 else None
    cycle.steps_agreed.create(
        text="Wait", owner=cycle.partnership.coachee, created_at=ago(random, day), due=due, done_at=done_at,
        let_go_at=let_go_at,
    )  # fmt: skip


def ago(random, days):
    """A moment of that day, never one to come unless `days` are below nothing."""
    moment = now() - timedelta(days=days, minutes=random.randint(0, 1400))
    return moment if days < 0 else min(moment, now())
