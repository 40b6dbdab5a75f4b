"""How an issuer knows this installation: by a private key, perhaps with a certificate, or by a shared secret."""

import json
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from secrets import token_urlsafe
from typing import Any

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from cryptography.x509 import load_pem_x509_certificate
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey, import_key

from samskaping.config import Misconfigured, OpenId

#: Seconds that an assertion of ours holds.
_ASSERTS = 60
_ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


@dataclass(frozen=True)
class ByKey:
    """``private_key_jwt``. With ``thumbprint``, the key's certificate is what the issuer knows (Entra ID)."""

    key: RSAKey | ECKey
    thumbprint: str = ""

    def fields(self, settings: OpenId, token_endpoint: str, now: datetime) -> dict[str, str]:
        at, who = int(now.timestamp()), settings.client_id
        says: dict[str, Any] = {"iss": who, "sub": who, "iat": at, "exp": at + _ASSERTS, "jti": token_urlsafe(16)}
        says["aud"] = token_endpoint if self.thumbprint else settings.issuer
        header: dict[str, Any] = {"alg": signs(self.key), "kid": str(self.key.kid)}
        if self.thumbprint:
            header["x5t#S256"] = self.thumbprint
        return {
            "client_assertion_type": _ASSERTION,
            "client_assertion": jwt.encode(header, says, self.key, [header["alg"]]),
        }


@dataclass(frozen=True)
class BySecret:
    """``client_secret_post``."""

    secret: str

    def fields(self, _settings: OpenId, _token_endpoint: str, _now: datetime) -> dict[str, str]:
        return {"client_secret": self.secret}


def read(settings: OpenId) -> ByKey | BySecret:
    """The key or the secret, from its file. Raises ``Misconfigured``."""
    if settings.secret_file is not None:
        return BySecret(_secret(settings.secret_file))
    if settings.key_file is None:
        raise Misconfigured(f"{settings.about}: no key and no secret.")
    return _key(settings.key_file, settings.about)


def signs(key: RSAKey | ECKey) -> str:
    """The algorithm by which a key signs."""
    return {"P-384": "ES384", "P-521": "ES512"}.get(key.curve_name, "ES256") if isinstance(key, ECKey) else "RS256"


def _secret(file: Path) -> str:
    try:
        secret = file.read_text("utf-8").strip()
    except (OSError, ValueError) as error:
        raise Misconfigured(f"{file} holds no secret that can be read.") from error
    if len(secret) < 16:
        raise Misconfigured(f"{file} must hold the secret that the issuer gave, of at least 16 characters.")
    return secret


def _key(file: Path, about: str) -> ByKey:
    """A JWK or PEM; it is known by its ``kid``, or else by its thumbprint (RFC 7638)."""
    try:
        written = file.read_text("ascii").strip()
        found = import_key(json.loads(written)) if written.startswith("{") else _from_pem(written)
        thumbprint = _thumbprint(written) if "BEGIN CERTIFICATE" in written else ""
    except (OSError, ValueError, JoseError) as error:
        raise Misconfigured(f"{about}: {file} holds no key that can be read.") from error
    if not isinstance(found, RSAKey | ECKey) or not found.is_private:
        raise Misconfigured(f"{about} must be a private key, RSA or EC.")
    found.ensure_kid()
    return ByKey(found, thumbprint)


def _from_pem(written: str) -> RSAKey | ECKey:
    key = written[written.find("-----BEGIN") :]
    if "BEGIN CERTIFICATE" in written:
        key = next((part for part in _parts(written) if "PRIVATE KEY" in part), "")
    is_rsa = isinstance(load_pem_private_key(key.encode(), None), RSAPrivateKey)
    return RSAKey.import_key(key) if is_rsa else ECKey.import_key(key)


def _parts(written: str) -> list[str]:
    """The parts of a PEM file that holds a key and its certificate."""
    return [f"-----BEGIN{part.rstrip()}\n" for part in written.split("-----BEGIN")[1:]]


def _thumbprint(written: str) -> str:
    certificate = next(part for part in _parts(written) if "CERTIFICATE" in part)
    mark = load_pem_x509_certificate(certificate.encode()).fingerprint(SHA256())
    return urlsafe_b64encode(mark).decode().rstrip("=")
