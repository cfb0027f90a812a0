"""One mapping of the file, read key by key. What was not asked for when it closes is an unknown key."""

from collections.abc import Callable
from typing import TypeVar, cast

from store.campaign_file.mistakes import MISTAKE_CODES, Mistakes, nearest
from store.campaign_file.tree import Fields, Items, Named, Scalar, Tree, texts
from store.campaign_file.values import Parse, Wrong

T = TypeVar("T")
MAX_ITEMS = 1000


class Section:
    """Reads values, reporting every mistake at its line.

    A required value that is missing or wrong is reported and stands as None: the file is refused in the end, so
    nobody sees it. Before two values are compared, `good` says whether both were read.
    """

    def __init__(self, fields: Fields, mistakes: Mistakes) -> None:
        self.line = fields.line
        self._fields = fields
        self._named = fields.named
        self._mistakes = mistakes
        self._asked: list[str] = []
        self._bad: set[str] = set()

    def may(self, key: str, parse: Parse[T]) -> T | None:
        """A value that may be left out."""
        named = self._ask(key)
        return self._value(key, named.tree, parse) if named else None

    def may_or(self, key: str, parse: Parse[T], default: T) -> T:
        value = self.may(key, parse)
        return default if value is None else value

    def need(self, key: str, parse: Parse[T]) -> T:
        self._require(key)
        return cast("T", self.may(key, parse))

    def values(self, key: str, parse: Parse[T], *, repeats: bool = False) -> tuple[T, ...] | None:
        """A list of single values, each once unless it may repeat; one value alone is a list of it."""
        named = self._ask(key)
        if named is None:
            return None
        trees = (named.tree,) if isinstance(named.tree, Scalar) else self._items(key, named.tree)
        seen: set[T] = set()
        found: list[T] = []
        for tree in trees:
            value = self._value(key, tree, parse)
            if value in seen and not repeats:
                self._wrong(key, tree.line, "repeated", key=key, given=str(value))
            elif value is not None:
                seen.add(value)
                found.append(value)
        return tuple(found)

    def need_values(self, key: str, parse: Parse[T]) -> tuple[T, ...]:
        """A list of single values with at least one."""
        self._require_items(key)
        return self.values(key, parse) or ()

    def part(self, key: str, read: "Callable[[Section], T]") -> T | None:
        """A mapping that may be left out."""
        named = self._ask(key)
        return self._open(key, named.tree, read) if named else None

    def need_part(self, key: str, read: "Callable[[Section], T]") -> T:
        self._require(key)
        return cast("T", self.part(key, read))

    def parts(self, key: str, read: "Callable[[Section], T]", *, unique: str | None = None) -> tuple[T, ...]:
        """A list of mappings. No two may have the same text under `unique`."""
        named = self._ask(key)
        if named is None:
            return ()
        trees = self._items(key, named.tree)
        if unique:
            self.refuse_twins(key, unique)
        found = (self._open(key, tree, read) for tree in trees)
        return tuple(part for part in found if part is not None)

    def need_parts(self, key: str, read: "Callable[[Section], T]", *, unique: str | None = None) -> tuple[T, ...]:
        """A list of mappings with at least one."""
        self._require_items(key)
        return self.parts(key, read, unique=unique)

    def told(self, *path: str) -> frozenset[str] | None:
        """All that is typed under a path of keys, right or wrong: what references may name.

        None when the first key is there but says nothing readable, which is reported on its own.
        """
        found = frozenset(" ".join(scalar.text.split()) for scalar in texts(self._fields, *path)) - {""}
        return None if not found and self.has(path[0]) else found

    def refuse_twins(self, *path: str) -> None:
        """No two values under a path of keys may be the same."""
        first: dict[str, int] = {}
        for scalar in texts(self._fields, *path):
            text = scalar.text.strip()
            if text and text in first:
                self._wrong(path[0], scalar.line, "duplicate_code", key=path[-1], given=text, first_line=first[text])
            first.setdefault(text, scalar.line)

    def has(self, key: str) -> bool:
        return key in self._named

    def is_list(self, key: str) -> bool:
        return key in self._named and isinstance(self._named[key].tree, Items)

    def lists_mappings(self, key: str) -> bool:
        tree = self._named[key].tree if self.has(key) else None
        return isinstance(tree, Items) and any(isinstance(item, Fields) for item in tree.items)

    def good(self, *keys: str) -> bool:
        """All these keys are there and were read without a mistake, whatever stands under them included."""
        return all(key in self._named and key in self._asked and key not in self._bad for key in keys)

    def typed(self, key: str) -> str:
        """The text under a key, as typed."""
        tree = self._named[key].tree
        return tree.text.strip() if isinstance(tree, Scalar) else ""

    def wrong(self, key: str | None, code: str, /, **facts: str | int) -> None:
        """Report a mistake at a key's line, or at the section's own."""
        line = self._named[key].line if key in self._named else self.line
        self._wrong(key or "", line, code, **facts)

    def only(self, *keys: str) -> bool:
        return set(self._named) <= set(keys)

    def ignore_rest(self) -> None:
        """Leave what was not asked for unjudged."""
        self._asked.extend(self._named)

    def close(self) -> None:
        for key, named in self._named.items():
            if key not in self._asked:
                self._mistakes.add(named.line, "unknown_key", key=key, nearest=nearest(key, self._asked))

    def _ask(self, key: str) -> Named | None:
        self._asked.append(key)
        return self._named.get(key)

    def _require(self, key: str) -> bool:
        if key not in self._named:
            self._wrong(key, self.line, "missing_key", key=key)
        return key in self._named

    def _require_items(self, key: str) -> None:
        if self._require(key) and isinstance(tree := self._named[key].tree, Items) and not tree.items:
            self._wrong(key, tree.line, "empty", key=key)

    def _wrong(self, key: str, line: int, code: str, /, **facts: str | int) -> None:
        self._bad.add(key)
        self._mistakes.add(line, code, **facts)

    def _value(self, key: str, tree: Tree, parse: Parse[T]) -> T | None:
        if not isinstance(tree, Scalar):
            self._wrong(key, tree.line, "not_a_text", key=key)
            return None
        text = tree.text.strip()
        if not text:
            self._wrong(key, tree.line, "empty", key=key)
            return None
        try:
            return parse(text)
        except Wrong as wrong:
            given = {"given": text} if "given" in MISTAKE_CODES[wrong.code] else {}
            self._wrong(key, tree.line, wrong.code, key=key, **given, **wrong.facts)
            return None

    def _items(self, key: str, tree: Tree) -> tuple[Tree, ...]:
        if isinstance(tree, Items) and len(tree.items) <= MAX_ITEMS:
            return tree.items
        if isinstance(tree, Items):
            self._wrong(key, tree.line, "too_many", key=key, limit=MAX_ITEMS)
        elif isinstance(tree, Scalar) and not tree.text.strip():
            self._wrong(key, tree.line, "empty", key=key)
        else:
            self._wrong(key, tree.line, "not_a_list", key=key)
        return ()

    def _open(self, key: str, tree: Tree, read: "Callable[[Section], T]") -> T | None:
        if isinstance(tree, Fields):
            section, before = Section(tree, self._mistakes), self._mistakes.count
            part = read(section)
            section.close()
            if self._mistakes.count > before:
                self._bad.add(key)
            return part
        blank = isinstance(tree, Scalar) and not tree.text.strip()
        self._wrong(key, tree.line, "empty" if blank else "not_a_mapping", key=key)
        return None
