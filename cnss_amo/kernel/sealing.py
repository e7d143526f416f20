"""People's data at rest: sealed with AES-256-GCM, matched by keyed digests.

A sealed value is one byte of key id, twelve of nonce, then the ciphertext and its tag. The label
(the name of the datum) is authenticated with it: a phone cannot be passed off as an e-mail, while
the bytes may travel from a list's row to a person unchanged.
"""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path
from tempfile import mkstemp

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12
DIGEST_BYTES = 16


class Unreadable(Exception):
    """A sealed value that no key of the ring opens: a key is missing, or the bytes were altered."""


class Keyring:
    """The sealing keys by id, the one in use, and the key of the digests."""

    def __init__(self, *, keys: dict[int, bytes], current: int, digest_key: bytes) -> None:
        self._ciphers = {key_id: AESGCM(key) for key_id, key in keys.items()}
        self._digest_key = digest_key
        self.current = current

    @classmethod
    def load(cls, path: Path) -> Keyring:
        """Read a key file: `{"current": 1, "seal": {"1": base64}, "digest": base64}`."""
        stored = json.loads(path.read_text(encoding="ascii"))
        return cls(
            keys={int(key_id): base64.b64decode(key) for key_id, key in stored["seal"].items()},
            current=stored["current"],
            digest_key=base64.b64decode(stored["digest"]),
        )

    def seal(self, value: bytes | str, label: str) -> bytes:
        """Seal one value under the key in use."""
        plain = value.encode() if isinstance(value, str) else value
        nonce = os.urandom(NONCE)
        cipher = self._ciphers[self.current]
        return bytes([self.current]) + nonce + cipher.encrypt(nonce, plain, label.encode())

    def seal_all(self, values: Iterable[str | None], label: str) -> list[bytes | None]:
        """Seal a column; what is absent stays absent."""
        encrypt, name = self._ciphers[self.current].encrypt, label.encode()
        cells, head = list(values), bytes([self.current])
        drawn = os.urandom(NONCE * len(cells))
        nonces = (drawn[start : start + NONCE] for start in range(0, len(drawn), NONCE))
        return [
            None if value is None else head + nonce + encrypt(nonce, value.encode(), name)
            for value, nonce in zip(cells, nonces, strict=True)
        ]

    def unseal(self, sealed: bytes | memoryview, label: str) -> bytes:
        """Open a sealed value; raise Unreadable when no key fits or a bit was changed."""
        raw = bytes(sealed)
        cipher = self._ciphers.get(raw[0])
        if cipher is None:
            raise Unreadable(f"sealing key {raw[0]} is not in the ring")
        try:
            return cipher.decrypt(raw[1 : 1 + NONCE], raw[1 + NONCE :], label.encode())
        except InvalidTag as tampered:
            raise Unreadable(f"a sealed {label} does not open with key {raw[0]}") from tampered

    def unseal_text(self, sealed: bytes | memoryview | None, label: str) -> str | None:
        """Open a sealed text; nothing stays nothing."""
        return None if sealed is None else self.unseal(sealed, label).decode()

    def digest(self, value: str, label: str) -> bytes:
        """Return the 16 bytes by which a datum is matched without being shown."""
        return blake2b(
            value.encode(), digest_size=DIGEST_BYTES, key=self._digest_key, person=label.encode()
        ).digest()

    def digest_all(self, values: Iterable[str | None], label: str) -> list[bytes | None]:
        """Digest a column; what is absent stays absent."""
        blank = blake2b(digest_size=DIGEST_BYTES, key=self._digest_key, person=label.encode())
        digests: list[bytes | None] = []
        for value in values:
            if value is None:
                digests.append(None)
            else:
                digest = blank.copy()
                digest.update(value.encode())
                digests.append(digest.digest())
        return digests


def make_key_file(path: Path) -> None:
    """Draw a first key of each kind, readable by the owner alone; an existing file is left."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    drawn = {"current": 1, "seal": {"1": _random_key()}, "digest": _random_key()}
    descriptor, fresh = mkstemp(dir=path.parent, prefix=f".{path.name}.")
    with open(descriptor, "w") as file:
        json.dump(drawn, file)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(fresh, path)  # fails when another process or thread was first: its keys stand
    except FileExistsError:
        pass
    finally:
        os.unlink(fresh)


def add_key(path: Path) -> int:
    """Add a sealing key to the file and make it the one in use; return its id."""
    stored = json.loads(path.read_text(encoding="ascii"))
    key_id = max(int(known) for known in stored["seal"]) + 1
    stored["seal"][str(key_id)] = _random_key()
    stored["current"] = key_id
    _replace(path, stored)
    return key_id


def drop_other_keys(path: Path) -> list[int]:
    """Leave only the key in use; return the ids of the keys dropped."""
    stored = json.loads(path.read_text(encoding="ascii"))
    current = str(stored["current"])
    dropped = [int(key_id) for key_id in stored["seal"] if key_id != current]
    stored["seal"] = {current: stored["seal"][current]}
    _replace(path, stored)
    return dropped


def _random_key() -> str:
    return base64.b64encode(os.urandom(32)).decode()


def _replace(path: Path, stored: dict[str, object]) -> None:
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    with open(os.open(fresh, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w") as file:
        json.dump(stored, file)
        file.flush()
        os.fsync(file.fileno())
    os.replace(fresh, path)
