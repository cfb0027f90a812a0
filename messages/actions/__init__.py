"""The typed data behind every button, packed and unpacked in one place.

Each module of this package holds one feature's actions; they are found here, and templates know them by class name.
"""

import importlib
import pkgutil
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from messages.actions import packing
from messages.actions.action import Action
from messages.actions.packing import pack

__all__ = ["ACTIONS", "Action", "pack", "unpack"]


def by_code(kinds: Iterable[type[Action]]) -> Mapping[str, type[Action]]:
    """Actions by their code. Raises TypeError when two share a code or a name, or one cannot be packed."""
    found: dict[str, type[Action]] = {}
    for kind in kinds:
        packing.shape(kind)
        if any(other.code == kind.code or other.__name__ == kind.__name__ for other in found.values()):
            raise TypeError(f"{kind.__module__}.{kind.__name__} has a code or name that another action uses")
        found[kind.code] = kind
    return MappingProxyType(found)


def _kinds() -> list[type[Action]]:
    modules = [importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)]
    return [
        value
        for module in modules
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, Action) and value.__module__ == module.__name__
        if value is not Action
    ]


ACTIONS: Mapping[str, type[Action]] = by_code(_kinds())


def unpack(data: str) -> Action | None:
    """The action behind a button's data; None for an unknown code, an old version or fields that do not fit."""
    return packing.unpack(data, ACTIONS)
