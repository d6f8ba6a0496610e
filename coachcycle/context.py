"""What every template may name."""


def csp_nonce(request):
    """The word that lets a script of ours run on this one page, under the name that django-htmx looks for."""
    return {"csp_nonce": getattr(request, "csp_nonce", "")}
