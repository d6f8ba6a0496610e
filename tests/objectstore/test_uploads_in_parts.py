import hashlib
import os
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from coachcycle.objectstore import multipart, objects, presign

MIB = 1024 * 1024
FILM = os.urandom(17 * MIB + 3)
PART = multipart.part_size_for(len(FILM))


def send(key, upload_id, number):
    size = multipart.size_of_part(number, len(FILM), PART)
    address = presign.part_url(key, upload_id, number, size=size, seconds=60)
    begin = (number - 1) * PART
    return requests.put(address, data=FILM[begin : begin + size])


def test_a_film_arrives_in_parts_out_of_order(tmp_path):
    key = "uploads/whole.mp4"
    upload_id = multipart.start(key, "video/mp4")
    for number in (3, 1, 1, 2):
        assert send(key, upload_id, number).ok
    assert multipart.list_parts(key, upload_id) == {1: 8 * MIB, 2: 8 * MIB, 3: MIB + 3}
    assert objects.size_of(key) is None
    multipart.complete(key, upload_id)
    assert objects.size_of(key) == len(FILM)
    assert objects.download(key, tmp_path / "film") == hashlib.sha256(FILM).hexdigest()
    assert (tmp_path / "film").read_bytes() == FILM


def test_a_finished_film_is_not_changed_by_a_late_part():
    key = "uploads/late.mp4"
    upload_id = multipart.start(key, "video/mp4")
    address = presign.part_url(key, upload_id, 1, size=5, seconds=60)
    assert requests.put(address, data=b"hello").ok
    multipart.complete(key, upload_id)
    assert requests.put(address, data=b"jelly").status_code == 404
    multipart.abort(key, upload_id)
    for use in (multipart.list_parts, multipart.complete):
        with pytest.raises(multipart.UploadGone):
            use(key, upload_id)
    assert requests.get(presign.get_url(key, seconds=60, content_type="video/mp4")).content == b"hello"


def test_a_deleted_film_leaves_the_disk(run_store, use_store, tmp_path):
    use_store(run_store().url)

    def bytes_on_disk():
        return sum(file.stat().st_size for file in (tmp_path / "own" / "srv").rglob("*.data"))

    key = "uploads/deleted.mp4"
    for end in (multipart.complete, multipart.abort):
        upload_id = multipart.start(key, "video/mp4")
        for number in (1, 2, 3):
            assert send(key, upload_id, number).ok
        assert bytes_on_disk() >= len(FILM)
        end(key, upload_id)
        objects.delete(key)
        assert bytes_on_disk() < MIB


def test_an_aborted_upload_is_gone():
    key = "uploads/aborted.mp4"
    upload_id = multipart.start(key, "video/mp4")
    assert send(key, upload_id, 1).ok
    multipart.abort(key, upload_id)
    multipart.abort(key, upload_id)
    for use in (multipart.list_parts, multipart.complete):
        with pytest.raises(multipart.UploadGone):
            use(key, upload_id)
    assert send(key, upload_id, 2).status_code == 404
    assert objects.size_of(key) is None


def test_an_upload_without_parts_is_not_completed():
    key = "uploads/empty.mp4"
    upload_id = multipart.start(key, "video/mp4")
    with pytest.raises(ValueError, match="without parts"):
        multipart.complete(key, upload_id)
    assert multipart.list_parts(key, upload_id) == {}


def test_the_sweeper_finds_what_was_left_unfinished():
    before = datetime.now(UTC) - timedelta(seconds=2)
    left = {(key, multipart.start(key, "video/mp4")) for key in ("left/a.mp4", "left/a.mp4", "left/b.mp4")}
    multipart.start("elsewhere/c.mp4", "video/mp4")
    found = list(multipart.unfinished("left/"))
    assert {(key, upload_id) for key, upload_id, _ in found} == left
    assert len(found) == 3
    assert all(initiated >= before for _, _, initiated in found)
    assert "elsewhere/c.mp4" in {key for key, _, _ in multipart.unfinished()}
    for key, upload_id, _ in found:
        multipart.abort(key, upload_id)
    assert list(multipart.unfinished("left/")) == []


def test_an_upload_goes_on_after_kill_9(run_store, use_store, tmp_path):
    store = run_store()
    use_store(store.url)
    key = "uploads/cut.mp4"
    objects.put("uploads/before.txt", b"kept", "text/plain")
    upload_id = multipart.start(key, "video/mp4")
    assert send(key, upload_id, 1).ok
    address = presign.part_url(key, upload_id, 2, size=PART, seconds=60)

    def until_the_power_fails():
        yield FILM[PART : PART + MIB]
        store.kill()
        yield FILM[PART + MIB : 2 * PART]

    torn = requests.Request("PUT", address, data=until_the_power_fails()).prepare()
    del torn.headers["Transfer-Encoding"]
    torn.headers["Content-Length"] = str(PART)
    with pytest.raises(requests.ConnectionError):
        requests.Session().send(torn)

    run_store(urlsplit(store.url).port)
    assert multipart.list_parts(key, upload_id) == {1: PART}
    assert [send(key, upload_id, number).ok for number in (2, 3)] == [True, True]
    multipart.complete(key, upload_id)
    assert objects.download(key, tmp_path / "film") == hashlib.sha256(FILM).hexdigest()
    kept = requests.get(presign.get_url("uploads/before.txt", seconds=60, content_type="text/plain"))
    assert kept.content == b"kept"


@given(st.integers(1, 50 * 1024**4))
def test_parts_are_equal_and_few_enough(total):
    part_size = multipart.part_size_for(total)
    count = multipart.part_count(total, part_size)
    assert part_size >= 8 * MIB
    assert part_size % MIB == 0
    assert 1 <= count <= 10_000
    last = multipart.size_of_part(count, total, part_size)
    assert 1 <= last <= part_size
    assert part_size * (count - 1) + last == total
    if count > 1:
        assert multipart.size_of_part(1, total, part_size) == part_size
    for number in (0, count + 1):
        with pytest.raises(ValueError, match="no part"):
            multipart.size_of_part(number, total, part_size)


def test_an_empty_film_has_no_parts():
    for plan in (multipart.part_size_for, lambda total: multipart.part_count(total, PART)):
        with pytest.raises(ValueError, match="at least one byte"):
            plan(0)
