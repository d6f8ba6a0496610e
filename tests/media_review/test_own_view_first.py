"""The coach asks for the coachee's own view first: until she has left a note, nothing of his feedback reaches her."""

import uuid

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import localdate, now

from cycles.models import NextStep, Participant
from media_review import agenda, answers, own_view
from media_review.models import Annotation, Recording
from tests import make, moments
from tests.queries import queries_of
from tests.test_attacks_by_rank import everything_readable

pytestmark = pytest.mark.usefixtures("planned")

HTMX = {"HX-Request": "true"}
WORDS, ANSWER, PEERS = "You waited five slow counts.", "I would add a sixth.", "What a calm room."
WAITS = "It opens as soon as you have left a note of your own."
AT = 77_000


@pytest.fixture
def peer(cast, recording):
    """Somebody else who can watch, and has said something too."""
    peer = make.make_member("educator", cast.program, "Paz Peer")
    recording.share(by=cast.educator, person=peer)
    make.make_annotation(recording, peer, PEERS, 20_000, shared_at=now())
    return peer


@pytest.fixture
def asked(cast, recording, peer):
    """Ines asks, shares, and others answer what she shared."""
    own_view.ask(recording, cast.coach)
    recording.refresh_from_db()
    said = make.make_annotation(recording, cast.coach, WORDS, AT, shared_at=now(), kind="question")
    said.replies.create(recording=recording, author=peer, body=ANSWER, start_ms=AT, shared_at=now())
    answers.respond(said, peer, "talk", stands=True)
    return said


def of(name, row, *more):
    return reverse(f"media_review:{name}", args=[row.pk, *more])


def write(browser, recording, **typed):
    typed = {"id": uuid.uuid4(), "start": "0:41", "body": "I rushed the ending.", "kind": "note"} | typed
    return browser.post(of("add_annotation", recording), typed, headers=HTMX)


def page(browser, address, headers=None):
    return browser.get(address, headers=headers or {}).content.decode()


def everything(browser, recording):
    """All she can read about a film, in one text."""
    step = reverse("cycles:detail", args=[recording.cycle_id])
    pages = [of("room", recording), of("report", recording), reverse("home"), reverse("next_steps"), step]
    pages += [of("export", recording, ending) for ending in ("vtt", "jsonld", "csv", "eaf")]
    pages += [reverse("media_review:list"), reverse("media_review:of_cycle", args=[recording.cycle_id])]
    return "\n".join(page(browser, address) for address in pages)


def test_only_the_coach_of_its_cycle_asks(sign_in, cast, recording, peer):
    for person in (cast.educator, peer):
        assert sign_in(person).post(of("ask_for_own_view", recording)).status_code == 403
    assert "to look first" not in page(sign_in(cast.educator), of("room", recording))
    browser = sign_in(cast.coach)
    assert "Ask Wren to look first" in page(browser, of("room", recording))
    answer = browser.post(of("ask_for_own_view", recording), headers=HTMX).content.decode()
    assert "what you share opens as soon as Wren has left a note." in answer
    recording.refresh_from_db()
    assert recording.asks_for_own_view
    assert browser.post(of("waive_own_view", recording))["Location"] == of("room", recording)
    recording.refresh_from_db()
    assert not recording.asks_for_own_view


def test_what_could_be_read_already_does_not_begin_to_wait(sign_in, cast, recording):
    make.make_annotation(recording, cast.coach, shared_at=now())
    browser = sign_in(cast.coach)
    assert "to look first" not in page(browser, of("room", recording))
    answer = browser.post(of("ask_for_own_view", recording), headers=HTMX)
    assert (answer.status_code, "cannot wait any more" in answer.content.decode()) == (422, True)
    assert "cannot wait any more" in browser.post(of("ask_for_own_view", recording), follow=True).content.decode()
    recording.refresh_from_db()
    assert not recording.own_view_first


def test_until_she_has_left_a_note_she_finds_nothing_of_it_on_any_page(sign_in, cast, recording, asked):
    step = NextStep.objects.create(cycle=recording.cycle, text="Wait", owner=cast.educator, due=localdate())
    Annotation.objects.filter(pk=asked.pk).update(next_step=step)
    found = everything(sign_in(cast.educator), recording)
    for secret in (WORDS, ANSWER, str(asked.pk), "00:01:17.000", "?t=77", "Paz wants to talk", "answered you"):
        assert secret not in found, secret
    assert not moments.is_told("1:17", found)
    assert PEERS in found
    assert "Ines has left feedback." in found
    assert found.count(WAITS) == 2, "in the room, and at home"


