import hashlib
import time
from base64 import b64encode
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from coachcycle.objectstore import multipart, objects, presign

FILM = bytes(range(256)) * 40


@pytest.fixture
def film():
    objects.put("films/one.mp4", FILM, "application/octet-stream")
    return "films/one.mp4"


def read_url(key, seconds=60):
    return presign.get_url(key, seconds=seconds, content_type="video/mp4")


def test_a_player_reads_a_film_by_ranges(film):
    address = read_url(film)
    whole = requests.get(address)
    assert whole.content == FILM
    assert whole.headers["Content-Type"] == "video/mp4"
    assert whole.headers["Cache-Control"] == "private, no-store"
    assert whole.headers["Content-Disposition"] == "inline"
    middle = requests.get(address, headers={"Range": "bytes=100-199"})
    assert (middle.status_code, middle.content) == (206, FILM[100:200])
    assert middle.headers["Content-Range"] == f"bytes 100-199/{len(FILM)}"
    assert requests.get(address, headers={"Range": "bytes=-10"}).content == FILM[-10:]
    assert requests.get(address, headers={"Range": f"bytes={len(FILM)}-"}).status_code == 416


def test_an_address_holds_no_secret_and_no_checksum(film, settings):
    upload_id = multipart.start("films/two.mp4", "video/mp4")
    for address in (read_url(film), presign.part_url("films/two.mp4", upload_id, 1, size=9, seconds=60)):
        assert settings.S3_SECRET_ACCESS_KEY not in address
        assert "checksum" not in address.lower()


def test_an_address_names_the_host_browsers_use(film, settings):
    settings.S3_PUBLIC_ENDPOINT_URL = "https://films.example.org"
    assert read_url(film).startswith(f"https://films.example.org/{settings.S3_BUCKET}/films/one.mp4?")


def test_an_address_that_was_tampered_with_is_refused(film):
    objects.put("films/other.mp4", FILM, "video/mp4")
    address = read_url(film)
    query = parse_qs(urlsplit(address).query)
    for tampered in (
        address.replace("one.mp4", "other.mp4"),
        address.replace("X-Amz-Expires=60", "X-Amz-Expires=900"),
        address.replace("video%2Fmp4", "text%2Fhtml"),
        address.replace(query["X-Amz-Signature"][0], "0" * 64),
        address.partition("?")[0],
    ):
        assert tampered != address
        assert requests.get(tampered).status_code == 403
    assert requests.put(address, data=b"mine").status_code == 403
    assert requests.get(address).content == FILM


def test_an_address_ends(film):
    address = read_url(film, seconds=1)
    deadline = time.monotonic() + 20
    while (status := requests.get(address).status_code) == 200 and time.monotonic() < deadline:
        pass
    assert status == 403


@pytest.mark.parametrize("seconds", [0, -1, 901])
def test_no_address_lives_longer_than_a_quarter_of_an_hour(seconds):
    with pytest.raises(ValueError, match="900"):
        read_url("films/one.mp4", seconds=seconds)
    with pytest.raises(ValueError, match="900"):
        presign.part_url("films/one.mp4", "upload", 1, size=9, seconds=seconds)


def test_a_part_is_taken_only_as_it_was_signed():
    key = "films/parts.mp4"
    upload_id = multipart.start(key, "video/mp4")
    md5 = b64encode(hashlib.md5(FILM).digest()).decode()
    address = presign.part_url(key, upload_id, 1, size=len(FILM), md5=md5, seconds=60)
    signed_md5 = {"Content-MD5": md5}
    assert requests.put(address, data=FILM + b"!", headers=signed_md5).status_code == 403
    assert requests.put(address, data=FILM).status_code == 403
    assert requests.put(address, data=FILM[:-1] + b"!", headers=signed_md5).status_code == 400
    second = address.replace("partNumber=1", "partNumber=2")
    assert requests.put(second, data=FILM, headers=signed_md5).status_code == 403
    assert multipart.list_parts(key, upload_id) == {}
    assert requests.put(address, data=FILM, headers=signed_md5).status_code == 200
    plain = presign.part_url(key, upload_id, 2, size=1, seconds=60)
    assert requests.put(plain, data=b"x", headers={"Content-Type": "video/mp4"}).status_code == 200
    assert multipart.list_parts(key, upload_id) == {1: len(FILM), 2: 1}
