"""No more letters, with one press from any letter."""

from django.contrib.auth.decorators import login_not_required
from django.core.signing import BadSignature
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from coachcycle.accounts.letters import signer
from coachcycle.accounts.models import User


@csrf_exempt  # mail programs press it themselves (RFC 8058); the address is the secret
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def stop_letters(request, token):
    try:
        people = User.objects.filter(pk=signer.unsign(token))
    except BadSignature:
        raise Http404 from None
    if request.method == "POST":
        people.update(letters=User.Letters.NONE)
    return render(request, "letterbox/stop.html", {"is_done": request.method == "POST"})
