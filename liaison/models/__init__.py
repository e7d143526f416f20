"""Lists: who may send them, what was received, how each line was read, what became of it."""

from liaison.models.bodies import LiaisonBody, Mandate
from liaison.models.lists import Block, Chunk, Receipt, ReceivedList, Segment
from liaison.models.rows import Repeat, Row, RowOutcome, Ruling

__all__ = [
    "Block",
    "Chunk",
    "LiaisonBody",
    "Mandate",
    "Receipt",
    "ReceivedList",
    "Repeat",
    "Row",
    "RowOutcome",
    "Ruling",
    "Segment",
]
