"""A gzipped text, unpacked as it is read: cut, damaged or swollen, it is refused in our words."""

import gzip
import io
import zlib
from typing import BinaryIO

from liaison.files.refusal import UnreadableList

MOST_UNPACKED = 4 * 2**30
MOST_RATIO = 200  # a list shrinks 5 to 20 times
SMALL = 64 * 2**20


class _Metered:
    """A file that counts what was taken of it."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.taken = 0

    def read(self, size: int = -1) -> bytes:
        piece = self._file.read(size)
        self.taken += len(piece)
        return piece


class Gunzip(io.RawIOBase):
    """Gunzip that says in our words that the file is cut, damaged or a bomb."""

    def __init__(self, file: BinaryIO) -> None:
        self._packed = _Metered(file)
        self._file = gzip.GzipFile(fileobj=self._packed)
        self._read = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:
        """Fill a buffer with unpacked bytes; raise UnreadableList where they make no sense."""
        try:
            piece = self._file.read1(len(buffer))
        except EOFError as cut:
            raise UnreadableList("TRUNCATED_GZIP") from cut
        except (OSError, zlib.error) as damaged:
            raise UnreadableList("DAMAGED_GZIP") from damaged
        self._read += len(piece)
        if self._read > MOST_UNPACKED:
            raise UnreadableList("TOO_LARGE_UNPACKED")
        if self._read > SMALL and self._read > MOST_RATIO * self._packed.taken:
            raise UnreadableList("SUSPECT_GZIP")
        buffer[: len(piece)] = piece
        return len(piece)
