"""What an open room is told of what happened meanwhile: all of it, soon, and nothing that is not hers to see."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from cycles.support import SupportLevel
from media_review import answers, drafts, feedback, laying
from media_review.models import Annotation
from tests import make
from tests.queries import queries_of


@pytest.fixture
def said(recording, cast):
    return make.make_annotation(recording, cast.coach, "You waited.", shared_at=now())


@pytest.fixture
def wren(recording, cast, sign_in):
    """Her open page of the room."""
    return OpenRoom(sign_in(cast.educator), recording)


class OpenRoom:
    """A page that was loaded once and asks what is new, as its script does."""

    def __init__(self, browser, recording):
        self.browser, self.recording = browser, recording
        page = browser.get(reverse("media_review:room", args=[recording.pk])).content.decode()
        self.cursor = re.search(r'data-cursor="([^"]+)"', page)[1]

    @property
    def address(self):
        return reverse("media_review:changes", args=[self.recording.pk]) + f"?since={self.cursor}"

    def ask(self):
        """The words of cards that come, in their order; None when there is nothing new."""
        answer = self.browser.get(self.address)
        if answer.status_code == 204:
            return None
        assert answer.status_code == 200
        page = answer.content.decode()
        self.cursor = re.search(r'data-cursor="([^"]+)"', page)[1]
        there = re.search(r'data-there="([^"]*)"', page)
        self.there = there and there[1].split()
        return re.findall(r'<li class="card.*?<p class="(?:words|gone)"[^>]*>(.*?)</p>', page, re.S)


def test_while_nothing_happens_there_is_nothing_to_tell(wren):
    assert wren.ask() is None
    assert wren.ask() is None


def test_just_loaded_she_is_not_told_again_what_she_sees(recording, cast, said, sign_in):
    assert OpenRoom(sign_in(cast.educator), recording).ask() is None


def test_what_the_coach_shares_arrives_once_and_her_drafts_never(wren, recording, cast):
    make.make_annotation(recording, cast.coach, "Only a thought so far")
    assert wren.ask() is None
    drafts.share(recording, cast.coach, recording.annotations.drafts_of(cast.coach))
    assert wren.ask() == ["Only a thought so far"]
    assert len(wren.there) == 1
    assert wren.ask() is None


def test_everything_that_makes_a_card_look_different_arrives(recording, cast, cycle, said, wren):
    values = {"text": "Wait five counts", "owner": cast.educator}
    acts = {
        "edited": lambda: feedback.change(said, {"body": "You waited long."}),
        "answered": lambda: answers.reply(said, cast.educator, {"body": "I counted."}),
        "thanked for": lambda: answers.respond(said, cast.educator, "thanks", stands=True),
        "no more thanked for": lambda: answers.respond(said, cast.educator, "thanks", stands=False),
        "its answer edited": lambda: feedback.change(said.replies.get(), {"body": "I counted to five."}),
        "its answer taken back": lambda: feedback.take_back(said.replies.get()),
        "made a step of": lambda: answers.make_next_step(said, values),
        "taken back": lambda: feedback.take_back(said),
    }
    told = {}
    for name, act in acts.items():
        act()
        told[name] = wren.ask()
    words = {name: ["You waited long."] for name in acts} | {"taken back": ["Taken back by its author."]}
    assert told == words


def test_what_is_gone_is_not_among_those_that_are_there(recording, cast, said, wren):
    other = make.make_annotation(recording, cast.coach, "And you smiled.", shared_at=now())
    wren.ask()
    feedback.take_back(said)
    assert wren.ask() == ["And you smiled."], "what changed a moment ago may come twice"
    assert wren.there == [str(other.pk)]
    feedback.change(other, {"body": "And you laughed."})
    assert wren.ask() == ["And you laughed."]
    assert wren.there is None, "the same ones are there"
    feedback.take_back(other)
    assert wren.ask() == []
    assert wren.there == []
    assert wren.ask() is None


def test_one_that_goes_while_another_comes_is_noticed_too(recording, cast, said, wren):
    other = make.make_annotation(recording, cast.coach, "And you smiled.", shared_at=now())
    feedback.take_back(said)
    assert wren.ask() == ["And you smiled."]
    assert wren.there == [str(other.pk)]


def test_one_that_goes_from_a_room_where_nothing_else_happens_sends_no_cards(recording, cast, said, sign_in):
    other = make.make_annotation(recording, cast.coach, "And you smiled.", shared_at=now())
    Annotation.objects.update(changed_at=now() - timedelta(hours=1))
    wren = OpenRoom(sign_in(cast.educator), recording)
    feedback.take_back(said)
    assert wren.ask() == []
    assert wren.there == [str(other.pk)]


def test_a_row_that_is_committed_late_arrives(recording, cast, wren):
    """It was stamped before she asked, and came to light after."""
    moment = now() - timedelta(seconds=3)
    make.make_annotation(recording, cast.coach, "At once", shared_at=now())
    assert wren.ask() == ["At once"]
    make.make_annotation(recording, cast.coach, "Late", start_ms=90_000, shared_at=moment, changed_at=moment)
    assert wren.ask() == ["At once", "Late"]
    Annotation.objects.filter(body="At once").update(body="Changed late", changed_at=moment)
    assert "Changed late" in wren.ask()
    assert wren.ask() is None


def test_the_clock_of_another_host_may_be_behind_or_ahead(recording, cast, wren):
    for number, seconds in enumerate((-15, 15)):
        at = now() + timedelta(seconds=seconds)
        make.make_annotation(recording, cast.coach, f"Host {number}", shared_at=at, changed_at=at)
        assert f"Host {number}" in wren.ask()
    assert wren.ask() is None


def test_a_clock_that_is_an_hour_behind_hides_nothing(recording, cast, said, wren):
    at = now() - timedelta(hours=1)
    make.make_annotation(recording, cast.coach, "From another host", 1000, shared_at=at, changed_at=at)
    wren.ask()
    assert len(wren.there) == 2, "so her page asks for all of them"
    Annotation.objects.update(changed_at=at)
    wren.ask()
    Annotation.objects.filter(pk=said.pk).update(body="Changed behind the clock", changed_at=at + timedelta(seconds=1))
    assert "Changed behind the clock" in wren.ask()


def test_what_opens_with_her_own_view_is_there_at_once(recording, cast, said, sign_in):
    Annotation.objects.update(changed_at=now() - timedelta(hours=1))
    recording.own_view_first = True
    recording.save()
    wren = OpenRoom(sign_in(cast.educator), recording)
    make.make_annotation(recording, cast.educator, "My own view")
    assert wren.ask() == ["My own view"]
    assert len(wren.there) == 2
    wren.cursor = ""
    assert wren.ask() == ["You waited.", "My own view"]


def test_a_share_taken_back_ends_it(recording, cast, said, sign_in):
    ines = OpenRoom(sign_in(cast.coach), recording)
    recording.shares.get().stop()
    assert ines.browser.get(ines.address).status_code == 404


def test_in_an_empty_room_too(recording, cast, sign_in):
    ines = OpenRoom(sign_in(cast.coach), recording)
    assert ines.ask() is None
    recording.shares.get().stop()
    assert ines.browser.get(ines.address).status_code == 404


@pytest.mark.parametrize(
    "cursor", ["", "0", "yesterday", "1.2.3", f"{'9' * 40}.{'0' * 16}.{'0' * 16}.0", f"1.{'0' * 16}.{'0' * 16}.0%0A"]
)
def test_with_a_cursor_that_is_none_she_is_told_all(recording, cast, said, wren, cursor):
    wren.cursor = cursor
    assert wren.ask() == ["You waited."]


def test_a_cursor_of_any_age_is_understood(recording, cast, said, wren):
    for at in ("0", "99999999999999"):
        wren.cursor = f"{at}.0123456789abcdef.0123456789abcdef.0"
        assert wren.ask() is not None


def test_where_the_other_laid_the_parts_arrives_once_and_alone(recording, cast, cycle, said, wren):
    launch = cycle.segments.create(name="Launch", minutes=5, agreed_level=SupportLevel.MODELING)
    assert laying.lay(recording, {launch.pk: 12_000}, None, by=cast.coach, seen=0)
    page = wren.browser.get(wren.address).content.decode()
    assert wren.ask() == []
    assert "Launch</b> <span>0:12" in page
    assert "Lay the parts along the film" in page
    assert "data-there" not in page
    assert wren.ask() is None


def test_a_leader_who_may_watch_hears_of_the_parts_too_and_cannot_move_them(recording, cast, cycle, sign_in):
    recording.share(by=cast.educator, person=cast.leader)
    launch = cycle.segments.create(name="Launch", minutes=5, agreed_level=SupportLevel.MODELING)
    halima = OpenRoom(sign_in(cast.leader), recording)
    laying.lay(recording, {launch.pk: 12_000}, None, by=cast.coach, seen=0)
    page = halima.browser.get(halima.address).content.decode()
    assert "Launch</b> <span>0:12" in page
    assert "Lay the parts along the film" not in page


def test_drafts_and_the_button_to_share_them_come_along(recording, cast, sign_in):
    ines = OpenRoom(sign_in(cast.coach), recording)
    make.make_annotation(recording, cast.coach, "From my phone", kind="celebrate")
    page = ines.browser.get(ines.address).content.decode()
    assert "Share feedback" in page
    assert "One draft, only you see it." in page


def test_asking_costs_as_little_with_a_thousand_cards_as_with_ten(recording, cast, wren):
    def say(count):
        Annotation.objects.bulk_create(
            Annotation(recording=recording, author=cast.coach, start_ms=number, body="Word", shared_at=now())
            for number in range(count)
        )

    def cost():
        wren.ask()
        quiet = queries_of(wren.browser, wren.address, status=204)
        Annotation.objects.filter(start_ms__lt=10).update(changed_at=now())
        return quiet, queries_of(wren.browser, wren.address)

    say(10)
    few = cost()
    say(990)
    assert cost() == few
    assert few[0] <= 4
    assert few[1] <= 15
