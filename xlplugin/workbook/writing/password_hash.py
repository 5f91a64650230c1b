"""The hash of a password, as Excel 2010 and later store it (ECMA-376 Part 1, 18.2.29 and 18.3.1.85: SHA-512).

It prevents changes of locked cells by mistake; it is not a security measure. The hash is computed once for a workbook.
Its salt is derived from the content and the password, so that the same input gives the same bytes, and derived slowly:
with a fast derivation a password could be guessed without the 100,000 rounds.
"""

import hashlib
from base64 import b64encode
from dataclasses import dataclass

ALGORITHM, ROUNDS = "SHA-512", 100_000
SALT_BYTES = 16

PASSWORD_VARIABLE = "XLPLUGIN_PASSWORD"  # noqa: S105  # the name of an environment variable


@dataclass(frozen=True, slots=True)
class Lock:
    """A password as a workbook stores it."""

    salt: str
    hash: str


def lock(password: str, content: bytes) -> Lock:
    """Hash a password; ``content`` identifies the workbook."""
    secret = password.encode("utf-16-le")
    salt = hashlib.pbkdf2_hmac("sha512", secret, hashlib.sha256(content).digest(), ROUNDS, SALT_BYTES)
    hashed = hashlib.sha512(salt + secret).digest()
    for at in range(ROUNDS):
        hashed = hashlib.sha512(hashed + at.to_bytes(4, "little")).digest()
    return Lock(b64encode(salt).decode(), b64encode(hashed).decode())
