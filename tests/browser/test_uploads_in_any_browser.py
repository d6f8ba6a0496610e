"""What an upload asks of the browser, and what it leaves there."""

from playwright.sync_api import expect

from media_review import uploads
from media_review.models import Recording
from tests import films
from tests.browser.conftest import LAPTOP, PHONE, wait_until
from tests.browser.sending import MIB, begin, expect_whole, reach
from tests.browser.test_bad_connections_and_films import choose, slow_line
from tests.browser.test_uploads_survive import PICKER

REMEMBERED = """() => new Promise((resolve) => {
  const opened = indexedDB.open("coachcycle-films", 1);
  opened.onsuccess = () => {
    const asked = opened.result.transaction("handles").objectStore("handles").getAllKeys();
    asked.onsuccess = () => { opened.result.close(); resolve(asked.result); };
  };
})"""


def test_where_webassembly_is_forbidden_the_film_arrives_all_the_same(wren, open_as, site, film):
    """Some proxies give every file a policy, and some phones have it switched off."""
    page = open_as(wren, PHONE)
    forbidden = []

    def forbid(route):
        forbidden.append(route.request.url)
        answer = route.fetch()
        route.fulfill(response=answer, headers=answer.headers | {"content-security-policy": "script-src 'self'"})

    page.context.route("**/hasher*.js", forbid)
    begin(page, film)
    expect_whole(page, site, wren, film)
    assert forbidden


def test_an_upload_cancelled_in_the_list_is_forgotten_by_the_browser(wren, open_as, tmp_path):
    film = films.padded(tmp_path / "story.mp4", 9 * MIB)
    page = open_as(wren, LAPTOP)
    page.context.add_init_script(PICKER)
    page.route("**/the-film-on-this-device", lambda route: route.fulfill(path=film))
    page.goto("/recordings/new/")
    slow_line(page, MIB // 2)
    page.get_by_label("Choose a film").click()
    reach(page, 0.1)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("/recordings/")
    recording = str(Recording.objects.get(uploader=wren).pk)
    assert page.evaluate(REMEMBERED) == [recording]
    page.get_by_text("Cancel", exact=True).click()
    page.get_by_role("button", name="Delete this upload").click()
    expect(page.get_by_text("is deleted, with all that was sent of it")).to_be_visible()
    wait_until(page, f"async () => (await ({REMEMBERED})()).length === 0")


def test_too_many_films_at_once_are_refused_before_any_is_asked_for(wren, open_as, tmp_path):
    page = open_as(wren, LAPTOP)
    many = [tmp_path / f"{number}.mp4" for number in range(uploads.MOST_UNFINISHED + 1)]
    for number, path in enumerate(many):
        path.write_bytes(bytes([number]))
    page.goto("/recordings/new/")
    choose(page, many)
    expect(page.get_by_role("alert")).to_have_text("Choose at most 20 films at a time.")
    assert not Recording.objects.filter(uploader=wren).exists()
