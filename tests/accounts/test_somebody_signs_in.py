"""Password, second step, passkey, forgotten password: allauth does the work; here is what people meet."""

import time

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.urls import reverse

from tests import make
from tests.accounts.soft_key import SoftKey
from tests.make import PASSWORD

LOGIN = "/accounts/login/"


def signed_in(client):
    return client.session.get("_auth_user_id")


def code_of(secret):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def words(response):
    return " ".join(response.content.decode().split())


def test_the_case_of_an_address_does_not_matter(client, db):
    user = make.make_user(email="wren@example.org")
    client.post(LOGIN, {"login": "WREN@Example.ORG", "password": "not hers"})
    assert not signed_in(client)
    client.post(LOGIN, {"login": "WREN@Example.ORG", "password": PASSWORD})
    assert signed_in(client) == str(user.pk)


def test_a_wrong_password_keeps_the_address_and_tells_nothing(client, db):
    user = make.make_user()
    pages = [
        words(client.post(LOGIN, {"login": email, "password": "not hers"})).replace(email, "…")
        for email in (user.email, "nobody@example.org")
    ]
    said = [page.split("<form")[1].split("csrfmiddlewaretoken")[0] + page.split('id="id_login"')[1] for page in pages]
    assert 'value="…"' in said[0]
    assert "errorlist" in pages[0]
    assert said[0].split("<form")[0] == said[1].split("<form")[0]


def test_signing_in_rotates_the_session(client, db):
    user = make.make_user()
    session = client.session
    session["seen"] = True
    session.save()
    before = session.session_key
    client.post(LOGIN, {"login": user.email, "password": PASSWORD})
    assert signed_in(client)
    assert client.session.session_key != before


def test_guessing_is_slowed_down(client, db):
    user = make.make_user()
    for _ in range(6):
        page = client.post(LOGIN, {"login": user.email, "password": "a guess"})
    assert "This was tried too often" in words(page)
    client.post(LOGIN, {"login": user.email, "password": PASSWORD})
    assert not signed_in(client), "the right password does not help while the door is slowed down"


def test_a_closed_account_stays_out(client, db):
    user = make.make_user()
    type(user).objects.update(is_active=False)
    client.post(LOGIN, {"login": user.email, "password": PASSWORD})
    assert not signed_in(client)


def test_an_address_that_is_not_confirmed_gets_a_letter_first(client, db, mailoutbox, link_in):
    user = make.make_user()
    EmailAddress.objects.update(verified=False)
    client.post(LOGIN, {"login": user.email, "password": PASSWORD})
    assert not signed_in(client)
    (letter,) = mailoutbox
    address = link_in(letter)
    assert "Yes, this is my address" in words(client.get(address))
    client.post(address)
    assert EmailAddress.objects.get(user=user).verified


def test_she_sets_up_an_app_and_is_asked_for_its_code(client, db, sign_in_with_password, mailoutbox):
    user = make.make_user()
    sign_in_with_password(user)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    assert secret in words(page)
    refused = client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert "Incorrect code" in words(refused)
    client.post(reverse("mfa_activate_totp"), {"code": code_of(client.session["mfa.totp.secret"])})
    assert "are left" in words(client.get(reverse("mfa_view_recovery_codes")))
    client.post(reverse("account_logout"))
    assert sign_in_with_password(user)["Location"] == reverse("mfa_authenticate")
    assert not signed_in(client)


def test_she_stops_being_asked_and_is_told_by_letter(client, db, sign_in, sign_in_with_password, mailoutbox):
    user = make.make_user()
    TOTP.activate(user, generate_totp_secret())
    sign_in(user)
    answer = client.post(reverse("mfa_deactivate_totp"))
    assert reverse("account_reauthenticate") in answer["Location"], "an open browser alone takes nothing off"
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.post(reverse("mfa_deactivate_totp"))
    assert [letter.subject for letter in mailoutbox] == ["The second step is switched off"]
    assert "I forgot my password" in mailoutbox[0].body
    client.post(reverse("account_logout"))
    sign_in_with_password(user)
    assert signed_in(client)


def test_the_second_step_takes_the_code_or_a_recovery_code(client, db, sign_in_with_password):
    user = make.make_user()
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    codes = RecoveryCodes.activate(user).get_unused_codes()
    second_step = reverse("mfa_authenticate")

    sign_in_with_password(user)
    assert "The second step" in words(client.get(second_step))
    client.post(second_step, {"code": "12"})
    assert not signed_in(client)
    client.post(second_step, {"code": code_of(secret)})
    assert signed_in(client) == str(user.pk)

    for expected in (str(user.pk), None):
        client.post(reverse("account_logout"))
        sign_in_with_password(user)
        client.post(second_step, {"code": codes[0]})
        assert signed_in(client) == expected, "a recovery code serves once"


