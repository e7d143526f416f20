"""Lists: who may send them, what was received, how each line was read, what became of it."""

from liaison.models.bodies import LiaisonBody, Mandate
from liaison.models.lists import Batch, Block, Chunk, Receipt, ReceivedList, Segment
from liaison.models.reconciliation import Reconciliation
from liaison.models.rows import LeftPerson, Repeat, Row, RowOutcome, Ruling

__all__ = [
    "Batch",
    "Block",
    "Chunk",
    "LeftPerson",
    "LiaisonBody",
    "Mandate",
    "Receipt",
    "ReceivedList",
    "Reconciliation",
    "Repeat",
    "Row",
    "RowOutcome",
    "Ruling",
    "Segment",
]
