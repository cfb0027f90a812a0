"""Tells programs by their content, whatever they are called. Nothing is unpacked or run."""

import zipfile
from pathlib import Path

_EXECUTABLES = (
    b"\x7fELF",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"\xbe\xba\xfe\xca",
    b"L\x00\x00\x00\x01\x14\x02\x00",
    b"dex\n",
    b"#!/",
    b"#! /",
)
"""ELF, Mach-O (one or several processors; a Java class begins alike), Windows shortcut, Android, script."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""Word, Excel and PowerPoint until 2003, and Windows' installation packages: the root's class tells them apart."""

_INSTALLERS = tuple(
    bytes([first, 0x10, 0x0C, 0, 0, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0x46]) for first in (0x82, 0x84, 0x86)
)

_IN_PROGRAMS = frozenset({"AndroidManifest.xml", "classes.dex", "META-INF/MANIFEST.MF"})
"""What APK and JAR hold, and no office document does."""


def is_program(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.read(512)
        if head.startswith(_OLE):
            return _is_installer(head, path)
    if head.startswith(b"MZ"):
        # A text may begin with these letters, but has no zero bytes.
        return b"\0" in head
    return head.startswith(_EXECUTABLES) or (head.startswith(b"PK") and _is_packed_program(path))


def _is_installer(head: bytes, path: Path) -> bool:
    sector = 1 << min(int.from_bytes(head[30:32], "little"), 16)
    root = (int.from_bytes(head[48:52], "little") + 1) * sector
    with path.open("rb") as file:
        file.seek(root + 80)
        return file.read(16) in _INSTALLERS


def _is_packed_program(path: Path) -> bool:
    """Reads the list of what is inside, which is all there is to read however large it would unpack."""
    try:
        with zipfile.ZipFile(path) as packed:
            return any(name in _IN_PROGRAMS or name.endswith((".class", ".exe", ".dll")) for name in packed.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return False
