"""Swift's four servers in one process: proxy, account, container and object, rings and pipelines built in code.

Import this only in a process of its own, after eventlet has patched the standard library.  The three inner servers
trust whoever reaches them, so they listen on Unix sockets in a folder only we may enter, never on a port.
"""

import array
import logging
import sys
import time
from importlib import import_module
from pathlib import Path

import eventlet
import eventlet.wsgi
from swift.account.server import AccountController
from swift.common import bufferedhttp
from swift.common.middleware.s3api.controllers import multi_upload
from swift.common.middleware.s3api.s3response import NoSuchUpload
from swift.common.ring import RingData
from swift.common.utils import set_swift_dir
from swift.common.wsgi import SwiftHttpProtocol
from swift.container.server import ContainerController
from swift.obj.server import ObjectController
from swift.proxy.server import Application

from coachcycle.objectstore.door import Door

INNER_SERVERS = {"account": AccountController, "container": ContainerController, "object": ObjectController}
DEVICE = "disk"
PARTITION_BITS = 6
MAX_PARTS = 10_000  # S3's own limit; Swift allows 1,000 unless told

# Salts where things lie on disk.  It is no secret, and with another one no stored object is ever found again.
HASH_SUFFIX = "coachcycle"

# One busy process answers itself, perhaps beside ffmpeg on the same two cores.  Swift's defaults are for a cluster that
# would rather give up quickly and ask another machine; there is none here, and giving up would mean a lost listing.
PATIENCE = {
    "conn_timeout": "20",
    "node_timeout": "60",
    "container_update_timeout": "60",
    "error_suppression_limit": "1000000",
}


class InnerConnection(bufferedhttp.BufferedHTTPConnection):
    """The proxy's way to an inner server: the ring's "address" is the name of a Unix socket in the working folder."""

    def connect(self):
        self._connected_time = time.time()
        self.sock = eventlet.green.socket.socket(eventlet.green.socket.AF_UNIX)
        self.sock.connect(self.host)


def find_open_upload(req, app, upload_id, find=multi_upload._get_upload_info):
    """In place of Swift's own, which finds completed uploads too: a part sent late would break the finished film.

    Only completing again is answered as before.
    """
    found, is_open = find(req, app, upload_id)
    if not is_open and req.method != "POST":
        raise NoSuchUpload(upload_id=upload_id)
    return found, is_open


def settings_for(root: Path) -> dict[str, str]:
    return {
        "devices": str(root / "srv"),
        "mount_check": "false",
        "swift_dir": str(root / "etc"),
        "recon_cache_path": str(root / "run"),
        "fallocate_reserve": "0",
        "log_level": "ERROR",
        "log_custom_handlers": f"{__name__}.log_to_stderr",
        **PATIENCE,
    }


def prepare(root: Path):
    """Make the folders, the configuration Swift reads from disk, and the rings: one device, one copy of everything."""
    for folder in (f"srv/{DEVICE}", "etc", "run"):
        (root / folder).mkdir(parents=True, exist_ok=True)
    for private in ("srv", "run"):
        (root / private).chmod(0o700)
    (root / "etc" / "swift.conf").write_text(f"[swift-hash]\nswift_hash_path_suffix = {HASH_SUFFIX}\n")
    set_swift_dir(str(root / "etc"))
    everything_on_device_0 = array.array("H", [0] * 2**PARTITION_BITS)
    for name in INNER_SERVERS:
        device = {"id": 0, "region": 1, "zone": 1, "weight": 1.0, "device": DEVICE, "meta": ""}
        address = {"ip": name, "port": 1, "replication_ip": name, "replication_port": 1}
        ring = RingData([everything_on_device_0], [device | address], 32 - PARTITION_BITS)
        ring.save(str(root / "etc" / f"{name}.ring.gz"))


def serve_inner(settings: dict[str, str]):
    """Start account, container and object server in the background.  The working folder must be the root's `run`."""
    bufferedhttp.BufferedHTTPConnection = InnerConnection
    for name, controller in INNER_SERVERS.items():
        Path(name).unlink(missing_ok=True)  # left by a kill -9
        sock = eventlet.listen(name, family=eventlet.green.socket.AF_UNIX, backlog=256)
        eventlet.spawn(_serve, sock, controller(settings))


def serve_proxy(listener, settings: dict[str, str], access_key: str, secret_key: str, allow_origins: list[str]):
    """Answer S3 on `listener` until the process ends."""
    multi_upload._get_upload_info = find_open_upload
    account, user = access_key.split(":")
    # In the order a request passes them.  Those without settings are what Swift's S3 needs to stand on: clean internal
    # headers, copies, large objects, versions (as s3api looks for them), links to completed uploads.
    filters = {
        "catch_errors": {},
        "gatekeeper": {},
        "listing_formats": {},
        "s3api.s3api": {"location": "us-east-1", "max_upload_part_num": str(MAX_PARTS)},
        "tempauth": {f"user_{account}_{user}": f"{secret_key} .admin"},
        "copy": {},
        # Asynchronous deletes would wait for a daemon that does not run here: deleted films would stay on disk.
        "slo": {"max_manifest_segments": str(MAX_PARTS), "allow_async_delete": "false"},
        "versioned_writes": {"allow_object_versioning": "true"},
        "symlink": {},
    }
    pipeline = [Application({**settings, "account_autocreate": "true"})]
    for name, extra in reversed(filters.items()):
        middleware = import_module(f"swift.common.middleware.{name}")
        pipeline.insert(0, middleware.filter_factory(settings, **extra)(pipeline[0]))
    for app in pipeline:  # as Swift's own loader does
        app._pipeline = pipeline
        app._pipeline_final_app = app._pipeline_request_logging_app = pipeline[-1]
    _serve(listener, Door(pipeline[0], allow_origins))


def _serve(sock, app):
    quiet = logging.getLogger("eventlet.wsgi")
    eventlet.wsgi.server(sock, app, quiet, protocol=SwiftHttpProtocol, log_output=False, debug=False)


def log_to_stderr(conf, name, to_console, route, fmt, logger, adapted):
    """What Swift calls for each of its loggers: errors go to stderr, and nothing to the machine's syslog."""
    for handler in list(logger.handlers):
        logger.removeHandler(handler)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("object store: %(message)s"))
    logger.addHandler(handler)
