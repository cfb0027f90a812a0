"""The built image at work, one line a check: `python -m tests.image.check FOLDER`, after `build.sh FOLDER`, as root."""

import os
import re
import shutil
import socket
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from bot.rehearsal.telegram import Message
from messages.actions import unpack
from messages.actions.forms import Submit
from store.campaign_file import SAMPLES, sample
from tests.bot.api_server import ApiServer
from tests.image.container import Container, Host, Image

NOT_IN_IT = (".env", ".git", "data/thidua.db", "opt/bot/tests", "root/.cache", "root/.config", "src")
ANYBODYS = {"pypi.org", "files.pythonhosted.org"}
"""Registry hosts that say nothing about who built: packages name them too."""
ADDS_AT_MOST = 300_000_000
WRITES = "import pathlib, sys; pathlib.Path(sys.argv[1]).write_text('here')"


class Failed(Exception):
    """The image is not what it should be."""


def check(what: str, holds: bool, seen: object = "") -> None:
    """Print the check; a failed one is the last."""
    print("ok    " if holds else "FAILED", what, f"({seen})" if seen != "" else "", flush=True)
    if not holds:
        raise Failed(what)


def check_contents(image: Image) -> None:
    config, root = image.config, image.rootfs
    check("the user is 10001", config["User"] == "10001:10001", config["User"])
    check("the one volume is /data, its user's alone", list(config["Volumes"]) == ["/data"] and _is_own(root / "data"))
    there = [name for name in NOT_IN_IT if (root / name).exists()]
    check("no setting, secret, source, test or cache in it", there == [], ", ".join(there))
    names = _registry(image.folder / "home")
    told = [path.name for path in _files(root) if _holds(path, names)]
    told += ["image.json"] if _holds(image.folder / "image.json", names) else []
    check("no file and no layer's command names the builder's registry", told == [], f"{len(names)} looked for")
    authorities = root / "etc/ssl/certs/ca-certificates.crt"
    owns = authorities.stat().st_size != (image.folder / "authorities.crt").stat().st_size
    check("the certificates are the base's own", owns, f"{authorities.stat().st_size} bytes")
    sizes = {name: sum(path.stat().st_size for path in _files(root / name)) for name in ("opt/thidua", "opt/bot", ".")}
    adds = sizes["opt/thidua"] + sizes["opt/bot"]
    seen = ", ".join(f"/{name.strip('.')} {size / 1e6:.1f} MB" for name, size in sizes.items())
    check(f"the Dockerfile adds at most {ADDS_AT_MOST / 1e6:.0f} MB", adds <= ADDS_AT_MOST, seen)


def check_commands(host: Host) -> str:
    """Returns the token of the leader's link."""
    shown = host.runs("--help")
    check("thidua --help", shown.code == 0 and "inbox" in shown.out)
    wrong = host.runs("no-such-command")
    check("a wrong command ends with 2", wrong.code == 2, wrong.code)
    made = host.runs("init", "/khoi.yaml")
    link = re.search(r"\?start=(\S+)", made.out)
    check("thidua init /khoi.yaml gives the leader's link", made.code == 0 and link is not None, made.code)
    for command in ("verify", "doctor"):
        ended = host.runs(command)
        check(f"thidua {command}", ended.code == 0, _in_a_line(ended.said))
    assert link is not None
    return link[1]


def check_life(host: Host, api: ApiServer, port: int, token: str) -> None:
    mai, quan = api.telegram.person("Mai"), api.telegram.person("Quân")
    probe = host.image.config["Healthcheck"]["Test"][1:]
    began = time.monotonic()
    with _running(host) as bot:
        api.acts(lambda: mai.starts(token))
        api.until(lambda: bool(mai.heard))
        seen = f"{time.monotonic() - began:.1f} s after the start"
        check("a person's /start is answered", True, seen)
        api.acts(lambda: mai.taps(mai.last, _submit(mai.last)))
        api.until(lambda: api.count("answerCallbackQuery") > 0)
        _check_health(port)
        _check_rights(bot)
        check("HEALTHCHECK's command ends with 0", bot.runs(*probe).returncode == 0)
        proxied = bot.runs(*probe, HTTP_PROXY="http://127.0.0.1:9", http_proxy="http://127.0.0.1:9")
        check("and with 0 where a proxy is set", proxied.returncode == 0)
        for command in ("verify", "doctor"):
            beside = bot.runs("thidua", command)
            seen = _in_a_line(beside.stdout + beside.stderr)
            check(f"thidua {command} beside the running bot", beside.returncode == 0, seen)
        _check_stop(bot, api)
    kept = sorted(path.name for path in host.data.iterdir())
    check("the database is in the volume", "thidua.db" in kept, ", ".join(kept))
    with _running(host) as bot:
        before = len(mai.heard)
        api.acts(lambda: (mai.sends("/quanly"), quan.sends("/quanly")))
        api.until(lambda: len(mai.heard) > before and bool(quan.heard))
        known = mai.heard[-1].text != quan.heard[-1].text
        check("a second container knows the leader from the first", known, mai.heard[-1].text.splitlines()[0])
        dead = bot.runs(*probe, THIDUA_LISTEN=f"0.0.0.0:{free_port()}")
        refused = dead.returncode == 1 and "ConnectionRefusedError" in dead.stderr
        check("HEALTHCHECK's command ends with 1 where nothing listens", refused, dead.returncode)
        _check_stop(bot, api)


