"""Feedback leaves the room in formats that others read, each read back here by a reader that is not ours."""

import csv
import io
import json
import re
from datetime import datetime

import openpyxl
import pytest
import webvtt
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import now
from pympi import Elan

from media_review.models import Annotation
from media_review.pictures import SpritePlan, sprites_vtt
from tests import make
from tests.media_review.json_ld import dropped

WORDS = "You waited.\n\nThen <he> spoke --> & she & \u202e=1+1"
MAKES_OF_IT = "They trust the silence."


@pytest.fixture
def room(cast, cycle):
    """Shared feedback with a reply, another's draft, one's own, and one that was taken back."""
    make.plan_lesson(cycle)
    recording = make.make_recording(cast.educator, cycle=cycle)
    recording.share(by=cast.educator, partnership=cycle.partnership)
    criterion = make.criteria_of(cycle.edition)[0]
    shared = {"shared_at": now()}
    first = make.make_annotation(
        recording,
        cast.coach,
        WORDS,
        62_000,
        end_ms=70_500,
        kind="question",
        criterion=criterion,
        interpretation=MAKES_OF_IT,
        link="https://example.org/waiting?a=1&b=2",
        **shared,
    )
    make.make_annotation(recording, cast.educator, "=SUM(A1)", first.start_ms, parent=first, **shared)
    make.make_annotation(recording, cast.coach, "Over the first", 64_000, kind="question", **shared)
    make.make_annotation(recording, cast.coach, "A draft of hers", 80_000)
    make.make_annotation(recording, cast.educator, "A draft of mine", 90_000)
    gone = {"taken_back_at": now(), **shared}
    make.make_annotation(recording, cast.coach, "", 95_000, **gone)
    return recording


@pytest.fixture
def taken(room, cast, sign_in):
    browser = sign_in(cast.educator)

    def take(ending, **filters):
        answer = browser.get(reverse("media_review:export", args=[room.pk, ending]), filters)
        assert answer.status_code == 200
        assert "no-store" in answer["Cache-Control"]
        assert answer["Content-Disposition"].startswith("attachment")
        return answer

    return take


def test_webvtt_is_read_by_webvtt_py(taken):
    cues = webvtt.from_buffer(io.StringIO(taken("vtt").content.decode())).captions
    assert [(cue.start, cue.end) for cue in cues] == [
        ("00:01:02.000", "00:01:10.500"),
        ("00:01:04.000", "00:01:08.000"),
        ("00:01:30.000", "00:01:34.000"),
    ]
    assert "You waited." in cues[0].text
    assert "=SUM(A1)" in cues[0].text
    assert MAKES_OF_IT in cues[0].text.splitlines()
    assert "https://example.org/waiting?a=1&amp;b=2" in cues[0].text
    assert "-->" not in cues[0].raw_text
    assert "<he>" not in cues[0].raw_text


def test_chapters_are_side_by_side_and_end_with_the_film(taken, room):
    cues = webvtt.from_buffer(io.StringIO(taken("chapters.vtt").content.decode())).captions
    assert len(cues) == room.cycle.segments.count() > 1
    assert cues[0].start_in_seconds == 0
    assert [cue.end for cue in cues[:-1]] == [cue.start for cue in cues[1:]]
    assert cues[-1].end_in_seconds == pytest.approx(room.duration_ms / 1000, abs=1)


