from zlib import crc32

from django import template
from django.template.loader import get_template
from django.urls import reverse
from django.utils.safestring import mark_safe

from media_review.cards import ACTS, NO_ID, STATES, WAYS
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
    plain=(
        *("pk", "address", "kind", "start_ms", "end_ms", "at", "version"),
        *("marks", "hidden", "voice", "replies", "acts"),
    ),
    written=(
        *("word", "when", "who", "body", "drawing", "drawn", "interpretation", "link", "link_name"),
        *("criterion", "responses"),
    ),
)


@register.simple_tag(takes_context=True, name="shared_acts")
def shared_acts_of(context, cards, but_of):
    """What can be done with each of these cards, once for all that are alike in it; the cards then name it.

    `but_of` is the id of a card that brings its own along: without scripts one asks for those.
    """
    template, names = get_template("media_review/_acts.html").template, {}
    for card in cards:
        if card["pk"] != but_of:
            way = card["way"][len(STATES) :]
            card["acts"] = names[way] = names.get(way) or f"acts-{crc32(repr(way).encode()):08x}"
    nobody = {"pk": NO_ID, "address": reverse("media_review:annotation", args=[NO_ID])}
    shared = []
    for way, name in names.items():
        with context.push(card=nobody | {"acts": name} | dict(zip(ACTS, way, strict=True))):
            shared.append(template.render(context))
    return mark_safe("".join(shared))


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
