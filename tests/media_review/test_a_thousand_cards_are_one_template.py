"""Cards are one template filled with words: what people write comes out as they wrote it, and as nothing else."""

import pytest
from django.urls import reverse
from django.utils.html import escape

from tests import make

# What would be something in a template, a format, a pattern or a page.
STRANGE = "<b>100 %</b> %(pk)s %s {{ card.pk }} {pk} \\1 & \"so\" 'it' is"

pytestmark = pytest.mark.usefixtures("planned")


def test_strange_words_stay_words(recording, cast, sign_in):
    shared = {"shared_at": recording.created_at}
    said = make.make_annotation(recording, cast.coach, STRANGE, 0, interpretation=STRANGE, **shared)
    make.make_annotation(recording, cast.educator, STRANGE, parent=said, **shared)
    cast.coach.name = "Ines<i> %s"
    cast.coach.save()
    page = sign_in(cast.educator).get(reverse("media_review:room", args=[recording.pk])).content.decode()
    assert page.count(escape(STRANGE)) == 3
    assert "<b>100" not in page
    assert "<bdi>Ines&lt;i&gt;</bdi>" in page
    assert 'data-start-ms="0"' in page


def test_each_card_does_what_can_be_done_with_it(recording, cast, sign_in):
    at = recording.created_at
    hers = make.make_annotation(recording, cast.coach, "Hers", 1000, shared_at=at)
    own = make.make_annotation(recording, cast.educator, "Own", 2000, shared_at=at)
    draft = make.make_annotation(recording, cast.educator, "Draft", 3000)
    browser = sign_in(cast.educator)

    def leads(annotation):
        page = browser.get(reverse("media_review:room", args=[recording.pk]), {"acts": annotation.pk}).content.decode()
        begin = page.index(f'id="f-{annotation.pk}"')
        card = page[begin : page.index('<div class="slot">', begin)]
        address = reverse("media_review:annotation", args=[annotation.pk])
        return {act for act in ("reply", "edit", "respond", "agenda") if f'formaction="{address}{act}/"' in card}

    assert leads(hers) == {"reply", "respond", "agenda"}
    assert leads(own) == {"reply", "edit", "agenda"}
    assert leads(draft) == {"edit"}
