"""From a template's name and facts to what is sent. A message and its buttons are one file.

Inside a template, beside Jinja2's own: the actions by class name, `button(label, action)` on a new row,
`beside(label, action)` on the same row, `link(label, url)` and `beside_link(label, url)` for addresses, and the
filters of `messages/filters.py`. Each {% trans %} is one sentence; over several lines of the file it is still one
line. A file whose name begins with `_` is a part to `{% include %}`, no message.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from jinja2 import BaseLoader, Environment, FileSystemLoader, StrictUndefined
from jinja2.ext import Extension

from messages.actions import ACTIONS
from messages.catalogue import LOCALE, Catalogue, load_catalogues
from messages.filters import Filters, Words
from messages.keyboard import Keyboard
from messages.rendered import Button, Rendered
from store.rules.hiding import DELETED

__all__ = ["TEMPLATES", "Button", "Rendered", "Renderer", "environment", "is_plain", "open_renderer"]

TEMPLATES = Path(__file__).parent / "templates"
PLAIN_FOLDERS = frozenset(
    {"archives", "calendar_file", "commands", "campaign_file", "cli", "doctor", "documents", "pictures", "words"}
)


class Renderer:
    """Renders messages in every language there is a catalogue for. Templates are compiled once, when first used."""

    def __init__(self, templates_dir: Path, catalogues: Mapping[str, Catalogue]) -> None:
        self._folder = templates_dir
        loader = FileSystemLoader(templates_dir)
        self._plain: dict[str, Environment] = {}
        self._html: dict[str, Environment] = {}
        for language, catalogue in catalogues.items():
            self._plain[language] = environment(loader, catalogue, escape=False)
            self._html[language] = environment(loader, catalogue, escape=True)
            filters = Filters(language, self.words(language)).table()
            filters["mistake"] = self._mistakes(language)
            self._plain[language].filters.update(filters)
            self._html[language].filters.update(filters)

    def _mistakes(self, language: str) -> Callable[[Mapping[str, Any]], str]:
        """What is wrong with a campaign file, in one line: each kind of mistake is a template of its own."""

        def mistake(one: Mapping[str, Any]) -> str:
            sentence = self.render_plain(f"campaign_file/{one['code']}", one["facts"], language)
            return self.render_plain("campaign_file/line", {"line": one["line"], "sentence": sentence}, language)

        return mistake

    def exists(self, template: str) -> bool:
        return (self._folder / f"{template}.j2").is_file()

    def render(self, template: str, facts: Mapping[str, Any], *, language: str) -> Rendered:
        """The message as Telegram HTML with its buttons. Raises UndefinedError for a fact that is not there."""
        keyboard = Keyboard()
        spoken = {
            "button": keyboard.button,
            "beside": keyboard.beside,
            "link": keyboard.link,
            "beside_link": keyboard.beside_link,
        }
        if taken := spoken.keys() & facts.keys():
            raise ValueError(f"{template}: {sorted(taken)} cannot be names of facts")
        text = self._html[language].get_template(f"{template}.j2").render(facts, **spoken)
        return self._without_marks(Rendered(_tidy(text), keyboard.rows()), language)

    def _without_marks(self, rendered: Rendered, language: str) -> Rendered:
        """Words in place of the mark that stands for the name of a deleted person."""
        labels = "".join(one.label for row in rendered.buttons for one in row)
        if DELETED not in rendered.text + labels:
            return rendered
        words = self.deleted(language)
        rows = tuple(
            tuple(replace(one, label=one.label.replace(DELETED, words)) for one in row) for row in rendered.buttons
        )
        return Rendered(rendered.text.replace(DELETED, words), rows)

    def deleted(self, language: str) -> str:
        """What is said in place of the name of a deleted person."""
        return self.render_plain("words/deleted", {}, language)

    def render_plain(self, template: str, facts: Mapping[str, Any], language: str) -> str:
        """The text without escaping: for a terminal, a command's description, a toast."""
        text = _tidy(self._plain[language].get_template(f"{template}.j2").render(facts))
        return text.replace(DELETED, self.deleted(language)) if DELETED in text else text

    def words(self, language: str) -> Words:
        """Days and deadlines repeat within a message and from one to the next, so the latest are kept."""

        @lru_cache(maxsize=4096)
        def say(template: str, facts: tuple[tuple[str, object], ...]) -> str:
            return self.render_plain(f"words/{template}", dict(facts), language)

        return lambda template, /, **facts: say(template, tuple(facts.items()))


class SentenceLines(Extension):
    """A line break after a sentence stays, although `trim_blocks` takes it after every other block."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        return re.sub(r"endtrans\s*%}", "endtrans +%}", source)


def environment(loader: BaseLoader, catalogue: Catalogue, *, escape: bool) -> Environment:
    """The one way in which templates are read, for rendering and for extracting what is to be translated."""
    env = Environment(
        loader=loader,
        autoescape=escape,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
        extensions=["jinja2.ext.i18n", SentenceLines],
    )
    env.policies["ext.i18n.trimmed"] = True
    i18n: Any = env
    i18n.install_gettext_callables(
        catalogue.gettext,
        catalogue.ngettext,
        newstyle=True,
        pgettext=catalogue.pgettext,
        npgettext=catalogue.npgettext,
    )
    env.globals.update({action.__name__: action for action in ACTIONS.values()})
    return env


def is_plain(template: str) -> bool:
    """Whether a template is for `render_plain`: it reaches a terminal, a menu or (`..._toast`) a toast, not HTML."""
    return template.split("/", maxsplit=1)[0] in PLAIN_FOLDERS or template.endswith("_toast")


@cache
def open_renderer() -> Renderer:
    """The renderer of the house's own templates and translations."""
    return Renderer(TEMPLATES, load_catalogues(LOCALE))


def _tidy(text: str) -> str:
    text = "\n".join(map(str.rstrip, text.split("\n")))
    return unicodedata.normalize("NFC", re.sub("\n{3,}", "\n\n", text).strip())
