"""Films that have just arrived, spoken feedback, and tools that do as a test wishes."""

import os

import pytest
from django.utils.timezone import now

from coachcycle.objectstore import objects
from media_review import ffmpeg
from media_review.models import Recording
from tests import films, make
from tests.media_review import voices


@pytest.fixture
def arrive(store, settings):
    """arrive(film) → a film that was just uploaded. For tests whose rows really commit, for other processes to see."""
    if settings.TASK_ENGINE == "redis":
        import django_rq  # fails where no queues of its are set

        django_rq.get_connection().flushdb()  # messages of the test before
    safe = films.kept(films.safe)  # made before a test puts other tools in ffmpeg's place

    def film(path=safe):
        row = make.make_recording(
            make.make_member("educator", make.make_program()),
            state=Recording.State.QUEUED,
            attempt=0,
            progress=0,
            size=path.stat().st_size,
            queued_at=now(),
        )
        row.renditions.all().delete()
        Recording.objects.filter(pk=row.pk).update(original_key=f"originals/{row.pk}")
        objects.upload(path, f"originals/{row.pk}", "video/mp4")
        row.refresh_from_db()
        return row

    return film


@pytest.fixture
def tool(settings, tmp_path):
    """tool(script): from now on "ffmpeg" is this script, in which $REAL is the real one."""
    real = ffmpeg.binaries()

    def is_script(script):
        path = tmp_path / "ffmpeg"
        path.write_text(f'#!/bin/sh\nREAL="{real.ffmpeg}"\n{script}\n')
        path.chmod(0o755)
        settings.MEDIA_SANDBOX, settings.FFMPEG_BIN, settings.FFPROBE_BIN = "limits", str(path), real.ffprobe

    return is_script


@pytest.fixture
def gate(tool, tmp_path):
    """The first ffmpeg says so in `reached`, and goes on when somebody opens `go`."""
    reached, go = tmp_path / "reached", tmp_path / "go"
    os.mkfifo(reached)
    os.mkfifo(go)
    tool(f'[ -p {reached} ] && echo > {reached} && cat {go}; exec "$REAL" "$@"')
    yield reached, go
    # Whoever still waits, orphaned by a killed worker, is let through and ends.
    gate = os.open(go, os.O_RDWR | os.O_NONBLOCK)
    os.write(gate, b"go")
    os.close(gate)


@pytest.fixture
def recording(cast, cycle):
    """Wren's film, which her coach may watch."""
    film = make.make_recording(cast.educator, cycle=cycle)
    film.share(by=cast.educator, partnership=cycle.partnership)
    return film


@pytest.fixture
def planned(cycle):
    """The pair has planned the lesson."""
    make.plan_lesson(cycle)


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    return voices.said(tmp_path_factory.mktemp("voice") / "voice.webm")


@pytest.fixture
def heard(recording, cast):
    """Shared feedback of the coach, spoken and ready."""
    voice = make.make_voice(recording, cast.coach)
    objects.put(voice.key, b"a voice", "audio/mp4")
    return make.make_annotation(recording, cast.coach, "", voice=voice, shared_at=recording.created_at)
