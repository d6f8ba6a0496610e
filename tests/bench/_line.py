"""The line between browsers and the store: as fast as it is told to be, and bad at the moments it is told.

One request goes over one connection, so that each can meet a fate of its own. Only parts (PUT with a part's number) are
counted and struck by faults; in a silence nothing else comes through either.
"""

import asyncio
import re
import threading
import time
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import count
from urllib.parse import urlsplit

PIECE = 64 * 1024
PART = re.compile(rb"PUT \S+[?&]partNumber=")
LENGTH = re.compile(rb"^content-length: *(\d+)", re.I | re.M)
CONNECTION = re.compile(rb"^connection: .*\r\n", re.I | re.M)
SIGNED_AT = re.compile(rb"X-Amz-Date=(\d{8}T\d{6}Z)")
TROUBLE = (ConnectionError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError)


class Flight:
    """One part on its way."""

    def __init__(self, number, length, transport):
        self.number, self.length, self.transport = number, length, transport
        self.is_dead = self.is_refused = self.is_expired = False

    @property
    def is_lost(self):
        return self.is_dead or self.is_refused or self.is_expired


class Line:
    """A context manager; `url` is where browsers find the store. Other threads may call what has no underscore."""

    def __init__(self, upstream, bytes_a_second):
        self.upstream, self.bytes_a_second = urlsplit(upstream), bytes_a_second
        self._numbers, self._flights, self._tasks = count(1), {}, set()
        self._free_at = 0
        self.forget([])
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self):
        self._thread.start()
        self.port = self._do(self._open())
        self.url = f"http://127.0.0.1:{self.port}"
        return self

    def __exit__(self, *_):
        self._do(self._end_all())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def forget(self, faults):
        self.faults, self.fault, self.met, self.resumed = list(faults), None, [], []
        self.seen = self.waiting = 0
        self.heard_at = time.monotonic()
        self._refusals = self._expiries = self._struck_at = 0
        self._good_at, self._went_on = None, False

    def begin(self, faults):
        """Drop what is left of the film before; `faults` are what the next one meets."""
        self._do(self._end_all())
        self.forget(faults)

    def mend(self):
        """A silence has ended, or a killed browser is back and chooses its film."""
        self._do(self._mend())

    @property
    def is_mended(self):
        return self._good_at is not None

    # From here on all runs in the line's own thread.

    def _do(self, act):
        return asyncio.run_coroutine_threadsafe(act, self._loop).result()

    async def _open(self):
        self._calm = asyncio.Event()
        self._calm.set()
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=PIECE)
        return self._server.sockets[0].getsockname()[1]

    async def _end_all(self):
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._calm.set()

    async def _mend(self):
        self._calm.set()
        self._good_at = time.monotonic()

    async def _serve(self, reader, writer):
        self._tasks.add(asyncio.current_task())
        try:
            with suppress(*TROUBLE, asyncio.CancelledError):
                await self._converse(await reader.readuntil(b"\r\n\r\n"), reader, writer)
        finally:
            self._tasks.discard(asyncio.current_task())
            writer.close()

    async def _converse(self, head, reader, writer):
        is_part = bool(PART.match(head))
        self.waiting += is_part
        try:
            await self._calm.wait()
        finally:
            self.waiting -= is_part
        length = LENGTH.search(head)
        flight = Flight(next(self._numbers), int(length[1]) if length else 0, writer.transport)
        head = CONNECTION.sub(b"", head)[:-2] + b"Connection: close\r\n\r\n"
        if not is_part:
            await self._pass_on(flight, head, reader, writer)
            return
        self._flights[flight.number] = flight
        try:
            await self._pass_on(flight, self._tamper(flight, head), reader, writer)
        finally:
            del self._flights[flight.number]
            self._refused_one(flight)

    def _tamper(self, flight, head):
        """Of a burst of refusals, this request gets its share."""
        if self._refusals:
            self._refusals -= 1
            flight.is_refused = True
        elif self._expiries:
            self._expiries -= 1
            flight.is_expired = True
            return expired(head)
        return head

    def _refused_one(self, flight):
        """Once the last of a burst has been refused, the line is good."""
        if not (flight.is_refused or flight.is_expired) or self._refusals or self._expiries:
            return
        if not any(other.is_refused or other.is_expired for other in self._flights.values()):
            self._good_at = time.monotonic()
            if self._went_on:
                self._resume()

    async def _pass_on(self, flight, head, reader, writer):
        back, forth = await asyncio.open_connection(self.upstream.hostname, self.upstream.port)
        try:
            forth.write(head)
            answering = asyncio.ensure_future(all_of(back))
            await self._carry(flight, reader, forth)
            answer = b"" if flight.is_refused else await answering
            await self._never_if_dead(flight)
            writer.write(refusal(self._status) if flight.is_refused else answer)
            await writer.drain()
        finally:
            forth.transport.abort()

    async def _carry(self, flight, reader, forth):
        left, is_part = flight.length, flight.number in self._flights
        while left:
            piece = await reader.read(min(left, PIECE))
            if not piece:
                raise ConnectionResetError
            left -= len(piece)
            if is_part:
                await self._pace(len(piece))
                self._heed(flight, len(piece))
            await self._never_if_dead(flight)
            if not flight.is_refused and not forth.is_closing():
                # A store that refuses may stop listening before it has heard all.
                with suppress(ConnectionError):
                    forth.write(piece)
                    await forth.drain()

    async def _pace(self, size):
        self._free_at = max(time.monotonic(), self._free_at) + size / self.bytes_a_second
        await asyncio.sleep(self._free_at - time.monotonic())

    async def _never_if_dead(self, flight):
        """Whoever waits for it waits for ever; only `begin` ends it."""
        if flight.is_dead:
            await asyncio.Event().wait()

    def _heed(self, flight, size):
        self.seen += size
        self.heard_at = time.monotonic()
        if self.fault and flight.number > self._struck_at and not flight.is_lost:
            self._went_on = True
            if self._good_at:
                self._resume()
        if self.fault is None and self.faults and self.seen >= self.faults[0].after_bytes:
            self._strike(self.faults.pop(0))

    def _resume(self):
        self.resumed.append((self.fault.kind, time.monotonic() - self._good_at))
        self.fault = None

    def _strike(self, fault):
        self.fault, self._good_at, self._struck_at = fault, None, next(self._numbers)
        self._went_on = False
        self.met.append(fault.kind)
        flights = tuple(self._flights.values())
        if fault.kind == "cut":
            for flight in flights:
                flight.transport.abort()
            self._good_at = time.monotonic()
        elif fault.kind == "busy":
            self._refusals, self._status = fault.requests, fault.status
            for flight in flights:
                flight.is_refused = not flight.is_dead
        elif fault.kind == "expired":
            self._expiries = fault.requests
        elif fault.kind == "silence":
            self._calm.clear()
            for flight in flights:
                flight.is_dead = True


async def all_of(reader):
    pieces = []
    with suppress(ConnectionError):
        while piece := await reader.read(PIECE):
            pieces.append(piece)
    return b"".join(pieces)


def expired(head):
    """The same request, signed an hour ago: the store itself says that it came too late."""

    def earlier(match):
        moment = datetime.strptime(match[1].decode(), "%Y%m%dT%H%M%SZ") - timedelta(hours=1)
        return b"X-Amz-Date=" + moment.strftime("%Y%m%dT%H%M%SZ").encode()

    return SIGNED_AT.sub(earlier, head, count=1)


def refusal(status):
    words = (f"HTTP/1.1 {status} Trouble", "Access-Control-Allow-Origin: *", "Content-Length: 0", "Connection: close")
    return "".join(f"{word}\r\n" for word in (*words, "")).encode()
