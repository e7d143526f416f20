"""What must always hold and no constraint can: each invariant is a question that finds breaches."""

from liaison.invariants.invariant import About, Invariant
from liaison.invariants.lists import LISTS
from liaison.invariants.outcomes import OUTCOMES
from liaison.invariants.people import PEOPLE

INVARIANTS: tuple[Invariant, ...] = (*LISTS, *OUTCOMES, *PEOPLE)

__all__ = ["INVARIANTS", "About", "Invariant"]
