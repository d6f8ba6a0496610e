"""Every figure of the boards, reckoned a second time: by plain loops over all rows, without their queries."""

from collections import Counter, defaultdict
from datetime import timedelta
from statistics import median_low
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.utils.timezone import now

from coachcycle.accounts.models import Program
from coachcycle.dashboards import board, hours
from coachcycle.dashboards.behind import next_steps, took_place
from cycles import caseload
from cycles.models import Contact, Cycle, NextStep, Partnership
from cycles.support import SupportLevel
from media_review.models import Recording
from tests import make
from tests.dashboards import past

SEEDS = (1, 2)


@pytest.fixture(params=SEEDS)
def organization(request, cast):
    """Two programs with a past, and another organization whose rows must count nowhere."""
    there = make.make_program("Mill Pond", cast.program.organization)
    foreign = make.make_program("Foreign")
    for number, program in enumerate((cast.program, there, foreign)):
        past.live(10 * request.param + number, program, make.make_member("coach", program, "Ines Duarte"))
    return cast.program.organization


def day_of(moment):
    return moment.astimezone(ZoneInfo(settings.TIME_ZONE)).date()


def today():
    return day_of(now())


def start(months=6):
    """The first of the month that lies so many back, this one counted."""
    day = today().replace(day=1)
    for _ in range(months - 1):
        day = (day - timedelta(days=1)).replace(day=1)
    return day


def cycles_of(programs):
    whole = Cycle.objects.select_related("partnership__program", "partnership__coachee", *Cycle.Stage.values)
    rows = whole.prefetch_related("history", "segments")
    return [cycle for cycle in rows if cycle.partnership.program in programs]


def happened(programs):
    """[(stage, cycle, day, minutes)] of all time."""
    for cycle in cycles_of(programs):
        for change in cycle.history.all():
            if change.left in ("pre_conference", "post_conference"):
                record = getattr(cycle, change.left)
                days = [day_of(moment) for moment in (record.meets_at, change.at) if moment]
                yield change.left, cycle, min(days), record.minutes or 0
        if cycle.lesson.taught_on and cycle.lesson.taught_on <= today():
            yield "lesson", cycle, cycle.lesson.taught_on, 0


def places(organization):
    """Each program alone, and all of them together."""
    programs = list(Program.objects.filter(organization=organization))
    return [*([program] for program in programs), programs]


def what_took_place_and_the_hours_of_it(organization):
    for programs in places(organization):
        told = {line.stage: (line.this_month, line.in_all) for line in board.of(programs).took_place}
        recent = [each for each in happened(programs) if each[2] >= start()]
        month = [each for each in recent if each[2] >= today().replace(day=1)]
        for stage in ("pre_conference", "lesson", "post_conference"):
            counts = tuple(sum(each[0] == stage for each in rows) for rows in (month, recent))
            assert told[stage] == counts
            assert counts[1], "there is something to count"
            assert took_place(programs, stage, 6).paginator.count == counts[1], "the figure opens into as many rows"
        assert told[""] == tuple(round(sum(each[3] for each in rows) / 60) for rows in (month, recent))


def how_often_they_meet_and_how_soon_they_talk(organization):
    for programs in places(organization):
        told = board.of(programs).cadence
        coached = {pair.coachee for pair in Partnership.objects.all() if pair.program in programs}
        met = {row[1].partnership.coachee for row in happened(programs) if row[2] > today() - timedelta(days=28)}
        assert (told.people, told.met) == (len(coached), len(met))
        assert sum(line.people for line in told.lines) == len(coached)
        assert sum(line.met for line in told.lines) == len(met)
        waits = defaultdict(list)
        coachee = {cycle.pk: cycle.partnership.coachee for cycle in cycles_of(programs)}
        days = {(stage, cycle.pk): day for stage, cycle, day, _minutes in happened(programs)}
        for (stage, pk), day in days.items():
            taught = days.get(("lesson", pk))
            if stage == "post_conference" and taught and taught >= start():
                waits[coachee[pk]].append(max((day - taught).days, 0))
        enough = len(waits) >= 3
        assert told.days == (median_low([wait for each in waits.values() for wait in each]) if enough else None)


def who_leads(organization):
    """Months with few people stand together, so the sums are over the months that a column names."""
    for programs in places(organization):
        shares = board.of(programs).shares
        rows = [
            (cycle.partnership.coachee, cycle.lesson.taught_on.replace(day=1), part)
            for cycle in cycles_of(programs)
            for part in cycle.segments.all()
            if part.actual_level and cycle.lesson.taught_on and start() <= cycle.lesson.taught_on <= today()
        ]
        by_month = Counter(month for _person, month, _part in rows)
        columns = columns_of(shares, sorted(by_month))
        assert [month for column in columns for month in column] == sorted(by_month), "each month stands once"
        for share, column in zip(shares, columns, strict=True):
            here = [(person, part) for person, month, part in rows if month in column]
            assert len({person for person, _part in here}) >= 3
            for said, name in ((share.agreed, "agreed_level"), (share.actual, "actual_level")):
                counts = Counter(getattr(part, name) for _person, part in here)
                assert sum(said) == 100
                for percent, level in zip(said, SupportLevel, strict=True):
                    assert abs(percent - 100 * counts[level] / len(here)) < 1


