"""The page of rights says what the tests try."""

from tests.stories.rights.page import PAGE, foreign_is_nobodys, written


def test_the_page_of_rights_is_written_from_what_is_tried() -> None:
    page = PAGE.read_text(encoding="utf-8")

    assert page == written(page), "python -m tests.stories.rights.page"


def test_no_role_reaches_anything_of_a_foreign_bloc() -> None:
    assert foreign_is_nobodys() == []
