"""Questions about lists: whose they are, how far they are, what is in them, what waits."""

from liaison.queries.conflicts import Conflict, conflict
from liaison.queries.funnel import FunnelLine, published_funnel
from liaison.queries.guides import Guide, guides
from liaison.queries.lists import (
    bodies_sent_for,
    bodies_visible_to,
    left_people,
    lists_failed,
    main_lists,
    main_lists_of,
    sees_every_body,
    visible_to,
)
from liaison.queries.previews import difference_with_previous, issue_counts, preview, undo_preview
from liaison.queries.provenance import Provenance, provenance_of
from liaison.queries.reconciliations import Soundness, soundness
from liaison.queries.rows import (
    Line,
    correction_trace,
    lines_of,
    masked_by,
    rows_with,
    ruling_on,
)
from liaison.queries.waiting import (
    conflicts_waiting,
    lines_waiting,
    lists_to_decide,
    missing_people,
    quarantined_rows,
    waiting_rows,
)
from liaison.queries.work import Progress, lists_to_answer, lists_with_work, progress

__all__ = [
    "Conflict",
    "FunnelLine",
    "Guide",
    "Line",
    "Progress",
    "Provenance",
    "Soundness",
    "bodies_sent_for",
    "bodies_visible_to",
    "conflict",
    "conflicts_waiting",
    "correction_trace",
    "difference_with_previous",
    "guides",
    "issue_counts",
    "left_people",
    "lines_of",
    "lines_waiting",
    "lists_failed",
    "lists_to_answer",
    "lists_to_decide",
    "lists_with_work",
    "main_lists",
    "main_lists_of",
    "masked_by",
    "missing_people",
    "preview",
    "progress",
    "provenance_of",
    "published_funnel",
    "quarantined_rows",
    "rows_with",
    "ruling_on",
    "sees_every_body",
    "soundness",
    "undo_preview",
    "visible_to",
    "waiting_rows",
]
