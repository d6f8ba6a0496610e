from django import template

from media_review import lanes

register = template.Library()


@register.filter
def sound_shape(recording, bars):
    """The path of a recording's sound, for an SVG with viewBox="0 0 800 200" and so many bars."""
    return lanes.sound_shape(recording.peaks, bars)
