"""A relay of TCP before the web server, which counts what browsers send, and looks for a mark in it."""

import contextlib
import socket
import threading

from tests.site import free_port

CHUNK = 65536


class Relay:
    """As a context manager it listens on `port`. So many `bytes` went to the server at `to`, with so many `marks`."""

    def __init__(self, to, mark):
        self.to, self.mark = to, mark
        self.port, self.bytes, self.marks = free_port(), 0, 0
        self.counting = threading.Lock()

    def __enter__(self):
        self.door = socket.create_server(("127.0.0.1", self.port), backlog=64)
        self._start(self._accept)
        return self

    def __exit__(self, *_):
        self.door.close()

    def _accept(self):
        while True:
            try:
                browser, _ = self.door.accept()
            except OSError:
                return  # closed: the relay ends
            server = socket.create_connection(("127.0.0.1", self.to))
            self._start(self._pass, browser, server, self._count())
            self._start(self._pass, server, browser, lambda chunk: None)

    def _pass(self, source, sink, look):
        with contextlib.suppress(OSError):
            while chunk := source.recv(CHUNK):
                look(chunk)
                sink.sendall(chunk)
        with contextlib.suppress(OSError):
            sink.shutdown(socket.SHUT_WR)

    def _count(self):
        """A look at each chunk of one connection; a mark may lie across two."""
        before = b""

        def look(chunk):
            nonlocal before
            seen = before + chunk
            before = seen[-len(self.mark) + 1 :]
            with self.counting:
                self.bytes += len(chunk)
                self.marks += seen.count(self.mark)

        return look

    @staticmethod
    def _start(target, *arguments):
        threading.Thread(target=target, args=arguments, daemon=True).start()
