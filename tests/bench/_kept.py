"""Parts of a site that are started again as soon as they end, as a supervisor does, however they end."""

import threading
from contextlib import suppress

LOOK_SECONDS = 0.05


class Kept(threading.Thread):
    """Keeps one part running until `release`. `alone` counts how often it ended though nobody had killed it."""

    def __init__(self, name, process, start, kill):
        """`process()` is what runs now, or None; `start()` may take its time, `kill()` takes its children along."""
        super().__init__(name=name, daemon=True)
        self.alone = 0
        self._process, self._start, self._kill = process, start, kill
        self._lock, self._over = threading.Lock(), threading.Event()

    @classmethod
    def part(cls, name, part):
        """Of anything with `process`, `start` and `kill`."""
        return cls(name, lambda: part.process, part.start, part.kill)

    @property
    def runs(self):
        process = self._process()
        return process is not None and process.poll() is None

    def run(self):
        was_killed = False
        while not self._over.wait(LOOK_SECONDS):
            with self._lock:
                if not self.runs:
                    was_killed = self._process() is None or self._process().returncode == -9
                    self.alone += not was_killed
                    self._kill()
                    with suppress(Exception):  # it is tried again at once
                        self._start()

    def kill(self):
        """kill -9; False when it did not run anyway."""
        with self._lock:
            if not self.runs:
                return False
            self._kill()
            return True

    def release(self):
        """Come back when it runs, with nobody to start it again."""
        while not self.runs:
            self._over.wait(LOOK_SECONDS)
        self._over.set()
        self.join()
