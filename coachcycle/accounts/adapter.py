"""How allauth is held to the house's rule: people come in by invitation."""

from allauth.account.adapter import DefaultAccountAdapter


class InvitedOnly(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        return "invitation" in request.session
