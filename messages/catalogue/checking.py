"""Whether English is complete and true to its templates."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Message
from jinja2 import nodes

from messages.catalogue import TRANSLATED, key, read_catalog, said
from messages.catalogue.extraction import TEXTS, entries, folders, parse, po_path

SAME = "same in English"
"""A comment on a .po entry: a proper name that is not translated."""

_BUTTONS = {"button", "beside", "link", "beside_link"}
_PLACEHOLDER = re.compile(r"%\((\w+)\)s")
_TAG = re.compile(r"</?[a-z][^>]*>")


@dataclass(frozen=True)
class Problem:
    """`kind` is one of: missing, unknown, untranslated, fuzzy, same, placeholders, tags, percent, not_nfc, bare,
    disagrees."""

    folder: str
    kind: str
    text: str

    def __str__(self) -> str:
        return f"{TRANSLATED}/{self.folder}.po: {self.kind}: {self.text}"


def check(templates: Path, locale: Path, only: Iterable[str] = ()) -> list[Problem]:
    """Everything that is wrong in the catalogues of all folders, or some."""
    listed = list(only) or folders(templates)
    found = [problem for folder in listed for problem in _check_folder(templates, locale, folder)]
    if not only:
        known = {path.stem for path in (locale / TRANSLATED).glob("*.po")}
        found += [Problem(folder, "unknown", "no such template folder") for folder in sorted(known - set(listed))]
        found += disagreements(locale)
    return found


def _check_folder(templates: Path, locale: Path, folder: str) -> Iterator[Problem]:
    for name, tree in parse(templates, folder).items():
        yield from (Problem(folder, "bare", f"{name}: {text}") for text in _bare_texts(tree))
    entered = {key(text, context): entry for (context, text), entry in entries(templates, folder).items()}
    messages = {key(said(m.id)[0], m.context): m for m in read_catalog(po_path(locale, folder)) if m.id}
    for place in sorted(entered.keys() | messages.keys()):
        if place not in messages:
            yield Problem(folder, "missing", place)
        elif place not in entered or entered[place] != _entry(messages[place].id):
            yield Problem(folder, "unknown", place)
        else:
            yield from (Problem(folder, kind, place) for kind in _faults(messages[place]))


def _faults(message: Message) -> Iterator[str]:
    ids, texts = said(message.id), said(message.string)
    if message.fuzzy:
        yield "fuzzy"
    if any(not unicodedata.is_normalized("NFC", text) for text in ids + texts):
        yield "not_nfc"
    if not all(texts):
        yield "untranslated"
        return
    if texts[0] == ids[0] and _is_vietnamese(_PLACEHOLDER.sub("", ids[0])) and SAME not in message.user_comments:
        yield "same"
    if any("%" in _PLACEHOLDER.sub("", text).replace("%%", "") for text in ids + texts):
        yield "percent"
    wanted = set(_PLACEHOLDER.findall(ids[-1]))
    if set(_PLACEHOLDER.findall(texts[-1])) != wanted or not set(_PLACEHOLDER.findall(texts[0])) <= wanted:
        yield "placeholders"
    if any(sorted(_TAG.findall(text)) != sorted(_TAG.findall(ids[0])) for text in texts):
        yield "tags"


def _bare_texts(tree: nodes.Template) -> Iterator[str]:
    """Vietnamese that a template says without translating it."""
    calls = [(call.node.name, call.args) for call in tree.find_all(nodes.Call) if isinstance(call.node, nodes.Name)]
    translated = {id(arg) for name, args in calls if name in TEXTS for arg in args}
    labels = {id(args[0]) for name, args in calls if name in _BUTTONS and args}
    for data in tree.find_all(nodes.TemplateData):
        if _is_vietnamese(data.data):
            yield data.data.strip()
    for const in tree.find_all(nodes.Const):
        if not isinstance(const.value, str) or id(const) in translated:
            continue
        if _is_vietnamese(const.value) or (id(const) in labels and any(map(str.isalpha, const.value))):
            yield const.value


def disagreements(locale: Path) -> Iterator[Problem]:
    """One text, one translation: catalogues are loaded together. What must differ takes a context (pgettext)."""
    first: dict[str, tuple[str, ...]] = {}
    for path in sorted((locale / TRANSLATED).glob("*.po")):
        for message in read_catalog(path):
            texts = said(message.string)
            if message.id and all(texts):
                place = key(said(message.id)[0], message.context)
                if first.setdefault(place, texts) != texts:
                    yield Problem(path.stem, "disagrees", f"{place}: {texts[0]!r}, elsewhere {first[place][0]!r}")


def _is_vietnamese(text: str) -> bool:
    return any(letter > "\x7f" and letter.isalpha() for letter in text)


def _entry(value: str | list[str] | tuple[str, ...]) -> str | tuple[str, ...]:
    return value if isinstance(value, str) else tuple(value)
