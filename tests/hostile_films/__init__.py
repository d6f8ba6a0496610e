"""Files that are films by name and weapons by content, each made by a function of `(path, bait)`.

`KINDS` names them all. What they reach for is the bait: a film of somebody else on the same machine, a file of the
system, and a web server that no tool may ever call.
"""

from tests.hostile_films import lying, placed, reaching, unpacking
from tests.hostile_films.kinds import KINDS, PLACE, Bait

__all__ = ["KINDS", "PLACE", "Bait", "lying", "placed", "reaching", "unpacking"]
