"""What people write about themselves, read by the rules of the lists; every door shows these forms.

Everything another package may use is named here.
"""

from liaison.person_forms.fields import PaperField
from liaison.person_forms.request import CounterRequestForm, RequestForm
from liaison.person_forms.submissions import ComplementForm, ContestForm, FollowForm

__all__ = [
    "ComplementForm",
    "ContestForm",
    "CounterRequestForm",
    "FollowForm",
    "PaperField",
    "RequestForm",
]
