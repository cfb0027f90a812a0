"""Every mistake has its sentence, made of the facts it comes with."""

from pathlib import Path

import pytest
from jinja2 import Environment
from jinja2.meta import find_undeclared_variables

import messages
from store.campaign_file import MISTAKE_CODES

TEMPLATES = Path(messages.__file__).parent / "templates" / "campaign_file"


@pytest.mark.parametrize(("code", "facts"), MISTAKE_CODES.items(), ids=list(MISTAKE_CODES))
def test_the_sentence_uses_the_facts(code: str, facts: tuple[str, ...]) -> None:
    source = (TEMPLATES / f"{code}.j2").read_text("utf-8")
    parsed = Environment(extensions=["jinja2.ext.i18n"], autoescape=False).parse(source)
    assert find_undeclared_variables(parsed) - {"gettext", "_"} == set(facts)


def test_no_sentence_is_without_its_mistake() -> None:
    assert {path.stem for path in TEMPLATES.iterdir()} == {*MISTAKE_CODES, "line"}