def test_it_has_no_address_for_her_and_takes_no_answer(sign_in, cast, recording, asked):
    browser = sign_in(cast.educator)
    for one in (asked, asked.replies.get()):
        assert browser.get(of("annotation", one)).status_code == 404
    for name, typed in (
        ("reply", {"body": "Yes"}),
        ("respond", {"say": "thanks"}),
        ("make_next_step", {"text": "Wait"}),
        ("talk_about", {}),
    ):
        assert browser.post(of(name, asked), typed).status_code == 404, name
    assert asked.responses.count() == 1
    assert not agenda.talkable(recording.cycle).filter(pk=asked.pk).exists()


def test_no_address_at_all_shows_her_a_word_of_it(sign_in, cast, cycle, things, store):
    """Whatever addresses there are, also those that are added one day."""
    film = Recording.objects.get(pk=things["recording"][0])
    Recording.objects.filter(pk=film.pk).update(own_view_first=True)
    film.annotations.update(body=WORDS, start_ms=AT)
    said = film.annotations.get()
    said.replies.create(recording=film, author=cast.coach, body=ANSWER, start_ms=AT, shared_at=now())
    waiting = list(everything_readable(sign_in(cast.educator), things))
    for address, text in waiting:
        for secret in (WORDS, ANSWER, str(said.pk), "00:01:17.000", "?t=77"):
            assert secret not in text.replace(address, ""), f"{address} shows {secret}"
        assert not moments.is_told("1:17", text), address
    make.make_annotation(film, cast.educator)
    opened = "".join(text for _address, text in everything_readable(sign_in(cast.educator), things))
    assert all(secret in opened for secret in (WORDS, ANSWER, str(said.pk)))
    assert moments.is_told("1:17", opened)


def test_others_who_watch_are_not_held_back(sign_in, cast, recording, asked, peer):
    for person in (peer, cast.coach):
        found = page(sign_in(person), of("room", recording))
        assert WORDS in found
        assert ANSWER in found
        assert WAITS not in found


@pytest.mark.parametrize("kept", [{}, {"is_private": "on"}], ids=["a draft", "a private note"])
def test_with_her_first_note_it_opens(kept, sign_in, cast, recording, asked):
    browser = sign_in(cast.educator)
    before = asked.changed_at
    answer = write(browser, recording, **kept).content.decode()
    assert 'id="own-view" hx-swap-oob="true" data-state="open"' in answer
    found = page(browser, of("room", recording))
    assert WORDS in found
    assert ANSWER in found
    assert WAITS not in found
    asked.refresh_from_db()
    assert asked.changed_at > before, "rooms of hers that are open look for it"


def test_the_coach_does_not_learn_of_her_draft(sign_in, cast, recording, asked):
    before = page(sign_in(cast.coach), of("room", recording))
    write(sign_in(cast.educator), recording)
    assert "what you share opens as soon as Wren has left a note." in before
    assert "what you share opens as soon as Wren has left a note." in page(sign_in(cast.coach), of("room", recording))


def test_a_reply_or_a_note_taken_back_is_no_view_of_her_own(sign_in, cast, recording, asked, peer):
    browser = sign_in(cast.educator)
    theirs = Annotation.objects.get(body=PEERS)
    browser.post(of("reply", theirs), {"body": "Thank you"})
    assert WORDS not in page(browser, of("room", recording))
    write(browser, recording)
    own = Annotation.objects.get(author=cast.educator, parent=None)
    closed = browser.post(of("delete_annotation", own), headers=HTMX).content.decode()
    assert 'data-state="waits"' in closed
    assert WORDS not in page(browser, of("room", recording))
    gone = make.make_annotation(recording, cast.educator, taken_back_at=now(), shared_at=now())
    assert WORDS not in page(browser, of("room", recording))
    Annotation.objects.filter(pk=gone.pk).update(taken_back_at=None)
    assert WORDS in page(browser, of("room", recording))


def test_a_note_on_another_film_opens_nothing(sign_in, cast, cycle, recording, asked):
    other = make.make_recording(cast.educator, cycle=cycle)
    write(sign_in(cast.educator), other)
    assert WORDS not in page(sign_in(cast.educator), of("room", recording))


def test_the_coach_waives_it_and_it_opens(sign_in, cast, recording, asked):
    before = asked.changed_at
    assert "Open it without waiting" in page(sign_in(cast.coach), of("room", recording))
    assert sign_in(cast.educator).post(of("waive_own_view", recording)).status_code == 403
    sign_in(cast.coach).post(of("waive_own_view", recording), headers=HTMX)
    assert WORDS in page(sign_in(cast.educator), of("room", recording))
    asked.refresh_from_db()
    assert asked.changed_at > before


