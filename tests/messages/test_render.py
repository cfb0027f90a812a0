import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jinja2 import UndefinedError

from messages.catalogue import Catalogue, load_catalogues
from messages.limits import LABEL
from messages.render import TEMPLATES, Button, Rendered, Renderer

Write = Callable[[str], Renderer]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Puts a text where the template `x/it` is, and gives a renderer of it with a small English catalogue."""
    shutil.copytree(TEMPLATES / "words", tmp_path / "words")
    (tmp_path / "x").mkdir()
    english = Catalogue({"Chào %(name)s": ("Hello %(name)s",), "%(n)s tệp": ("%(n)s file", "%(n)s files")})

    def renderer(source: str) -> Renderer:
        (tmp_path / "x/it.j2").write_text(source, encoding="utf-8")
        return Renderer(tmp_path, {"vi": Catalogue(), "en": english})

    return renderer


def say(renderer: Renderer, language: str = "vi", **facts: Any) -> Rendered:
    return renderer.render("x/it", facts, language=language)


def test_facts_are_escaped_and_the_templates_own_tags_are_not(write: Write) -> None:
    renderer = write("{% trans %}<b>{{ name }}</b> & bạn{% endtrans %} {{ name }}")
    assert say(renderer, name="A<b>&").text == "<b>A&lt;b&gt;&amp;</b> & bạn A&lt;b&gt;&amp;"


def test_what_filters_say_is_escaped_once(write: Write) -> None:
    renderer = write("{{ name|comrade }}; {% trans who=name|comrade %}{{ who }}{% endtrans %}")
    assert say(renderer, name="A & B").text == "đồng chí A &amp; B; đồng chí A &amp; B"


def test_english_comes_from_the_catalogue_and_vietnamese_where_it_is_silent(write: Write) -> None:
    renderer = write("{% trans %}Chào {{ name }}{% endtrans %}\n{{ _('Hết') }}")
    assert say(renderer, name="Lan").text == "Chào Lan\nHết"
    assert say(renderer, "en", name="Lan").text == "Hello Lan\nHết"


@pytest.mark.parametrize(("n", "english"), [(1, "1 file"), (2, "2 files"), (0, "0 files")])
def test_english_has_a_plural(write: Write, n: int, english: str) -> None:
    renderer = write("{% trans n=n %}{{ n }} tệp{% pluralize %}{{ n }} tệp{% endtrans %}")
    assert (say(renderer, n=n).text, say(renderer, "en", n=n).text) == (f"{n} tệp", english)


def test_sentence_over_two_lines_is_one(write: Write) -> None:
    assert say(write("{% trans %}\n  Một câu\n  dài\n{% endtrans %}\n")).text == "Một câu dài"


def test_sentences_on_lines_of_their_own_stay_apart(write: Write) -> None:
    renderer = write("{% trans %}Một.{% endtrans %}\n{% if yes %}\n{% trans %}Hai.{% endtrans %}\n{% endif %}\nBa.")
    assert say(renderer, yes=True).text == "Một.\nHai.\nBa."
    assert say(renderer, yes=False).text == "Một.\nBa."


def test_blank_lines_and_trailing_spaces_are_tidied_and_letters_composed(write: Write) -> None:
    renderer = write("\n\nA  \n{% if yes %}\n{% endif %}\n\n\n\nB {{ name }}\n\n")
    assert say(renderer, yes=False, name="e\u0301").text == "A\n\nB é"


def test_buttons_stand_in_rows_as_the_template_names_them(write: Write) -> None:
    renderer = write(
        """Nội dung
        {{ button(_("Gửi %(title)s", title=title), Submit(form_id=form_id)) }}
        {{ beside(_("Huỷ"), CancelForm(form_id=form_id)) }}
        {{ link(title, "https://t.me/x") }}
        {{ beside_link("B", "https://t.me/y") }}
        {% include "x/_home.j2" %}
        """
    )
    (Path(renderer._folder) / "x/_home.j2").write_text('{{ button(_("Trang chủ"), Home()) }}', encoding="utf-8")
    assert say(renderer, title="A & B", form_id=36) == Rendered(
        "Nội dung",
        (
            (Button("Gửi A & B", data="1s:10"), Button("Huỷ", data="1x:10")),
            (Button("A & B", url="https://t.me/x"), Button("B", url="https://t.me/y")),
            (Button("Trang chủ", data="1h"),),
        ),
    )


def test_long_label_is_cut_and_put_on_one_line(write: Write) -> None:
    ((button,),) = say(write("x{{ button(label, Home()) }}"), label="dài\n" * 30).buttons
    assert len(button.label) == LABEL
    assert button.label.startswith("dài dài") and button.label.endswith("…")


@pytest.mark.parametrize("source", ["{{ name }}", "{{ button('A', Submit(form_id=form_id)) }}", "{{ link('A', url) }}"])
def test_missing_fact_is_an_error(write: Write, source: str) -> None:
    with pytest.raises((UndefinedError, TypeError)):
        say(write(source))


def test_fact_cannot_take_the_name_of_a_button(write: Write) -> None:
    with pytest.raises(ValueError, match=r"\['link'\] cannot be names of facts"):
        say(write("x"), link="https://t.me/x")


def test_plain_text_is_not_escaped_and_has_no_buttons(write: Write) -> None:
    renderer = write("{% trans %}<{{ name }}>{% endtrans %}")
    assert renderer.render_plain("x/it", {"name": "A&B"}, "vi") == "<A&B>"
    with pytest.raises(UndefinedError):
        write("{{ button('A', Home()) }}").render_plain("x/it", {}, "vi")


def test_templates_that_exist_are_known(write: Write) -> None:
    renderer = write("x")
    assert [name for name in ("x/it", "x/nothing", "words/day") if renderer.exists(name)] == ["x/it", "words/day"]


def test_house_speaks_two_languages() -> None:
    assert load_catalogues(Path("nowhere")).keys() == {"vi", "en"}
