"""Reads a request's parameters and files, in each of the ways the Bot API takes them."""

import json
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import BodyPartReader, StreamReader, web

from bot.rehearsal.telegram import LARGEST_UPLOAD, ApiError, Upload

LARGEST_FORM = 1024 * 1024
"""Bytes of a request without files, and of one parameter beside files."""

Params = dict[str, Any]


async def read_request(request: web.BaseRequest, *, several: str = "") -> tuple[Params, dict[str, Upload]]:
    """Query parameters, then those of the body, which win. Of the files named `several` each is kept, in order."""
    params: Params = dict(request.query)
    if request.method not in {"GET", "POST"}:
        raise ApiError(405, "Method Not Allowed")
    try:
        if request.content_type == "multipart/form-data":
            more, files = await _multipart(request, several)
            return params | more, files
        body = await _whole(request.content)
    except (ValueError, web.RequestPayloadError):
        raise ApiError(400, "Bad Request: can't parse request") from None
    if not body:
        return params, {}
    if request.content_type == "application/json":
        return params | _json(body), {}
    if request.content_type == "application/x-www-form-urlencoded":
        return params | dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)), {}
    raise ApiError(400, "Bad Request: unsupported content type")


async def _whole(content: StreamReader) -> bytes:
    body = bytearray()
    async for piece in content.iter_any():
        body += piece
        if len(body) > LARGEST_FORM:
            raise ApiError(413, "Request Entity Too Large")
    return bytes(body)


def _json(body: bytes) -> Params:
    try:
        params = json.loads(body)
    except (ValueError, RecursionError):
        raise ApiError(400, "Bad Request: can't parse JSON object") from None
    if not isinstance(params, dict):
        raise ApiError(400, "Bad Request: can't parse JSON object")
    return params


async def _multipart(request: web.BaseRequest, several: str) -> tuple[Params, dict[str, Upload]]:
    """A part with a file name is a file. What is too large is read to its end, so that the client hears the answer."""
    params: Params = {}
    files: dict[str, Upload] = {}
    room = LARGEST_UPLOAD + LARGEST_FORM
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or part.name is None:
            raise ApiError(400, "Bad Request: can't parse multipart form")
        content = bytearray()
        while piece := await part.read_chunk(65536):
            room -= len(piece)
            if room >= 0:
                content += piece
        if part.filename is None:
            params[part.name] = content.decode("utf-8", "replace")
        else:
            mime = part.headers.get("Content-Type", "application/octet-stream")
            name = f"{part.name}-{len(files):03}" if part.name == several else part.name
            files[name] = Upload(part.filename, bytes(content), mime)
    if room < 0:
        raise ApiError(413, "Request Entity Too Large")
    return params, files
