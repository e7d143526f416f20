"""The shape of a queue: one declaration, in the app whose rows wait."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Expression, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils.functional import Promise

from cnss_amo.accounts.enums import Role

Opened = Callable[[Iterable[int]], dict[int, datetime]]


@dataclass(frozen=True)
class Batches:
    """Rows that came together began to wait together: their column, and the instant of each."""

    field: str
    opened: Opened


@dataclass(frozen=True, kw_only=True)
class Queue:
    """Items that wait for a person, the oldest first, each in the row where it already lives.

    `waiting` asks which rows wait, without slicing. `key` names the whole-number columns that tell
    one from another; they are the arguments of the item's `page`. `listed` is the page of all that
    waits. `opened_at` is the column that says since when, unless the rows come in `batches`.
    `maker` is the column of whoever may not decide: a second pair of eyes. The delay is a parameter
    of the `law` while it has a value, else a target of the service, a setting in days.
    """

    code: str
    label: Promise
    roles: tuple[Role, ...]
    waiting: Callable[[], QuerySet]
    page: str
    target: str
    listed: str = ""
    law: str = ""
    key: tuple[str, ...] = ("pk",)
    opened_at: str = ""
    batches: Batches | None = None
    maker: str = ""

    @staticmethod
    def key_of(*parts: int) -> str:
        """The key of an item, from the columns that name it."""
        return "-".join(str(part) for part in parts)

    def parts_of(self, key: str) -> list[int]:
        """The columns that name an item, from its key."""
        return [int(part) for part in key.split("-")]

    def url_of(self, key: str) -> str:
        """The page where an item is decided."""
        return reverse(self.page, args=self.parts_of(key))

    def row_of(self, key: str) -> QuerySet:
        """The row of an item while it waits; nothing after."""
        return self.waiting().filter(**dict(zip(self.key, self.parts_of(key), strict=True)))

    def in_sql(self) -> Expression:
        """The key of an item, as SQL writes it."""
        texts = [Cast(name, TextField()) for name in self.key]
        for text in texts[1:]:
            texts[0] = Concat(texts[0], Value("-"), text, output_field=TextField())
        return texts[0]
