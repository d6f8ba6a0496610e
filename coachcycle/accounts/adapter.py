"""How allauth is held to the house's rule: people come in by invitation."""

from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from coachcycle.accounts.models import Invitation

SESSION_KEY = "invitation"


class InvitedOnly(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("This e-mail and this password do not belong together. Try once more."),
        "too_many_login_attempts": _("This was tried too often. Wait a few minutes, then try again."),
        "rate_limited": _("This was tried too often. Wait a few minutes, then try again."),
        "enter_current_password": _("This is not your password. Try once more."),
        "incorrect_password": _("This is not your password. Try once more."),
        "duplicate_email": _("This is the address you have already."),
    }

    def send_mail(self, template_prefix, email, context):
        """Links in letters lead to our own address, whatever host and port the request claimed to be sent to."""
        ours = {
            name: settings.SITE_URL + urlsplit(value)._replace(scheme="", netloc="").geturl()
            for name, value in context.items()
            if name.endswith("_url")
        }
        super().send_mail(template_prefix, email, context | ours | {"current_site": {"domain": settings.SITE.netloc}})

    def invitation(self, request):
        """The open invitation whose letter brought this browser here, or None."""
        opened = Invitation.objects.open().filter(pk=request.session.get(SESSION_KEY))
        return opened.select_related("organization", "program", "invited_by").first()

    def is_open_for_signup(self, request):
        return self.invitation(request) is not None

    def is_email_verified(self, request, email):
        """Whoever opened the letter reads that mailbox: a second letter would prove nothing more."""
        invitation = self.invitation(request)
        return invitation is not None and invitation.email.lower() == email.lower()

    def post_login(self, request, user, *, signup, **kwargs):
        """Setting up an account from a letter is saying yes to it. Signing in is not: that page has a button."""
        invitation = self.invitation(request) if signup else None
        if invitation and invitation.accept(user):
            del request.session[SESSION_KEY]
        return super().post_login(request, user, signup=signup, **kwargs)
