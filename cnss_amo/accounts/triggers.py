"""Triggers that several tables share."""

import pgtrigger


def append_only() -> list[pgtrigger.Trigger]:
    """Rows that are only ever added: no update, no delete, no truncate."""
    return [
        pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        pgtrigger.Trigger(
            name="never_emptied",
            when=pgtrigger.Before,
            operation=pgtrigger.Truncate,
            level=pgtrigger.Statement,
            func="RAISE EXCEPTION 'cannot truncate %', TG_TABLE_NAME;",
        ),
    ]
