"""Writing feedback: drafts, sharing them in one act, answering, changing, taking back, making a next step of one."""

import uuid
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.urls import reverse
from django.utils.timezone import localdate

from cycles.models import NextStep
from media_review import answers, drafts, feedback
from media_review.models import Annotation
from tests import make

pytestmark = pytest.mark.usefixtures("planned")

HTMX = {"HX-Request": "true"}


@pytest.fixture
def said(recording, cast):
    """Feedback of the coach, shared."""
    return make.make_annotation(recording, cast.coach, kind="question", shared_at=recording.created_at)


def write(browser, recording, headers=HTMX, **typed):
    typed = {"id": uuid.uuid4(), "start": "0:41.250", "body": "They wait for each other.", "kind": "celebrate"} | typed
    return browser.post(reverse("media_review:add_annotation", args=[recording.pk]), typed, headers=headers)


def to(name, annotation):
    return reverse(f"media_review:{name}", args=[annotation.pk])


def test_she_leaves_feedback_at_a_moment_and_over_a_range(sign_in, cast, cycle, recording):
    criterion = make.criteria_of(cycle.edition)[0]
    level = criterion.levels.get(number=3)
    browser = sign_in(cast.coach)
    answer = write(browser, recording, criterion=criterion.pk, level=level.pk)
    assert answer.status_code == 200
    assert "Waits for an answer, our focus · 3 Strong" in answer.content.decode()
    assert "One draft, only you see it." in answer.content.decode()
    assert "One celebration, one on the agreed focus." in answer.content.decode()
    saved = Annotation.objects.get()
    assert (saved.start_ms, saved.end_ms, saved.is_draft, saved.level) == (41_250, None, True, level)
    write(browser, recording, start="1:02", end="1:10,5")
    assert Annotation.objects.filter(start_ms=62_000, end_ms=70_500).exists()


def test_without_scripts_she_comes_back_to_the_room_at_her_card(sign_in, cast, recording):
    answer = write(sign_in(cast.coach), recording, headers={}, id="")
    saved = Annotation.objects.get()
    assert answer["Location"] == reverse("media_review:room", args=[recording.pk]) + f"#f-{saved.pk}"
    answer = write(sign_in(cast.coach), recording, headers={}, body="A word", start="half past")
    assert answer.status_code == 422
    assert "Write a time like 1:02" in answer.content.decode()
    assert ">\nA word</textarea>" in answer.content.decode()


def test_sending_twice_is_saving_once_and_later_words_win(sign_in, cast, recording):
    browser, own = sign_in(cast.coach), uuid.uuid4()
    write(browser, recording, id=own)
    write(browser, recording, id=own)
    assert Annotation.objects.get().body == "They wait for each other."
    write(browser, recording, id=own, body="They wait, and then she speaks.")
    assert Annotation.objects.get().body == "They wait, and then she speaks."


def test_what_a_shared_tablet_kept_never_goes_out_under_the_name_of_who_is_signed_in_now(sign_in, cast, recording):
    kept = HTMX | {"X-Reader": str(cast.coach.pk)}
    assert write(sign_in(cast.educator), recording, headers=kept).status_code == 409
    assert not Annotation.objects.exists()
    assert write(sign_in(cast.coach), recording, headers=kept).status_code == 200
    assert Annotation.objects.get().author == cast.coach


def test_nobody_writes_over_the_words_of_another(sign_in, cast, recording, said):
    answer = write(sign_in(cast.educator), recording, id=said.pk, body="Overwritten")
    assert answer.status_code == 422
    elsewhere = make.make_recording(cast.coach)
    assert write(sign_in(cast.coach), elsewhere, id=said.pk, body="Overwritten").status_code == 422
    said.refresh_from_db()
    assert said.body == "You waited five slow counts."
    assert Annotation.objects.count() == 1


def test_what_she_makes_of_it_stands_apart_from_what_she_saw(sign_in, cast, recording):
    more = {"interpretation": "They trust the <silence>.", "link": "example.org/waiting?a=1"}
    answer = write(sign_in(cast.coach), recording, **more).content.decode()
    saved = Annotation.objects.get()
    assert (saved.body, saved.interpretation) == ("They wait for each other.", "They trust the <silence>.")
    assert saved.link == "https://example.org/waiting?a=1"
    assert "</span> <span data-said>They trust the &lt;silence&gt;.</span></p>" in answer
    link = '<a href="https://example.org/waiting?a=1" target="_blank" rel="noopener noreferrer"><bdi dir="ltr">'
    assert f"{link}example.org/waiting?a=1</bdi>" in answer


