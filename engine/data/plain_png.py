"""The plain PNG file, as small images mostly are: 8 bits a channel, grey or RGB, and nothing that changes it.

Its bytes go straight to the decoder that Pillow itself would use. For an image of 28 x 28 pixels all that
Pillow does around that decoder takes as long as the decoder.
"""

from __future__ import annotations

import struct
import zlib

from PIL import Image

_HEAD = struct.Struct(
    ">8sI4sIIBB3sI"
)  # signature; length, name, width, height, depth, colour, three ways, crc
_CHUNK = struct.Struct(">I4s")  # length, name
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_MODES = {0: "L", 2: "RGB"}
_USUAL = {b"sRGB": 1, b"gAMA": 4, b"pHYs": 9}
"""Chunks that Pillow only takes note of, and their lengths."""
_END = b"\0\0\0\0IEND\xaeB`\x82"


def plain_png(data: bytes, *, most: int) -> Image.Image | None:
    """The image of a plain PNG file with up to `most` pixels.

    None for every other file, and for one with anything amiss: Pillow judges it then.
    """
    try:
        signature, length, name, width, height, depth, colour, ways, crc = _HEAD.unpack_from(data)
        mode = _MODES.get(colour)
        is_plain = (signature, length, name, depth, ways) == (_SIGNATURE, 13, b"IHDR", 8, b"\0\0\0")
        if mode is None or not is_plain or not 0 < width * height <= most or zlib.crc32(data[12:29]) != crc:
            return None
        packed = _packed(data)
        if packed is None:
            return None
        return Image.frombytes(mode, (width, height), packed, "zip", mode, 0)
    except (struct.error, ValueError):  # cut off, or what is packed is damaged
        return None


def _packed(data: bytes) -> bytes | None:
    """What all IDAT chunks hold; None when there are chunks beside the usual. Raises struct.error."""
    parts: list[bytes] = []
    at = _HEAD.size
    while True:
        length, name = _CHUNK.unpack_from(data, at)
        end = at + 8 + length
        if name == b"IDAT":
            parts.append(data[at + 8 : end])  # its checksum is nothing to Pillow either
        elif name == b"IEND":
            return b"".join(parts) if data.startswith(_END, at) else None
        elif parts or _USUAL.get(name) != length:
            return None
        if name in _USUAL and zlib.crc32(data[at + 4 : end]).to_bytes(4) != data[end : end + 4]:
            return None
        at = end + 4
