"""Hours, derived from what a pair wrote down, completed in a minute, entered once."""

import csv
import io
from datetime import date, timedelta

import openpyxl
import pytest
from django.urls import reverse
from django.utils.timezone import localdate, now

from cycles.models import Contact, Cycle, PostConference, PreConference, StageChange
from tests import make
from tests.cycles.pages import typed, words

LIST = "/cycles/contacts/"


@pytest.fixture
def held(cycle, cast):
    """The pair held its pre-conference and the lesson."""
    make.plan_lesson(cycle)
    PreConference.objects.filter(cycle=cycle).update(meets_at=now() - timedelta(days=2), minutes=45)
    for left, arrived in (("pre_conference", "lesson"), ("lesson", "post_conference")):
        StageChange.objects.create(cycle=cycle, left=left, arrived=arrived, by=cast.coach)
    Cycle.objects.filter(pk=cycle.pk).update(stage="post_conference")
    return cycle


def complete(browser, cycle, stage, **changes):
    address = reverse("cycles:add_contact", query={"cycle": cycle.pk, "stage": stage})
    return browser.post(address, typed(browser.get(address), **changes))


def test_what_was_held_waits_with_day_and_minutes_filled_in(cast, held, sign_in):
    browser = sign_in(cast.coach)
    page = words(browser.get(LIST))
    assert page.count("Complete it") == 2
    assert "45 minutes" in page
    complete(browser, held, "pre_conference", mode="phone", strategies=["reflection", "goals"], challenges=["time"])
    contact = Contact.objects.get()
    assert (contact.minutes, contact.held_on, contact.kind) == (45, localdate() - timedelta(days=2), "one_on_one")
    assert (contact.mode, contact.strategies, contact.challenges) == ("phone", ["reflection", "goals"], ["time"])
    assert words(browser.get(LIST)).count("Complete it") == 1


def test_who_joins_as_co_coach_has_nothing_to_complete_of_what_was_before(cast, held, sign_in):
    Cycle.objects.filter(pk=held.pk).update(closed_at=now() - timedelta(minutes=1))
    late = make.make_member("coach", cast.program, "Noor Haddad")
    held.partnership.participants.create(person=late, side="coach")
    browser = sign_in(late)
    page = words(browser.get(LIST))
    assert "Complete it" not in page
    assert held.title not in page
    address = reverse("cycles:add_contact", query={"cycle": held.pk, "stage": "lesson"})
    assert held.title not in words(browser.get(address))
    assert held.title not in words(browser.get("/")), "nor what moved before"
    assert words(sign_in(cast.coach).get(LIST)).count("Complete it") == 2
    make.make_cycle(held.partnership, title="Block corner")
    StageChange.objects.create(
        cycle=held.partnership.cycles.open().get(), left="pre_conference", arrived="lesson", by=cast.coach
    )
    assert words(sign_in(late).get(LIST)).count("Complete it") == 1


def test_a_stage_is_entered_once_however_often_it_is_sent(cast, held, sign_in):
    browser = sign_in(cast.coach)
    address = reverse("cycles:add_contact", query={"cycle": held.pk, "stage": "lesson"})
    form = typed(browser.get(address))
    make.make_contact(held.partnership, cycle=held, stage="lesson")
    browser.post(address, form)
    assert Contact.objects.filter(cycle=held, stage="lesson").count() == 1


def test_days_to_come_and_no_minutes_are_refused_in_words(cast, held, sign_in):
    browser = sign_in(cast.coach)
    tomorrow = str(localdate() + timedelta(days=1))
    page = words(complete(browser, held, "lesson", held_on=tomorrow, minutes="0"))
    assert "That day is still to come." in page
    assert "how many minutes it took" in page
    assert not Contact.objects.exists()


def test_support_for_nobody_in_particular_names_its_program(cast, sign_in):
    browser = sign_in(cast.coach)
    address = reverse("cycles:add_contact")
    support = {"kind": "support", "minutes": "90", "partnership": ""}
    assert "Say with whom" in words(browser.post(address, typed(browser.get(address), **support)))
    browser.post(address, typed(browser.get(address), **support, program=str(cast.program.pk)))
    assert Contact.objects.get().program == cast.program


def test_the_pair_of_others_is_no_choice(cast, sign_in):
    elsewhere = make.make_partnership()
    browser = sign_in(cast.coach)
    address = reverse("cycles:add_contact")
    page = browser.post(address, typed(browser.get(address), partnership=str(elsewhere.pk), minutes="10"))
    assert page.status_code == 200
    assert not Contact.objects.exists()


def test_the_ledger_adds_up_to_what_was_entered_and_held(cast, held, sign_in):
    """Counted here another way: by hand, from the rows."""
    PostConference.objects.filter(cycle=held).update(minutes=30)
    make.make_contact(held.partnership, minutes=60)
    make.make_contact(held.partnership, minutes=15, kind="group")
    make.make_contact(held.partnership, minutes=24, kind="support", held_on=date(2020, 1, 1))
    browser = sign_in(cast.leader)
    page = words(browser.get(reverse("hours")))
    assert "Harbor Street" in page
    rows = list(csv.reader(io.StringIO(browser.get("/programs/hours.csv").content.decode("utf-8-sig"))))
    figures = [float(cell) for row in rows[1:] for cell in row[2:6]]
    # 60 entered one-on-one and 45 derived from the pre-conference; 15 in a group; the old one is out of the months.
    assert sum(float(row[2]) for row in rows[1:]) == pytest.approx((60 + 45) / 60, abs=0.06)
    assert sum(float(row[3]) for row in rows[1:]) == pytest.approx(15 / 60, abs=0.06)
    assert sum(figures) == pytest.approx(2 * (60 + 45 + 15) / 60, abs=0.2)
    complete(sign_in(cast.coach), held, "pre_conference", minutes="50")
    again = list(csv.reader(io.StringIO(sign_in(cast.leader).get("/programs/hours.csv").content.decode("utf-8-sig"))))
    assert sum(float(row[2]) for row in again[1:]) == pytest.approx((60 + 50) / 60, abs=0.06)


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\uff1d1", "\t=1", "\n=1"])
def test_a_program_with_the_name_of_a_formula_is_a_word_in_every_sheet(name, cast, held, sign_in):
    type(cast.program).objects.update(name=name)
    browser = sign_in(cast.partner)
    rows = list(csv.reader(io.StringIO(browser.get("/programs/hours.csv").content.decode("utf-8-sig"), newline="")))
    assert rows[1][0] == f"'{name}"
    sheet = openpyxl.load_workbook(io.BytesIO(browser.get("/programs/hours.xlsx").content)).active
    assert (sheet["A2"].data_type, sheet["A2"].value.strip()) == ("s", name.strip())


def test_the_spreadsheet_says_the_same_with_sums(cast, held, sign_in):
    make.make_contact(held.partnership, minutes=60)
    browser = sign_in(cast.partner)
    sheet = openpyxl.load_workbook(io.BytesIO(browser.get("/programs/hours.xlsx").content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][0] == "Program"
    assert rows[-1][0] == "In all"
    assert rows[-1][2] == pytest.approx((60 + 45) / 60, abs=0.06)


def test_nobody_counts_the_programs_of_others(cast, held, sign_in):
    make.make_contact(held.partnership, minutes=60)
    assert "Harbor Street" not in words(sign_in(cast.outsider).get(reverse("hours")))
    address = reverse("hours", query={"program": cast.program.pk})
    assert "Harbor Street" not in words(sign_in(cast.outsider).get(address))
    assert sign_in(cast.leader).get(reverse("hours", query={"program": "nonsense"})).status_code == 404
