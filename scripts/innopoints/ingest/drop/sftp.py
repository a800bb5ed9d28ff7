"""An SFTP server, reached only when it shows the host key its owner told us.

In the connection's extra: `path`, `host_key` (a line of its key file; several on several lines), and to log in
`private_key` (its text) or `key_file` (its path) with `private_key_passphrase`, else the password.
`no_host_key_check: true` is for test servers: it is warned about in every run.
"""

import base64
import binascii
import hashlib
import io
import logging
from itertools import pairwise

import paramiko
from fsspec.implementations.sftp import SFTPFileSystem

from innopoints.ingest.connection import Connection
from innopoints.ingest.connector import OfficeUnreachable
from innopoints.ingest.drop.remote import Remote

log = logging.getLogger("innopoints.fetch")
# What an RSA key of a server may sign with; SHA-1 (ssh-rsa) is not among them.
_SIGNED_BY = {"ssh-rsa": ("rsa-sha2-512", "rsa-sha2-256")}
_OUR_SPEAKING = ("ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521",
                 "rsa-sha2-512", "rsa-sha2-256")  # fmt: skip
_KEY_KINDS = (paramiko.Ed25519Key, paramiko.ECDSAKey, paramiko.RSAKey)
_SECONDS = 30


class _Unagreed(Exception):
    """The server showed a key nobody agreed on."""


class _OnlyAgreed(paramiko.MissingHostKeyPolicy):
    """Accept a host key only when it is one of those in the connection."""

    def __init__(self, agreed: list[tuple[str, bytes]], connection: Connection):
        self._agreed, self._connection = agreed, connection

    def missing_host_key(self, client, hostname, key) -> None:
        if (key.get_name(), key.asbytes()) in self._agreed:
            return
        shown = f"{key.get_name()} {_fingerprint(key.asbytes())}"
        where = f"extra.host_key of {self._connection.variable}"
        if not self._agreed:
            raise _Unagreed(
                f"the host key of {hostname} is not known: it shows {shown}. Ask its owner by another way whether "
                f'that is its fingerprint, then put the key into {where}: "{key.get_name()} {key.get_base64()}"'
            )
        told = ", ".join(f"{kind} {_fingerprint(data)}" for kind, data in self._agreed)
        raise _Unagreed(
            f"the host key of {hostname} is another than agreed: it shows {shown}, {where} says {told}. Somebody may "
            "stand in between: ask its owner whether the key was changed, and only then change it there"
        )


def open_place(connection: Connection) -> Remote:
    """Log in and find the folder. Raises OfficeUnreachable with what to put where."""
    if not connection.host:
        raise OfficeUnreachable(f"{connection.variable} names no host for SFTP")
    extra = connection.extra
    agreed = _agreed_keys(connection)
    if str(extra.get("no_host_key_check", "")).lower() == "true":
        log.warning("%s: the host key of %s is not checked", connection.variable, connection.host)
        trust, disabled = paramiko.AutoAddPolicy(), []
    else:
        trust, disabled = _OnlyAgreed(agreed, connection), _other_kinds(agreed)
    try:
        fs = SFTPFileSystem(
            connection.host,
            port=connection.port or 22,
            username=connection.login or None,
            password=None if _has_key(connection) else connection.password or None,
            pkey=_private_key(connection),
            host_key_policy=trust,
            disabled_algorithms={"keys": disabled} if disabled else None,
            allow_agent=False,
            look_for_keys=False,
            timeout=_SECONDS,
            banner_timeout=_SECONDS,
            auth_timeout=_SECONDS,
            skip_instance_cache=True,
        )
    except _Unagreed as error:
        raise OfficeUnreachable(str(error)) from None
    except paramiko.AuthenticationException:
        raise OfficeUnreachable(
            f"{connection.host} does not let {connection.login or '(no login)'} in; mend login, password or "
            f"private_key of {connection.variable}"
        ) from None
    except Exception as error:
        raise OfficeUnreachable(
            f"{connection.host} port {connection.port or 22} cannot be reached over SFTP: {_words(connection, error)}; "
            f"see {connection.variable}"
        ) from None
    try:
        fs.ftp.get_channel().settimeout(_SECONDS)
        return Remote(fs, _folder(fs, connection), lambda error: _words(connection, error), fs.client.close)
    except BaseException:
        fs.client.close()
        raise


def _folder(fs: SFTPFileSystem, connection: Connection) -> str:
    wanted = str(connection.extra.get("path") or connection.schema or ".")
    try:
        folder = fs.ftp.normalize(wanted)
        fs.ftp.listdir_attr(folder)
        return folder
    except FileNotFoundError:
        why = "there is no such folder"
    except PermissionError:
        why = f"{connection.login} may not read it"
    except Exception as error:
        why = _words(connection, error)
    raise OfficeUnreachable(f"{connection.host}: {wanted}: {why}; mend extra.path of {connection.variable}")


def _agreed_keys(connection: Connection) -> list[tuple[str, bytes]]:
    keys = []
    for line in str(connection.extra.get("host_key") or "").splitlines():
        words = line.split()
        if not words:
            continue
        try:
            # A line of a known_hosts file begins with the host.
            kind, data = next((name, text) for name, text in pairwise(words) if name.startswith(("ssh-", "ecdsa-")))
            keys.append((kind, base64.b64decode(data, validate=True)))
        except (StopIteration, binascii.Error):
            raise OfficeUnreachable(
                f'extra.host_key of {connection.variable} is no host key; write it as "ssh-ed25519 AAAA..."'
            ) from None
    return keys


def _other_kinds(agreed: list[tuple[str, bytes]]) -> list[str]:
    """A server with several keys shows the one we ask for: ask for the kind that was agreed."""
    kinds = {name for kind, _ in agreed for name in _SIGNED_BY.get(kind, (kind,))}
    return [name for name in _OUR_SPEAKING if name not in kinds] if kinds else []


def _has_key(connection: Connection) -> bool:
    return bool(connection.extra.get("private_key") or connection.extra.get("key_file"))


def _private_key(connection: Connection) -> paramiko.PKey | None:
    if not _has_key(connection):
        return None
    extra = connection.extra
    passphrase = extra.get("private_key_passphrase") or None
    for kind in _KEY_KINDS:
        try:
            if extra.get("private_key"):
                return kind.from_private_key(io.StringIO(extra["private_key"]), passphrase)
            return kind.from_private_key_file(extra["key_file"], passphrase)
        except OSError as error:
            raise OfficeUnreachable(
                f"extra.key_file of {connection.variable} cannot be read: {error.strerror}"
            ) from None
        except (paramiko.SSHException, ValueError):
            continue
    raise OfficeUnreachable(
        f"the private key of {connection.variable} is not Ed25519, ECDSA or RSA, or its private_key_passphrase is wrong"
    )


def _fingerprint(data: bytes) -> str:
    return "SHA256:" + base64.b64encode(hashlib.sha256(data).digest()).decode().rstrip("=")


def _words(connection: Connection, error: Exception) -> str:
    if isinstance(error, UnicodeDecodeError):
        return "a file name there is not UTF-8; ask for names in UTF-8"
    if isinstance(error, TimeoutError):
        return f"no answer for {_SECONDS} s"
    return connection.without_secrets(str(error) or type(error).__name__)
