"""YAML as a tree of texts with their lines: nothing is guessed, `no`, `010` and `31/2` stay what was typed."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from store.campaign_file.mistakes import BadCampaignFile, Mistake, Mistakes

MAX_BYTES = 1024 * 1024
MAX_DEPTH = 20
MAX_NODES = 20_000
MAX_TEXT = 10_000
"""Signs of one value, before its own limit is looked at: composing Unicode takes time in the square of them."""
PLAIN_TAGS = {f"tag:yaml.org,2002:{name}" for name in ("str", "seq", "map")}
BIDI_CONTROLS = frozenset(map(chr, (0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069, 0xFEFF)))


@dataclass(frozen=True)
class Scalar:
    line: int
    text: str


@dataclass(frozen=True)
class Items:
    line: int
    items: "tuple[Tree, ...]"


@dataclass(frozen=True)
class Named:
    """One key of a mapping: the line of the key, and what stands under it."""

    line: int
    tree: "Tree"


@dataclass(frozen=True)
class Fields:
    line: int
    named: dict[str, Named]


Tree = Scalar | Items | Fields


def texts(tree: Tree, *path: str) -> Iterator[Scalar]:
    """The single values that a path of keys leads to; every item of a list on the way is followed."""
    if isinstance(tree, Items):
        for item in tree.items:
            yield from texts(item, *path)
    elif isinstance(tree, Fields) and path and path[0] in tree.named:
        yield from texts(tree.named[path[0]].tree, *path[1:])
    elif isinstance(tree, Scalar) and not path:
        yield tree


def read_tree(content: str | bytes, mistakes: Mistakes) -> Tree:
    """The one document of a file. Raises BadCampaignFile where there is no tree to go on with."""
    text = _decoded(content)
    loader = _BoundedLoader(text)
    try:
        node = loader.get_single_node()
    except yaml.reader.ReaderError as error:
        raise _stop(text.count("\n", 0, error.position) + 1, "bad_character") from None
    except yaml.MarkedYAMLError as error:
        raise _stop_at_mark(error) from None
    except (ValueError, OverflowError):  # PyYAML lets these through for numbers in directives and escapes.
        raise _stop(loader.line + 1, "not_yaml", column=loader.column + 1) from None
    finally:
        loader.dispose()
    if node is None:
        raise _stop(1, "empty_file")
    return _Grower(mistakes).grow(node, 1)


def _stop(line: int, code: str, **facts: str | int) -> BadCampaignFile:
    return BadCampaignFile([Mistake(line, code, facts)])


def _stop_at_mark(error: yaml.MarkedYAMLError) -> BadCampaignFile:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    if error.context == "expected a single document in the stream":
        return _stop(line, "many_documents")
    return _stop(line, "not_yaml", column=column)


def _decoded(content: str | bytes) -> str:
    raw = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    if len(raw) > MAX_BYTES:
        raise _stop(1, "too_large", limit_kb=MAX_BYTES // 1024)
    if isinstance(content, str):
        return content.removeprefix("\ufeff")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _stop(raw.count(b"\n", 0, error.start) + 1, "not_utf8") from None


class _BoundedLoader(yaml.BaseLoader):
    """Composes nodes, every scalar a text, and stops at too deep or too many nodes while reading."""

    def __init__(self, text: str) -> None:
        self.depth = 0
        self.count = 0
        try:
            super().__init__(text)
        except yaml.reader.ReaderError as error:
            raise _stop(text.count("\n", 0, error.position) + 1, "bad_character") from None

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        line = self.peek_event().start_mark.line + 1  # type: ignore[no-untyped-call]  # PyYAML has no types here
        self.depth += 1
        self.count += 1
        if self.depth > MAX_DEPTH:
            raise _stop(line, "too_deep", limit=MAX_DEPTH)
        if self.count > MAX_NODES:
            raise _stop(line, "too_many_values", limit=MAX_NODES)
        node: yaml.Node | None = super().compose_node(parent, index)
        self.depth -= 1
        return node


class _Grower:
    """Turns YAML nodes into our tree. Aliases are followed, within the same bounds."""

    def __init__(self, mistakes: Mistakes) -> None:
        self.mistakes = mistakes
        self.count = 0

    def grow(self, node: yaml.Node, depth: int) -> Tree:
        line = node.start_mark.line + 1
        self.count += 1
        if depth > MAX_DEPTH:
            raise _stop(line, "too_deep", limit=MAX_DEPTH)
        if self.count > MAX_NODES:
            raise _stop(line, "too_many_values", limit=MAX_NODES)
        if node.tag not in PLAIN_TAGS:
            self.mistakes.add(line, "tag_not_allowed", tag=node.tag)
        if isinstance(node, yaml.ScalarNode):
            return Scalar(line, self._text(node))
        if isinstance(node, yaml.SequenceNode):
            return Items(line, tuple(self.grow(item, depth + 1) for item in node.value))
        return Fields(line, self._named(node, depth))

    def _named(self, node: yaml.Node, depth: int) -> dict[str, Named]:
        named: dict[str, Named] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                self.mistakes.add(line, "not_a_key")
                continue
            key = self._text(key_node).strip()
            if key in named:
                self.mistakes.add(line, "duplicate_key", key=key, first_line=named[key].line)
                continue
            named[key] = Named(line, self.grow(value_node, depth + 1))
        return named

    def _text(self, node: yaml.ScalarNode) -> str:
        if len(node.value) > MAX_TEXT:
            self.mistakes.add(node.start_mark.line + 1, "text_too_long", limit=MAX_TEXT)
            return "?"
        text = unicodedata.normalize("NFC", node.value)
        if any(unicodedata.category(sign) in ("Cc", "Cs") and sign not in "\n\t" for sign in text) or (
            BIDI_CONTROLS.intersection(text)
        ):
            self.mistakes.add(node.start_mark.line + 1, "bad_character")
            return "?"
        return text
