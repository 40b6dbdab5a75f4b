"""What stands in the database and only this installation can read or make: encrypted, or as a keyed mark."""

import hashlib
import hmac

from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import OctKey


def seal(key: str, purpose: str, words: str) -> str:
    """Encrypt; what is sealed for one purpose is opened for no other."""
    return jwe.encrypt_compact({"alg": "dir", "enc": "A256GCM"}, words.encode(), _key(key, purpose))


def unseal(key: str, purpose: str, sealed: str) -> str | None:
    """What was sealed; None when the installation's key is another one now."""
    try:
        found = jwe.decrypt_compact(sealed, _key(key, purpose), algorithms=["dir", "A256GCM"]).plaintext
    except (JoseError, ValueError):
        return None
    return found.decode() if found is not None else None


def mark(key: str, purpose: str, words: str) -> str:
    """By what words are known again without being kept; whoever has the database alone cannot try them."""
    return hmac.digest(_secret(key, purpose), words.encode(), hashlib.sha256).hex()


def _key(key: str, purpose: str) -> OctKey:
    return OctKey.import_key(_secret(key, purpose))


def _secret(key: str, purpose: str) -> bytes:
    return hmac.digest(key.encode(), purpose.encode(), hashlib.sha256)