def test_the_sign_in_page_offers_passkeys_under_a_strict_policy(client, db):
    page = client.get(LOGIN)
    assert "Use a passkey" in words(page)
    assert "mfa/js/webauthn.js" in words(page)
    assert "unsafe-inline" not in page["Content-Security-Policy"]
    assert f'mfa/js/webauthn.js" nonce="{page.wsgi_request.csp_nonce}"' in words(page)
    options = client.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"}).json()
    assert options["request_options"]["publicKey"]["challenge"]


def test_a_passkey_opens_the_door_alone(client, db, sign_in):
    user = make.make_user()
    sign_in(user)
    answer = client.get(reverse("mfa_add_webauthn"))
    assert reverse("account_reauthenticate") in answer["Location"]
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = client.get(reverse("mfa_add_webauthn"))
    assert "accounts/passkeys.js" in words(page)
    key, stranger = SoftKey(), SoftKey()
    credential = key.create(page.context["js_data"]["creation_options"])
    client.post(reverse("mfa_add_webauthn"), {"name": "My phone", "passwordless": "on", "credential": credential})
    assert "My phone" in words(client.get(reverse("mfa_list_webauthn")))
    client.post(reverse("account_logout"))

    login = reverse("mfa_login_webauthn")
    for holder, expected in [(stranger, None), (key, str(user.pk))]:
        holder.owner = key.owner
        asked = client.get(login, headers={"accept": "application/json"}).json()["request_options"]
        client.post(login, {"credential": holder.get(asked)})
        assert signed_in(client) == expected


def test_a_made_up_passkey_is_refused_in_words(client, db):
    page = client.post(reverse("mfa_login_webauthn"), {"credential": "{}"}, follow=True)
    assert not signed_in(client)
    assert 'class="message"' in words(page)


@pytest.mark.parametrize("email", ["wren@example.org", "nobody@example.org"])
def test_a_forgotten_password_answers_everybody_alike(client, db, email, mailoutbox):
    make.make_user(email="wren@example.org")
    page = client.post(reverse("account_reset_password"), {"email": email})
    assert page["Location"] == reverse("account_reset_password_done")
    assert "A letter is on its way" in words(client.get(page["Location"]))
    assert [letter.to for letter in mailoutbox] == [[email]]


def test_she_chooses_a_new_password_by_letter(client, db, mailoutbox, link_in, sign_in_with_password):
    user = make.make_user()
    client.post(reverse("account_reset_password"), {"email": user.email.upper()})
    (letter,) = mailoutbox
    assert letter.subject == "Choose a new password"
    address = client.get(link_in(letter))["Location"]
    refused = client.post(address, {"password1": "12345", "password2": "12345"})
    assert "errorlist" in words(refused)
    client.post(address, {"password1": "a brighter morning", "password2": "a brighter morning"})
    client.logout()
    sign_in_with_password(user)
    assert not signed_in(client)
    sign_in_with_password(user, "a brighter morning")
    assert signed_in(client)
    client.logout()
    assert "This link no longer opens" in words(client.get(link_in(letter), follow=True))


def test_she_moves_to_another_address(client, db, mailoutbox, link_in, sign_in_with_password):
    user = make.make_user()
    old = user.email
    sign_in_with_password(user)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.post(reverse("account_email"), {"email": "Wren.New@example.org", "action_add": ""})
    letter = next(letter for letter in mailoutbox if letter.to == ["wren.new@example.org"])
    user.refresh_from_db()
    assert user.email == old, "nothing changes before the new address is confirmed"
    assert "A letter waits for you" in words(client.get(reverse("account_email")))
    client.post(link_in(letter))
    user.refresh_from_db()
    assert user.email == "wren.new@example.org"
    assert any(old in letter.to for letter in mailoutbox), "the old address is told"


def test_changing_the_password_asks_for_the_old_one(client, db, sign_in_with_password):
    user = make.make_user()
    sign_in_with_password(user)
    new = {"password1": "a brighter morning", "password2": "a brighter morning"}
    client.post(reverse("account_change_password"), new | {"oldpassword": "not hers"})
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    client.post(reverse("account_change_password"), new | {"oldpassword": PASSWORD})
    user.refresh_from_db()
    assert user.check_password("a brighter morning")
    assert signed_in(client), "this device stays signed in"
