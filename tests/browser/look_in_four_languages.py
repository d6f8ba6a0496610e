"""The main pages in every language, on phone and laptop: nothing stays English, is cut off or lies over another.

A tool for whoever changes a page: `pytest tests/browser/look_in_four_languages.py` says what it finds and photographs
each page into var/screens/languages, to be looked at. Not all it finds is wrong, so it is no part of the suite.
"""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localdate, now

from coachcycle.accounts.models import User
from cycles.models import PostConference
from cycles.support import SupportLevel
from media_review import agenda, objecting
from tests import english, make
from tests.browser.conftest import LAPTOP, PHONE
from tests.dashboards.test_leader_asks_whether_coaching_helps import coach_somebody

AS_SEEN = Path(__file__).with_name("page_as_seen.js").read_text()
STATUS = {"nowhere": 404, "not hers": 403}  # of pages that say no
LANGUAGES = [code for code, _name in settings.LANGUAGES]


@pytest.fixture
def people(room):
    """Ines coaches Wren, who was filmed; their leader looks over enough of them for figures; a step is late."""
    program, cycle = room.cycle.partnership.program, room.cycle
    room.leader = make.make_member("leader", program, "Halima Osei", across=True)
    room.program = program
    PostConference.objects.filter(cycle=cycle).update(reflection="Más tranquila.", meets_at=now() + timedelta(days=1))
    cycle.segments.update(actual_level=SupportLevel.CO_TEACHING, reason_changed="¡Sí!")
    cycle.steps_agreed.create(text="¡A esperar!", owner=room.educator, due=localdate() - timedelta(days=2))
    cycle.steps_agreed.create(text="¡Las tarjetas!", owner=room.coach, due=localdate() + timedelta(days=5))
    said = room.say(20, body="¡Cinco segundos!", kind="celebrate")
    room.say(31, 36, body="¿Y ahora?", kind="question")
    agenda.put(said, room.coach)
    make.make_contact(cycle.partnership)
    room.objected = make.make_recording(room.educator, cycle=cycle)
    objecting.object_to(room.objected, room.coach)
    for days in (3, 40, 70):
        coach_somebody(room, days_ago=days)
    return room


def pages(room):
    """{name: address} by person: the main pages, each as the one sees it who needs it most."""
    cycle, pair = room.cycle, room.cycle.partnership
    return {
        room.coach: {
            "home": "/",
            "cycles": "/cycles/",
            "start": reverse("cycles:start"),
            "cycle": cycle.get_absolute_url(),
            "pre-conference": reverse("cycles:save_pre_conference", args=[cycle.pk]),
            "lesson": reverse("cycles:save_lesson", args=[cycle.pk]),
            "post-conference": reverse("cycles:save_post_conference", args=[cycle.pk]),
            "step": reverse("cycles:edit_step", args=[cycle.steps_agreed.first().pk]),
            "agreement": reverse("cycles:edit_partnership", args=[pair.pk]),
            "people": reverse("cycles:people", args=[pair.pk]),
            "caseload": reverse("cycles:caseload"),
            "contacts": reverse("cycles:contacts"),
            "debrief": reverse("media_review:debrief", args=[cycle.pk]),
            "room": room.address,
            "profile": reverse("profile"),
            "what she objected to": reverse("media_review:list"),
            "not hers": reverse("hours"),
            "nowhere": "/nowhere/",
        },
        room.educator: {
            "her home": "/",
            "her cycle": cycle.get_absolute_url(),
            "her room": room.address,
            "recordings": reverse("media_review:list"),
            "upload": reverse("media_review:new"),
            "share": reverse("media_review:share", args=[room.recording.pk]),
            "objected to": reverse("media_review:share", args=[room.objected.pk]),
            "next steps": reverse("next_steps"),
            "rubrics": reverse("rubrics:list"),
            "account": "/accounts/me/",
        },
        room.leader: {
            "board": reverse("program", args=[room.program.pk]),
            "organization's board": reverse("organization_board", args=[room.program.organization_id]),
            "who led": reverse("who_led", args=[room.program.pk]),
            "steps behind a figure": reverse("steps_agreed_across", args=[room.program.organization_id]),
            "rows behind a figure": reverse("took_place_across", args=[room.program.organization_id, "lesson"]),
            "hours": reverse("hours"),
            "steps of the program": reverse("next_steps") + "?of=program",
        },
    }


@pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_main_pages(language, viewport, people, open_as):
    folder = settings.VAR_DIR / "screens" / "languages"
    folder.mkdir(parents=True, exist_ok=True)
    complaints = []
    for person, addresses in pages(people).items():
        page = open_as(person, viewport)
        User.objects.filter(pk=person.pk).update(language=language)
        for name, address in addresses.items():
            assert page.goto(address).status == STATUS.get(name, 200)
            page.wait_for_load_state("networkidle")
            assert page.locator("html").get_attribute("lang").casefold() == language
            page.screenshot(
                path=folder / f"{language}-{viewport['width']}-{name.replace(' ', '-')}.png", full_page=True
            )
            seen = page.evaluate(AS_SEEN)
            said = set(seen["said"]) - english.names_of_rubrics()
            complaints += [f"{name}: {each}" for each in seen["wrong"]]
            complaints += [f"{name}, in English: {line}" for line in english.left_in(said, language)]
    assert not complaints, "\n".join(complaints)
