"""No figure speaks of one person. A group of fewer than three people is merged with a neighbour, never hidden:
a hidden row beside a total can be computed."""

from dataclasses import dataclass

SMALLEST_GROUP = 3


@dataclass(frozen=True)
class Group:
    """Rows that are counted together. `labels` are the names of what was merged, in order."""

    labels: tuple[str, ...]
    people: frozenset
    rows: tuple

    def __add__(self, other):
        return Group(self.labels + other.labels, self.people | other.people, self.rows + other.rows)


def grouped(rows, labels, label_of, person_of):
    """A group for each of `labels`, in their order, that has rows at all; then merged until none is too small.

    Empty when all rows together come from too few people.
    """
    groups = []
    for label in labels:
        found = tuple(row for row in rows if label_of(row) == label)
        if found:
            groups.append(Group((label,), frozenset(map(person_of, found)), found))
    return merged(groups)


def merged(groups):
    groups = list(groups)
    while small := [place for place, group in enumerate(groups) if len(group.people) < SMALLEST_GROUP]:
        if len(groups) == 1:
            return []
        place = min(small, key=lambda place: len(groups[place].people))
        neighbours = [near for near in (place - 1, place + 1) if 0 <= near < len(groups)]
        first = min(place, min(neighbours, key=lambda near: len(groups[near].people)))
        groups[first : first + 2] = [groups[first] + groups[first + 1]]
    return groups
