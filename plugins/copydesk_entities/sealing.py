"""Encryption of what was taken out of a document, so that who has the key can put it back."""

from __future__ import annotations

import base64
import hashlib
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import msgspec

from copydesk import CopydeskError

# An even 256 bits: what a guess would have to find.
_LEAST_BYTES = 32


def read_key(path: str) -> bytes:
    """Read a key file.

    Returns:
        64 bytes for AES-256-SIV: the SHA-512 digest of the file, so that it may be text or bytes.

    Raises:
        CopydeskError: `missing-extra`, or `bad-key` when there is no file or it is short.
    """
    if find_spec("cryptography") is None:
        raise CopydeskError(
            "missing-extra",
            "a `key` needs the package `cryptography`, which is not installed",
            hint="install it with `pip install 'copydesk[redact]'`",
        )
    try:
        content = Path(path).read_bytes().strip()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise CopydeskError(
            "bad-key",
            f"the key file `{path}` cannot be read: {reason}",
            hint=_MAKE.format(path),
            option="key",
        ) from error
    if len(content) < _LEAST_BYTES:
        raise CopydeskError(
            "bad-key",
            f"the key file `{path}` has {len(content)} bytes, expected at least {_LEAST_BYTES}",
            hint=_MAKE.format(path),
            option="key",
        )
    return hashlib.sha512(content).digest()


_MAKE = "make one with `openssl rand -hex 32 > {}`, and keep it apart from the documents"


def key_fingerprint(path: str) -> dict[str, str]:
    """Give what tells one key from another and does not help to guess it."""
    return {path: f"sha256:{hashlib.sha256(read_key(path)).hexdigest()[:16]}"} if path else {}


def seal(value: Any, key: bytes, document_id: str) -> str:
    """Encrypt a value; the same value of the same document always gives the same text.

    Source of the method: RFC 5297, AES-SIV, which needs no random number, and so keeps steps pure.

    Args:
        value: Plain data.
        key: What `read_key` gives.
        document_id: Bound to it: it can not be read as that of another document.

    Returns:
        Letters, digits, "-" and "_" (RFC 4648, base64url).
    """
    from cryptography.hazmat.primitives.ciphers.aead import AESSIV

    sealed = AESSIV(key).encrypt(msgspec.json.encode(value), [document_id.encode()])
    return base64.urlsafe_b64encode(sealed).decode()


def unseal(sealed: str, key: bytes, document_id: str) -> Any:
    """Decrypt what `seal` gave.

    Raises:
        CopydeskError: `wrong-key` when it was made with another key or for another document.
    """
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESSIV

    try:
        return msgspec.json.decode(
            AESSIV(key).decrypt(base64.urlsafe_b64decode(sealed), [document_id.encode()])
        )
    except (InvalidTag, ValueError) as error:
        raise CopydeskError(
            "wrong-key",
            "what was taken out cannot be read with this key",
            hint="give the key that `entities.redact` had, and leave id and `redacted` as they were",
        ) from error
