"""The environment, read once into one frozen value. Every variable stands in the README's table."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

ROOT = Path(__file__).parent.parent


#: What makes it possible to sign in by an issuer of identities; all three, or none.
_OPENID = ("SAMSKAPING_OPENID_ISSUER", "SAMSKAPING_OPENID_CLIENT_ID", "SAMSKAPING_OPENID_KEY")


#: The ages that the law may ask for: 13 years now, 15 as proposed.
_AGES = ("13", "14", "15", "16")

#: What stands in examples, and in development; never in a random value of that length.
_EXAMPLE = re.compile("development|example|change.?me|secret|replace|insert|password|your.?key", re.IGNORECASE)


class Misconfigured(Exception):
    """The environment does not hold what the product needs; the words are for the one who runs it."""


@dataclass(frozen=True)
class OpenId:
    """An issuer of identities that people sign in by (ID-porten), and how it knows this installation."""

    issuer: str
    client_id: str
    key_file: Path | None
    level: str
    scopes: str
    secret_file: Path | None = None
    #: Where this stands, for whoever has to mend it.
    about: str = "SAMSKAPING_OPENID_KEY"


@dataclass(frozen=True)
class FileStore:
    """Where people's files lie: ``folder:///path``, or a bucket in an S3-type store, and who may use it."""

    url: str
    key: str = ""
    secret: str = ""
    region: str = "us-east-1"


@dataclass(frozen=True)
class Settings:
    """How this installation runs. ``development`` opens the mailbox page and the component gallery."""

    database_url: str
    data_folder: Path
    base_url: str
    secret_key: str
    development: bool
    trusted_hosts: tuple[str, ...]
    proxy_hops: int
    mail_url: str
    mail_from: str
    contact: str
    accessibility_url: str
    rate_storage: str
    log_level: str
    kept_pages: int
    files: FileStore
    scanner: str = ""
    openid: OpenId | None = None
    #: How many years whoever makes an account says they have filled (personopplysningsloven § 5, GDPR art. 8).
    age_limit: int = 13
    #: The file that names municipalities' own issuers, for those who work there.
    staff_issuers: Path | None = None
    #: Whether roles wait for a second factor; a real installation always has it so.
    needs_second: bool = True

    @property
    def secure(self) -> bool:
        """Whether people reach us over https; decides Secure and ``__Host-`` on cookies and HSTS."""
        return self.base_url.startswith("https://")


def load(environ: Mapping[str, str] = os.environ) -> Settings:
    """Settings from the environment. Raises ``Misconfigured`` rather than run a real site unsafely."""
    development = environ.get("SAMSKAPING_ENV", "production") == "development"
    folder = Path(environ.get("SAMSKAPING_DATA", ROOT / "var")).absolute()
    base_url = environ.get("SAMSKAPING_BASE_URL", "http://127.0.0.1:8000" if development else "").rstrip("/")
    settings = Settings(
        database_url=environ.get("SAMSKAPING_DATABASE_URL", f"sqlite:///{folder / 'samskaping.db'}"),
        data_folder=folder,
        base_url=base_url,
        secret_key=environ.get("SAMSKAPING_SECRET_KEY", "only-for-development" if development else ""),
        development=development,
        trusted_hosts=tuple(filter(None, environ.get("SAMSKAPING_TRUSTED_HOSTS", "").split(","))),
        proxy_hops=int(environ.get("SAMSKAPING_PROXY_HOPS", "0")),
        mail_url=environ.get("SAMSKAPING_MAIL_URL", f"folder://{folder / 'mail'}" if development else ""),
        mail_from=environ.get("SAMSKAPING_MAIL_FROM", "Samskaping <ikke-svar@samskaping.example.no>"),
        contact=environ.get("SAMSKAPING_CONTACT", "samskaping@example.no" if development else _postbox(base_url)),
        accessibility_url=environ.get("SAMSKAPING_ACCESSIBILITY_URL", ""),
        rate_storage=environ.get("SAMSKAPING_RATE_STORAGE", "memory://"),
        log_level=environ.get("SAMSKAPING_LOG_LEVEL", "INFO"),
        kept_pages=int(environ.get("SAMSKAPING_KEPT_PAGES", "64")),
        files=_files(environ, folder / "files", development=development),
        scanner=_scanner(environ.get("SAMSKAPING_SCANNER", "")),
        openid=_openid(environ, development=development),
        age_limit=_age_limit(environ.get("SAMSKAPING_AGE_LIMIT", "13")),
        staff_issuers=Path(environ["SAMSKAPING_STAFF_ISSUERS"]) if environ.get("SAMSKAPING_STAFF_ISSUERS") else None,
        needs_second=_needs_second(environ, development=development),
    )
    if settings.accessibility_url and not settings.accessibility_url.startswith(("https://", "http://")):
        raise Misconfigured("SAMSKAPING_ACCESSIBILITY_URL must be a whole address, as https://uustatus.no gives it.")
    _refuse_unsafe(settings)
    _refuse_unsealed(settings, environ)
    return settings


