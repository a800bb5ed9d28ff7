"""The zone's signing key: made on first use, private part readable by its owner only.

    keys/signing.pem                private, 0600 (or the file INNOPOINTS_SIGNING_KEY names)
    published/keys/<key id>.pem     public; the key id is the start of its SHA-256

An old public key stays where it is, so that editions signed before a rotation still verify.
"""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from innopoints.durable import aside_of, commit, write_bytes
from innopoints.errors import OutsideFailed
from innopoints.home import Home

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


@dataclass(frozen=True)
class SigningKey:
    """An Ed25519 key pair; `id` names its public half."""

    private: "Ed25519PrivateKey"
    public_pem: bytes
    id: str

    def sign(self, data: bytes) -> bytes:
        """The 64 bytes of the signature."""
        return self.private.sign(data)

    def leave_public_key(self, folder: Path) -> Path:
        """Put `<key id>.pem` into `folder` unless it is there."""
        path = folder / f"{self.id}.pem"
        if not path.exists() or path.read_bytes() != self.public_pem:
            write_bytes(path, self.public_pem)
        return path


def signing_key(home: Home) -> SigningKey:
    """The key in force; makes one when there is none. Call it under the publication lock.

    Raises OutsideFailed when INNOPOINTS_SIGNING_KEY names a file that is not an unencrypted Ed25519 key.
    """
    named = os.environ.get("INNOPOINTS_SIGNING_KEY")
    path = Path(named) if named else home.keys / "signing.pem"
    if not named and not path.exists():
        _make(path)
    return _load(path)


def _load(path: Path) -> SigningKey:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

    try:
        private = load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as error:
        raise OutsideFailed(f"{path}: no usable signing key; put an unencrypted Ed25519 PEM there") from error
    if not isinstance(private, Ed25519PrivateKey):
        raise OutsideFailed(f"{path}: this key is not Ed25519; make one with `openssl genpkey -algorithm ed25519`")
    public = private.public_key()
    raw = public.public_bytes(Encoding.Raw, PublicFormat.Raw)
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return SigningKey(private, pem, hashlib.sha256(raw).hexdigest()[:16])


def _make(path: Path) -> None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.parent.mkdir(parents=True, exist_ok=True)
    path.parent.chmod(0o700)
    aside = aside_of(path)
    aside.unlink(missing_ok=True)
    # 0600 from the first byte on: it must never be readable, not even for a moment.
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(pem)
    commit(aside, path)
