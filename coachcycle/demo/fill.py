"""Turn the year of `year` and `stories` into rows. Films come later: see `screening`."""

from datetime import datetime, time, timedelta
from itertools import pairwise

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.timezone import localdate, make_aware, now

from coachcycle.accounts.models import Classroom, Membership, Organization, Program, User
from coachcycle.demo import stories, year
from cycles.models import Cycle, Partnership, StageChange
from media_review import laying
from media_review.models import Annotation, Recording
from rubrics.models import Criterion, Edition

STAGES = ["pre_conference", "lesson", "post_conference", "closed"]
LENSES = {"educator": "lesson-design", "leader": "coaching-conversations"}


def is_filled():
    return Organization.objects.filter(name=year.ORGANIZATION).exists()


@transaction.atomic
def fill():
    """The whole year in one transaction: all of it or nothing."""
    organization = Organization.objects.create(name=year.ORGANIZATION)
    for name, rooms in year.PROGRAMS.items():
        program = Program.objects.create(organization=organization, name=name)
        Classroom.objects.bulk_create(Classroom(program=program, name=room, ages=ages) for room, ages in rooms)
    for issue, text in year.OWN_PROMPTS:
        organization.own_prompts.create(prompt_set="lesson", core_issue=issue, text=text)
    for person in year.PEOPLE:
        _add_person(person, organization)
    for pair in stories.PAIRS:
        _add_pair(pair)


def _add_person(person, organization):
    user = User.objects.create_user(email=person.email, password=year.PASSWORD, name=person.name)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    program = person.program and Program.objects.get(name=person.program, organization=organization)
    Membership.objects.create(user=user, organization=organization, program=program, role=person.role)


def _add_pair(pair):
    coachee = User.objects.get(name=pair.coachee)
    room = next((person.room for person in year.PEOPLE if person.name == pair.coachee), "")
    partnership = Partnership.objects.create(
        program=Program.objects.get(name=pair.program),
        coach=User.objects.get(name=pair.coach),
        coachee=coachee,
        coachee_role=pair.coachee_role,
        name=pair.group,
        classroom=Classroom.objects.filter(program__name=pair.program, name=room).first(),
        confidentiality=year.CONFIDENTIALITY,
        stepping_in=year.STEPPING_IN,
        saved_by=coachee,
        saved_at=_moment((pair.rounds[0].started if pair.rounds else 0) + 4),
        started_on=localdate() - timedelta(days=pair.rounds[0].started + 7 if pair.rounds else 4),
    )
    for name in pair.others:
        since = partnership.saved_at
        partnership.participants.create(person=User.objects.get(name=name), side="coachee", joined_at=since)
    edition = Edition.objects.published().get(rubric__slug=LENSES[pair.coachee_role], rubric__organization=None)
    for told in pair.rounds:
        _add_round(partnership, edition, told)


def _add_round(partnership, edition, told):
    cycle = partnership.start_cycle(by=partnership.coach, title=told.title, edition=edition)
    criteria = _criteria(edition)
    _fill_pre_conference(cycle, told, criteria)
    _fill_lesson(cycle, told)
    _fill_post_conference(cycle, told)
    said = _add_film(cycle, told.film, criteria) if told.film else []
    _add_steps(cycle, told, said)
    _move_on(cycle, told)


def _criteria(edition):
    return {criterion.name: criterion for criterion in Criterion.objects.filter(domain__edition=edition)}


def _fill_pre_conference(cycle, told, criteria):
    pre = cycle.pre_conference
    pre.meets_at = _meeting(told.meets) if told.stage == "pre_conference" else _moment(told.started - 1)
    pre.minutes = 40
    pre.kind, pre.way, pre.references = told.kind, told.way, told.references
    pre.save()
    pre.focus.set([criteria[name] for name in told.focus])
    hers, coachs = (_written(person, told.started) for person in (cycle.partnership.coachee, cycle.partnership.coach))
    for text in told.goals:
        pre.goals.create(text=text, **hers)
    for issue, text in told.answers:
        pre.answers.create(core_issue=issue, prompt=year.QUESTIONS[issue], text=text, **hers)
    for name, minutes, agreed, actual, why in told.segments:
        fields = {"agreed_level": agreed, "actual_level": actual, "reason_changed": why}
        _negotiate(cycle.segments.create(name=name, minutes=minutes, **fields, **coachs), told)


def _negotiate(segment, told):
    """Who agreed on which level, and said what happened, and when."""
    pair = segment.cycle.partnership
    first = dict(told.first_agreed).get(segment.name, segment.agreed_level)
    steps = [("agreed", "", first, pair.coachee, told.started)]
    if first != segment.agreed_level:
        steps.append(("agreed", first, segment.agreed_level, pair.coach, told.started - 1))
    if segment.actual_level:
        steps.append(("happened", "", segment.actual_level, pair.coachee, told.taught))
    for about, was, became, by, days_ago in steps:
        segment.changes.create(about=about, was=was, became=became, by=by, at=_moment(days_ago))


