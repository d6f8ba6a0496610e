"""A Chromium that may be killed with -9 and started again on the same profile, and whose clock may be put forward."""

import os
import signal
from pathlib import Path

from tests.browser.conftest import CHROMIUM, CHROMIUM_ARGUMENTS, PHONE

PATIENCE_MS = 30_000


class Browser:
    def __init__(self, playwright, profile):
        self.playwright, self.profile = playwright, Path(profile)
        self.context = self.page = None

    def start(self, cookies=()):
        """A page to begin with. Cookies are given anew: Chromium may not have written them down when it was killed."""
        self.context = self.playwright.chromium.launch_persistent_context(
            self.profile, executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS, viewport=PHONE
        )
        self.context.set_default_timeout(PATIENCE_MS)
        # The machine's own dialog cannot be answered from here; phones do without it, too.
        self.context.add_init_script("delete window.showOpenFilePicker")
        self.context.add_cookies(list(cookies))
        self.page = self.context.pages[0]
        self.page.clock.install()
        return self.page

    def kill(self):
        with self.context.expect_event("close"):
            os.killpg(self._process(), signal.SIGKILL)

    def close(self):
        self.context.close()

    def _process(self):
        """The first of its processes, which leads their group."""
        ours = f"--user-data-dir={self.profile}"
        for path in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                words = path.read_bytes().decode(errors="replace").split("\0")
            except OSError:
                continue  # it has just ended
            pid = int(path.parent.name)
            if ours in words and not any(word.startswith("--type=") for word in words) and os.getpgid(pid) == pid:
                return pid
        raise ProcessLookupError(ours)
