"""Files of the chats, shown only as what their content says they are."""

from collections.abc import AsyncIterator
from urllib.parse import quote

from bot.rehearsal.telegram import StoredFile

PIECE = 256 * 1024
_CONTENT: tuple[tuple[int, bytes, str, str], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", "image", "image/png"),
    (0, b"\xff\xd8\xff", "image", "image/jpeg"),
    (0, b"GIF87a", "image", "image/gif"),
    (0, b"GIF89a", "image", "image/gif"),
    (8, b"WEBP", "image", "image/webp"),
    (4, b"ftyp", "video", "video/mp4"),
    (0, b"\x1aE\xdf\xa3", "video", "video/webm"),
    (0, b"%PDF-", "pdf", "application/pdf"),
)
"""Where which bytes stand, how that is shown, and as what it is served. What is not here is only to be saved."""


def shown_as(file: StoredFile) -> tuple[str, str]:
    """image, video, pdf or none; and the content type."""
    head = file.piece(0, 16)
    for at, sign, shown, mime in _CONTENT:
        if head[at : at + len(sign)] == sign:
            return shown, mime
    return "none", "application/octet-stream"


def headers_of(file: StoredFile) -> dict[str, str]:
    """How a file is served: never as something that could run in the page's name."""
    shown, mime = shown_as(file)
    how = "attachment" if shown == "none" else "inline"
    plain = "".join(sign if (sign.isascii() and sign.isalnum()) or sign in "._-" else "_" for sign in file.name)
    headers = {
        "Content-Type": mime,
        "Content-Disposition": f"{how}; filename=\"{plain or 'file'}\"; filename*=UTF-8''{quote(file.name, safe='')}",
        "Cache-Control": "private, max-age=3600",
    }
    # Browsers show a PDF with a page of their own, which a sandbox would keep out.
    if shown != "pdf":
        headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return headers


async def pieces(file: StoredFile) -> AsyncIterator[bytes]:
    for start in range(0, file.size, PIECE):
        yield file.piece(start, PIECE)
