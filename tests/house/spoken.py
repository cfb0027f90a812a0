"""Which templates the code names: string literals, and f-strings as patterns."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from messages.render import TEMPLATES
from tests.house.paths import ROOMS, ROOT, files

NAME = re.compile(r"[a-z0-9_]+(/[a-z0-9_]+)+")
INCLUDED = re.compile(r"""\{%[-+]? *(?:include|from|import|extends) +["']([a-z_/]+)\.j2["']""")


@dataclass(frozen=True)
class Spoken:
    """A literal of the code; with `{}` where an f-string puts a value."""

    where: str
    text: str

    def names(self, template: str) -> bool:
        """Whether this literal is, or can become, the template's name."""
        if "{}" not in self.text:
            return self.text == template
        pattern = "[a-z0-9_]+".join(re.escape(part) for part in self.text.split("{}"))
        return re.fullmatch(pattern, template) is not None

    @property
    def is_name(self) -> bool:
        """Whether it looks like a template's name: its folder is one of templates."""
        folder = self.text.partition("/")[0]
        return NAME.fullmatch(self.text.replace("{}", "x")) is not None and folder in FOLDERS


@cache
def templates() -> tuple[str, ...]:
    """The name of every template, parts that are only included among them."""
    return tuple(sorted(path.relative_to(TEMPLATES).as_posix().removesuffix(".j2") for path in TEMPLATES.rglob("*.j2")))


FOLDERS = {name.partition("/")[0] for name in templates()}


@cache
def literals() -> tuple[Spoken, ...]:
    """Every string of the rooms' Python."""
    return tuple(
        Spoken(f"{room}/{path}", text)
        for room in ROOMS
        for path in files(room)
        if path.suffix == ".py" and "rehearsal" not in path.parts
        for text in _strings(ast.parse((ROOT / room / path).read_text(encoding="utf-8")))
    )


def _strings(tree: ast.AST) -> Iterator[str]:
    """The strings of a module without its docstrings."""
    inside: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            inside |= {id(part) for part in node.values}
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            inside.add(id(node.value))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside:
            yield node.value


def included() -> Iterator[tuple[str, str]]:
    """(template, the part it includes or imports) for every one of them."""
    for name in templates():
        source = (TEMPLATES / f"{name}.j2").read_text(encoding="utf-8")
        yield from ((name, part) for part in INCLUDED.findall(source))
