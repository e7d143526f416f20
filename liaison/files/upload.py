"""The file that a page receives, on disk while it arrives; a full disk is told, not thrown."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.files.uploadedfile import TemporaryUploadedFile
from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler


class DiskUpload(TemporaryFileUploadHandler):
    """Keep what arrives in the temporary folder; without room, skip the file and say so.

    The request then carries `no_room`, and its other fields as they were typed.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write one more piece."""
        with self._or_skipped():
            super().receive_data_chunk(raw_data, start)

    def file_complete(self, file_size: int) -> TemporaryUploadedFile | None:
        """Give the whole file, or none."""
        try:
            with self._or_skipped():
                return super().file_complete(file_size)
        except SkipFile:
            return None

    @contextmanager
    def _or_skipped(self) -> Iterator[None]:
        try:
            yield
        except OSError as fault:
            if fault.errno not in (errno.ENOSPC, errno.EDQUOT):
                raise
            self.request.no_room = True
            raise SkipFile from fault
