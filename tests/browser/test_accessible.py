"""axe-core finds no violation on any page, on a phone and on a laptop, in light and in dark."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localdate

from coachcycle.accounts.letters import signer
from cycles.models import Cycle
from media_review import agenda
from media_review.models import StepEvidence
from tests import make
from tests.browser.conftest import LAPTOP, PHONE
from tests.test_permissions import MATRIX

AXE = settings.BASE_DIR / "coachcycle" / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN_AXE = """async (runOnly) => {
  const {violations} = await axe.run(document, {runOnly});
  const where = ({nodes}) => nodes.map((node) => node.html.slice(0, 160)).join(" | ");
  return violations.map((violation) => `${violation.id}: ${where(violation)}`);
}"""
# Answers that are not pages: data, redirects to a picture, fragments that stand inside a page.
NOT_PAGES = {
    "cycles:worker",
    "hours_file",
    "paper_pdf",
    "cycles:calendar_feed",
    "health",
    "health_live",
    "health_ready",
    "media_review:master",
    "media_review:playlist",
    "media_review:sprites",
    "media_review:poster",
    "media_review:piece",
    "media_review:hear",
    "media_review:voice_state",
    "media_review:addresses",
    "media_review:changes",
    "media_review:export",
    "media_review:take_captions",
    "media_review:transcription",
    "media_review:worker",
    "media_review:list_parts",
    "media_review:progress",
    "media_review:of_cycle",
    "media_review:debrief_now",
}
DOORS = ["account_login", "account_reset_password"]
OWN_ACCOUNT = ["account_change_password", "account_email", "mfa_index"]


@pytest.fixture(scope="module")
def world(site):
    """A program in mid-year: one cycle closed, one open with its film, feedback shared and not, steps late and done."""
    program = make.make_program("Harbor Street")
    people = {
        "educator": make.make_member("educator", program, "Wren Abara"),
        "coach": make.make_member("coach", program, "Ines Duarte"),
        "leader": make.make_member("leader", program, "Halima Osei"),
        "partner": make.make_member("partner", program, "Petra Lind"),
        "leader of all programs": make.make_member("leader", program, "Lena Across", across=True),
    }
    partnership = make.make_partnership(program, people["coach"], people["educator"])
    cycle = make.plan_lesson(make.make_cycle(partnership))
    recording = make.make_recording(people["educator"], cycle=cycle)
    recording.share(by=people["educator"], partnership=partnership)
    feedback = make.make_annotation(recording, people["coach"], shared_at=recording.created_at, kind="celebrate")
    make.make_annotation(recording, people["educator"], parent=feedback, shared_at=recording.created_at)
    make.make_annotation(recording, people["coach"], "Try the picture cards.", 70_000, end_ms=80_000, kind="suggestion")
    drawing = [{"tool": "box", "points": [[0.2, 0.2], [0.4, 0.4]]}]
    voice = make.make_voice(recording, people["coach"])
    beside = {"voice": voice, "drawing": drawing, "shared_at": recording.created_at}
    make.make_annotation(recording, people["coach"], "", 75_000, **beside)
    cycle.steps_agreed.create(text="Wait five counts", owner=people["educator"], due=localdate() - timedelta(days=2))
    cycle.steps_agreed.create(text="Hang the cards", owner=people["coach"], due=localdate() + timedelta(days=2))
    make.make_transcript(recording)
    share = recording.shares.get()
    invitation, _ = program.invite(email="new@example.org", role="coach", by=people["leader"])
    program.organization.invite(email="all@example.org", role="coach", by=people["leader of all programs"])
    things = {
        "": (),
        "organization": (program.organization_id,),
        "program": (program.pk,),
        "rubric": (cycle.edition.rubric_id,),
        "cycle": (cycle.pk,),
        "partnership": (partnership.pk,),
        "step": (cycle.steps_agreed.first().pk,),
        "recording": (recording.pk,),
        "share": (recording.pk, share.pk),
        "annotation": (feedback.pk,),
        "observation": (make.make_observation(cycle).pk,),
        "evidence": (make_evidence(cycle, feedback).pk,),
        "agenda": (agenda.put(feedback, people["coach"]).pk,),
        "took_place": (program.pk, "lesson"),
        "contact": (make.make_contact(partnership).pk,),
        "letters": (signer.sign(str(people["educator"].pk)),),
        "member": (people["coach"].memberships.get().pk,),
        "rendition": (recording.pk, 720),
        "invitation": (invitation.pk,),
        "token": (invitation.token,),
    }
    return people, things


def make_evidence(cycle, feedback):
    at = {"recording": feedback.recording, "annotation": feedback, "start_ms": feedback.start_ms}
    return StepEvidence.objects.create(step=cycle.steps_agreed.first(), attached_by=feedback.author, **at)


def complaints_on(page, address):
    page.goto(address)
    page.wait_for_load_state("networkidle")
    return [f"{address}: {each}" for each in found_on(page)]


def found_on(page):
    """On a page as it stands."""
    page.wait_for_load_state()
    page.evaluate(AXE.read_text())
    found = page.evaluate(RUN_AXE, RULES)
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        found.append("scrolls sideways")
    if page.locator("option").filter(has_text=re.compile("^-+$")).count():
        found.append("offers a choice without words")
    return found


def pages_of(role, things):
    column = {"educator": 2, "coach": 3, "leader": 4, "partner": 5}[role]
    for name, (method, thing, letters) in MATRIX.items():
        if method == "get" and letters.split()[column] == "A" and name not in NOT_PAGES:
            yield reverse(name, args=things[thing])


@pytest.mark.parametrize(("viewport", "scheme"), [(PHONE, "light"), (LAPTOP, "dark")], ids=["phone", "laptop"])
@pytest.mark.parametrize("role", ["educator", "coach", "leader", "partner"])
def test_every_page_is_accessible(role, viewport, scheme, world, open_as):
    people, things = world
    page = open_as(people[role], viewport, color_scheme=scheme)
    addresses = [*pages_of(role, things), *(reverse(name) for name in OWN_ACCOUNT)]
    assert [found for address in addresses for found in complaints_on(page, address)] == []


@pytest.mark.parametrize(("viewport", "scheme"), [(PHONE, "light"), (LAPTOP, "dark")], ids=["phone", "laptop"])
def test_the_page_of_an_organization_is_accessible(viewport, scheme, world, open_as):
    people, things = world
    page = open_as(people["leader of all programs"], viewport, color_scheme=scheme)
    organization = things["organization"]
    prompts = reverse("cycles:own_prompts", args=[*organization, "lesson"])
    assert complaints_on(page, reverse("accounts:organization", args=organization)) == []
    assert complaints_on(page, prompts) == []


@pytest.mark.parametrize(("viewport", "scheme"), [(PHONE, "light"), (LAPTOP, "dark")], ids=["phone", "laptop"])
def test_an_open_plan_with_a_word_about_it_is_accessible(viewport, scheme, world, open_as):
    people, things = world
    Cycle.objects.get(pk=things["cycle"][0]).pre_conference.goals.get_or_create(text="I want Mateo to say why.")
    page = open_as(people["educator"], viewport, color_scheme=scheme)
    assert complaints_on(page, reverse("cycles:save_pre_conference", args=things["cycle"])) == []
    assert page.get_by_role("button", name="“Mateo” is not a child").is_visible()


@pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_the_door_is_accessible(viewport, open_as):
    page = open_as(viewport=viewport)
    assert [found for name in DOORS for found in complaints_on(page, reverse(name))] == []
