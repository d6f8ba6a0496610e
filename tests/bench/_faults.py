"""Which faults a film meets on its way, and when: drawn by chance, and the same again for the same seed."""

from dataclasses import dataclass

KINDS = ("cut", "busy", "silence", "expired", "killed")
STATUSES = (500, 502, 503, 504)


@dataclass(frozen=True)
class Fault:
    """Strikes once so many bytes of parts were sent; a refusal takes in so many more `requests`, with `status`."""

    kind: str
    after_bytes: int
    requests: int
    status: int


def draw(chance, size, count):
    """`count` faults for a film of `size` bytes, in order: of each kind about as many, at times drawn evenly."""
    kinds = [KINDS[number % len(KINDS)] for number in range(count)]
    chance.shuffle(kinds)
    # An expired address is met by parts that are still to begin; near the end there might be none.
    while "expired" in kinds[-(count // 3) :]:
        chance.shuffle(kinds)
    moments = sorted(chance.uniform(0.02, 0.85) for _ in kinds)
    return [
        Fault(kind, int(moment * size), chance.randint(1, 4), chance.choice(STATUSES))
        for kind, moment in zip(kinds, moments, strict=True)
    ]