def _check_health(port: int) -> None:
    for path in ("/healthz", "/readyz", "/metrics"):
        status = _status(port, path)
        check(f"{path} answers 200", status == 200, status)


def _check_rights(bot: Container) -> None:
    status = bot.status()
    check("process 1 runs as 10001", status["Uid"].split() == ["10001"] * 4, status["Uid"].replace("\t", " "))
    check("process 1 is the bot itself", status["NSpid"].split()[-1] == "1" and status["Name"] == "thidua")
    powers = {status[name] for name in ("CapEff", "CapPrm", "CapBnd", "CapAmb")}
    check("it has no capability", powers == {"0" * 16})
    for path in ("/here", "/etc/here", "/opt/bot/here", "/opt/thidua/here", "/var/tmp/here"):
        tried = bot.runs("python", "-c", WRITES, path)
        refusal = tried.stderr.strip().splitlines()[-1] if tried.stderr else ""
        check(f"writing {path} fails", tried.returncode != 0 and "Read-only file system" in refusal, refusal)
    check("writing in /data works", bot.runs("python", "-c", WRITES, "/data/here").returncode == 0)


def _check_stop(bot: Container, api: ApiServer) -> None:
    began = time.monotonic()
    code = bot.told_to_stop()
    check("SIGTERM ends it with 0", code == 0, f"{code} after {time.monotonic() - began:.1f} s")
    said = bot.said
    check("its log ends with stopped and has no traceback", '"stopped"' in said and "Traceback" not in said)
    check("its log does not hold the token", api.telegram.token.partition(":")[2] not in said)


@contextmanager
def _running(host: Host) -> Iterator[Container]:
    """The image's own command, gone at the end; what it wrote is shown when something went wrong."""
    bot = host.start()
    try:
        yield bot
    except BaseException:
        print(bot.said, file=sys.stderr)
        raise
    finally:
        bot.is_removed()


def _submit(screen: Message) -> str:
    """The data of the button that sends the form."""
    given = [button.data for row in screen.buttons for button in row if button.data]
    return next(data for data in given if isinstance(unpack(data), Submit))


def _in_a_line(said: str) -> str:
    return "; ".join(line.strip() for line in said.splitlines() if line.strip())


def _status(port: int, path: str) -> int:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
            status: int = answer.status
            return status
    except urllib.error.HTTPError as error:
        return error.code


def _is_own(folder: Path) -> bool:
    stat = folder.stat()
    return (stat.st_uid, stat.st_gid, stat.st_mode & 0o777) == (10001, 10001, 0o700)


def _files(folder: Path) -> Iterable[Path]:
    found = (Path(where) / name for where, _, names in os.walk(folder) for name in names)
    return (path for path in found if path.is_file() and not path.is_symlink())


def _holds(path: Path, names: list[bytes]) -> bool:
    content = path.read_bytes()
    return any(name in content for name in names)


def _registry(home: Path) -> list[bytes]:
    """What the builder's settings say of a registry: hosts, and folders of this machine."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in home.glob(".config/*/*") if path.is_file())
    addresses = [urlsplit(address) for address in re.findall(r"\w+://[^\s\"']+", text)]
    names = {address.hostname or address.path.strip("/") for address in addresses}
    names |= {host for line in re.findall(r"^trusted-host = (.*)$", text, re.MULTILINE) for host in line.split()}
    return [name.encode() for name in sorted(names - ANYBODYS - {""})]


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def main(image: Image) -> None:
    check_contents(image)
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="image-check-") as made, ApiServer() as api:
        folder = Path(made)
        folder.chmod(0o755)
        data, secret, bloc = folder / "volume", folder / "bot_token", folder / "khoi.yaml"
        data.mkdir(mode=0o700)
        os.chown(data, 10001, 10001)
        secret.write_text(api.telegram.token, encoding="utf-8")
        shutil.copy(sample(SAMPLES[0]), bloc)
        settings = {
            "THIDUA_BOT_TOKEN_FILE": "/run/secrets/bot_token",
            "THIDUA_API_URL": api.url,
            "THIDUA_LISTEN": f"0.0.0.0:{port}",
        }
        host = Host(image, data, settings, {"/run/secrets/bot_token": secret, "/khoi.yaml": bloc}, folder)
        token = check_commands(host)
        check_life(host, api, port, token)
        check("nothing the bot asked of Telegram was wrong", api.telegram.misuses == [])


if __name__ == "__main__":
    try:
        main(Image(Path(sys.argv[1])))
    except Failed:
        sys.exit(1)
