"""An S3-type store of the tests' own: moto's server, in this process."""

from collections.abc import Iterator
from contextlib import contextmanager

import boto3
from moto.server import ThreadedMotoServer

from samskaping.config import FileStore

SECRETS = {"aws_access_key_id": "prøve".encode().hex(), "aws_secret_access_key": "hemmelig"}


@contextmanager
def served(inside: str = "") -> Iterator[FileStore]:
    """A running server with one bucket, as the settings name it."""
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        address = f"http://{host}:{port}"
        client = boto3.session.Session().client("s3", endpoint_url=address, region_name="us-east-1", **SECRETS)
        client.create_bucket(Bucket="filer")
        client.close()
        yield FileStore(f"{address}/filer{inside}", SECRETS["aws_access_key_id"], SECRETS["aws_secret_access_key"])
    finally:
        server.stop()
