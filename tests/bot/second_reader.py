"""A second reading of the Bot API: requests and answers through aiogram's models; a field too many is a mistake."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any

import aiogram.methods
import pytest
from aiogram.methods.base import TelegramMethod
from aiogram.types import ResponseParameters
from aiogram.types.base import TelegramObject
from pydantic import BaseModel, TypeAdapter

from bot.rehearsal.telegram import Telegram, Upload

STRUCTURES = frozenset(
    ["allowed_updates", "commands", "link_preview_options", "media", "reply_markup", "reply_parameters", "scope"]
)
"""Parameters that travel as JSON inside a form."""


class UnknownField(AssertionError):
    """The Bot API, as aiogram knows it, has no such field there."""


def read_request(method: str, params: Mapping[str, Any], files: Mapping[str, Upload]) -> None:
    """Read what the bot asked for; raises when the Bot API knows no such request."""
    values = dict.fromkeys(files, "attach://file") | {name: _value(name, value) for name, value in params.items()}
    fields = _model(method).model_fields
    unknown = set(values) - set(fields) - _attached(values)
    if unknown:
        raise UnknownField(f"{method}: {sorted(unknown)}")
    _look_through(_model(method).model_validate({name: values[name] for name in values if name in fields}), method)


def read_answer(method: str, body: Mapping[str, Any]) -> None:
    """Read what the bot was answered; raises when it is not what the method returns."""
    if body["ok"]:
        _look_through(_returned(method).validate_python(body["result"]), method)
    else:
        assert isinstance(body["error_code"], int)
        assert isinstance(body["description"], str)
        _look_through(ResponseParameters.model_validate(body.get("parameters", {})), method)


@contextmanager
def read_twice() -> Iterator[Counter[str]]:
    """Read everything that any bot asks any emulated Telegram, and every answer. Counts the methods that succeeded.

    A mistake is raised in the end, where no bot can take it for trouble with its line.
    """
    seen: Counter[str] = Counter()
    mistakes: list[Exception] = []
    carry_out = Telegram.call

    def call(
        telegram: Telegram, method: str, params: Mapping[str, Any], files: Mapping[str, Upload] | None = None
    ) -> dict[str, Any]:
        body = carry_out(telegram, method, params, files)
        try:
            read_answer(method, body)
            if body["ok"]:
                read_request(method, params, files or {})
                seen[method] += 1
        except (AssertionError, ValueError) as mistake:
            mistakes.append(mistake)
        return body

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Telegram, "call", call)
        yield seen
    if mistakes:
        raise mistakes[0]


@cache
def _model(method: str) -> type[TelegramMethod[Any]]:
    model: type[TelegramMethod[Any]] = getattr(aiogram.methods, method[0].upper() + method[1:])
    return model


@cache
def _returned(method: str) -> TypeAdapter[Any]:
    return TypeAdapter(_model(method).__returning__)


def _value(name: str, value: Any) -> Any:
    return json.loads(value) if name in STRUCTURES and isinstance(value, str) else value


def _attached(values: Mapping[str, Any]) -> set[str]:
    """Files that a structure names by attach://; they have no field of their own."""
    text = json.dumps(values)
    return {name for name in values if f"attach://{name}" in text}


def _look_through(value: Any, where: str) -> None:
    """Find a field that no model has, however deep."""
    if isinstance(value, list):
        for item in value:
            _look_through(item, where)
    elif isinstance(value, (TelegramObject, TelegramMethod)):
        assert isinstance(value, BaseModel)
        if value.model_extra:
            raise UnknownField(f"{where}: {type(value).__name__} has no {sorted(value.model_extra)}")
        for name in value.model_fields_set:
            _look_through(getattr(value, name), f"{where}.{name}")
