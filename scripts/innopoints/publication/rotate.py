"""Change the signing key, or revoke one.

    keys/next.pem, then keys/<key id>.pem -> published/keys/register.json (from then on it signs) -> log, banks

What was killed on the way is finished by the next command: the register says how far it came.
"""

from datetime import datetime, timedelta
from typing import Any

from innopoints.durable import commit
from innopoints.errors import Refused, WrongUse
from innopoints.home import Home
from innopoints.publication.editions import lock_path
from innopoints.publication.keys import (
    SigningKey,
    load_private_key,
    make_private_key,
    named_key,
    private_key,
    signing_key,
)
from innopoints.publication.lock import exclusive
from innopoints.publication.register import FORMAT, read_register, register_path, signing_id
from innopoints.publication.settle import settle, share_keys, sweep_asides
from innopoints.publication.signed_record import write_signed
from innopoints.verify import VerificationFailed

OVERLAP_DAYS = 30


def rotate(home: Home, by: str, moment: datetime, overlap_days: int = OVERLAP_DAYS) -> dict[str, Any]:
    """Let a new key sign from now on; the one before signs beside it for `overlap_days` and is retired then.

    The new key is the one INNOPOINTS_SIGNING_KEY names, when that never signed; without that variable it is made.
    Returns {rotated, key_id, retiring, until}.
    """
    if not 0 <= overlap_days <= 366:
        raise WrongUse(f"--overlap {overlap_days}: 0 to 366 days")
    with exclusive(lock_path(home)):
        register, until = _begin(home, moment), (moment + timedelta(days=overlap_days)).isoformat()
        old = signing_id(register)
        new = _next_key(home, register)
        for each in register["keys"]:
            each["until"] = each["until"] or (None if each["revoked"] else until)
        register["keys"].append(_entry(new.id, moment.isoformat()))
        _enter(home, register, moment, {"act": "rotated", "key_id": new.id, "by": by}, [new, private_key(home, old)])
        return {"rotated": True, "key_id": new.id, "retiring": old, "until": until}


def revoke(home: Home, key_id: str, because: str, by: str, moment: datetime) -> dict[str, Any]:
    """What `key_id` signed does not verify any more; when it is the key that signs, another takes its place.

    Editions that no other key signed no longer stand: the pointer falls back, and publishing such a day again makes
    its next edition. Returns {revoked, key_id, signs}. Raises WrongUse for an unknown key or without a reason.
    """
    if len(because.strip()) < 5:
        raise WrongUse("--because needs words that a bank can understand next year")
    with exclusive(lock_path(home)):
        register = _begin(home, moment)
        known = {each["key_id"]: each for each in register["keys"]}
        if key_id not in known:
            raise WrongUse(f"no key {key_id!r}; there are: {', '.join(known)}")
        gone, signs = known[key_id], signing_id(register)
        new = gone["revoked"] is None
        if new:
            key = _next_key(home, register) if signs == key_id else signing_key(home)
            if key.id not in known:
                register["keys"].append(_entry(key.id, moment.isoformat()))
            gone["revoked"] = {"at": moment.isoformat(), "because": because.strip(), "by": by}
            _enter(home, register, moment, {"act": "revoked", "key_id": key_id, "by": by}, [key])
        return {"revoked": new, "key_id": key_id, "signs": signing_id(read_register(home))}


def listed(home: Home) -> dict[str, Any]:
    """Every key as {key_id, from, until, revoked}, oldest first, and which one signs; reads, never writes."""
    register = read_register(home)
    names = sorted(path.stem for path in (home.published / "keys").glob("*.pem"))
    keys = register["keys"] if register else [_entry(name, None) for name in names]
    return {"signs": signing_id(register) or (names[-1] if len(names) == 1 else None), "keys": keys}


def _begin(home: Home, moment: datetime) -> dict[str, Any]:
    """The register so far; a first one holds every key that ever signed, last the one that signs."""
    sweep_asides(home.keys, home.published, home.published / "keys")
    register = read_register(home)
    if register:
        _tell(home)
        return register
    known = {path.stem for path in (home.published / "keys").glob("*.pem")}
    own, named = home.keys / "signing.pem", named_key()
    named_is_next = named and named.id not in known and own.exists()
    now = load_private_key(own) if named_is_next else signing_key(home)
    now.leave_public_key(home.published / "keys")
    earlier = [_entry(name, None) | {"until": moment.isoformat()} for name in sorted(known - {now.id})]
    return {"serial": 0, "keys": [*earlier, _entry(now.id, None)]}


def _entry(key_id: str, since: str | None) -> dict[str, Any]:
    return {"key_id": key_id, "from": since, "until": None, "revoked": None}


def _next_key(home: Home, register: dict[str, Any]) -> SigningKey:
    """The key named from outside, or a new one, in its place in keys/ before anything names it."""
    if named := named_key():
        if named.id in {each["key_id"] for each in register["keys"]}:
            raise WrongUse(
                f"INNOPOINTS_SIGNING_KEY holds key {named.id}, which has signed before; make a new one "
                "(`openssl genpkey -algorithm ed25519`), name its file there, and run this again"
            )
        return named
    path = home.keys / "next.pem"
    if not path.exists():
        make_private_key(path)
    key = load_private_key(path)
    commit(path, home.keys / f"{key.id}.pem")
    return key


def _enter(
    home: Home, register: dict[str, Any], moment: datetime, act: dict[str, Any], keys: list[SigningKey | None]
) -> None:
    """Write the register, signed by the key that signs now and by the one before; then the log and the banks."""
    keys = [key for key in keys if key]
    for key in keys:
        key.leave_public_key(home.published / "keys")
    record = {"format": FORMAT, "serial": register["serial"] + 1, "at": moment.isoformat(), "last": act}
    write_signed(register_path(home), record | {"keys": register["keys"]}, keys)
    _tell(home)


def _tell(home: Home) -> None:
    """Bring log, pointers and each bank's copies in line with the register."""
    try:
        settle(home)
        for folder in sorted(home.delivery.glob("*/keys")):
            share_keys(home, folder.parent.name)
    except VerificationFailed as error:
        raise Refused(
            f"the keys are as {register_path(home)} says, but what is left does not verify: {error}"
        ) from error
