"""A whole state's worth of coaching in PostgreSQL, made by SQL within minutes; or a small part of it, alike in shape.

Sizes are those of `SIZES`: "state" is 28 support organizations, about 3,000 centers with 50,000 cycles, 100,000
recordings and 5 million pieces of feedback; "county" a tenth of it; "small" one of the state's organizations. Most
recordings hold 48 pieces, one in some four hundred a thousand more. The first pair, its coach and its organization have
as much to do in each of them: what a page takes longer in a larger set, it takes for the sake of others' rows.

Columns that are not named here get their field's default, so a new one needs no word here. Everything is told by
number: cycle n belongs to partnership n modulo their number, and so on; ids are the MD5 of a word and the number. So
the same people and cycles stand in all sizes.
"""

import json
import uuid
from dataclasses import dataclass
from hashlib import md5

from django.apps import apps
from django.db import connection

from tests import make
from tests.bench._rows import insert, one_of, quoted


@dataclass(frozen=True)
class Size:
    organizations: int

    programs_an_organization = 107
    pairs_an_organization = 180
    cycles_a_pair = 10
    recordings_a_cycle = 2
    pieces_a_recording = 48
    # Every so many-th recording is long. Of 400, the long ones would all fall to the same few pairs of a state.
    tail_every, tail = 409, 1000

    @property
    def programs(self):
        return self.organizations * self.programs_an_organization

    @property
    def partnerships(self):
        return self.organizations * self.pairs_an_organization

    @property
    def cycles(self):
        return self.partnerships * self.cycles_a_pair


SIZES = {"state": Size(28), "county": Size(3), "small": Size(1)}
# In one year of 40 weeks a pair has ten cycles; the last one is open.
DAYS = 280
DAYS_A_CYCLE = DAYS // Size.cycles_a_pair


def id_of(word, number):
    return uuid.UUID(md5(f"{word} {number}".encode()).hexdigest())


def key(word, number):
    """The same in SQL."""
    return f"md5('{word} ' || ({number}))::uuid"


def fill(name):
    """Make the set of that name. The rubric is one of `tests.make`; whoever is needed by name is found by `id_of`."""
    size = SIZES[name]
    edition = make.make_edition("state")
    criteria = [str(criterion.pk) for criterion in make.criteria_of(edition)]
    _people(size)
    _cycles(size, edition)
    _records(size, criteria)
    _films(size)
    _feedback(size, criteria)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return size


def _people(size):
    pairs = size.partnerships
    insert("accounts.Organization", size.organizations, id=key("organization", "n"), name="'Organization ' || n")
    organization = f"1 + (n - 1) % {size.organizations}"
    insert(
        "accounts.Program",
        size.programs,
        id=key("program", "n"),
        name="'Center ' || n",
        organization_id=key("organization", organization),
    )
    insert(
        "accounts.Classroom",
        size.programs * 2,
        id=key("classroom", "n"),
        name="'Room ' || n",
        program_id=key("program", f"1 + (n - 1) % {size.programs}"),
        ages="(array['infant','toddler','preschool','mixed'])[1 + n % 4]",
    )
    for role, number in (("educator", pairs), ("coach", _coaches(size)), ("leader", size.programs)):
        insert(
            "accounts.User",
            number,
            id=key(role, "n"),
            email=f"'{role}' || n || '@example.org'",
            name=f"'{role.title()} ' || n",
            password=quoted(make.hashed_password()),
        )
    program = {"educator": _program_of("n", size), "coach": None, "leader": "n"}
    for role, number in (("educator", pairs), ("coach", _coaches(size)), ("leader", size.programs)):
        of = program[role]
        in_organization = f"1 + (({of or 'n'}) - 1) % {size.organizations}"
        insert(
            "accounts.Membership",
            number,
            id=key(f"membership of {role}", "n"),
            user_id=key(role, "n"),
            role=quoted(role),
            program_id=key("program", of) if of else "null",
            organization_id=key("organization", in_organization),
        )
    insert(
        "cycles.Partnership",
        pairs,
        id=key("partnership", "n"),
        program_id=key("program", _program_of("n", size)),
        coach_id=key("coach", _coach_of("n", size)),
        coachee_id=key("educator", "n"),
        classroom_id=key("classroom", _program_of("n", size)),
        started_on=f"current_date - {DAYS}",
    )


