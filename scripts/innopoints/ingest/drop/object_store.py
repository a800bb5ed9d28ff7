"""An S3-compatible object store, through pyarrow's own client.

In the connection's extra: `path` (bucket/prefix), `endpoint_url` for a store other than AWS, `region_name`,
`aws_session_token`. Without login the usual AWS variables of the environment count.
"""

from urllib.parse import urlsplit

from fsspec.implementations.arrow import ArrowFSWrapper
from pyarrow.fs import AwsStandardS3RetryStrategy, S3FileSystem

from innopoints.ingest.connection import Connection
from innopoints.ingest.connector import OfficeUnreachable
from innopoints.ingest.drop.remote import Remote

_SECONDS = 30
_REFUSED = (
    "ACCESS_DENIED",
    "INVALID_ACCESS_KEY",
    "SIGNATURE_DOES_NOT_MATCH",
    "INVALID_CLIENT_TOKEN",
    "HTTP status 403",
)


def open_inbox(connection: Connection) -> Remote:
    """The bucket's folder, which comes to be with its first file. Raises OfficeUnreachable with what to mend."""
    return open_place(connection, may_be_new=True)


def open_place(connection: Connection, may_be_new: bool = False) -> Remote:
    """The bucket's folder. Raises OfficeUnreachable with what to mend."""
    extra = connection.extra
    path = str(extra.get("path") or "/".join(filter(None, (connection.host, connection.schema)))).strip("/")
    if not path:
        raise OfficeUnreachable(f'{connection.variable} names no bucket; put "path": "bucket/prefix" into its extra')
    endpoint = urlsplit(str(extra.get("endpoint_url") or ""))
    try:
        fs = S3FileSystem(
            access_key=connection.login or None,
            secret_key=connection.password or None,
            session_token=extra.get("aws_session_token") or None,
            region=extra.get("region_name") or ("us-east-1" if endpoint.netloc else None),
            endpoint_override=endpoint.netloc or None,
            scheme=endpoint.scheme or "https",
            connect_timeout=_SECONDS,
            request_timeout=_SECONDS,
            retry_strategy=AwsStandardS3RetryStrategy(max_attempts=3),
        )
    except (ValueError, OSError) as error:
        raise OfficeUnreachable(f"{connection.variable}: {_words(connection, error)}") from None
    wrapped = ArrowFSWrapper(fs, skip_instance_cache=True)
    try:
        wrapped.info(path.split("/")[0] if may_be_new else path)
    except FileNotFoundError:
        raise OfficeUnreachable(
            f"there is no {path} in the object store; mend extra.path of {connection.variable}"
        ) from None
    except OSError as error:
        raise OfficeUnreachable(
            f"{path} in the object store: {_words(connection, error)}; see {connection.variable}"
        ) from None
    return Remote(wrapped, path, lambda error: _words(connection, error), lambda: None)


def _words(connection: Connection, error: Exception) -> str:
    said = str(error)
    if any(each in said for each in _REFUSED):
        return "the store refuses our key; mend login and password (access key and secret key)"
    # The access key's id stands in some answers of the store.
    said = connection.without_secrets(said)
    return said.replace(connection.login, "***") if connection.login else said
