"""The press: one typst compiler that is kept, since opening one costs more than a picture."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from threading import Lock

HERE = Path(__file__).parent
PIXELS_AN_INCH = 144
"""A page of 540 points is 1080 pixels wide, what a phone shows without making it smaller."""

REMEMBERED = 10
"""For how many pages typst keeps what it worked out."""


class Press:
    """Draws pictures, one at a time: a compiler works for one thread only. The last pictures are kept as they are."""

    def __init__(self) -> None:
        import typst

        self.letters = _fonts()
        """The folder of the font's files."""
        fonts = typst.Fonts(
            include_system_fonts=False,
            include_embedded_fonts=False,
            font_paths=[str(self.letters)],
        )
        self._compiler = typst.Compiler(root=str(HERE), font_paths=fonts)
        self._busy = Lock()
        self._drawn: dict[tuple[str, str], bytes] = {}

    def draw(self, name: str, data: str) -> bytes:
        """A PNG from the template of this name with JSON `data` in its hands."""
        with self._busy:
            if (name, data) not in self._drawn:
                if len(self._drawn) >= 8:
                    self._drawn.pop(next(iter(self._drawn)))
                page = self._compiler.compile(
                    str(HERE / f"{name}.typ"), format="png", ppi=PIXELS_AN_INCH, sys_inputs={"data": data}
                )
                assert isinstance(page, bytes)
                self._drawn[name, data] = page
                self._forget()
            return self._drawn[name, data]

    def _forget(self) -> None:
        """Empty pages drive out what typst keeps of this one, 20 MB for a long board."""
        for _ in range(REMEMBERED + 1):
            self._compiler.compile(str(HERE / "nothing.typ"), format="svg")


def _fonts() -> Path:
    """The folder of the letters of Be Vietnam Pro."""
    found = find_spec("fontpkg_be_vietnam_pro")
    assert found is not None and found.origin is not None
    return Path(found.origin).parent / "files"


@cache
def open_press() -> Press:
    """The one press of this process."""
    return Press()
