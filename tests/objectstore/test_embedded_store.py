import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests
from django.conf import settings as site

from coachcycle.objectstore import launcher, multipart, objects, presign
from coachcycle.objectstore.client import client

PAGE = site.S3_ALLOWED_ORIGINS[0]


def test_whoever_does_not_sign_gets_nothing(store):
    objects.put("a/b", b"hello", "text/plain")
    token = requests.get(
        f"{store.url}/auth/v1.0",
        headers={"X-Auth-User": site.S3_ACCESS_KEY_ID, "X-Auth-Key": site.S3_SECRET_ACCESS_KEY},
    )
    assert token.status_code == 403
    account = site.S3_ACCESS_KEY_ID.partition(":")[0]
    native = (f"/v1/AUTH_{account}", f"/v1/AUTH_{account}/{site.S3_BUCKET}/a/b")
    for path in ("/", f"/{site.S3_BUCKET}", f"/{site.S3_BUCKET}/a/b", "/info", "/healthcheck", *native):
        for headers in ({}, {"Authorization": "AWS coach:app:AAAA"}, {"X-Auth-Token": "AUTH_tk0"}):
            assert requests.get(store.url + path, headers=headers).status_code == 403
    assert requests.get(f"{store.url}/{site.S3_BUCKET}/a/b?X-Amz-Credential=x").status_code in (400, 403)
    assert requests.put(f"{store.url}/{site.S3_BUCKET}/a/b", data=b"mine").status_code == 403
    assert objects.size_of("a/b") == 5


def test_the_front_door_is_the_only_way_to_the_films(store):
    """The inner servers believe whoever reaches them; another user of the machine must not."""
    own = {line.split()[9] for line in Path("/proc/net/tcp").read_text().splitlines()[1:] if line.split()[3] == "0A"}
    fds = Path(f"/proc/{store.process.pid}/fd").iterdir()
    inodes = {link.readlink().name.removeprefix("socket:[").rstrip("]") for link in fds}
    assert len(own & inodes) == 1
    root = Path(store.process.args[store.process.args.index("--root") + 1])
    assert [(root / private).stat().st_mode & 0o077 for private in ("run", "srv")] == [0, 0]


def test_secrets_stay_out_of_the_process_list_and_may_hold_anything(run_store, use_store, settings):
    settings.S3_SECRET_ACCESS_KEY = "a%(secret)s+/=#;"
    store = run_store()
    use_store(store.url)
    objects.put("a/b", b"hello", "text/plain")
    command = Path(f"/proc/{store.process.pid}/cmdline").read_bytes().decode()
    assert "--root" in command
    assert settings.S3_SECRET_ACCESS_KEY not in command


def preflight(address, origin, method, headers):
    asks = {"Access-Control-Request-Method": method, "Access-Control-Request-Headers": headers}
    return requests.options(address, headers={"Origin": origin, **asks})


def test_a_page_of_ours_may_send_parts_and_read_ranges():
    upload_id = multipart.start("cors/film.mp4", "video/mp4")
    part = presign.part_url("cors/film.mp4", upload_id, 1, size=5, seconds=60)
    answer = preflight(part, PAGE, "PUT", "content-md5,content-type")
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == PAGE
    assert "PUT" in answer.headers["Access-Control-Allow-Methods"]
    assert {"content-md5", "range"} <= set(answer.headers["Access-Control-Allow-Headers"].lower().split(", "))
    sent = requests.put(part, data=b"hello", headers={"Origin": PAGE})
    assert (sent.status_code, sent.headers["Access-Control-Allow-Origin"]) == (200, PAGE)
    multipart.complete("cors/film.mp4", upload_id)
    read = presign.get_url("cors/film.mp4", seconds=60, content_type="video/mp4")
    got = requests.get(read, headers={"Origin": PAGE, "Range": "bytes=0-1"})
    assert (got.status_code, got.headers["Access-Control-Allow-Origin"]) == (206, PAGE)
    assert {"Content-Range", "Content-Length", "ETag"} <= set(got.headers["Access-Control-Expose-Headers"].split(", "))


def test_a_page_of_ours_learns_why_it_was_refused():
    read = presign.get_url("cors/none.mp4", seconds=60, content_type="video/mp4")
    for address, status in ((read, 404), (read + "0", 403), (read.partition("?")[0], 403)):
        answer = requests.get(address, headers={"Origin": PAGE})
        assert (answer.status_code, answer.headers["Access-Control-Allow-Origin"]) == (status, PAGE)


