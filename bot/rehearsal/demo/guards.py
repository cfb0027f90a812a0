"""Who may ask the rehearsal's server, and what browsers are told to do with its answers."""

from aiohttp import web

from bot.rehearsal.demo.refusing import Refused
from bot.settings import is_loopback

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
    """Refuse what another page asks for: by a foreign name for this machine, or from a foreign origin.

    A link may lead to the page itself. Everything else acts or tells, the Bot API by a mere GET too.
    """
    if not is_loopback(f"http://{request.host}"):
        raise Refused("foreign", 403)
    origin = request.headers.get("Origin")
    if origin is not None and origin != f"http://{request.host}":
        raise Refused("foreign", 403)
    opens_page = request.method == "GET" and request.path == "/"
    if not opens_page and request.headers.get("Sec-Fetch-Site", "none") not in {"same-origin", "none"}:
        raise Refused("foreign", 403)
