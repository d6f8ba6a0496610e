"""How fast are the pages of cycles, steps, contacts and boards when a whole state coaches on them?

Each page is asked for by whoever uses it, on PostgreSQL, once with one support organization in it and once with a whole
state (a tenth of it in the quick form; see `_state`). `p95_ms_worst` is the slowest page's, `p95_growth_worst` that of
the page which slows down most, `queries_worst` the most questions to the database; each says which page it was.
`p95_ms_organization` is the board over all programs of an organization. The long cycle on paper holds some 1,100
pieces of feedback.
"""

from django.urls import reverse

from coachcycle.accounts.models import Membership, Organization, User
from cycles.models import Partnership
from tests.bench import Result
from tests.bench._holding import holding
from tests.bench._pages import p95_ms, questions, reader
from tests.bench._state import id_of

GROWTH_COUNTS_FROM_MS = 20  # below, a page is as fast as its session and its menu


def run(quick):
    times = 20 if quick else 60
    small = _measure("small", times)
    large = _measure("county" if quick else "state", times)
    organization = large.pop("organization")
    small.pop("organization")
    slowest = max(large, key=lambda page: large[page][0])
    growing = max(small, key=lambda page: _growth(small[page][0], large[page][0]))
    asking = max(large, key=lambda page: large[page][1])
    yield Result("p95_ms_worst", large[slowest][0], f"ms ({slowest})")
    yield Result("p95_growth_worst", _growth(small[growing][0], large[growing][0]), f"x ({growing})")
    yield Result("queries_worst", large[asking][1], f"({asking})")
    yield Result("p95_ms_organization", organization[0], "ms")
    for page, (taken, asked) in large.items():
        yield Result(f"p95_ms {page}", taken, f"ms, {asked} queries; {small[page][0]:.0f} ms in the small set")


def _growth(small, large):
    return large / max(small, GROWTH_COUNTS_FROM_MS)


def _measure(size, times):
    """{page: (p95 in ms, questions)}"""
    with holding(size):
        return {
            page: (p95_ms(browser, address, times), questions(browser, address))
            for page, (browser, address) in _pages().items()
        }


def _pages():
    pair = Partnership.objects.select_related("program", "coach", "coachee").get(pk=id_of("partnership", 1))
    cycle, leader = pair.cycles.order_by("-number").first(), User.objects.get(pk=id_of("leader", 1))
    organization = Organization.objects.get(pk=id_of("organization", 1))
    across = User.objects.create(email="across@example.org", name="Lena Across")
    Membership.objects.create(user=across, organization=organization, role="leader")
    as_educator, as_coach, as_leader, as_lena = map(reader, (pair.coachee, pair.coach, leader, across))
    program = [pair.program_id]
    step = cycle.steps_agreed.first()
    return {
        "home of an educator": (as_educator, reverse("home")),
        "home of a coach": (as_coach, reverse("home")),
        "home of a leader": (as_leader, reverse("home")),
        "cycles of a coach": (as_coach, reverse("cycles:list")),
        "cycles of a leader": (as_leader, reverse("cycles:list")),
        "a cycle": (as_educator, reverse("cycles:detail", args=[cycle.pk])),
        "its recordings": (as_educator, reverse("media_review:of_cycle", args=[cycle.pk])),
        "a pre-conference": (as_educator, reverse("cycles:save_pre_conference", args=[cycle.pk])),
        "a post-conference": (as_coach, reverse("cycles:save_post_conference", args=[cycle.pk])),
        "a cycle on paper": (as_coach, reverse("paper", args=[cycle.pk])),
        "a long cycle on paper": (as_coach, reverse("paper", args=[pair.cycles.get(number=1).pk])),
        "next steps": (as_coach, reverse("next_steps")),
        "next steps of a program": (as_leader, reverse("next_steps", query={"of": "program"})),
        "a step": (as_coach, reverse("cycles:edit_step", args=[step.pk])),
        "a caseload": (as_coach, reverse("cycles:caseload")),
        "contacts": (as_coach, reverse("cycles:contacts")),
        "an agreement": (as_coach, reverse("cycles:edit_partnership", args=[pair.pk])),
        "who takes part": (as_coach, reverse("cycles:people", args=[pair.pk])),
        "how I give feedback": (as_coach, reverse("profile")),
        "a program's board": (as_leader, reverse("program", args=program)),
        "rows behind a figure": (as_leader, reverse("took_place", args=[*program, "lesson"])),
        "next steps behind a figure": (as_leader, reverse("steps_agreed", args=program)),
        "rows of an organization": (as_lena, reverse("took_place_across", args=[organization.pk, "lesson"])),
        "who led in an organization": (as_lena, reverse("who_led_across", args=[organization.pk])),
        "next steps of an organization": (as_lena, reverse("steps_agreed_across", args=[organization.pk])),
        "hours of a program": (as_leader, reverse("hours")),
        "hours of an organization": (as_lena, reverse("hours")),
        "programs of an organization": (as_lena, reverse("programs")),
        "organization": (as_lena, reverse("organization_board", args=[organization.pk])),
    }
