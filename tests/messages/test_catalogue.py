from pathlib import Path

import pytest

from messages.catalogue import load_catalogues
from messages.catalogue.__main__ import main
from messages.catalogue.extraction import NotConstant


class House:
    """A house of templates and catalogues in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.templates = folder / "templates"
        self.locale = folder / "locale"

    def template(self, name: str, source: str) -> None:
        self._write(self.templates / f"{name}.j2", source)

    def translations(self, folder: str, source: str) -> None:
        self._write(self.locale / "en" / f"{folder}.po", source)

    def po(self, folder: str) -> str:
        return (self.locale / "en" / f"{folder}.po").read_text(encoding="utf-8")

    def run(self, *arguments: str) -> int:
        return main(list(arguments), templates=self.templates, locale=self.locale)

    def _write(self, path: Path, text: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def test_extract_writes_one_file_a_folder_in_a_stable_order(house: House) -> None:
    house.template("b/two", "{{ _('Hai') }} {% trans n=n %}{{ n }} tệp{% pluralize %}{{ n }} tệp{% endtrans %}")
    house.template("b/deep/one", "{% trans %}\n  Bốn\n  năm\n{% endtrans %}")
    house.template("a/one", "{{ pgettext('nút', 'Một') }}")
    assert house.run("extract") == 0
    assert house.po("a") == 'msgctxt "nút"\nmsgid "Một"\nmsgstr ""\n\n'
    assert house.po("b") == (
        '#, python-format\nmsgid "%(n)s tệp"\nmsgid_plural "%(n)s tệp"\nmsgstr[0] ""\nmsgstr[1] ""\n\n'
        'msgid "Bốn năm"\nmsgstr ""\n\nmsgid "Hai"\nmsgstr ""\n\n'
    )


def test_extract_keeps_translations_and_drops_what_is_said_no_more(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    house.template("a/one", "{{ _('Một') }} {{ _('Thi Đua Bot') }}")
    house.translations(
        "a", 'msgid "Một"\nmsgstr "One"\n\n# same in English\nmsgid "Thi Đua Bot"\nmsgstr "Thi Đua Bot"\n\n'
        'msgid "Cũ"\nmsgstr "Old"\n'
    )  # fmt: skip
    house.run("extract")
    assert house.po("a") == (
        'msgid "Một"\nmsgstr "One"\n\n# same in English\nmsgid "Thi Đua Bot"\nmsgstr "Thi Đua Bot"\n\n'
    )
    assert capsys.readouterr().out == "changed: a.po\n"
    house.run("extract")
    assert capsys.readouterr().out == ""
    assert house.run("check") == 0


def test_extract_takes_a_known_translation_from_another_folder(house: House) -> None:
    house.template("a/one", "{{ _('Huỷ') }}")
    house.template("b/one", "{{ _('Huỷ') }}")
    house.translations("a", 'msgid "Huỷ"\nmsgstr "Cancel"\n')
    house.run("extract", "b")
    assert house.po("b") == 'msgid "Huỷ"\nmsgstr "Cancel"\n\n'


@pytest.mark.parametrize(
    ("template", "po", "problem"),
    [
        ("{{ _('Một') }}", "", "missing: Một"),
        ("x", 'msgid "Một"\nmsgstr "One"\n', "unknown: Một"),
        ("{{ _('Một') }}", 'msgid "Một"\nmsgstr ""\n', "untranslated: Một"),
        ("{{ _('Một') }}", '#, fuzzy\nmsgid "Một"\nmsgstr "One"\n', "fuzzy: Một"),
        ("{{ _('Một') }}", 'msgid "Một"\nmsgstr "Một"\n', "same: Một"),
        ("{{ _('Một') }}", 'msgid "Một"\nmsgstr "Ne\u0301e"\n', "not_nfc: Một"),
        ("{{ _('%(a)s là', a=a) }}", 'msgid "%(a)s là"\nmsgstr "is %(b)s"\n', "placeholders: %(a)s là"),
        ("{{ _('Đủ 5%%') }}", 'msgid "Đủ 5%%"\nmsgstr "All 5%"\n', "percent: Đủ 5%%"),
        ("{{ _('<b>Một</b>') }}", 'msgid "<b>Một</b>"\nmsgstr "<b>One<b>"\n', "tags: <b>Một</b>"),
        ("Một", "", "bare: a/one: Một"),
        ("{{ button('Một', Home()) }}", "", "bare: a/one: Một"),
        ("{{ beside('Xong', Home()) }}", "", "bare: a/one: Xong"),
    ],
)
def test_check_lists(template: str, po: str, problem: str, house: House, capsys: pytest.CaptureFixture[str]) -> None:
    house.template("a/one", template)
    house.translations("a", po)
    assert house.run("check") == 1
    assert capsys.readouterr().out == f"en/a.po: {problem}\n"


def test_check_lists_two_translations_of_one_text_and_files_without_templates(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    for folder, english in (("a", "Cancel"), ("b", "Abort")):
        house.template(f"{folder}/one", "{{ _('Huỷ') }}")
        house.translations(folder, f'msgid "Huỷ"\nmsgstr "{english}"\n')
    house.translations("c", "")
    assert house.run("check") == 1
    assert capsys.readouterr().out == (
        "en/c.po: unknown: no such template folder\nen/b.po: disagrees: Huỷ: 'Abort', elsewhere 'Cancel'\n"
    )


def test_merge_takes_over_what_templates_say(house: House, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    house.template("a/one", "{{ _('Một') }}")
    house.template("b/one", "{{ _('Hai') }}")
    given = tmp_path / "given.po"
    given.write_text('msgid "Một"\nmsgstr "One"\n\nmsgid "Ba"\nmsgstr "Three"\n', encoding="utf-8")
    assert house.run("merge", str(given)) == 0
    assert house.po("a") == 'msgid "Một"\nmsgstr "One"\n\n'
    assert not (house.locale / "en/b.po").exists()
    assert capsys.readouterr().out == "changed: a.po\nnot used: Ba\n"


def test_text_that_is_not_constant_cannot_be_extracted(house: House) -> None:
    house.template("a/one", "\n{{ _(name) }}")
    with pytest.raises(NotConstant, match="a/one, line 2"):
        house.run("extract")


def test_catalogues_are_read_together_without_fuzzy_and_empty_ones(house: House) -> None:
    house.translations("a", 'msgid "Một"\nmsgstr "One"\n\n#, fuzzy\nmsgid "Hai"\nmsgstr "Two"\n')
    house.translations("b", 'msgid "Ba"\nmsgstr ""\n\nmsgctxt "nút"\nmsgid "Bốn"\nmsgstr "Four"\n')
    english = load_catalogues(house.locale)["en"]
    assert [english.gettext(text) for text in ("Một", "Hai", "Ba", "Bốn")] == ["One", "Hai", "Ba", "Bốn"]
    assert english.pgettext("nút", "Bốn") == "Four"