PAIRS_A_PROGRAM, PAIRS_A_COACH = 5, 6


def _program_of(pair, size):
    """Pairs stand close: the first five in the first program, and so on; so that programs have somebody to count."""
    return f"1 + (({pair} - 1) / {PAIRS_A_PROGRAM}) % {size.programs}"


def _coach_of(pair, size):
    """Somebody of the same organization: coach n belongs to organization n modulo their number, as program n does."""
    program = f"(({pair} - 1) / {PAIRS_A_PROGRAM})"  # from 0
    of_its_organization = f"({program} / {size.organizations} * {PAIRS_A_PROGRAM} + ({pair} - 1) % {PAIRS_A_PROGRAM})"
    place = f"({of_its_organization} / {PAIRS_A_COACH})"
    return f"1 + {place} * {size.organizations} + {program} % {size.organizations}"


def _coaches(size):
    """As many as the pairs of the largest organization need, in each of them."""
    programs = -(-size.partnerships // PAIRS_A_PROGRAM)
    pairs = -(-programs // size.organizations) * PAIRS_A_PROGRAM
    return -(-pairs // PAIRS_A_COACH) * size.organizations


def _cycles(size, edition):
    pairs = size.partnerships
    place = f"(n - 1) / {pairs}"  # which of its pair's cycles it is, from 0
    began = f"now() - make_interval(days => {DAYS} - ({place}) * {DAYS_A_CYCLE})"
    is_last = f"({place}) = {size.cycles_a_pair - 1}"
    insert(
        "cycles.Cycle",
        size.cycles,
        id=key("cycle", "n"),
        partnership_id=key("partnership", f"1 + (n - 1) % {pairs}"),
        number=f"1 + {place}",
        title="'Story time ' || n",
        edition_id=quoted(edition.pk),
        stage=f"case when {is_last} then (array['pre_conference','lesson','post_conference'])[1 + n % 3] "
        "else 'post_conference' end",
        created_at=began,
        stage_entered_at=f"{began} + interval '14 days'",
        closed_at=f"case when {is_last} then null else {began} + interval '20 days' end",
    )
    for number, (left, arrived) in enumerate(
        [("", "pre_conference"), ("pre_conference", "lesson"), ("lesson", "post_conference"), ("post_conference", "")]
    ):
        insert(
            "cycles.StageChange",
            size.cycles,
            cycle_id=key("cycle", "n"),
            left=quoted(left),
            arrived=quoted(arrived),
            by_id=key("educator", f"1 + (n - 1) % {pairs}"),
            at=f"{began} + interval '{number * 6} days'",
            where=f"not ({is_last}) or {number} <= n % 3",
        )


def _records(size, criteria):
    taught = f"current_date - {DAYS} + ((n - 1) / {size.partnerships}) * {DAYS_A_CYCLE} + 10"
    cycle = {"id": "n", "cycle_id": key("cycle", "n")}
    insert("cycles.PreConference", size.cycles, **cycle, minutes="40", meets_at=f"({taught} - 4)::timestamptz")
    insert("cycles.Lesson", size.cycles, **cycle, taught_on=taught, children="12", adults="2")
    insert(
        "cycles.PostConference",
        size.cycles,
        **cycle,
        minutes="30",
        meets_at=f"({taught} + 3)::timestamptz",
        reflection="'Calmer than I feared.'",
    )
    insert("cycles.ChildGoal", size.cycles, pre_conference_id="n", text="'Children say why, in their own words.'")
    insert("cycles.Answer", size.cycles * 2, pre_conference_id="1 + (n - 1) / 2", text="'Help me wait.'",
           prompt="'Where is help wanted?'", core_issue="'plan'")  # fmt: skip
    through = apps.get_model("cycles.PreConference").focus.through
    insert(through, size.cycles, preconference_id="n", criterion_id=one_of(criteria))
    insert(
        "cycles.Segment",
        size.cycles * 3,
        cycle_id=key("cycle", "1 + (n - 1) / 3"),
        position="n % 3",
        name="(array['Launch','Pair talk','Closing'])[1 + n % 3]",
        minutes="6",
        agreed_level="(array['modeling','co_teaching','educator_led'])[1 + n % 3]",
        actual_level="(array['modeling','co_teaching','educator_led'])[1 + (n + n / 7) % 3]",
    )
    for kind in ("celebrate", "strengthen"):
        insert(
            "cycles.DebriefPoint", size.cycles, post_conference_id="n", kind=quoted(kind), text="'Five slow counts.'"
        )
    place = f"((n - 1) / {size.partnerships}) % {size.cycles_a_pair}"
    created = f"now() - make_interval(days => {DAYS} - ({place}) * {DAYS_A_CYCLE} - 15)"
    insert(
        "cycles.NextStep",
        size.cycles * 3,
        id=key("step", "n"),
        cycle_id=key("cycle", f"1 + (n - 1) % {size.cycles}"),
        text="'Wait five counts'",
        owner_id=key("educator", f"1 + (n - 1) % {size.partnerships}"),
        due=f"({created})::date + 14",
        created_at=created,
        done_at=f"case when n % 10 < 8 then {created} + interval '12 days' end",
    )


def _films(size):
    films = size.cycles * size.recordings_a_cycle
    cycle = f"1 + (n - 1) / {size.recordings_a_cycle}"
    pair = f"1 + ({cycle} - 1) % {size.partnerships}"
    organization = f"1 + (({_program_of(f'({pair})', size)}) - 1) % {size.organizations}"
    insert(
        "media_review.Recording",
        films,
        id=key("recording", "n"),
        organization_id=key("organization", organization),
        uploader_id=key("educator", pair),
        cycle_id=key("cycle", cycle),
        title="'Story time ' || n",
        file_name="'story.mp4'",
        size="800000000",
        part_size="8388608",
        original_key="'originals/' || n",
        state="'ready'",
        duration_ms="1500000",
        width="1280",
        height="720",
        attempt="1",
        progress="100",
        peaks=quoted(json.dumps([10, 40, 80] * 50)),
        created_at=f"now() - make_interval(days => {DAYS} - n % {DAYS})",
    )
    insert(
        "media_review.Rendition", films, recording_id=key("recording", "n"), attempt="1", width="1280", height="720",
        bandwidth="1500000", average_bandwidth="1200000", codecs="'avc1.64001f,mp4a.40.2'", key="'renditions/' || n",
        playlist="'#EXTM3U'",
    )  # fmt: skip
    insert(
        "media_review.Share", films, id=key("share", "n"), recording_id=key("recording", "n"),
        partnership_id=key("partnership", pair), shared_by_id=key("educator", pair),
    )  # fmt: skip
    insert(
        "media_review.Viewing", films * 2, recording_id=key("recording", "1 + (n - 1) / 2"),
        viewer_id=key("educator", f"1 + (n - 1) % {size.partnerships}"), ranges="'[[0, 600000], [700000, 900000]]'",
    )  # fmt: skip


def _feedback(size, criteria):
    films = size.cycles * size.recordings_a_cycle
    pieces = films * size.pieces_a_recording
    _pieces("piece", pieces, f"1 + (n - 1) % {films}", size, criteria)
    # The tail is long: every so many-th recording, the first one among them, holds a thousand more.
    tails = 1 + (films - 1) // size.tail_every
    _pieces("more", tails * size.tail, f"1 + ((n - 1) % {tails}) * {size.tail_every}", size, criteria)


def _pieces(word, number, film, size, criteria):
    pair = f"1 + ((({film}) - 1) / {size.recordings_a_cycle}) % {size.partnerships}"
    insert(
        "media_review.Annotation",
        number,
        id=key(word, "n"),
        recording_id=key("recording", film),
        # Her own, and those of whoever else is called "coach" in this pair: one join less, and alike in shape.
        author_id=f"case when n % 3 = 0 then {key('educator', pair)} else "
        f"(select coach_id from cycles_partnership where id = {key('partnership', pair)}) end",
        start_ms="(n::bigint * 7919) % 1490000",
        kind="(array['celebrate','question','suggestion','note'])[1 + n % 4]",
        body="'You waited five slow counts before you asked again, and two children answered.'",
        criterion_id=f"case when n % 3 = 1 then {one_of(criteria)} end",
        shared_at=f"now() - make_interval(days => (n % {DAYS})::int)",
        created_at=f"now() - make_interval(days => (n % {DAYS})::int)",
        changed_at=f"now() - make_interval(days => (n % {DAYS})::int)",
    )