def _written(by, days_ago):
    return {"written_by": by, "written_at": _moment(days_ago)}


def _fill_lesson(cycle, told):
    lesson = cycle.lesson
    lesson.kind, lesson.setting, lesson.adults, lesson.children = told.kind, told.setting, told.adults, told.children
    lesson.taught_on = localdate() - timedelta(days=told.taught) if told.taught is not None else None
    lesson.save()


def _fill_post_conference(cycle, told):
    post = cycle.post_conference
    post.reflection = told.reflection
    if told.stage == "closed":
        post.meets_at, post.minutes = _moment(told.taught - 4), 30
    elif told.stage == "post_conference":
        post.meets_at = _meeting(told.meets)
    post.save()
    for kind, texts in (("celebrate", told.celebrations), ("strengthen", told.strengthen)):
        for text in texts:
            post.points.create(kind=kind, text=text, **_written(cycle.partnership.coach, told.taught - 3))


def _add_film(cycle, film, criteria):
    """The row of a film that will be made and sent in a moment, with what was said about it."""
    partnership = cycle.partnership
    recording = Recording.objects.create(
        organization=partnership.program.organization,
        uploader=partnership.coachee,
        cycle=cycle,
        title=film.title,
        look_for=film.look_for,
        file_name=f"{film.kind}-{film.seconds}.mov",
        size=0,
        part_size=0,
    )
    recording.original_key = f"originals/{recording.organization_id}/{recording.pk}"
    recording.save(update_fields=["original_key"])
    if film.shared:
        recording.share(by=partnership.coachee, partnership=partnership)
    if film.laid:
        _lay(recording, film.laid)
    return [_add_said(recording, said, criteria) for said in film.said]


def _lay(recording, places):
    """The pair has laid the parts of the lesson along the film."""
    starts = {name: second * 1000 for name, second in places}
    segments = recording.cycle.segments.filter(name__in=starts)
    laying.lay(recording, {each.pk: starts[each.name] for each in segments}, None, by=recording.uploader, seen=0)


def _add_said(recording, said, criteria):
    criterion = criteria[said.criterion] if said.criterion else None
    shared_at = _moment(2) if said.shared else None
    annotation = Annotation.objects.create(
        recording=recording,
        author=User.objects.get(name=said.by),
        start_ms=said.at * 1000,
        end_ms=said.to and said.to * 1000,
        kind=said.kind,
        body=said.words,
        criterion=criterion,
        level=criterion and said.level and criterion.levels.get(number=said.level),
        shared_at=shared_at,
        is_private=said.private,
        created_at=_moment(2),
    )
    if said.talk:
        place = recording.cycle.agenda.count()
        recording.cycle.agenda.create(annotation=annotation, position=place, added_by=annotation.author)
    for name, kind in said.taps:
        annotation.responses.create(person=User.objects.get(name=name), kind=kind, at=_moment(1))
    for name, words in said.replies:
        Annotation.objects.create(
            recording=recording,
            author=User.objects.get(name=name),
            parent=annotation,
            start_ms=annotation.start_ms,
            body=words,
            shared_at=_moment(1),
            created_at=_moment(1),
        )
    return annotation


def _add_steps(cycle, told, said):
    for step in told.steps:
        row = cycle.steps_agreed.create(
            text=step.text,
            owner=step.owner and User.objects.get(name=step.owner),
            due=localdate() + timedelta(days=step.due) if step.due is not None else None,
            how_we_will_know=step.how,
            done_at=_moment(step.done) if step.done is not None else None,
            created_at=_moment(max(told.started - 10, 1)),
        )
        if step.because is not None:
            Annotation.objects.filter(pk=said[step.because].pk).update(next_step=row)


def _move_on(cycle, told):
    """Write the stage the story has reached, and a history of believable dates."""
    ends = {"lesson": told.started - 1, "post_conference": told.taught, "closed": (told.taught or 0) - 4}
    reached = STAGES[: STAGES.index(told.stage) + 1]
    entered = _moment(told.started)
    StageChange.objects.filter(cycle=cycle).update(at=entered)
    for left, arrived in pairwise(reached):
        entered = _moment(ends[arrived])
        StageChange.objects.create(
            cycle=cycle,
            left=left,
            arrived="" if arrived == "closed" else arrived,
            by=cycle.partnership.coach,
            at=entered,
        )
    is_closed = told.stage == "closed"
    Cycle.objects.filter(pk=cycle.pk).update(
        stage="post_conference" if is_closed else told.stage,
        stage_entered_at=entered,
        closed_at=entered if is_closed else None,
        created_at=_moment(told.started),
    )


def _moment(days_ago):
    """A quarter past noon, so many days ago; never later than now."""
    at = make_aware(datetime.combine(localdate() - timedelta(days=max(days_ago, 0)), time(12, 15)))
    return min(at, now())


def _meeting(days_ahead):
    return make_aware(datetime.combine(localdate() + timedelta(days=days_ahead or 0), time(15, 0)))
