"""Who may ask the rehearsal's server, and what browsers are told to do with its answers."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from aiohttp import web

from bot.rehearsal.demo.refusing import Refused

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; media-src 'self' blob:; "
    "connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


def demand_own(request: web.BaseRequest) -> None:
    """Refuse what another page's script asks for: by a foreign name for this machine, or from a foreign origin."""
    if not is_loopback(urlsplit(f"//{request.host}").hostname):
        raise Refused("foreign", 403)
    origin = request.headers.get("Origin")
    if origin is not None and origin != f"http://{request.host}":
        raise Refused("foreign", 403)
    if request.method != "GET" and request.headers.get("Sec-Fetch-Site", "none") not in {"same-origin", "none"}:
        raise Refused("foreign", 403)


def is_loopback(host: str | None) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host or "").is_loopback
    except ValueError:
        return False
