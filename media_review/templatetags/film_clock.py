from django import template

from media_review import clock

register = template.Library()


@register.filter("clock")
def clock_of(ms):
    """Milliseconds as people read them: 62000 → 1:02."""
    return clock.clock(ms)