def test_a_tag_a_link_and_a_stretch_to_look_at_need_no_words(sign_in, cast, cycle, recording):
    criterion = make.criteria_of(cycle.edition)[0]
    alone = {"criterion": criterion.pk}, {"kind": "look"}, {"link": "https://example.org"}, {"interpretation": "Hm."}
    for said in alone:
        assert write(sign_in(cast.coach), recording, **{"body": ""} | said).status_code == 200, said
    assert Annotation.objects.filter(body="").count() == len(alone)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"body": "  "}, "Write a few words first."),
        ({"interpretation": "x" * 100_000}, "5000 are the most"),
        ({"link": "javascript:alert(1)"}, "not the address of a page"),
        ({"link": "data:text/html,hello"}, "not the address of a page"),
        ({"link": "ftp://example.org/a"}, "not the address of a page"),
        ({"link": "https://example.org/" + "a" * 500}, "longer than 500 characters"),
        ({"body": "x" * 100_000}, "5000 are the most"),
        ({"start": ""}, "Say at which moment this was."),
        ({"start": "1:75"}, "Write a time like 1:02"),
        ({"start": "1:31"}, "The film ends at 1:30."),
        ({"start": "1:10", "end": "1:02"}, "Set its end after 1:10."),
        ({"start": "1:10", "end": "1:10"}, "Set its end after 1:10."),
        ({"end": "2:00"}, "The film ends at 1:30."),
        ({"kind": "shout"}, "shout"),
        ({"id": "no id"}, "valid UUID"),
        ({"body": "nul\x00"}, "Null characters"),
    ],
)
def test_what_cannot_be_saved_is_said_in_words(sign_in, cast, recording, typed, sentence):
    answer = write(sign_in(cast.coach), recording, **typed)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Annotation.objects.exists()


def test_a_criterion_of_another_rubric_and_a_level_of_another_criterion_are_refused(sign_in, cast, cycle, recording):
    browser = sign_in(cast.coach)
    strange = make.criteria_of(make.make_edition())[0]
    first, second = make.criteria_of(cycle.edition)
    answer = write(browser, recording, criterion=strange.pk)
    assert "not of the rubric that this cycle looks through" in answer.content.decode()
    answer = write(browser, recording, criterion=first.pk, level=second.levels.first().pk)
    assert "This level belongs to another criterion." in answer.content.decode()
    answer = write(browser, recording, level=first.levels.first().pk)
    assert "This level belongs to another criterion." in answer.content.decode()
    assert not Annotation.objects.exists()


def test_only_those_who_can_watch_write_and_only_on_a_film_that_can_be_watched(sign_in, cast, cycle, recording):
    for person in (cast.leader, cast.outsider, cast.former):
        assert write(sign_in(person), recording).status_code == 404
    arriving = make.make_recording(cast.educator, cycle=cycle, state="processing")
    assert write(sign_in(cast.educator), arriving).status_code == 403
    recording.shares.get().stop()
    assert write(sign_in(cast.coach), recording).status_code == 404
    assert not Annotation.objects.exists()


def share(browser, recording):
    return browser.post(reverse("media_review:share_feedback", args=[recording.pk]), headers=HTMX)


def test_all_drafts_are_shared_in_one_act_with_one_letter(sign_in, cast, recording, django_capture_on_commit_callbacks):
    for number in range(3):
        make.make_annotation(recording, cast.coach, body=f"Secret {number}")
    make.make_annotation(recording, cast.educator, body="Still hers")
    with django_capture_on_commit_callbacks(execute=True):
        answer = share(sign_in(cast.coach), recording)
    assert "3 pieces of feedback are shared." in answer.content.decode()
    assert Annotation.objects.filter(shared_at__isnull=False).count() == 3
    (letter,) = mail.outbox
    assert letter.to == [cast.educator.email]
    assert reverse("media_review:room", args=[recording.pk]) in letter.body
    assert "three pieces of feedback on a recording of yours" in letter.body
    for private in ("Secret", recording.title):
        assert private not in letter.subject + letter.body
    with django_capture_on_commit_callbacks(execute=True):
        share(sign_in(cast.coach), recording)
    assert len(mail.outbox) == 1


