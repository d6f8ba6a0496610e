"""The front door of the embedded store: WSGI that turns away unsigned requests and speaks CORS to known pages.

Swift has an interface of its own beside S3 (tokens, /info, its own paths).  Nothing of it passes here: a request goes
on only when Swift's S3 middleware is bound to check its AWS signature.  CORS is answered here and not by Swift, whose
refusals carry no CORS headers, so that a page would see a dead connection instead of a 403.
"""

from urllib.parse import parse_qs

METHODS = "GET, HEAD, PUT"
# What a page may send beyond the headers every page may: parts carry their MD5, players ask for ranges.
REQUEST_HEADERS = "Content-MD5, Content-Type, If-Match, If-None-Match, Range"
EXPOSED_HEADERS = "Accept-Ranges, Content-Length, Content-Range, ETag"
PREFLIGHT_SECONDS = "600"

DENIED = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n'
    b"<Error><Code>AccessDenied</Code><Message>Every request must be signed.</Message></Error>"
)


class Door:
    """Wraps `app`; `allowed_origins` are the web origins whose pages may read answers and send parts."""

    def __init__(self, app, allowed_origins):
        self.app = app
        self.allowed_origins = frozenset(allowed_origins)

    def __call__(self, environ, start_response):
        origin = environ.get("HTTP_ORIGIN", "")
        known = origin in self.allowed_origins
        if environ["REQUEST_METHOD"] == "OPTIONS":
            return self._preflight(origin, known, start_response)
        if known:
            start_response = _with_cors(origin, start_response)
        if not _is_signed(environ):
            start_response("403 Forbidden", [("Content-Type", "application/xml"), ("Content-Length", str(len(DENIED)))])
            return [] if environ["REQUEST_METHOD"] == "HEAD" else [DENIED]
        return self.app(environ, start_response)

    def _preflight(self, origin, known, start_response):
        headers = [("Content-Length", "0"), ("Vary", "Origin")]
        if known:
            headers += [
                ("Access-Control-Allow-Origin", origin),
                ("Access-Control-Allow-Methods", METHODS),
                ("Access-Control-Allow-Headers", REQUEST_HEADERS),
                ("Access-Control-Max-Age", PREFLIGHT_SECONDS),
            ]
        start_response("200 OK" if known else "403 Forbidden", headers)
        return []


def _is_signed(environ):
    """Exactly when Swift's s3api takes a request for S3, version 4, and so checks its signature before all else."""
    if environ.get("HTTP_AUTHORIZATION", "").startswith("AWS4-HMAC-SHA256 "):
        return True
    return "X-Amz-Credential" in parse_qs(environ.get("QUERY_STRING", ""), keep_blank_values=True)


def _with_cors(origin, start_response):
    def start(status, headers, exc_info=None):
        ours = [
            ("Access-Control-Allow-Origin", origin),
            ("Access-Control-Expose-Headers", EXPOSED_HEADERS),
            ("Vary", "Origin"),
        ]
        return start_response(status, [*headers, *ours], exc_info)

    return start
