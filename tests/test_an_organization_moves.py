"""All rows of an organization leave in one file and come back the same; a broken file changes nothing."""

import io
import json
import subprocess
import sys
import zipfile
from hashlib import sha256

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils.timezone import now

from coachcycle.accounts.models import Organization
from coachcycle.archive import reading, writing
from coachcycle.archive.shape import BELONG, LEFT
from cycles.models import Cycle, Preparation
from media_review import laying
from rubrics.models import Edition
from tests import every_kind, make, worker
from tests.servers import Postgres


@pytest.fixture
def organization(cast):
    """With a cycle on a built-in rubric, films, feedback shared and not, steps, and people of both kinds."""
    call_command("load_rubrics", verbosity=0)
    edition = Edition.objects.get(rubric__slug="lesson-design", state="published")
    cycle = make.plan_lesson(
        make.make_cycle(make.make_partnership(cast.program, cast.coach, cast.educator), edition=edition)
    )
    type(cycle.pre_conference).objects.update(
        not_names="Grove\n",
        way="goal_first",
        kind="activity",
        ages="toddler",
        references="ELOF P-LIT 4 https://example.org/4\nUnit 3",
    )
    recording = make.make_recording(cast.educator, cycle=cycle)
    recording.share(by=cast.educator, partnership=cycle.partnership)
    criterion = make.criteria_of(edition)[0]
    step = cycle.steps_agreed.create(text="=Wait\u2028for\x85five", owner=cast.educator)
    step.finish(by=cast.educator, words="¡Sí!")
    said = make.make_annotation(
        recording, cast.coach, criterion=criterion, level=criterion.levels.first(), shared_at=now()
    )
    make.make_annotation(recording, cast.educator, parent=said, shared_at=now(), next_step=step)
    make.make_annotation(recording, cast.coach, "A draft.")
    make.make_contact(cycle.partnership)
    for name, text in (("plan-0", ""), ("", "¿Qué harán con las manos?")):
        cast.program.organization.own_prompts.create(
            prompt_set="lesson", core_issue="plan", instead_of=name, text=text, retired_at=None if text else now()
        )
    Preparation.objects.create(organization=cast.program.organization, way="appreciative")
    laying.lay(recording, {cycle.segments.first().pk: 5000}, 60_000, by=cast.coach, seen=0)
    return cast.program.organization


def archive_of(organization):
    file = io.BytesIO()
    writing.write(organization, file)
    return file.getvalue()


def changed(archive, label, change):
    """The archive after somebody edited the rows of one kind, with a manifest that fits."""
    before, after = zipfile.ZipFile(io.BytesIO(archive)), io.BytesIO()
    rows = [json.loads(line) for line in before.read(f"data/{label}.jsonl").decode().split("\n")[:-1]]
    change(rows)
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    manifest = json.loads(before.read("manifest.json"))
    manifest["sha256"][label] = sha256(lines.encode()).hexdigest()
    with zipfile.ZipFile(after, "w") as written:
        for name in before.namelist():
            new = {f"data/{label}.jsonl": lines, "manifest.json": json.dumps(manifest)}
            written.writestr(name, new.get(name, before.read(name)))
    return after.getvalue()


def test_every_model_is_in_it_or_is_named_as_what_stays_behind():
    models = {model._meta.label for model in apps.get_models(include_auto_created=True) if not model._meta.proxy}
    assert models - set(BELONG) - set(LEFT) == set(), "put it into BELONG, or into LEFT with the reason"
    assert set(BELONG) | set(LEFT) <= models
    assert not set(BELONG) & set(LEFT)
    rooms = {"accounts", "rubrics", "cycles", "media_review"}
    assert not any(label.partition(".")[0] in rooms for label in LEFT), "what people write goes along"


def elsewhere(server, *command):
    """A command of ours, on a site of its own."""
    env = worker.environment(DATABASE_URL=server.url)
    told = [sys.executable, "manage.py", *map(str, command), "--skip-checks"]
    return subprocess.run(told, cwd=settings.BASE_DIR, env=env, capture_output=True, text=True)