def test_before_there_is_anything_she_reads_what_she_is_asked(sign_in, cast, recording):
    own_view.ask(recording, cast.coach)
    found = page(sign_in(cast.educator), of("room", recording))
    assert "Ines asks you to look first." in found
    assert "has left feedback" not in found
    make.make_annotation(recording, cast.coach, "Only a draft so far")
    assert "has left feedback" not in page(sign_in(cast.educator), of("room", recording))
    assert "Leave a note" not in page(sign_in(cast.educator), reverse("home"))


def test_the_letter_says_what_waits_and_not_how_much(
    sign_in, cast, recording, peer, django_capture_on_commit_callbacks
):
    own_view.ask(recording, cast.coach)
    for number in range(3):
        make.make_annotation(recording, cast.coach, f"Secret {number}")
    with django_capture_on_commit_callbacks(execute=True):
        sign_in(cast.coach).post(of("share_feedback", recording))
    letters = {letter.to[0]: letter.body for letter in mail.outbox}
    assert WAITS in letters[cast.educator.email]
    assert "three" not in letters[cast.educator.email]
    assert "three pieces" in letters[peer.email]
    assert "Secret" not in "".join(letters.values())


def test_she_does_not_open_it_by_moving_the_film_to_another_lesson(sign_in, cast, recording, asked):
    browser = sign_in(cast.educator)
    about = {"title": "Mine", "cycle": "", "look_for": ""}
    assert "You are asked to look first." in browser.post(of("about", recording), about).content.decode()
    assert WORDS not in page(browser, of("room", recording))
    write(browser, recording)
    browser.post(of("about", recording), about)
    recording.refresh_from_db()
    assert recording.cycle is None


def test_in_a_group_each_opens_it_by_a_note_of_her_own_and_co_coaches_wait_too(sign_in, cast, recording, asked):
    pair = recording.cycle.partnership
    second = make.make_member("educator", cast.program, "Bea Beside")
    beside = make.make_member("coach", cast.program, "Cora Coach")
    for person, side in ((second, "coachee"), (beside, "coach")):
        Participant.objects.create(partnership=pair, person=person, side=side, joined_at=recording.created_at)
    make.make_annotation(recording, beside, "And your voice was low.", shared_at=now())
    write(sign_in(cast.educator), recording)
    for words in (WORDS, "And your voice was low."):
        assert words in page(sign_in(cast.educator), of("room", recording))
        assert words not in page(sign_in(second), of("room", recording))
        assert words in page(sign_in(beside), of("room", recording))
    assert "Ines has left feedback." in page(sign_in(second), of("room", recording))
    write(sign_in(second), recording)
    assert WORDS in page(sign_in(second), of("room", recording))
    assert sign_in(beside).post(of("waive_own_view", recording)).status_code == 302
    assert not Recording.objects.get(pk=recording.pk).asks_for_own_view


def test_what_she_brings_in_from_a_file_is_a_view_of_her_own(sign_in, cast, recording, asked, peer):
    browser = sign_in(cast.educator)
    taken = browser.get(of("export", recording, "jsonld")).content
    assert WORDS.encode() not in taken
    browser.post(of("bring_in", recording), {"file": SimpleUploadedFile("feedback.json", taken)})
    assert Annotation.objects.drafts_of(cast.educator).count() == 1
    assert WORDS in page(browser, of("room", recording))


@pytest.mark.parametrize("role", ["educator", "coach"])
def test_to_wait_costs_no_further_question(role, client, cast, recording, asked):
    client.force_login(getattr(cast, role))
    client.get(of("room", recording))
    while_it_waits = queries_of(client, of("room", recording))
    Recording.objects.filter(pk=recording.pk).update(own_view_first=False)
    assert while_it_waits <= queries_of(client, of("room", recording)) <= 15


def test_what_the_coach_answers_somebody_else_waits_too(sign_in, cast, recording, asked, peer):
    said = Annotation.objects.get(body=PEERS)
    values = {"recording": recording, "author": cast.coach, "body": "Calm, and slow.", "start_ms": said.start_ms}
    said.replies.create(**values, shared_at=now())
    assert "Calm, and slow." not in everything(sign_in(cast.educator), recording)
    assert "Calm, and slow." in everything(sign_in(peer), recording)
    write(sign_in(cast.educator), recording)
    assert "Calm, and slow." in everything(sign_in(cast.educator), recording)
