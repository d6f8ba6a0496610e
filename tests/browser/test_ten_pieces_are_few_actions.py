"""A coach leaves ten pieces of feedback with her hands on the keys; every action that is not writing is counted.

The counts, and those of the flows of other tools, stand in `tests/bench/README.md`.
"""

from tests import make
from tests.browser.screening import until
from tests.browser.writing import enter, field, play, saved, written

# As a coach leaves them: (kind, criterion, level, words). A criterion "focus" is one that the pair agreed to look at.
TEN = (
    ("celebrate", None, None, "You counted to five on your fingers."),
    ("question", "focus", 3, "What did Amadou do in the silence?"),
    ("note", None, None, "Four children have not spoken yet."),
    ("celebrate", "focus", 3, "Nobody was called on."),
    ("question", None, None, "What made you turn the page here?"),
    ("suggestion", None, None, "Hold the picture lower."),
    ("note", "focus", 1, "Two counts, then the answer is yours."),
    ("celebrate", None, None, "He says because, without being asked."),
    ("question", "focus", 2, "What would happen if you waited once more?"),
    ("question", None, None, "Who has not had a turn?"),
)
SAVED_AS = {"celebrate": "Alt+w", "suggestion": "Alt+t"}


class Hands:
    def __init__(self, page):
        self.page, self.actions = page, []

    def click(self, locator):
        locator.click()
        self.actions.append("click")

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)
            self.actions.append(key)

    def write(self, words):
        """Words are the same in every tool: they do not count."""
        self.page.keyboard.type(words)

    def leave(self, kind, criterion, level, words):
        """From the empty field, in which she stays: its digits are the rubric's, and words that ask are a question."""
        if criterion:
            self.press("1", str(level))
        self.write(words)
        self.press(SAVED_AS.get(kind, "Enter"))


def test_ten_pieces_of_feedback_four_with_criterion_and_level(room, open_as, capsys):
    page = enter(room, open_as(room.coach), 2)
    page.evaluate("localStorage.setItem('writing', JSON.stringify({ patience: 10 }))")  # the machine may be slow
    play(page)
    hands = Hands(page)
    hands.click(field(page))
    for number, piece in enumerate(TEN, start=1):
        hands.leave(*piece)
        saved(page, number)
        until(page, "!film.paused")
    (focus, _other) = make.criteria_of(room.cycle.edition)
    left = [
        (said.kind, "focus" if said.criterion == focus else None, said.level and said.level.number, said.body)
        for said in written(room)
    ]
    assert left == list(TEN)
    with capsys.disabled():
        print(f"\nactions: {len(hands.actions)} ({' '.join(hands.actions)})")
    assert len(hands.actions) == 19
