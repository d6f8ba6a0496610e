"""allauth's pages stand in our layouts and in our words, and need no inline script or style."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.urls import URLPattern, get_resolver, reverse

from tests import make
from tests.accounts.soft_key import SoftKey
from tests.make import PASSWORD

DOOR = ("account_", "mfa_")
FOR_ANYBODY = {
    "account_login",
    "account_signup",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "account_email_verification_sent",
}
FOR_MEMBERS = {
    "account_logout",
    "account_email",
    "account_change_password",
    "account_reauthenticate",
    "mfa_index",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_edit_webauthn",
    "mfa_remove_webauthn",
}
# Need a link from a letter or a half-finished sign-in (tested where people use them), answer with a file or a
# redirect, or never open here (everybody has a password, nobody signs in by a code).
ELSEWHERE = {
    "account_confirm_email",
    "account_reset_password_from_key",
    "account_confirm_login_code",
    "account_set_password",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "mfa_download_recovery_codes",
}


def door():
    for outer in get_resolver().url_patterns:
        yield from walk(outer)


def walk(pattern):
    if isinstance(pattern, URLPattern):
        if pattern.name and pattern.name.startswith(DOOR):
            yield pattern.name
    else:
        for inner in pattern.url_patterns:
            yield from walk(inner)


@pytest.fixture
def passkey(client, db, sign_in):
    """Somebody's passkey, added by the page for it."""
    user = make.make_user()
    sign_in(user)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = client.get(reverse("mfa_add_webauthn"))
    credential = SoftKey().create(page.context["js_data"]["creation_options"])
    client.post(reverse("mfa_add_webauthn"), {"name": "My phone", "credential": credential})
    client.logout()
    return Authenticator.objects.get(user=user, type=Authenticator.Type.WEBAUTHN)


def test_no_page_is_forgotten():
    assert set(door()) == FOR_ANYBODY | FOR_MEMBERS | ELSEWHERE


def assert_at_home(page):
    text = page.content.decode()
    assert page.status_code == 200
    assert re.search(r"<title>\s*\S.*· coachcycle</title>", text, re.DOTALL)
    assert text.count("<h1>") == 1
    assert "coachcycle/door" in text
    assert "Menu:" not in text
    assert not re.search(r"\sstyle=|\son\w+=\"", text)
    for attributes, body in re.findall(r"<script([^>]*)>(.*?)</script>", text, re.DOTALL):
        assert "application/json" in attributes or ("src=" in attributes and not body.strip())


@pytest.mark.parametrize("name", sorted(FOR_ANYBODY))
def test_before_signing_in(name, client, db):
    page = client.get(reverse(name))
    assert_at_home(page)
    assert b'<body class="door"' in page.content


@pytest.mark.parametrize("name", sorted(FOR_MEMBERS))
def test_signed_in(name, client, passkey, sign_in):
    sign_in(passkey.user)
    if name != "mfa_activate_totp":
        TOTP.activate(passkey.user, generate_totp_secret())
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    args = [passkey.pk] if name in {"mfa_edit_webauthn", "mfa_remove_webauthn"} else []
    assert_at_home(client.get(reverse(name, args=args)))


def test_the_way_by_letters_and_the_second_step(client, passkey, sign_in_with_password):
    sign_in_with_password(passkey.user)
    page = client.get(reverse("mfa_authenticate"))
    assert_at_home(page)
    assert "Use a passkey" in page.content.decode()
    assert_at_home(client.get(reverse("account_confirm_email", args=["no-such-letter"])))
    assert_at_home(client.get(reverse("account_reset_password_from_key", args=["0", "no-such-letter"])))


def test_a_tired_door_asks_for_patience(client, db):
    for _ in range(31):
        page = client.get("/accounts/login/")
        page = client.post("/accounts/login/", {"login": "a@example.org", "password": "x"})
    assert page.status_code == 429
    assert "One moment, please" in page.content.decode()