@pytest.mark.parametrize("origin", ["http://elsewhere.test", "null", PAGE + "0", ""])
def test_a_page_of_others_may_do_nothing(origin):
    objects.put("cors/read.mp4", b"hello", "video/mp4")
    address = presign.get_url("cors/read.mp4", seconds=60, content_type="video/mp4")
    for answer in (
        preflight(address, origin, "GET", "range"),
        preflight(address, origin, "PUT", "content-md5"),
        requests.get(address, headers={"Origin": origin}),
    ):
        assert "Access-Control-Allow-Origin" not in answer.headers


def test_types_and_objects_are_there_after_kill_9(run_store, use_store):
    store = run_store()
    use_store(store.url)
    objects.put("kept/film.mp4", b"film", "video/mp4")
    store.kill()
    run_store(urlsplit(store.url).port)
    head = client().head_object(Bucket=site.S3_BUCKET, Key="kept/film.mp4")
    assert (head["ContentLength"], head["ContentType"]) == (4, "video/mp4")
    assert list(objects.keys_under("kept/")) == ["kept/film.mp4"]


def test_two_stores_never_share_a_folder_or_a_port(run_store, tmp_path):
    store = run_store()
    with pytest.raises(launcher.StoreRefused, match="Another object store is serving"):
        run_store()
    with pytest.raises(launcher.StoreRefused, match=r"Port \d+ on 127.0.0.1 is busy"):
        run_store(urlsplit(store.url).port, root=tmp_path / "second")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"access_key": "coach"}, 'form "account:user"'),
        ({"access_key": "coach_cycle:app"}, 'form "account:user"'),
        ({"secret_key": ""}, "S3_SECRET_ACCESS_KEY must be set"),
        ({"secret_key": "two words"}, "without spaces"),
        ({"host": "192.0.2.1"}, "not possible to listen on 192.0.2.1"),
    ],
)
def test_what_it_cannot_use_it_refuses_in_a_sentence(run_store, changes, sentence):
    with pytest.raises(launcher.StoreRefused, match=sentence):
        run_store(**changes)


def test_a_folder_it_may_not_write_in_is_refused_in_a_sentence(run_store):
    with pytest.raises(launcher.StoreRefused, match=r"The folder /proc/1/store is not to be written in"):
        run_store(root=Path("/proc/1/store"))


def test_a_file_system_without_attributes_is_refused_in_a_sentence(tmp_path, settings):
    on_ramfs = [
        "unshare",
        "--map-root-user",
        "--mount",
        "sh",
        "-c",
        f'mount -t ramfs ramfs {tmp_path} && exec "$@"',
        "-",
    ]
    if subprocess.run([*on_ramfs, "true"], check=False).returncode:
        pytest.skip("this machine lets nobody mount a file system without attributes")
    command = [*on_ramfs, sys.executable, "-m", "coachcycle.objectstore.embedded", "--root", tmp_path]
    keys = {"S3_ACCESS_KEY_ID": "coach:app", "S3_SECRET_ACCESS_KEY": "secret"}
    ended = subprocess.run(
        command, cwd=settings.BASE_DIR, env=os.environ | keys, capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stderr) == (1, "")
    assert ended.stdout.startswith(f"The file system under {tmp_path} keeps no user extended attributes")
    assert ended.stdout.count("\n") == 1


def test_it_stops_when_told_and_with_whoever_started_it(run_store):
    store = run_store()
    store.stop()
    store.stop()
    assert store.process.returncode == 0
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((urlsplit(store.url).hostname, urlsplit(store.url).port))

    orphan = run_store()
    orphan.process.stdin.close()  # as the system does for a parent that was killed
    assert orphan.process.wait(timeout=20) == 0


def test_a_developer_runs_it_in_the_foreground(tmp_path, settings):
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = [sys.executable, "manage.py", "objectstore", "--root", str(tmp_path), "--port", str(port)]
    process = subprocess.Popen(command, cwd=settings.BASE_DIR, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout.readline().startswith(f"The object store answers at http://127.0.0.1:{port}")
        assert requests.get(f"http://127.0.0.1:{port}/").status_code == 403
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=20) == 0
    finally:
        process.kill()
        process.stdout.close()
    with pytest.raises(requests.ConnectionError):
        requests.get(f"http://127.0.0.1:{port}/")