def test_the_letter_goes_to_all_who_can_watch_now_and_to_nobody_else(
    sign_in, cast, recording, django_capture_on_commit_callbacks
):
    peer, gone = make.make_member("educator", cast.program, "Peer"), make.make_member("coach", cast.program, "Gone")
    recording.share(by=cast.educator, person=peer)
    recording.share(by=cast.educator, person=gone).stop()
    recording.share(by=cast.educator, person=cast.former)
    make.make_annotation(recording, cast.coach)
    with django_capture_on_commit_callbacks(execute=True):
        share(sign_in(cast.coach), recording)
    assert sorted(letter.to[0] for letter in mail.outbox) == sorted([cast.educator.email, peer.email])


class NoPostman(EmailBackend):
    def send_messages(self, messages):
        raise ConnectionRefusedError


def test_a_mail_server_that_is_down_costs_the_letter_not_the_feedback(
    sign_in, cast, recording, settings, django_capture_on_commit_callbacks
):
    settings.EMAIL_BACKEND = f"{__name__}.NoPostman"
    make.make_annotation(recording, cast.coach)
    with django_capture_on_commit_callbacks(execute=True):
        assert share(sign_in(cast.coach), recording).status_code == 200
    assert not Annotation.objects.get().is_draft


def test_the_educator_answers_and_her_answer_is_shared_at_once(sign_in, cast, recording, said):
    form = sign_in(cast.educator).get(to("reply", said), headers=HTMX).content.decode()
    assert "Your reply" in form
    answer = sign_in(cast.educator).post(to("reply", said), {"body": "I counted in my head."}, headers=HTMX)
    assert "I counted in my head." in answer.content.decode()
    reply = Annotation.objects.get(parent=said)
    assert not reply.is_draft
    assert "I counted in my head." in sign_in(cast.coach).get(to("annotation", said), headers=HTMX).content.decode()
    empty = sign_in(cast.educator).post(to("reply", said), {"body": " "}, headers=HTMX)
    assert empty.status_code == 422
    assert "Write a few words first." in empty.content.decode()


def test_a_draft_cannot_be_answered_nor_become_a_step_and_does_not_exist_for_others(sign_in, cast, recording):
    draft = make.make_annotation(recording, cast.coach)
    for name in ("reply", "make_next_step"):
        assert sign_in(cast.coach).post(to(name, draft), {"body": "x", "text": "x"}).status_code == 403
        assert sign_in(cast.educator).post(to(name, draft), {"body": "x", "text": "x"}).status_code == 404


def test_she_changes_her_own_words_and_readers_see_that_she_did(sign_in, cast, recording, said):
    browser = sign_in(cast.coach)
    assert "You waited five slow counts." in browser.get(to("edit_annotation", said), headers=HTMX).content.decode()
    typed = {"start": "1:02", "body": "You waited four counts.", "kind": "question"}
    answer = browser.post(to("edit_annotation", said), typed, headers=HTMX)
    assert "Ines, edited" in answer.content.decode()
    assert "You waited four counts." in answer.content.decode()
    assert sign_in(cast.educator).post(to("edit_annotation", said), typed).status_code == 403
    wrong = sign_in(cast.coach).post(to("edit_annotation", said), typed | {"start": "9:00"}, headers=HTMX)
    assert wrong.status_code == 422


def test_changing_a_draft_leaves_no_mark(sign_in, cast, recording):
    draft = make.make_annotation(recording, cast.coach)
    typed = {"start": "1:02", "body": "Other words", "kind": "note"}
    sign_in(cast.coach).post(to("edit_annotation", draft), typed)
    draft.refresh_from_db()
    assert (draft.body, draft.edited_at) == ("Other words", None)


def test_she_deletes_what_nobody_answered(sign_in, cast, recording, said):
    assert sign_in(cast.educator).post(to("delete_annotation", said)).status_code == 403
    answer = sign_in(cast.coach).post(to("delete_annotation", said), headers=HTMX)
    assert f"f-{said.pk}" not in answer.content.decode()
    assert not Annotation.objects.exists()


