"""Uppy beside us: from npm by its lock, on a page of its own, whose requests are signed by a server of its own."""

import http.server
import json
import shutil
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).parent / "uppy"
SECONDS = 900
TYPES = {".html": "text/html; charset=utf-8", ".js": "text/javascript"}


def build(folder):
    """The page and its script, in `folder`; raises CalledProcessError when npm cannot fetch it."""
    shutil.copytree(HERE, folder, dirs_exist_ok=True)
    beside = Path(sys.executable).with_name("npm")
    npm = str(beside) if beside.exists() else "npm"
    subprocess.run([npm, "ci", "--silent", "--no-audit", "--no-fund"], cwd=folder, check=True)
    bundle = ["page.js", "--bundle", "--format=esm", "--outfile=page.bundle.js", "--log-level=error"]
    subprocess.run([folder / "node_modules" / ".bin" / "esbuild", *bundle], cwd=folder, check=True)


def versions():
    told = json.loads((HERE / "package.json").read_text())["dependencies"]
    return ", ".join(f"{name} {version}" for name, version in told.items() if name.startswith("@uppy/"))


class Door:
    """Where its page is served, and its requests are signed once `store` and `bucket` are told."""

    def __init__(self, folder):
        self.folder, self.store, self.bucket = Path(folder), None, None
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://localhost:{self.server.server_address[1]}"

    @contextmanager
    def open(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        try:
            yield self
        finally:
            self.server.shutdown()
            self.server.server_close()

    def sign(self, request):
        params = {"Bucket": self.bucket, "Key": request["key"]}
        if "uploadId" in request:
            params["UploadId"] = request["uploadId"]
        if "partNumber" in request:
            params["PartNumber"] = request["partNumber"]
        return self.store.generate_presigned_url(operation(request), Params=params, ExpiresIn=SECONDS)

    def _handler(door):
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                path = door.folder / Path(self.path.partition("?")[0]).name
                self._answer(path.read_bytes() if path.is_file() else b"", TYPES.get(path.suffix, "text/plain"))

            def do_POST(self):
                request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                self._answer(json.dumps({"url": door.sign(request)}).encode(), "application/json")

            def _answer(self, content, kind):
                self.send_response(200)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_):
                pass

        return Handler


def operation(request):
    """What Uppy wants to do, in boto's words."""
    begun = "uploadId" in request
    if request["method"] == "PUT":
        return "upload_part" if begun else "put_object"
    if request["method"] == "POST":
        return "complete_multipart_upload" if begun else "create_multipart_upload"
    return {"GET": "list_parts", "DELETE": "abort_multipart_upload"}[request["method"]]
