"""What the emulated Bot API refuses, and what it cannot forgive.

ApiError            an answer of Telegram's: {ok: false, error_code, description, parameters}
ConnectionCut       no answer at all
  CutBefore         the request never arrived
  CutAfter          the request was carried out, its answer was lost
Misuse              the emulator or the rehearsal's author was misunderstood: a bug, never an answer
  UnknownMethod     a Bot API method that is not emulated
  UnknownParameter  a parameter, button field or parse mode that is not emulated
  Impossible        a person cannot do that (tap a button that is not there, write into a foreign group)
"""

from typing import Any


class ApiError(Exception):
    """A refusal as Telegram words it."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def envelope(self) -> dict[str, Any]:
        """The refusal as the body of an answer."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        return {**body, "parameters": dict(self.parameters)} if self.parameters else body


class ConnectionCut(Exception):
    """The connection broke; the caller learns nothing."""


class CutBefore(ConnectionCut):
    """The request was not taken."""


class CutAfter(ConnectionCut):
    """The request was taken and done; only the answer is lost."""


class Misuse(AssertionError):
    """A mistake in the bot or in the rehearsal that a real Telegram would hide."""


class UnknownMethod(Misuse):
    """The method is not emulated."""


class UnknownParameter(Misuse):
    """The parameter is not emulated."""


class Impossible(Misuse):
    """No person could do that in Telegram."""


def bad_request(reason: str, **parameters: int) -> ApiError:
    return ApiError(400, f"Bad Request: {reason}", **parameters)


def forbidden(reason: str) -> ApiError:
    return ApiError(403, f"Forbidden: {reason}")


def too_many_requests(retry_after: int) -> ApiError:
    return ApiError(429, f"Too Many Requests: retry after {retry_after}", retry_after=retry_after)
