"""The zone's signing keys: the first is made on first use, later ones by a rotation.

    keys/signing.pem                private, 0600: the first key (or the file INNOPOINTS_SIGNING_KEY names)
    keys/<key id>.pem               private, 0600: a key made by `innopoints keys rotate`
    published/keys/<key id>.pem     public; the key id is the start of its SHA-256
    published/keys/register.json    which of them signs, which were retired and when, which were revoked

Without a register there is one key. A public key stays where it is, so that what it signed still verifies.
"""

import hashlib
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from innopoints.durable import aside_of, commit, named, write_bytes
from innopoints.errors import OutsideFailed
from innopoints.home import Home
from innopoints.publication.register import co_signing, read_register, register_path, signing_id

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
    """The key that signs; makes the first one when there is none. Call it under the publication lock.

    Raises OutsideFailed when its private half is not there, is no unencrypted Ed25519 key, or is not the one
    the register names.
    """
    wanted = signing_id(read_register(home))
    named = named_key()
    if wanted is None:
        path = home.keys / "signing.pem"
        if not named and not path.exists():
            make_private_key(path)
        return named or load_private_key(path)
    key = private_key(home, wanted)
    if key is None or (named and named.id != wanted):
        raise OutsideFailed(
            f"key {wanted} signs, says {register_path(home)}, and it is not where it is looked for "
            f"({f'INNOPOINTS_SIGNING_KEY holds {named.id}' if named else home.keys}): put it there, or make another "
            "one the next with `innopoints keys rotate`"
        )
    return key


def signing_keys(home: Home, moment: datetime, *folders: Path) -> list[SigningKey]:
    """The key that signs, then the retiring ones that still sign beside it at `moment`.

    Their public halves are left beside the editions and in `folders`.
    """
    retiring = [private_key(home, key_id) for key_id in co_signing(read_register(home), moment)]
    keys = [signing_key(home), *filter(None, retiring)]
    for key in keys:
        for folder in (home.published / "keys", *folders):
            key.leave_public_key(folder)
    return keys


def named_key() -> SigningKey | None:
    """The key in the file INNOPOINTS_SIGNING_KEY names; None when it names none."""
    named = os.environ.get("INNOPOINTS_SIGNING_KEY")
    return load_private_key(Path(named)) if named else None


def private_key(home: Home, key_id: str) -> SigningKey | None:
    """The key of that id, wherever its private half lies; None when it is not at hand."""
    named = named_key()
    if named and named.id == key_id:
        return named
    for path in (home.keys / f"{key_id}.pem", home.keys / "signing.pem"):
        if path.exists() and (key := load_private_key(path)).id == key_id:
            return key
    return None


def load_private_key(path: Path) -> SigningKey:
    """The key pair in a PEM file. Raises OutsideFailed when it is not an unencrypted Ed25519 key."""
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


def make_private_key(path: Path) -> None:
    """A new key at `path`, readable by its owner only."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.parent.mkdir(parents=True, exist_ok=True)
    path.parent.chmod(0o700)
    aside = aside_of(path)
    aside.unlink(missing_ok=True)
    # 0600 from the first byte on: it must never be readable, not even for a moment.
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with named(aside), os.fdopen(handle, "wb") as file:
        file.write(pem)
    commit(aside, path)
