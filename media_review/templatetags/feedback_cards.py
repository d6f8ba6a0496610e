from django import template
from django.utils.safestring import mark_safe

from media_review.cards import WAYS
from media_review.stencils import Filled, Stencil

register = template.Library()

VOICE = Stencil("media_review/_voice.html", "voice", plain=("address", "waits"), written=("length", "words"))
REPLY = Stencil(
    *("media_review/_card_reply.html", "reply"),
    ways=("is_edited", "edit"),
    plain=("pk", "address", "voice"),
    written=("author", "body"),
)
CARD = Stencil(
    *("media_review/_card.html", "card"),
    ways=WAYS,
    plain=("pk", "address", "kind", "start_ms", "end_ms", "at", "version", "marks", "hidden", "voice", "replies"),
    written=(
        *("word", "when", "who", "body", "drawing", "drawn", "interpretation", "link", "link_name"),
        *("criterion", "responses"),
    ),
)


@register.simple_tag(takes_context=True, name="cards")
def cards_of(context, cards):
    """The HTML of cards that `media_review.cards` has made."""
    voice, reply, card = (Filled(stencil, context) for stencil in (VOICE, REPLY, CARD))

    def spoken(thing):
        return thing | {"voice": voice(thing["spoken"])} if thing["spoken"] else thing

    def answered(thing):
        replies = "".join([reply(spoken(each)) for each in thing["answers"]])
        return spoken(thing | {"replies": replies} if replies else thing)

    return mark_safe("".join([card(answered(each)) for each in cards]))
