"""The page tells how many uploads may still begin before anybody chooses more than that."""

import pytest
from django.urls import reverse

from media_review import uploads
from media_review.models import Recording
from tests import make


@pytest.mark.parametrize(
    ("unfinished", "words"),
    [
        (10, None),
        (11, "11 of your uploads are not finished. 9 more can begin"),
        (20, "Finish or cancel some of them first"),
    ],
)
def test_the_page_says_how_many_more_may_begin(unfinished, words, cast, sign_in):
    for number in range(unfinished):
        make.make_recording(
            cast.educator, state=Recording.State.UPLOADING, fingerprint=f"{number}", attempt=0, progress=0
        )
    assert uploads.unfinished(cast.educator).count() == unfinished

    page = sign_in(cast.educator).get(reverse("media_review:new")).content.decode()

    assert (words in page) if words else ("not finished" not in page)
