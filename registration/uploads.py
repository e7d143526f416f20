"""A paper that a page receives never touches the disk: in memory, and no more than may be kept."""

from collections.abc import Callable
from functools import wraps
from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopFutureHandlers
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect


class BoundedInMemory(FileUploadHandler):
    """Keep one byte more than a paper may weigh, so that a heavier one is known as such."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file; no other handler sees it."""
        super().new_file(*args, **kwargs)
        self.kept = BytesIO()
        raise StopFutureHandlers

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep what there is room for, forget the rest."""
        self.kept.write(raw_data[: settings.PAPER_MAXIMUM_BYTES + 1 - self.kept.tell()])

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """Give what was kept."""
        size = self.kept.tell()
        self.kept.seek(0)
        return InMemoryUploadedFile(
            self.kept, self.field_name, self.file_name, self.content_type, size, self.charset
        )


def takes_a_paper(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Receive the files of a page in memory; its token is checked after, as everywhere."""
    protected = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def receiving(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.upload_handlers = [BoundedInMemory(request)]
        return protected(request, *args, **kwargs)

    return receiving
