"""S3 clients for the configured store: one that works, one that signs what browsers will fetch."""

from functools import lru_cache

import boto3
from botocore.config import Config
from django.conf import settings


def client():
    """The client for our own requests.  Thread-safe, kept, and a new one whenever the settings differ."""
    return _client_for(settings.S3_ENDPOINT_URL)


def signer():
    """A client for signing only: its URLs name the host by which browsers reach the store."""
    return _client_for(settings.S3_PUBLIC_ENDPOINT_URL)


def impatient():
    """A client that asks once and waits two seconds: for whoever only wants to know whether the store answers."""
    return _client_for(settings.S3_ENDPOINT_URL, tries=1, seconds=2)


def _client_for(endpoint_url, **patience):
    return _kept(
        endpoint_url,
        settings.S3_ACCESS_KEY_ID,
        settings.S3_SECRET_ACCESS_KEY,
        settings.S3_REGION,
        settings.S3_ADDRESSING_STYLE,
        **patience,
    )


def connect(endpoint_url, access_key, secret_key, region="us-east-1", addressing_style="path", tries=4, seconds=60):
    """A new client with the one configuration that every S3 store we know understands."""
    config = Config(
        signature_version="s3v4",
        # The default since boto3 1.36 adds checksums that R2, B2 and older stores refuse, and breaks presigned PUTs.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
        s3={"addressing_style": addressing_style},
        connect_timeout=min(5, seconds),
        read_timeout=seconds,
        retries={"mode": "standard", "total_max_attempts": tries},
        max_pool_connections=20,
    )
    # A session of its own: boto3's default one is shared and making clients from it is not thread-safe.
    return boto3.session.Session().client(
        "s3",
        endpoint_url=endpoint_url or None,
        aws_access_key_id=access_key or None,
        aws_secret_access_key=secret_key or None,
        region_name=region,
        config=config,
    )


_kept = lru_cache(maxsize=8)(connect)
