"""What the doctor says: a mark and a sentence."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.settings import BadSetting
from bot.trouble import trouble_of


class Mark(StrEnum):
    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"


@dataclass(frozen=True)
class Finding:
    """One line. The sentence is `messages/templates/<template>`."""

    mark: Mark
    template: str
    facts: Mapping[str, object] = field(default_factory=dict)


def ok(name: str, /, **facts: object) -> Finding:
    return Finding(Mark.OK, f"doctor/{name}", facts)


def warning(name: str, /, **facts: object) -> Finding:
    return Finding(Mark.WARNING, f"doctor/{name}", facts)


def failed(name: str, /, **facts: object) -> Finding:
    return Finding(Mark.FAILED, f"doctor/{name}", facts)


def wrong_setting(bad: BadSetting) -> Finding:
    return Finding(Mark.FAILED, bad.template, bad.facts)


def in_trouble(error: Exception, place: str) -> Finding:
    """The sentence with which the bot itself would end."""
    kind = type(getattr(error, "orig", None) or error).__name__
    return Finding(Mark.FAILED, f"cli/database_{trouble_of(error)}", {"place": place, "kind": kind})
