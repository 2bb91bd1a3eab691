"""Sealed columns: AES-256-GCM, a data key per secret, wrapped by a key-encryption key of the ring."""

import base64
import binascii
import hashlib
import hmac
import os
from collections.abc import Mapping
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_FORMAT = "v1"
_NONCE_BYTES = 12
_KEY_BYTES = 32
_CHAIN, _ANCHOR = b"saldo audit chain", b"saldo audit anchors"


class SealBroken(Exception):
    """A sealed text does not open: altered, moved to another row, or its key is gone."""


class Vault:
    """Seals with the first key of the ring and opens with any; a secret opens only in its own place."""

    def __init__(self, keys: Mapping[str, bytes], chain_keys: Mapping[str, bytes] | None = None) -> None:
        if not keys or any(len(key) != _KEY_BYTES for key in keys.values()):
            raise ValueError("the key ring needs at least one key, each of 32 bytes")
        self._keys = dict(keys)
        self._current = next(iter(keys))
        # What was recorded is never sealed anew: the keys of the record may outlive those of the secrets.
        self._chain = dict(chain_keys or keys)
        self.chain_key_id = next(iter(self._chain))

    @property
    def current_key_id(self) -> str:
        """The id of the key that seals."""
        return self._current

    def digest(self, key_id: str, data: bytes) -> bytes:
        """Return the HMAC of a record's entry. Raises SealBroken when the key is gone."""
        return hmac.digest(self._chain_key(key_id, _CHAIN), data, hashlib.sha256)

    def anchor_key(self, key_id: str) -> Ed25519PrivateKey:
        """Return the key that signs how far a record has come. Raises SealBroken when it is gone."""
        return Ed25519PrivateKey.from_private_bytes(self._chain_key(key_id, _ANCHOR))

    def _chain_key(self, key_id: str, purpose: bytes) -> bytes:
        if key_id not in self._chain:
            raise SealBroken(f"the key {key_id} of the audit record is not in the key ring")
        derived = HKDF(algorithm=SHA256(), length=_KEY_BYTES, salt=None, info=purpose)
        return derived.derive(self._chain[key_id])

    def seal(self, plaintext: str, *, table: str, column: str, row_id: UUID, workspace_id: UUID) -> str:
        """Seal a secret for one place; the text carries the format and the key's id."""
        place = _place(self._current, table, column, row_id, workspace_id)
        data_key = AESGCM.generate_key(_KEY_BYTES * 8)
        wrapped = _encrypt(self._keys[self._current], data_key, place)
        body = _encrypt(data_key, plaintext.encode(), place)
        return ".".join([_FORMAT, self._current, _to_text(wrapped), _to_text(body)])

    def open(self, sealed: str, *, table: str, column: str, row_id: UUID, workspace_id: UUID) -> str:
        """Open a secret in its own place. Raises SealBroken."""
        try:
            version, key_id, wrapped, body = sealed.split(".")
            if version != _FORMAT or key_id not in self._keys:
                raise SealBroken(f"no key opens a secret sealed as {version}.{key_id}")
            place = _place(key_id, table, column, row_id, workspace_id)
            data_key = _decrypt(self._keys[key_id], _from_text(wrapped), place)
            return _decrypt(data_key, _from_text(body), place).decode()
        except (ValueError, InvalidTag, binascii.Error) as error:
            raise SealBroken(f"a secret in {table}.{column} does not open") from error

    def is_current(self, sealed: str) -> bool:
        """Say whether the first key sealed this text; otherwise it waits to be sealed anew."""
        return sealed.startswith(f"{_FORMAT}.{self._current}.")


def _place(key_id: str, table: str, column: str, row_id: UUID, workspace_id: UUID) -> bytes:
    return "|".join([_FORMAT, key_id, table, column, str(row_id), str(workspace_id)]).encode()


def _encrypt(key: bytes, plaintext: bytes, place: bytes) -> bytes:
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plaintext, place)


def _decrypt(key: bytes, sealed: bytes, place: bytes) -> bytes:
    return AESGCM(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], place)


def _to_text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _from_text(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
