from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from cnss_amo.accounts.enums import CodeKind
from cnss_amo.accounts.models import CodeTry, OneTimeCode
from cnss_amo.accounts.services import codes
from cnss_amo.accounts.services.codes import WrongCode, enter_code, hand_paper_code
from cnss_amo.kernel.codes import code_of, spaced

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SOON = NOON + timedelta(minutes=1)
CODE = "271828"


def ask(*, person_id=7, code=CODE, session="browser", at=NOON):
    """A request for a code, answered by one."""
    asked = OneTimeCode(
        kind=CodeKind.SMS,
        person_id=person_id,
        asked_at=at,
        expires_at=at + timedelta(minutes=10),
        session_key=codes.session_digest(session),
    )
    asked.digest = codes.digest_of(code, asked.reference) if code else None
    asked.save()
    return asked


def enter(asked, code=CODE, *, session="browser", at=SOON):
    return enter_code(reference=asked.reference, code=code, session=session, at=at)


def test_the_right_code_says_whose_it_is():
    assert enter(ask(person_id=7)) == 7


@pytest.mark.parametrize("typed", ["271 828", " 271-828 ", "٢٧١٨٢٨"])
def test_a_code_is_understood_however_it_is_typed(typed):
    assert enter(ask(), typed) == 7


def test_a_code_serves_once():
    asked = ask()
    enter(asked)

    with pytest.raises(WrongCode):
        enter(asked)


def test_a_code_dies_after_ten_minutes():
    asked = ask()

    with pytest.raises(WrongCode):
        enter(asked, at=NOON + timedelta(minutes=10))


def test_a_code_serves_only_the_session_that_asked():
    asked = ask(session="browser")

    for session in ("another", ""):
        with pytest.raises(WrongCode):
            enter(asked, session=session)
    assert enter(asked, session="browser") == 7


def test_the_code_of_one_request_does_not_open_another():
    ask(code="111111")
    other = ask(code="222222")

    with pytest.raises(WrongCode):
        enter(other, "111111")


def test_after_five_tries_the_right_code_is_refused():
    asked = ask()
    for guess in range(5):
        with pytest.raises(WrongCode):
            enter(asked, f"00000{guess}")

    with pytest.raises(WrongCode):
        enter(asked)


def test_a_try_counts_although_its_request_is_rolled_back():
    asked = ask()
    for guess in range(5):
        with pytest.raises(WrongCode), transaction.atomic():
            enter(asked, f"00000{guess}")

    assert CodeTry.objects.filter(reference=asked.reference).count() == 5
    with pytest.raises(WrongCode):
        enter(asked)


def test_the_database_refuses_a_sixth_try():
    asked = ask()

    with pytest.raises(IntegrityError, match="never_more_tries"):
        CodeTry.objects.create(reference=asked.reference, rank=6)


def test_hundreds_of_guesses_among_which_the_right_one_never_succeed():
    asked = ask(code="000200")
    opened = 0
    for guess in range(201):
        try:
            enter(asked, f"{guess:06d}")
            opened += 1
        except WrongCode:
            pass

    assert opened == 0
    assert CodeTry.objects.filter(reference=asked.reference).count() == 5


def test_a_request_without_an_answer_is_opened_by_no_code():
    asked = ask(person_id=None, code=None)

    for typed in ("", "000000", "None"):
        with pytest.raises(WrongCode):
            enter(asked, typed)


def test_a_reference_that_nobody_gave_opens_nothing():
    for reference in ("", "not-a-reference", "0d2bb5cc-6a9e-4d0e-9d30-1f1f64d7d5f0"):
        with pytest.raises(WrongCode):
            enter_code(reference=reference, code=CODE, session="", at=NOON)


def test_the_code_is_not_kept_in_clear():
    asked = ask()

    kept = b"".join(bytes(value) for value in vars(asked).values() if isinstance(value, bytes))
    assert CODE.encode() not in kept


# On paper.


def hand(person_id=7, at=NOON):
    return hand_paper_code(person_id=person_id, by=None, channel="AGENCY", at=at)


def test_a_paper_code_opens_the_request_of_its_person():
    paper = hand(7)

    assert len(paper) == 10
    assert enter(ask(person_id=7, code=None), spaced(paper).lower()) == 7


def test_a_paper_code_of_another_person_opens_nothing():
    paper = hand(8)

    with pytest.raises(WrongCode):
        enter(ask(person_id=7, code=None), paper)


def test_a_paper_code_lasts_thirty_days_and_serves_once():
    paper = hand(7)
    late, last = NOON + timedelta(days=30), NOON + timedelta(days=29, hours=23)

    with pytest.raises(WrongCode):
        enter(ask(code=None, at=late - timedelta(minutes=1)), paper, at=late)
    assert enter(ask(code=None, at=last - timedelta(minutes=1)), paper, at=last) == 7
    with pytest.raises(WrongCode):
        enter(ask(code=None, at=last - timedelta(minutes=1)), paper, at=last)


def test_a_new_paper_code_kills_the_former():
    former, latest = hand(7), hand(7)

    with pytest.raises(WrongCode):
        enter(ask(code=None), former)
    assert enter(ask(code=None), latest) == 7


@pytest.mark.parametrize(
    ("typed", "read"),
    [("o1l-iu 2", "0111V2"), ("abcde-fghjk", "ABCDEFGHJK"), ("ABCDE FGHJK", "ABCDEFGHJK")],
)
def test_letters_taken_for_one_another_are_the_same(typed, read):
    assert code_of(typed) == read


def test_old_codes_are_forgotten_with_their_tries():
    old = ask()
    with pytest.raises(WrongCode):
        enter(old, "000000")
    CodeTry.objects.filter(reference=old.reference).update(tried_at=NOON)

    codes.forget_old_codes(at=NOON + timedelta(days=3))

    assert not OneTimeCode.objects.exists()
    assert not CodeTry.objects.filter(reference=old.reference).exists()
