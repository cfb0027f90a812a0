"""Every template is rendered in both languages from its samples, as Telegram would judge it."""

import runpy
import unicodedata
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from messages.actions import unpack
from messages.catalogue import LOCALE
from messages.catalogue.checking import check, disagreements
from messages.catalogue.extraction import folders
from messages.limits import BUTTONS, BUTTONS_A_ROW, TEXT, TOAST, utf16_len, visible_len
from messages.render import TEMPLATES, Rendered, Renderer, is_plain, open_renderer

SAMPLE_FILES = sorted((Path(__file__).parent / "samples").glob("[!_]*.py"))
MESSAGES = sorted(
    path.relative_to(TEMPLATES).as_posix().removesuffix(".j2")
    for path in TEMPLATES.rglob("*.j2")
    if not path.name.startswith("_") and path.stem != "footer"
)
TAGS = {"b", "strong", "i", "em", "u", "ins", "s", "del", "code", "pre", "a", "blockquote", "tg-spoiler"}
COMMAND_DESCRIPTION = 256
PAPER = 60_000
"""Letters of the words of a file: they are no message, and only have to stay within reason."""


def read_samples(path: Path) -> dict[str, list[dict[str, Any]]]:
    samples = runpy.run_path(str(path))["SAMPLES"]
    return {name: facts if isinstance(facts, list) else [facts] for name, facts in samples.items()}


@pytest.fixture(scope="module")
def samples() -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for path in SAMPLE_FILES:
        found |= read_samples(path)
    return found


@pytest.fixture(scope="module")
def renderer() -> Renderer:
    return open_renderer()


class Balance(HTMLParser):
    """Reads Telegram HTML; `wrong` says what Telegram would refuse."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        if tag not in TAGS:
            self.wrong.append(f"<{tag}>")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}>")


def faults_of_html(text: str) -> list[str]:
    balance = Balance()
    balance.feed(text)
    balance.close()
    return balance.wrong + balance.open


def judge(rendered: Rendered) -> None:
    assert 1 <= visible_len(rendered.text) <= TEXT
    assert faults_of_html(rendered.text) == []
    assert unicodedata.is_normalized("NFC", rendered.text)
    assert all(1 <= len(row) <= BUTTONS_A_ROW for row in rendered.buttons)
    buttons = [button for row in rendered.buttons for button in row]
    assert len(buttons) <= BUTTONS
    for button in buttons:
        assert button.url or unpack(button.data or "") is not None


def judge_plain(template: str, text: str) -> None:
    limit = TOAST if template.endswith("_toast") else COMMAND_DESCRIPTION if template.startswith("commands/") else TEXT
    limit = PAPER if template.startswith("documents/") else limit
    assert 1 <= utf16_len(text) <= limit
    assert unicodedata.is_normalized("NFC", text)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("template", MESSAGES)
def test_template_renders_from_its_samples(
    template: str, language: str, renderer: Renderer, samples: dict[str, list[dict[str, Any]]]
) -> None:
    assert samples.get(template), f"no sample for {template} in tests/messages/samples"
    for facts in samples[template]:
        if is_plain(template):
            judge_plain(template, renderer.render_plain(template, facts, language))
        else:
            judge(renderer.render(template, facts, language=language))


@pytest.mark.parametrize("path", SAMPLE_FILES, ids=lambda path: path.stem)
def test_samples_belong_to_templates(path: Path, renderer: Renderer) -> None:
    assert [name for name in read_samples(path) if not renderer.exists(name)] == []


@pytest.mark.parametrize("folder", folders(TEMPLATES))
def test_english_is_complete(folder: str) -> None:
    assert [str(problem) for problem in check(TEMPLATES, LOCALE, [folder])] == []


def test_one_text_has_one_translation() -> None:
    assert [str(problem) for problem in disagreements(LOCALE)] == []


@pytest.mark.parametrize("text", ["<b>a", "a</b>", "<b><i>a</b></i>", "<br>a", "<div>a</div>"])
def test_what_telegram_refuses_is_noticed(text: str) -> None:
    assert faults_of_html(text)