def _openid(environ: Mapping[str, str], *, development: bool) -> OpenId | None:
    """Who people can sign in by; nobody unless all that it takes is said."""
    issuer, client_id, key = (environ.get(name, "") for name in _OPENID)
    if not (issuer or client_id or key):
        return None
    if not (issuer and client_id and key):
        raise Misconfigured("SAMSKAPING_OPENID_ISSUER, _CLIENT_ID and _KEY go together: set all three, or none.")
    if not issuer.startswith("https://") and not (development and issuer.startswith("http://127.0.0.1:")):
        raise Misconfigured("SAMSKAPING_OPENID_ISSUER must be an https address, such as https://idporten.no.")
    return OpenId(
        issuer=issuer,
        client_id=client_id,
        key_file=Path(key),
        level=environ.get("SAMSKAPING_OPENID_LEVEL", "idporten-loa-substantial"),
        scopes=environ.get("SAMSKAPING_OPENID_SCOPES", "openid"),
    )


def _files(environ: Mapping[str, str], folder: Path, *, development: bool) -> FileStore:
    url = environ.get("SAMSKAPING_FILES", "") or f"folder://{folder}"
    parts = urlsplit(url)
    is_here = parts.scheme == "http" and (development or parts.hostname in ("127.0.0.1", "localhost"))
    if parts.scheme != "folder" and not ((parts.scheme == "https" or is_here) and parts.path.strip("/")):
        raise Misconfigured(
            "SAMSKAPING_FILES must be folder:///path, or a bucket such as https://s3.example.no/bucket."
        )
    key, secret = environ.get("SAMSKAPING_FILES_KEY", ""), environ.get("SAMSKAPING_FILES_SECRET", "")
    return FileStore(url, key, secret, environ.get("SAMSKAPING_FILES_REGION", "") or "us-east-1")


def _scanner(address: str) -> str:
    parts = urlsplit(address)
    if address and not {"unix": parts.path, "tcp": parts.hostname}.get(parts.scheme):
        raise Misconfigured("SAMSKAPING_SCANNER must be unix:///run/clamav/clamd.ctl, or tcp://host:3310.")
    return address


def _age_limit(years: str) -> int:
    if years not in _AGES:
        raise Misconfigured(f"SAMSKAPING_AGE_LIMIT must be one of {', '.join(_AGES)}: years, as the law has it.")
    return int(years)


def _needs_second(environ: Mapping[str, str], *, development: bool) -> bool:
    wanted = environ.get("SAMSKAPING_SECOND_FACTOR", "offered" if development else "required")
    if wanted not in ("required", "offered"):
        raise Misconfigured("SAMSKAPING_SECOND_FACTOR is required or offered.")
    return wanted == "required"


def _postbox(base_url: str) -> str:
    """The address for faults that a host must have (RFC 2142 § 4), when no other is given."""
    return f"security@{urlsplit(base_url).hostname or ''}"


def _refuse_unsafe(settings: Settings) -> None:
    if settings.development:
        return
    key = settings.secret_key
    if len(key) < 32 or len(set(key)) < 10 or _EXAMPLE.search(key):
        raise Misconfigured("SAMSKAPING_SECRET_KEY must be a random value of at least 32 characters.")
    if not settings.needs_second:
        raise Misconfigured("SAMSKAPING_SECOND_FACTOR is offered in development only: staff need their second factor.")
    if not settings.base_url:
        raise Misconfigured("SAMSKAPING_BASE_URL must be the public address, such as https://samskaping.example.no.")
    if not settings.mail_url:
        raise Misconfigured("SAMSKAPING_MAIL_URL must be set, such as smtp://user:password@mail.example.no:587.")


def _refuse_unsealed(settings: Settings, environ: Mapping[str, str]) -> None:
    """Nothing that a real installation says goes in the clear between machines, or tells strangers of its inside."""
    if settings.development:
        return
    if environ.get("FLASK_DEBUG", "0").lower() not in ("", "0", "false", "no"):
        raise Misconfigured("FLASK_DEBUG shows the inside to everybody: take it away.")
    if not settings.secure and not _is_own(settings.base_url):
        raise Misconfigured(
            "SAMSKAPING_BASE_URL must begin with https://, unless people reach it on this machine alone."
        )
    is_plain = "disable" in (
        *parse_qs(urlsplit(settings.database_url).query).get("sslmode", ()),
        environ.get("PGSSLMODE"),
    )
    if is_plain and not _is_own(settings.database_url):
        raise Misconfigured("SAMSKAPING_DATABASE_URL must not be sslmode=disable to another machine.")


def _is_own(address: str) -> bool:
    """Whether an address is of this very machine: nothing that is said there passes a wire."""
    return urlsplit(address).hostname in (None, "localhost", "127.0.0.1", "::1")
