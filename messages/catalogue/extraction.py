"""Keeps each folder's .po file in step with its templates. No dates, no line numbers: parallel edits merge."""

import io
from collections.abc import Iterable
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po
from jinja2 import FileSystemLoader, nodes
from jinja2.ext import extract_from_ast

from messages.catalogue import TRANSLATED, Catalogue, key, read_catalog, said
from messages.render import environment

Id = str | tuple[str, str]
"""One text, or singular and plural."""

TEXTS = {"_": 1, "gettext": 1, "ngettext": 2, "pgettext": 2, "npgettext": 3}
"""How many leading arguments of a gettext call are texts; the p variants begin with a context."""


class NotConstant(Exception):
    """A template translates something that is not a text written in it."""


def folders(templates: Path) -> list[str]:
    """The template folders; each has a catalogue of its own."""
    return sorted({path.relative_to(templates).parts[0] for path in templates.glob("*/**/*.j2")})


def parse(templates: Path, folder: str) -> dict[str, nodes.Template]:
    """The templates of one folder by name."""
    env = environment(FileSystemLoader(templates), Catalogue(), escape=True)
    paths = sorted((templates / folder).rglob("*.j2"))
    names = [path.relative_to(templates).as_posix().removesuffix(".j2") for path in paths]
    return {name: env.parse(path.read_text(encoding="utf-8"), name) for name, path in zip(names, paths, strict=True)}


def entries(templates: Path, folder: str) -> dict[tuple[str | None, str], Id]:
    """All that the templates of one folder say, by context and (singular) text."""
    found: dict[tuple[str | None, str], Id] = {}
    for name, tree in parse(templates, folder).items():
        for line, function, given in extract_from_ast(tree, tuple(TEXTS)):
            leading = (given if isinstance(given, tuple) else (given,))[: TEXTS[function]]
            texts = [text for text in leading if text is not None]
            if len(texts) < TEXTS[function]:
                raise NotConstant(f"{name}, line {line}: {function} needs a constant text")
            context = texts.pop(0) if function in {"pgettext", "npgettext"} else None
            place = (context, texts[0])
            if len(texts) > 1:
                found[place] = (texts[0], texts[1])
            else:
                found.setdefault(place, texts[0])
    return found


def extract(templates: Path, locale: Path, only: Iterable[str] = ()) -> list[Path]:
    """Bring the .po files of all folders, or some, in step; returns those that changed.

    New texts come in empty, or as another folder has them; what no template says any more goes.
    """
    known = _translations((locale / TRANSLATED).glob("*.po"))
    return [
        path
        for folder in only or folders(templates)
        if _write(path := po_path(locale, folder), _in_step(entries(templates, folder), read_catalog(path), known))
    ]


def merge(templates: Path, locale: Path, given: Path, only: Iterable[str] = ()) -> tuple[list[Path], list[str]]:
    """Take over the translations of another .po file wherever a template says the text.

    Returns the files that changed, and the texts that no template says.
    """
    offered = _translations([given])
    unused = set(offered)
    changed = []
    for folder in only or folders(templates):
        entered = entries(templates, folder)
        wanted = {key(text, context) for context, text in entered} & offered.keys()
        unused -= wanted
        path = po_path(locale, folder)
        if not wanted:
            continue
        catalog = _in_step(entered, read_catalog(path), {})
        for message in catalog:
            if message.id and (place := key(said(message.id)[0], message.context)) in wanted:
                message.string = _shaped(message.id, offered[place])
        if _write(path, catalog):
            changed.append(path)
    return changed, sorted(unused)


def po_path(locale: Path, folder: str) -> Path:
    return locale / TRANSLATED / f"{folder}.po"


def _in_step(entered: dict[tuple[str | None, str], Id], old: Catalog, known: dict[str, tuple[str, ...]]) -> Catalog:
    new = Catalog(locale=TRANSLATED)
    for (context, text), entry in entered.items():
        before = old.get(text, context)
        if before is not None and before.id == entry and all(said(before.string)):
            new.add(entry, before.string, flags=before.flags, user_comments=before.user_comments, context=context)
        else:
            new.add(entry, _shaped(entry, known.get(key(text, context), ("",))), context=context)
    return new


def _translations(paths: Iterable[Path]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for path in sorted(paths):
        for message in read_catalog(path):
            if message.id and all(forms := said(message.string)) and not message.fuzzy:
                found.setdefault(key(said(message.id)[0], message.context), forms)
    return found


def _shaped(entry: object, forms: tuple[str, ...]) -> str | tuple[str, ...]:
    """A translation as a text or as two forms, whichever the id asks for."""
    return forms[0] if isinstance(entry, str) else (forms[0], forms[-1])


def _write(path: Path, catalog: Catalog) -> bool:
    file = io.BytesIO()
    write_po(file, catalog, width=0, no_location=True, omit_header=True, sort_output=True)
    if path.exists() and path.read_bytes() == file.getvalue():
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(file.getvalue())
    return True
