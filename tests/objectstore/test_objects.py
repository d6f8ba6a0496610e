import hashlib
import os
import socket
import threading
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from botocore.exceptions import ClientError

from coachcycle.objectstore import objects
from coachcycle.objectstore.client import client

MIB = 1024 * 1024


def test_an_object_comes_and_goes(tmp_path):
    objects.put("plain/a.txt", b"hello", "text/plain")
    assert objects.size_of("plain/a.txt") == 5
    objects.download("plain/a.txt", tmp_path / "a")
    assert (tmp_path / "a").read_bytes() == b"hello"
    objects.delete("plain/a.txt", "plain/never-was.txt")
    assert objects.size_of("plain/a.txt") is None
    with pytest.raises(ClientError, match="NoSuchKey"):
        objects.download("plain/a.txt", tmp_path / "a")


def test_an_empty_object_is_an_object(tmp_path):
    objects.put("plain/empty", b"", "text/plain")
    assert objects.size_of("plain/empty") == 0
    assert objects.download("plain/empty", tmp_path / "empty") == hashlib.sha256().hexdigest()


def test_a_large_file_goes_up_and_down_whole(tmp_path, settings):
    film = tmp_path / "film"
    film.write_bytes(os.urandom(MIB) * 65)
    objects.upload(film, "large/film.mp4", "video/mp4")
    head = client().head_object(Bucket=settings.S3_BUCKET, Key="large/film.mp4")
    assert (head["ContentLength"], head["ContentType"]) == (65 * MIB, "video/mp4")
    heard = []
    digest = objects.download("large/film.mp4", tmp_path / "copy", on_bytes=heard.append)
    assert digest == hashlib.sha256(film.read_bytes()).hexdigest()
    assert sum(heard) == 65 * MIB
    assert len(heard) > 10


def test_a_download_goes_on_where_the_connection_broke(store, use_store, tmp_path):
    film = os.urandom(4 * MIB)
    objects.put("large/broken.mp4", film, "video/mp4")
    with breaking_line_to(store, after=3 * MIB // 2) as url:
        use_store(url)
        assert objects.download("large/broken.mp4", tmp_path / "copy") == hashlib.sha256(film).hexdigest()
    assert (tmp_path / "copy").read_bytes() == film


def test_a_folder_is_deleted_and_its_neighbour_is_not():
    for key in ("films/1/a", "films/1/b/c", "films/12/a"):
        objects.put(key, b"x", "text/plain")
    assert set(objects.keys_under("films/1/")) == {"films/1/a", "films/1/b/c"}
    objects.delete_under("films/1/")
    assert list(objects.keys_under("films/1")) == ["films/12/a"]


@pytest.mark.parametrize("prefix", ["", "/", "films/1"])
def test_only_a_named_folder_is_deleted(prefix):
    objects.put("films/1/kept", b"x", "text/plain")
    with pytest.raises(ValueError, match="names no folder"):
        objects.delete_under(prefix)
    assert objects.size_of("films/1/kept") == 1


@contextmanager
def breaking_line_to(store, after):
    """The address of a line to the store on which each connection breaks `after` bytes of answer."""
    listener = socket.create_server(("127.0.0.1", 0))
    target = urlsplit(store.url)

    def carry(ours):
        with ours, socket.create_connection((target.hostname, target.port)) as theirs:
            theirs.sendall(ours.recv(65536))
            left = after
            while left and (chunk := theirs.recv(min(left, 65536))):
                ours.sendall(chunk)
                left -= len(chunk)

    def listen():
        while True:
            try:
                ours, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=carry, args=(ours,)).start()

    threading.Thread(target=listen, daemon=True).start()
    try:
        yield "http://{}:{}".format(*listener.getsockname())
    finally:
        listener.close()
