import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from coachcycle.objectstore import launcher


@pytest.fixture(autouse=True)
def use_store(settings, store):
    """Every test here speaks to the session's store; call this to point the application at another address."""

    def use(url):
        settings.S3_ENDPOINT_URL = settings.S3_PUBLIC_ENDPOINT_URL = url

    use(store.url)
    return use


@pytest.fixture
def run_store(tmp_path, settings):
    """Start stores of one's own, by default all on one root; whatever runs at the end is stopped."""
    running = []

    def run(port=0, root=tmp_path / "own", **changes):
        options = {
            "bucket": settings.S3_BUCKET,
            "access_key": settings.S3_ACCESS_KEY_ID,
            "secret_key": settings.S3_SECRET_ACCESS_KEY,
            "allow_origins": settings.S3_ALLOWED_ORIGINS,
        }
        running.append(launcher.start(root, port, **options | changes))
        return running[-1]

    yield run
    for each in running:
        each.stop()


@pytest.fixture
def careless_store():
    """A server that says yes to everything and everybody: its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Careless)
    threading.Thread(target=server.serve_forever).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


class Careless(BaseHTTPRequestHandler):
    def answer(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(200)
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_PUT = do_OPTIONS = answer

    def log_message(self, *_):
        """Keep the tests' output clean."""
