"""Time zones to choose from."""

from functools import cache
from itertools import groupby
from zoneinfo import available_timezones

# Without links kept for old systems ("Cuba", "GB") and offsets without a place ("Etc/GMT+5").
AREAS = {
    "Africa",
    "America",
    "Antarctica",
    "Asia",
    "Atlantic",
    "Australia",
    "Canada",
    "Europe",
    "Indian",
    "Pacific",
    "US",
}


@cache
def by_area():
    """Choices of a form field: ("Pacific", [("Pacific/Auckland", "Auckland"), …]), and so on."""
    zones = sorted(zone for zone in available_timezones() if area(zone) in AREAS)
    grouped = [(name, [(zone, place(zone)) for zone in group]) for name, group in groupby(zones, area)]
    return [*grouped, ("UTC", "UTC")]


def area(zone):
    return zone.partition("/")[0]


def place(zone):
    """Buenos Aires, Argentina."""
    return ", ".join(reversed(zone.replace("_", " ").split("/")[1:]))
