"""Somebody of a small group does not want a film shared: words, nothing lost, and nobody sees it until she agrees."""

import threading

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse
from django.utils.timezone import now

from coachcycle.letterbox.sending import send_letters
from media_review import objecting, sharing
from media_review.models import Annotation, Objection, Recording
from tests import make
from tests.cycles.pages import typed, words


def at(name, *args):
    return reverse(f"media_review:{name}", args=args)


@pytest.fixture
def tomas(cast, cycle):
    """The third of the group; Wren uploads, Ines coaches."""
    person = make.make_member("educator", cast.program, "Tomas Reyes")
    cycle.partnership.participants.create(person=person, side="coachee")
    type(cycle.partnership).objects.update(name="Sparrow room team")
    return person


@pytest.fixture
def film(cast, cycle, tomas):
    film = make.make_recording(cast.educator, cycle=cycle)
    film.share(by=cast.educator, partnership=cycle.partnership)
    film.share(by=cast.educator, person=cast.leader)
    return film


def test_from_the_next_click_nobody_but_its_uploader_watches_and_nothing_is_lost(cast, film, tomas, sign_in):
    make.make_annotation(film, cast.coach, "You knelt down.", shared_at=now())
    browser = sign_in(tomas)
    assert "I do not want this to be shared" in words(browser.get(at("room", film.pk)))
    page = words(browser.post(at("object_to", film.pk), follow=True))
    assert "Only Wren can watch it from now on." in page
    assert "Not shared, because you asked for it" in page
    for person in (tomas, cast.coach, cast.leader):
        assert sign_in(person).get(at("room", film.pk)).status_code == 404
        assert not Recording.objects.visible_to(person).filter(pk=film.pk).exists()
    assert sharing.who_can_watch([film])[film.pk] == [cast.educator]
    hers = sign_in(cast.educator)
    for name in ("room", "share"):
        assert "At the wish of Tomas Reyes only you can watch it." in words(hers.get(at(name, film.pk)))
    assert "You knelt down." in words(hers.get(at("room", film.pk)))


def test_it_is_not_shared_again_by_any_way_until_she_agrees(cast, cycle, film, tomas, sign_in):
    page = sign_in(cast.educator).get(at("share", film.pk))
    sign_in(tomas).post(at("object_to", film.pk))
    form = typed(page, person=str(cast.leader.pk), partnerships=[str(cycle.partnership_id)])
    answer = sign_in(cast.educator).post(at("share", film.pk), form)
    assert "It is not shared just now" in words(answer)
    with pytest.raises(ValidationError, match="asks that it is not shared"):
        sharing.choose(film, by=cast.educator, partnership=cycle.partnership)
    assert not film.shares.active().exists()
    objection = Objection.objects.get()
    assert sign_in(cast.educator).post(at("agree_to_sharing", objection.pk)).status_code == 404, "nobody agrees for him"
    page = words(sign_in(tomas).post(at("agree_to_sharing", objection.pk), follow=True))
    assert "You agree. Wren may share it again." in page
    assert "because you asked" not in page
    assert not film.shares.active().exists(), "nothing opens by itself"
    hers = sign_in(cast.educator)
    form = typed(hers.get(at("share", film.pk)), partnerships=[str(cycle.partnership_id)])
    assert hers.post(at("share", film.pk), form).status_code == 302
    assert sign_in(cast.coach).get(at("room", film.pk)).status_code == 200


def test_two_of_the_group_each_agree_for_themselves(cast, cycle, film, tomas):
    lucia = make.make_member("educator", cast.program, "Lucía Marín")
    cycle.partnership.participants.create(person=lucia, side="coachee")
    for person in (tomas, lucia, tomas):
        objecting.object_to(film, person)
    assert "At the wish of Tomas Reyes and Lucía Marín" in objecting.wish(film)
    objecting.agree(Objection.objects.get(person=tomas))
    with pytest.raises(ValidationError):
        film.share(by=cast.educator, person=cast.leader)
    objecting.agree(Objection.objects.get(person=lucia))
    assert objecting.wish(film) == ""
    film.share(by=cast.educator, person=cast.leader)


def test_only_of_a_small_group_and_only_who_watches_it_now(cast, cycle, film, tomas, sign_in):
    late = make.make_member("educator", cast.program, "Lucía Marín")
    cycle.partnership.participants.create(person=late, side="coachee")
    assert sign_in(late).post(at("object_to", film.pk)).status_code == 404, "she was not there"
    assert sign_in(cast.leader).post(at("object_to", film.pk)).status_code == 403, (
        "she watches, and is not of the group"
    )
    assert sign_in(cast.educator).post(at("object_to", film.pk)).status_code == 403, "she may simply stop sharing"
    other = make.make_cycle(make.make_partnership(cast.program, cast.coach, tomas), title="Block corner")
    of_a_pair = make.make_recording(tomas, cycle=other)
    of_a_pair.share(by=tomas, partnership=other.partnership)
    assert sign_in(cast.coach).post(at("object_to", of_a_pair.pk)).status_code == 403
    assert "I do not want" not in words(sign_in(cast.coach).get(at("room", of_a_pair.pk)))
    assert not Objection.objects.exists()


def test_whose_film_it_is_is_told_once_by_letter_and_of_nothing_else(cast, film, tomas):
    objecting.object_to(film, tomas)
    send_letters(now())
    letters = [letter for letter in mail.outbox if letter.to == [cast.educator.email]]
    assert "Tomas asks that a film of yours is not shared." in letters[-1].body
    assert film.title not in letters[-1].body
    assert [letter.to for letter in mail.outbox] == [[cast.educator.email]]
    send_letters(now())
    assert len(mail.outbox) == 1
    objecting.agree(Objection.objects.get())
    send_letters(now())
    assert "Tomas agrees that a film of yours is shared." in mail.outbox[-1].body


def test_who_left_the_group_still_agrees_and_her_wish_stands_until_then(cast, cycle, film, tomas, sign_in):
    objecting.object_to(film, tomas)
    cycle.partnership.participants.update(left_at=now())
    with pytest.raises(ValidationError):
        film.share(by=cast.educator, person=cast.leader)
    sign_in(tomas).post(at("agree_to_sharing", Objection.objects.get().pk))
    film.share(by=cast.educator, person=cast.leader)


@pytest.mark.django_db(transaction=True)
def test_a_share_at_the_same_moment_does_not_slip_through():
    cycle = make.make_cycle()
    pair = cycle.partnership
    film = make.make_recording(pair.coachee, cycle=cycle)
    ready = threading.Barrier(2)

    def share():
        ready.wait()
        try:
            film.share(by=pair.coachee, partnership=pair)
        except ValidationError:
            pass
        finally:
            connection.close()

    for _ in range(10):
        Objection.objects.all().delete()
        sharer = threading.Thread(target=share)
        sharer.start()
        ready.wait()
        objecting.object_to(film, pair.coach)
        sharer.join()
        assert not film.shares.active().exists()
    assert not Annotation.objects.exists()