def test_json_ld_keeps_the_rules_of_its_context(taken, room):
    told = json.loads(taken("jsonld").content)
    assert told["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert told["type"] == "AnnotationCollection"
    page = told["first"]
    assert page["type"] == "AnnotationPage"
    assert "@context" not in page
    assert told["total"] == len(page["items"]) == 4
    assert [*dropped(told)] == []
    ids = [item["id"] for item in page["items"]]
    assert len(set(ids)) == 4
    assert all(re.match(r"https?://", id) for id in ids)
    for item in page["items"]:
        assert item["type"] == "Annotation"
        assert datetime.fromisoformat(item["created"]).utcoffset() is not None
    first, reply = page["items"][:2]
    assert first["target"]["selector"]["value"] == "t=62,70.5"
    by_purpose = {body["purpose"]: body for body in first["body"]}
    assert by_purpose["describing"]["value"] == WORDS
    assert by_purpose["commenting"]["value"] == MAKES_OF_IT
    assert by_purpose["linking"] == {
        "type": "SpecificResource",
        "purpose": "linking",
        "source": "https://example.org/waiting?a=1&b=2",
    }
    assert reply["target"] == first["id"]
    moment = page["items"][2]["target"]["selector"]["value"]
    assert moment == "t=64"


def test_csv_is_read_by_csv_and_starts_no_formula(taken):
    rows = list(csv.DictReader(io.StringIO(taken("csv").content.decode("utf-8-sig"))))
    assert [row["Kind"] for row in rows] == ["question", "reply", "question", "note"]
    assert rows[0]["Feedback"] == WORDS
    assert rows[0]["What its author makes of it"] == MAKES_OF_IT
    assert rows[0]["Link"] == "https://example.org/waiting?a=1&b=2"
    assert rows[1]["Feedback"] == "'=SUM(A1)"
    assert rows[1]["Answer to"] == WORDS
    assert rows[3]["State"] == "draft, only you"


def test_xlsx_is_read_by_openpyxl_and_holds_no_formula(taken):
    sheet = openpyxl.load_workbook(io.BytesIO(taken("xlsx").content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert len(rows) == 5
    assert rows[0][3] == "Feedback"
    assert rows[1][4:6] == (MAKES_OF_IT, "https://example.org/waiting?a=1&b=2")
    assert rows[2][3] == "=SUM(A1)"
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}


def test_eaf_is_read_by_pympi(taken, tmp_path):
    path = tmp_path / "feedback.eaf"
    path.write_bytes(taken("eaf").content)
    told = Elan.Eaf(str(path))
    tiers = {name: told.get_annotation_data_for_tier(name) for name in told.get_tier_names()}
    assert [each[:2] for each in tiers["Ines Duarte: question"]] == [(62_000, 70_500)]
    assert [each[:2] for each in tiers["Ines Duarte: question_2"]] == [(64_000, 65_000)]
    assert "=SUM(A1)" in str(tiers["replies_1"])
    assert [each[2] for each in tiers["interpretations_1"]] == [MAKES_OF_IT]
    assert "https://example.org/waiting?a=1&b=2" in tiers["Ines Duarte: question"][0][2]
    assert not any("hers" in str(tier) for tier in tiers.values())
    assert "/" not in told.media_descriptors[0]["MEDIA_URL"]


def test_a_voice_and_a_drawing_are_named_as_the_context_names_them(taken, room, cast):
    room.annotations.all().delete()
    drawing = [{"tool": "box", "points": [[0.2, 0.2], [0.4, 0.4]]}]
    voice = make.make_voice(room, cast.educator)
    make.make_annotation(room, cast.educator, "", 5_000, voice=voice, drawing=drawing)
    told = json.loads(taken("jsonld").content)
    assert [*dropped(told)] == []
    (item,) = told["first"]["items"]
    assert {body["type"] for body in item["body"]} == {"TextualBody", "Audio"}
    assert item["target"]["selector"]["refinedBy"]["type"] == "SvgSelector"
    assert item["audience"]["schema:audienceType"] == "draft, only you"


def all_words(ending, content):
    if ending == "xlsx":
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        return str(list(sheet.iter_rows(values_only=True)))
    return content.decode()


ENDINGS = pytest.mark.parametrize("ending", ["vtt", "jsonld", "csv", "xlsx", "eaf"])


@ENDINGS
def test_what_others_have_not_shared_never_leaves_and_what_she_has_not_says_so(taken, room, cast, ending):
    make.make_annotation(room, cast.coach, "For Ines alone", 50_000, is_private=True)
    make.make_annotation(room, cast.educator, "For Wren alone", 51_000, is_private=True)
    said = all_words(ending, taken(ending).content)
    assert "A draft of hers" not in said
    assert "For Ines alone" not in said
    for words, state in (("A draft of mine", "draft, only you"), ("For Wren alone", "only for you, always")):
        assert words in said
        assert said.count(state) == 1


@ENDINGS
def test_filters_hold_in_what_is_taken_along(taken, ending):
    said = all_words(ending, taken(ending, kind="question", answered="no").content)
    assert "Over the first" in said
    assert "A draft of mine" not in said
    assert "You waited" not in said
    assert "You waited" in all_words(ending, taken(ending, kind="question").content)


@pytest.mark.parametrize("first", "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
def test_no_cell_of_a_table_begins_as_a_formula_does(taken, cast, room, first):
    room.annotations.all().delete()
    make.make_annotation(room, cast.educator, f"{first}1+1", 5_000, interpretation=f"{first}cmd|' /C calc'!A0")
    (row,) = csv.DictReader(io.StringIO(taken("csv").content.decode("utf-8-sig"), newline=""))
    assert row["Feedback"] == f"'{first}1+1"
    assert row["What its author makes of it"].startswith("'")
    sheet = openpyxl.load_workbook(io.BytesIO(taken("xlsx").content)).active
    assert {cell.data_type for line in sheet.iter_rows() for cell in line} <= {"s", "n"}


def test_an_unknown_format_does_not_exist(room, cast, sign_in):
    assert sign_in(cast.educator).get(reverse("media_review:export", args=[room.pk, "exe"])).status_code == 404


def test_the_report_shows_the_still_of_each_moment_and_the_words(room, cast, sign_in):
    # Tiles of 40 s on a film of 90 s: the last one is shorter.
    room.sprites_vtt, room.sprite_key = sprites_vtt(SpritePlan(40_000, 3, 3, 1, 160, 90), 90_000), "sprite.jpg"
    room.save()
    page = sign_in(cast.educator).get(reverse("media_review:report", args=[room.pk]))
    said = page.content.decode()
    assert re.findall(r'class="still" viewBox="(\d+) ', said) == ["160", "160", "320"]
    assert "You waited." in said
    assert MAKES_OF_IT in said
    assert 'href="https://example.org/waiting?a=1&amp;b=2" rel="noopener noreferrer"' in said
    assert "A draft of hers" not in said
    assert "no-store" in page["Cache-Control"]


# --- And back in ---------------------------------------------------------------------------------


def bring_in(browser, recording, content):
    file = SimpleUploadedFile("feedback.json", content)
    return browser.post(reverse("media_review:bring_in", args=[recording.pk]), {"file": file})


@pytest.mark.parametrize("ending", ["jsonld", "eaf"])
def test_what_was_taken_along_can_be_brought_in(taken, room, cast, client, ending):
    content = taken(ending).content
    client.force_login(cast.coach)
    before = Annotation.objects.count()
    for _ in range(2):  # twice is once
        answer = bring_in(client, room, content)
        assert answer.status_code == 302, answer.content.decode()
        brought = Annotation.objects.drafts_of(cast.coach).exclude(body="A draft of hers")
        assert Annotation.objects.count() == before + 3
    assert sorted(brought.values_list("start_ms", "kind")) == [
        (62_000, "question"),
        (64_000, "question"),
        (90_000, "note"),
    ]
    first = brought.get(start_ms=62_000)
    assert first.interpretation == MAKES_OF_IT
    assert first.link == ("https://example.org/waiting?a=1&b=2" if ending == "jsonld" else "")


def test_feedback_without_words_is_taken_along_and_brought_in(taken, room, cast, client):
    criterion = make.criteria_of(room.cycle.edition)[1]
    level = criterion.levels.get(number=3)
    Annotation.objects.all().delete()
    make.make_annotation(room, cast.educator, "", 5_000, criterion=criterion, level=level)
    make.make_annotation(room, cast.educator, "", 6_000, end_ms=9_000, kind="look")
    content = {ending: taken(ending).content for ending in ("vtt", "jsonld", "csv", "xlsx", "eaf")}
    cues = webvtt.from_buffer(io.StringIO(content["vtt"].decode())).captions
    assert [cue.text for cue in cues] == [
        "note, draft, only you (Open questions, 3 Strong)",
        "you look at this one, draft, only you",
    ]
    for ending in ("jsonld", "eaf"):
        client.force_login(cast.coach)
        assert bring_in(client, room, content[ending]).status_code == 302
        tag, look = Annotation.objects.drafts_of(cast.coach)
        assert "Open questions: 3 Strong" in tag.body
        assert (look.kind, look.body) == ("look", "")
        Annotation.objects.drafts_of(cast.coach).delete()


def test_a_link_that_no_browser_should_open_is_brought_in_as_words(room, cast, sign_in):
    bodies = [
        {"type": "TextualBody", "purpose": "describing", "value": "Seen."},
        {"type": "SpecificResource", "purpose": "linking", "source": "javascript:alert(1)"},
    ]
    told = [{"type": "Annotation", "body": bodies, "target": "https://x.example/#t=1"}]
    browser = sign_in(cast.educator)
    Annotation.objects.filter(author=cast.educator).delete()
    assert bring_in(browser, room, json.dumps(told).encode()).status_code == 302
    brought = Annotation.objects.get(author=cast.educator)
    assert (brought.body, brought.link) == ("Seen.\njavascript:alert(1)", "")


ENTITIES = b'<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;">]><ANNOTATION_DOCUMENT>&c;</ANNOTATION_DOCUMENT>'
EARLY = b"""<ANNOTATION_DOCUMENT><TIME_ORDER><TIME_SLOT TIME_SLOT_ID="a" TIME_VALUE="-5"/></TIME_ORDER><TIER>
<ALIGNABLE_ANNOTATION ANNOTATION_ID="b" TIME_SLOT_REF1="a" TIME_SLOT_REF2="a"><ANNOTATION_VALUE>x</ANNOTATION_VALUE>
</ALIGNABLE_ANNOTATION></TIER></ANNOTATION_DOCUMENT>"""


def _json(words, at="1"):
    told = [{"type": "Annotation", "body": {"value": words}, "target": f"https://x.example/#t={at}"}]
    return json.dumps(told).encode()


LATE, REVERSED = _json("x", at="99999"), _json("x", at="9,5")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b'{"a": 1,\n"b"', "breaks off in line 2"),
        (b'{"a": 1}', "no collection of Web Annotations"),
        (b"[1]", "Piece 1 is no Web Annotation"),
        (b"<a>", "neither JSON nor an ELAN document"),
        (b"\xff\xfe", "not a text file"),
        (ENTITIES, "may be an attack"),
        (LATE, "behind the end of this film"),
        (REVERSED, "ends before it starts"),
        (_json("x\0"), "characters that are no text"),
        (_json("x\ud800"), "characters that are no text"),
        (_json("x", at="9" * 400), "is not a time"),
        (_json(" "), "Piece 1 has no words"),
        (EARLY, "before the beginning of this film"),
        (b"", "This file is empty"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_changes_nothing(room, cast, sign_in, content, sentence):
    before = Annotation.objects.count()
    answer = bring_in(sign_in(cast.educator), room, content)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert Annotation.objects.count() == before