def columns_of(shares, months):
    """The months of each column, read from its words: “Sept.”, or “July to Sept.”."""
    columns, left = [], list(months)
    for share in shares:
        last = share.name.split(" to ")[-1]
        column = []
        while not column or f"{column[-1]:%B}" != last:
            column.append(left.pop(0))
        columns.append(column)
    return columns


def next_steps_kept_later_open_and_late(organization):
    for programs in places(organization):
        told, counts, people = board.of(programs).kept, Counter(), set()
        for step in NextStep.objects.select_related("cycle__partnership__coachee", "cycle__partnership__program"):
            if step.cycle.partnership.program in programs and day_of(step.created_at) >= start() and not step.let_go_at:
                people.add(step.cycle.partnership.coachee)
                if step.done_at:
                    counts["later" if step.due and day_of(step.done_at) > step.due else "in time"] += 1
                else:
                    counts["open"] += 1
                    counts["late"] += bool(step.due and step.due < today())
        assert len(people) >= 3
        said = (told.in_time, told.later, told.still_open, told.late)
        assert said == tuple(counts[name] for name in ("in time", "later", "open", "late"))
        for became, name in (("in-time", "in time"), ("later", "later"), ("still-open", "open")):
            assert next_steps(programs, 6, became).paginator.count == counts[name]


def levels_seen_and_days_to_feedback(organization):
    for programs in places(organization):
        told = board.of(programs)
        given, people, waits, filmed = defaultdict(Counter), defaultdict(set), [], set()
        films = Recording.objects.select_related(
            "uploader", "cycle__partnership__program", "cycle__partnership__coachee"
        )
        said = ("annotations__author", "annotations__level", "annotations__criterion__domain")
        for film in films.prefetch_related("shares", *said).exclude(cycle=None):
            if film.cycle.partnership.program not in programs:
                continue
            shared = [said for said in film.annotations.all() if said.shared_at]
            for said in shared:
                if said.level and not said.taken_back_at and day_of(said.shared_at) >= start():
                    key = said.criterion.domain.name, said.criterion.name
                    given[key][f"{said.level.number} {said.level.name}"] += 1
                    people[key].add(film.cycle.partnership.coachee)
            could = min(share.shared_at for share in film.shares.all())
            first = min((said.shared_at for said in shared if said.author != film.uploader), default=None)
            if day_of(film.created_at) >= start() and first and first >= could:
                filmed.add(film.uploader)
                waits.append((first - could).days)
        assert told.days_to_feedback == (median_low(waits) if len(filmed) >= 3 else None)
        expected = {
            key: {name: round(100 * number / sum(counts.values())) for name, number in counts.items()}
            for key, counts in given.items()
            if len(people[key]) >= 3
        }
        assert {(seen.domain, seen.criterion): dict(seen.levels) for seen in told.seen} == expected


def the_ledger_of_hours_for_funders(organization):
    lena = make.make_member("leader", organization.programs.first(), "Lena Across", across=True)
    minutes, contacts = Counter(), Counter()
    for contact in Contact.objects.all():
        if contact.program.organization == organization and contact.held_on >= start():
            key = contact.program.name, contact.held_on.replace(day=1)
            minutes[(*key, contact.kind)] += contact.minutes
            contacts[key] += 1
    for cycle in cycles_of(list(Program.objects.filter(organization=organization))):
        for change in cycle.history.all():
            if change.left in ("pre_conference", "post_conference") and day_of(change.at) >= start():
                took = getattr(cycle, change.left).minutes
                key = cycle.partnership.program.name, day_of(change.at).replace(day=1)
                minutes[(*key, "one_on_one")] += took or 0
                contacts[key] += bool(took)
    ledger = hours.of(lena)
    assert {(row.program, row.month): row.contacts for row in ledger.rows} == {k: n for k, n in contacts.items() if n}
    for row in ledger.rows:
        kinds = [minutes[row.program, row.month, kind] for kind in ("one_on_one", "group", "support")]
        assert list(row.minutes) == kinds
    assert ledger.totals[-1] == round(sum(minutes.values()) / 60, 1)


def the_caseload_of_a_coach(organization):
    for coach in {pair.coach for pair in Partnership.objects.filter(program__organization=organization)}:
        rows = caseload.rows(coach)
        assert {row.pair for row in rows} == set(Partnership.objects.filter(coach=coach))
        for row in rows:
            cycles = list(Cycle.objects.filter(partnership=row.pair).order_by("number"))
            still_open = [cycle for cycle in cycles if cycle.closed_at is None]
            assert [row.cycle] == (still_open or [None])
            since = day_of(still_open[0].stage_entered_at if still_open else cycles[-1].closed_at)
            assert row.days == (today() - since).days
            steps = [step for cycle in cycles for step in cycle.steps_agreed.all() if step.is_open]
            assert row.steps_open == len(steps)
            assert row.steps_late == sum(bool(step.due and step.due < today()) for step in steps)
            met = [contact.held_on for contact in Contact.objects.filter(partnership=row.pair)]
            assert row.last_contact == max(met, default=None)


def test_the_boards_say_the_same(organization):
    """One past, looked at in all ways: it costs more to make than to look at."""
    what_took_place_and_the_hours_of_it(organization)
    how_often_they_meet_and_how_soon_they_talk(organization)
    who_leads(organization)
    next_steps_kept_later_open_and_late(organization)
    levels_seen_and_days_to_feedback(organization)
    the_ledger_of_hours_for_funders(organization)
    the_caseload_of_a_coach(organization)
