"""The bytes of a list: sealed by the mebibyte, in the database, never in clear on disk."""

import io
from collections.abc import Iterator
from typing import BinaryIO

from cnss_amo.kernel.db import keyring
from liaison.models import ReceivedList, Segment

SEGMENT_BYTES = 2**20
LABEL = "segment"


def store(received_list: ReceivedList, file: BinaryIO) -> None:
    """Seal a file and keep it with its list."""
    ring = keyring()
    position = 0
    while piece := file.read(SEGMENT_BYTES):
        Segment.objects.create(
            received_list=received_list, position=position, sealed=ring.seal(piece, LABEL)
        )
        position += 1


def open_bytes(received_list: ReceivedList) -> BinaryIO:
    """Open the file of a list for reading, from its first byte, one segment in memory at a time."""
    return io.BufferedReader(_SegmentStream(_pieces(received_list)), SEGMENT_BYTES)


def _pieces(received_list: ReceivedList) -> Iterator[bytes]:
    ring = keyring()
    position = 0
    segments = Segment.objects.filter(received_list=received_list)
    while sealed := segments.filter(position=position).values_list("sealed", flat=True).first():
        yield ring.unseal(sealed, LABEL)
        position += 1


class _SegmentStream(io.RawIOBase):
    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:
        """Fill a buffer; nought at the end."""
        if not self._rest:
            self._rest = memoryview(next(self._pieces, b""))
        taken = min(len(buffer), len(self._rest))
        buffer[:taken] = self._rest[:taken]
        self._rest = self._rest[taken:]
        return taken
