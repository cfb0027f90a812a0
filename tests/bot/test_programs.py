"""A program is told by its content, a document is none whatever it is called."""

import io
import struct
import zipfile
from pathlib import Path

import pytest

from bot.programs import is_program

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MSI = bytes.fromhex("84100c0000000000c000000000000046")
WORD_97 = bytes.fromhex("0609020000000000c000000000000046")


def packed(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


def bomb(size: int = 50_000_000) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(size))
    return out.getvalue()


def compound(root_class: bytes, *, directory_at: int = 1) -> bytes:
    """A file of Windows' old container: 512 bytes a sector, the root in the directory's first."""
    head = bytearray(512)
    head[:8] = OLE
    head[30:32] = struct.pack("<H", 9)
    head[48:52] = struct.pack("<I", directory_at)
    root = bytearray(512)
    root[80:96] = root_class
    return bytes(head) + bytes(512 * directory_at) + bytes(root)


PROGRAMS = {
    "Windows": b"MZ\x90\x00\x03" + bytes(60),
    "Linux": b"\x7fELF\x02\x01\x01",
    "Mac": b"\xcf\xfa\xed\xfe\x07",
    "Mac for two processors": b"\xca\xfe\xba\xbe\x00\x00\x00\x02",
    "script": b"#!/bin/sh\nrm -rf ~\n",
    "script with a space": b"#! /usr/bin/env python3\n",
    "shortcut": b"L\x00\x00\x00\x01\x14\x02\x00" + bytes(8),
    "installer": compound(MSI),
    "installer further on": compound(MSI, directory_at=40),
    "Android": packed("AndroidManifest.xml", "classes.dex"),
    "Java": packed("META-INF/MANIFEST.MF", "vn/Chuong.class"),
    "packed for Windows": packed("Báo cáo.exe"),
}
DOCUMENTS = {
    "Word": packed("[Content_Types].xml", "word/document.xml"),
    "OpenDocument": packed("mimetype", "META-INF/manifest.xml", "content.xml"),
    "Word of 1997": compound(WORD_97),
    "Word cut short": compound(WORD_97)[:100],
    "PDF": b"%PDF-1.4\n",
    "photo": b"\xff\xd8\xff\xe0",
    "text of those letters": "MZ 2020: kết quả thực hiện".encode() * 20,
    "text with a hash": b"#!important\n",
    "not a whole archive": packed("word/document.xml")[:20],
    "what unpacks to fifty megabytes": bomb(),
    "one letter": b"M",
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_program_under_another_name_is_known(tmp_path: Path, name: str) -> None:
    (tmp_path / "Bao cao.docx").write_bytes(PROGRAMS[name])
    assert is_program(tmp_path / "Bao cao.docx")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_is_no_program(tmp_path: Path, name: str) -> None:
    (tmp_path / "Bao cao.docx").write_bytes(DOCUMENTS[name])
    assert not is_program(tmp_path / "Bao cao.docx")