def test_taking_back_what_was_answered_keeps_the_answer(sign_in, cast, recording, said):
    make.make_annotation(recording, cast.educator, body="I counted.", parent=said, shared_at=recording.created_at)
    answer = sign_in(cast.coach).post(to("delete_annotation", said), headers=HTMX).content.decode()
    assert "Taken back by its author." in answer
    assert "I counted." in answer
    assert "You waited five slow counts." not in answer
    said.refresh_from_db()
    assert said.body == ""
    late = sign_in(cast.educator).post(to("reply", said), {"body": "And again"})
    assert late.status_code == 403


def test_a_card_taken_back_while_somebody_answers_refuses_in_words(cast, recording, said):
    make.make_annotation(recording, cast.educator, parent=said, shared_at=recording.created_at)
    feedback.take_back(said)
    with pytest.raises(feedback.Refused, match="taken back meanwhile"):
        answers.reply(said, cast.educator, {"body": "Too late"})
    assert said.replies.count() == 1


def step(**typed):
    day = localdate() + timedelta(days=9)
    return {"text": "Ask what makes you think so", "due": str(day), "how_we_will_know": "Two children answer"} | typed


def test_feedback_becomes_a_next_step_that_remembers_its_moment(sign_in, cast, cycle, recording, said):
    browser = sign_in(cast.coach)
    assert "You waited five slow counts." in browser.get(to("make_next_step", said), headers=HTMX).content.decode()
    answer = browser.post(to("make_next_step", said), step(owner=cast.educator.pk), headers=HTMX)
    assert "became a next step" in answer.content.decode()
    made = NextStep.objects.get()
    assert (made.cycle, made.owner, list(made.moments.all())) == (cycle, cast.educator, [said])
    again = browser.post(to("make_next_step", said), step(), headers=HTMX)
    assert again.status_code == 422
    assert "already become a next step" in again.content.decode()
    assert NextStep.objects.count() == 1


def test_only_the_pair_makes_next_steps_and_only_for_each_other(sign_in, cast, recording, said):
    peer = make.make_member("educator", cast.program, "Peer")
    recording.share(by=cast.educator, person=peer)
    assert sign_in(peer).post(to("make_next_step", said), step()).status_code == 403
    assert sign_in(cast.leader).post(to("make_next_step", said), step()).status_code == 404
    assert sign_in(cast.coach).post(to("make_next_step", said), step(owner=peer.pk), headers=HTMX).status_code == 422
    assert not NextStep.objects.exists()
    assert sign_in(cast.educator).post(to("make_next_step", said), step(owner=cast.educator.pk)).status_code == 302


def test_a_step_keeps_its_moment_when_the_words_are_taken_back(sign_in, cast, recording, said):
    sign_in(cast.coach).post(to("make_next_step", said), step(owner=cast.educator.pk))
    sign_in(cast.coach).post(to("delete_annotation", said))
    assert NextStep.objects.get().moments.get().start_ms == 62_000


def test_the_lasting_address_of_feedback_leads_to_its_card(sign_in, cast, recording, said):
    room = reverse("media_review:room", args=[recording.pk])
    reply = make.make_annotation(recording, cast.educator, parent=said, shared_at=recording.created_at)
    assert sign_in(cast.educator).get(to("annotation", said))["Location"] == f"{room}#f-{said.pk}"
    assert sign_in(cast.educator).get(to("annotation", reply))["Location"] == f"{room}#f-{said.pk}"
    assert sign_in(cast.leader).get(to("annotation", said)).status_code == 404


def test_the_count_of_drafts_is_gentle_and_in_words(cast, cycle, recording):
    focus, other = make.criteria_of(cycle.edition)
    kinds = ["suggestion"] * 6 + ["celebrate"]
    written = [Annotation(kind=kind, criterion=other) for kind in kinds]
    assert drafts.balance(written, {focus.pk}) == "Six suggestions, one celebration, none on the agreed focus."
    assert drafts.balance(written[:1], set()) == "One suggestion."
    assert drafts.balance([], {focus.pk}) == ""