def test_it_leaves_comes_back_and_leaves_the_same(organization, tmp_path):
    there, back = tmp_path / "there.zip", tmp_path / "back.zip"
    every_kind.complete(organization)
    call_command("export_organization", organization.name, there)
    with Postgres() as server:
        for command in (["migrate", "-v0"], ["load_rubrics", "-v0"], ["import_organization", there]):
            assert elsewhere(server, *command).returncode == 0
        elsewhere(server, "export_organization", organization.name, back)
        again = elsewhere(server, "import_organization", there)
    assert back.read_bytes() == there.read_bytes()
    rows = {label: zipfile.ZipFile(back).read(f"data/{label}.jsonl").count(b"\n") for label in BELONG}
    assert [label for label, number in rows.items() if not number] == [], "each kind was put to the proof"
    assert "This organization is here already" in again.stderr
    emails = zipfile.ZipFile(back).read("data/accounts.User.jsonl").decode()
    assert "Ines Duarte" in emails
    assert "Omar Out" not in emails, "nobody of another organization comes along"
    drafts = zipfile.ZipFile(back).read("data/media_review.Annotation.jsonl").decode()
    assert "A draft." in drafts
    assert "¿Qué harán con las manos?" in zipfile.ZipFile(back).read("data/cycles.OwnPrompt.jsonl").decode()


def test_it_says_what_stands_in_it_and_keeps_what_gives_access(organization):
    archive = zipfile.ZipFile(io.BytesIO(archive_of(organization)))
    readme = archive.read("README.md").decode()
    assert "## media_review.Annotation: 3 rows" in readme
    everything = b"".join(archive.read(name) for name in archive.namelist())
    assert b"argon2" not in everything
    assert "'=Wait" in archive.read("tables/cycles.NextStep.csv").decode("utf-8-sig")
    assert "¡Sí!" in archive.read("data/cycles.StepChange.jsonl").decode()


def forget(organization):
    """As on a site that never had it; its people stay."""
    Organization.objects.filter(pk=organization.pk).delete()


BROKEN = {
    "a day that is none": (
        "cycles.Lesson",
        lambda rows: rows[0].update(taught_on="soon"),
        "Lesson.jsonl, row 1, column taught_on",
    ),
    "a row that is not there": (
        "cycles.ChildGoal",
        lambda rows: rows[0].update(pre_conference=99),
        "row 1, column pre_conference",
    ),
    "a rubric nobody has": ("cycles.Cycle", lambda rows: rows[0].update(edition="gone/1"), "run load_rubrics"),
    "a column that is missing": ("cycles.NextStep", lambda rows: rows[0].pop("owner"), "row 1, column owner"),
    "another person's address": (
        "accounts.User",
        lambda rows: rows[0].update(id="00000000-0000-0000-0000-000000000001"),
        "row 1, column email",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_names_row_and_column_and_changes_nothing(name, organization):
    label, change, words = BROKEN[name]
    archive = changed(archive_of(organization), label, change)
    forget(organization)
    with pytest.raises(reading.Refused, match=words):
        reading.read(io.BytesIO(archive))
    assert not Cycle.objects.exists()
    assert not Organization.objects.filter(pk=organization.pk).exists()


def test_a_damaged_file_another_version_and_no_archive_are_refused_in_words(organization, tmp_path):
    archive = archive_of(organization)
    forget(organization)
    damaged = zipfile.ZipFile(io.BytesIO(archive))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as written:
        for each in damaged.namelist():
            written.writestr(each, damaged.read(each).replace(b'"version": 1', b'"version": 2'))
    for content, words in ((out.getvalue(), "version 2"), (b"a letter", "no archive"), (archive[:-200], "no archive")):
        file = tmp_path / "file.zip"
        file.write_bytes(content)
        with pytest.raises(CommandError, match=f"Nothing was changed.*{words}"):
            call_command("import_organization", file)


def test_the_commands_write_once_and_read_back(organization, tmp_path, capsys):
    file = tmp_path / "harbor.zip"
    call_command("export_organization", organization.name, file)
    assert file.stat().st_mode & 0o077 == 0
    with pytest.raises(CommandError, match="there already"):
        call_command("export_organization", organization.name, file)
    forget(organization)
    call_command("import_organization", file)
    assert "is here" in capsys.readouterr().out
    assert Cycle.objects.count() == 1
