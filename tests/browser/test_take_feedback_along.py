"""What she sees is what she takes: the filter of the room holds in the file. And what others have comes back in."""

import json
from pathlib import Path

import openpyxl
import pytest
import webvtt
from django.utils.timezone import now
from playwright.sync_api import expect
from pympi import Elan

from media_review.models import Annotation
from tests import make
from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.test_accessible import found_on

HEARD, COUNTED, MINE = "What did she hear?", "You counted to five.", "I talk too fast."


@pytest.fixture
def people(site):
    program = make.make_program()
    return make.make_member("coach", program, "Ines Duarte"), make.make_member("educator", program, "Wren Abara")


@pytest.fixture
def recording(people):
    """Two things that the coach shared, one that she did not, and a draft of the educator's."""
    coach, educator = people
    recording = make.make_recording(educator)
    recording.share(by=educator, person=coach)
    make.make_annotation(recording, coach, COUNTED, 5_000, kind="celebrate", shared_at=now())
    make.make_annotation(recording, coach, HEARD, 20_000, end_ms=24_000, kind="question", shared_at=now())
    make.make_annotation(recording, coach, "Not yet for Wren", 30_000, kind="question")
    make.make_annotation(recording, educator, MINE, 40_000, kind="question")
    return recording


def taken(page, name):
    """The file that the button leads to, under a name that tells its reader what it is."""
    page.get_by_role("button", name="Take along").click()
    with page.expect_download() as download:
        page.get_by_role("dialog", name="Take feedback along").get_by_role("button", name=name, exact=True).click()
    page.keyboard.press("Escape")
    path = Path(download.value.path())
    return path.rename(path.with_suffix(Path(download.value.suggested_filename).suffix))


def in_captions(path):
    return [(cue.start_in_seconds, cue.text) for cue in webvtt.read(str(path)).captions]


def in_elan(path):
    told = Elan.Eaf(str(path))
    found = [each for name in told.get_tier_names() for each in told.get_annotation_data_for_tier(name)]
    return sorted((start / 1000, words) for start, _end, words, *_ in found)


def in_sheet(path):
    _head, *rows = openpyxl.load_workbook(path).active.iter_rows(values_only=True)
    return [(int(row[0].split(":")[1]), row[3]) for row in rows]


def in_annotations(path):
    items = json.loads(path.read_text())["first"]["items"]
    times = [item["target"]["selector"]["value"] for item in items]
    return [(float(time[2:].split(",")[0]), item["body"][0]["value"]) for time, item in zip(times, items, strict=True)]


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("Captions", in_captions),
        ("ELAN", in_elan),
        ("Spreadsheet", in_sheet),
        ("Web Annotation", in_annotations),
    ],
)
def test_each_file_holds_what_she_sees_and_is_read_by_others(name, read, people, recording, open_as):
    page = open_as(people[1], LAPTOP)
    page.goto(f"/recordings/{recording.pk}/?kind=question")
    (first, heard), (second, mine) = read(taken(page, name))
    assert (first, second) == (20, 40)
    assert HEARD in heard
    assert MINE in mine


@pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_what_another_tool_wrote_comes_in_as_drafts_and_a_wrong_file_is_told(
    viewport, people, recording, open_as, tmp_path
):
    coach, educator = people
    page = open_as(educator, viewport)
    page.goto(f"/recordings/{recording.pk}/")
    page.get_by_role("button", name="Take along").click()
    page.get_by_role("link", name="Bring feedback in").click()
    file = page.get_by_label("File", exact=True)
    bomb = tmp_path / "bomb.eaf"
    bomb.write_text('<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;">]><ANNOTATION_DOCUMENT>&c;</ANNOTATION_DOCUMENT>')
    file.set_input_files(bomb)
    page.get_by_role("button", name="Bring in").click()
    expect(page.get_by_text("may be an attack. It was not read.")).to_be_visible()
    assert found_on(page) == []

    elan = Elan.Eaf()
    elan.add_tier("Researcher: question")
    elan.add_annotation("Researcher: question", 61_000, 66_500, "Who is not in the picture?")
    path = tmp_path / "theirs.eaf"
    elan.to_file(str(path))
    file.set_input_files(path)
    page.get_by_role("button", name="Bring in").click()
    expect(page.get_by_text("1 new draft. Only you can read it.")).to_be_visible()
    card = page.get_by_role("list", name="Feedback", exact=True).get_by_role("listitem").filter(has_text="Who is not")
    expect(card).to_contain_text("1:01\u20131:06")
    expect(card).to_contain_text("Draft, only you")
    assert Annotation.objects.visible_to(coach).filter(body__startswith="Who is not").count() == 0


@pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_a_filtered_room_is_taken_along(viewport, site, open_as):
    program = make.make_program()
    coach, educator = make.make_member("coach", program, "Ines Duarte"), make.make_member("educator", program)
    recording = make.make_recording(educator)
    recording.share(by=educator, person=coach)
    make.make_annotation(recording, coach, "You counted to five.", kind="celebrate", shared_at=now())
    make.make_annotation(recording, coach, "What did she hear?", kind="question", shared_at=now())

    page = open_as(educator, viewport)
    page.goto(f"/recordings/{recording.pk}/")
    page.get_by_label("Kind of feedback").select_option("question")
    page.get_by_role("button", name="Take along").click()
    with page.expect_download() as taken:
        page.get_by_role("button", name="Table").click()
    said = Path(taken.value.path()).read_text(encoding="utf-8-sig")
    assert "What did she hear?" in said
    assert "You counted" not in said

    page.get_by_role("button", name="Print or PDF").click()
    expect(page.get_by_text("What did she hear?")).to_be_visible()
    expect(page.get_by_text("You counted")).to_have_count(0)
    page.get_by_role("link", name="Back to the film").click()
    expect(page.get_by_role("list", name="Feedback", exact=True)).to_be_visible()
