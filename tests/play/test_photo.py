"""The photo that replay and demo show is a real image, and the same one each time."""

import struct
import zlib

from play.photo import grey_photo, sha256_of


def test_it_is_a_whole_png() -> None:
    photo = grey_photo(128)
    assert photo.startswith(b"\x89PNG\r\n\x1a\n")
    chunks, place = {}, 8
    while place < len(photo):
        (length,) = struct.unpack_from(">I", photo, place)
        name, data = photo[place + 4 : place + 8], photo[place + 8 : place + 8 + length]
        (check,) = struct.unpack_from(">I", photo, place + 8 + length)
        assert check == zlib.crc32(name + data)
        chunks[name] = data
        place += 12 + length
    assert list(chunks) == [b"IHDR", b"IDAT", b"IEND"]
    width, height = struct.unpack_from(">II", chunks[b"IHDR"])
    assert len(zlib.decompress(chunks[b"IDAT"])) == (width + 1) * height


def test_one_shade_is_one_address() -> None:
    assert sha256_of(grey_photo(128)) == sha256_of(grey_photo(128))
    assert sha256_of(grey_photo(128)) != sha256_of(grey_photo(96))
