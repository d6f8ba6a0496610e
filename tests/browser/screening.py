"""A minute of film that the site's own worker has made watchable in two sizes, and rooms in which it is looked at.

It is made once for a run. Each test gets a recording of its own that shows it, with people of its own.
"""

from media_review.models import Rendition
from tests import films, make
from tests.browser.filmed import recording_of

SECONDS = 60
# So many bits a second for the larger size, that a line which carries the smaller one may not carry this.
LARGE = ("-maxrate", "2500k", "-bufsize", "2500k")
SHOWN = ("duration_ms", "width", "height", "poster_key", "sprite_key", "sprites_vtt", "peaks", "attempt")


def make_watchable(site, folder):
    path = films.safe(folder / "minute.mp4", *LARGE, size="1280x720", fps=12, seconds=SECONDS)
    return recording_of(site, path, make.make_member("educator", make.make_program(), "Wren Abara"))


class Room:
    """A lesson of Wren's on film, shared with Ines, who coaches her; its parts are as `make.plan_lesson` has them."""

    def __init__(self, film):
        program = make.make_program("Harbor Street")
        self.coach = make.make_member("coach", program, "Ines Duarte")
        self.educator = make.make_member("educator", program, "Wren Abara")
        self.stranger = make.make_member("coach", program, "Sol Strange")
        self.cycle = make.plan_lesson(make.make_cycle(make.make_partnership(program, self.coach, self.educator)))
        shown = {name: getattr(film, name) for name in SHOWN}
        self.recording = make.make_recording(self.educator, cycle=self.cycle, **shown)
        self.recording.share(by=self.educator, partnership=self.cycle.partnership)
        self.recording.renditions.all().delete()
        for rendition in film.renditions.all():
            rendition.pk, rendition.recording = None, self.recording
            rendition.save()
        assert Rendition.objects.filter(recording=self.recording).count() == 2

    @property
    def address(self):
        return f"/recordings/{self.recording.pk}/"

    def say(self, start, end=None, body="You waited five slow counts.", **fields):
        """Feedback of the coach's, shared; times in seconds."""
        at = {"start_ms": round(1000 * start), "end_ms": None if end is None else round(1000 * end)}
        fields = {"shared_at": self.recording.created_at} | fields
        return make.make_annotation(self.recording, self.coach, body, **at, **fields)


def now(page):
    """Where the film stands, in seconds."""
    return page.locator("video").evaluate("film => film.currentTime")


def until(page, condition, value=None, seconds=30):
    """Wait for what JavaScript says of `film` and `value`."""
    script = f"value => {{ const film = document.querySelector('video'); return film && ({condition}); }}"
    page.wait_for_function(script, arg=value, timeout=1000 * seconds)


def stands_at(page, seconds):
    until(page, "!film.seeking && film.readyState > 1 && Math.abs(film.currentTime - value) < 0.3", seconds)


def write_down(page):
    """From now on, note where the film stands; `places(page)` answers with them, in their order."""
    page.evaluate(
        """() => {
          const film = document.querySelector("video");
          window.places = [];
          film.addEventListener("timeupdate", () => film.seeking || places.push(film.currentTime));
        }"""
    )


def places(page):
    return page.evaluate("places")
