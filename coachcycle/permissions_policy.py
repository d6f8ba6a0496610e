"""What of a device our pages may ask for: the microphone, for spoken feedback, and nothing else of this kind.

https://www.w3.org/TR/permissions-policy/. What is not named stays as browsers have it: full screen, passkeys, and the
wake lock of an upload are for our own pages alone.
"""

POLICY = "microphone=(self), camera=(), geolocation=(), display-capture=(), payment=(), usb=(), midi=(), serial=()"


class PermissionsPolicy:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers["Permissions-Policy"] = POLICY
        return response
