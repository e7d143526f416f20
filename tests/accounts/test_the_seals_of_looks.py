"""P-3: whoever deletes, alters, inserts or reorders a look is found out, row by row."""

import threading

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from cnss_amo.accounts.enums import LookKind
from cnss_amo.accounts.models import Look, LookSeal
from cnss_amo.accounts.queries import Breach, Damage, verify_looks
from cnss_amo.accounts.services import record_look, seal_looks

LOOKS = 2_500


def look(user, *people):
    return record_look(user=user, kind=LookKind.PERSON, people=people or (1,))


@pytest.fixture
def sealed(amina):
    """A realistic number of looks, sealed by three seals; their ids."""
    for _seal in range(3):
        Look.objects.bulk_create(
            Look(user=amina, kind=LookKind.PERSON, door="PAGE", people=[person], reason="")
            for person in range(LOOKS // 3 + 1)
        )
        assert seal_looks() == LOOKS // 3 + 1
    return list(Look.objects.order_by("pk").values_list("pk", flat=True))


def forge(statement, *parameters):
    """Do what the owner of the tables may: put the triggers to sleep, then write."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement, parameters)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def test_a_chain_that_nobody_touched_holds(sealed):
    chain = verify_looks()

    assert chain.breaches == []
    assert (chain.seals, chain.sealed, chain.waiting) == (3, len(sealed), 0)
    assert chain.head == bytes(LookSeal.objects.get(number=3).digest).hex()


def test_nothing_is_sealed_twice(sealed):
    assert seal_looks() == 0


def test_a_look_that_only_waits_for_its_seal_is_no_damage(sealed, amina):
    look(amina)

    chain = verify_looks()

    assert (chain.breaches, chain.waiting) == ([], 1)


@pytest.mark.parametrize(
    "change",
    [
        "people = '{99}'",
        "at = at - interval '1 second'",
        "user_id = NULL",
        "kind = 'SEARCH'",
        "reason = 'autre'",
        "scope = '{document}'",
        "roles = '{AUDITOR}'",
        "place = 'A1'",
        "about = 'autre'",
        "query_key = 'x'",
        "request_id = gen_random_uuid()",
        "door = 'ADMIN'",
    ],
)
def test_the_row_whose_words_were_altered_is_named(sealed, change):
    forge(f"UPDATE accounts_look SET {change} WHERE id = %s", sealed[700])

    assert verify_looks().breaches == [Breach(Damage.ALTERED, sealed[700])]


def test_the_row_that_was_deleted_is_named(sealed):
    forge("DELETE FROM accounts_look WHERE id = %s", sealed[1_200])

    assert verify_looks().breaches == [Breach(Damage.DELETED, sealed[1_200])]


def test_two_rows_that_changed_places_are_named(sealed):
    one, other = sealed[5], sealed[2_000]
    forge(
        "UPDATE accounts_look SET id = CASE id WHEN %s THEN -1 ELSE -2 END WHERE id IN (%s, %s)",
        one,
        one,
        other,
    )
    forge(
        "UPDATE accounts_look SET id = CASE id WHEN -1 THEN %s ELSE %s END WHERE id IN (-1, -2)",
        other,
        one,
    )

    assert sorted(verify_looks().breaches) == [
        Breach(Damage.REORDERED, one),
        Breach(Damage.REORDERED, other),
    ]


def test_a_row_slipped_in_among_old_ones_is_named_and_never_sealed(sealed):
    forge(
        "INSERT INTO accounts_look (id, at, kind, door, people, about, roles, scope)"
        " VALUES (%s, now(), 'PERSON', 'PAGE', '{1}', '', '{}', '{}')",
        sealed[0] - 1,
    )

    seal_looks()

    assert verify_looks().breaches == [Breach(Damage.INSERTED, sealed[0] - 1)]


def test_a_row_that_bears_an_old_date_and_no_seal_is_named(sealed, amina):
    slipped = look(amina).pk
    forge("UPDATE accounts_look SET at = at - interval '2 hours' WHERE id = %s", slipped)

    assert verify_looks().breaches == [Breach(Damage.INSERTED, slipped)]


def test_a_seal_that_was_altered_is_named(sealed):
    forge("UPDATE accounts_lookseal SET count = count - 1 WHERE number = 2")

    assert verify_looks().breaches == [Breach(Damage.SEAL_ALTERED, 2)]


def test_a_seal_that_was_removed_is_named_with_the_rows_it_covered(sealed):
    forge("DELETE FROM accounts_lookseal WHERE number = 2")

    breaches = verify_looks().breaches

    assert breaches[0] == Breach(Damage.SEAL_MISSING, 2)
    assert len(breaches) == 1 + len(sealed) // 3


def test_the_end_of_the_chain_cannot_go_unnoticed_by_who_noted_it(sealed):
    head = verify_looks().head
    forge("DELETE FROM accounts_look WHERE id = ANY(%s)", LookSeal.objects.get(number=3).looks)
    forge("DELETE FROM accounts_lookseal WHERE number = 3")

    call_command("verify_looks", verbosity=0)
    with pytest.raises(CommandError, match="la fin de la chaîne manque"):
        call_command("verify_looks", head=head)


def test_the_command_says_which_row_and_fails(sealed, capsys):
    call_command("verify_looks")
    assert "Tout concorde" in capsys.readouterr().out
    forge("DELETE FROM accounts_look WHERE id = %s", sealed[3])

    with pytest.raises(CommandError, match="Anomalies : 1"):
        call_command("verify_looks")

    assert f"consultation {sealed[3]} : supprimée" in capsys.readouterr().out


@pytest.mark.parametrize("table", ["accounts_look", "accounts_lookseal"])
@pytest.mark.parametrize(
    "statement", ["UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {} CASCADE"]
)
def test_no_statement_changes_or_removes_what_is_written(sealed, table, statement):
    column = "about" if table == "accounts_look" else "digest"
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER ALL")
        with (
            pytest.raises(DatabaseError, match="annot (update or delete|truncate)"),
            transaction.atomic(),
        ):
            cursor.execute(statement.format(table, column, column))


@pytest.mark.django_db(transaction=True)
def test_a_look_committed_after_later_ones_were_sealed_is_sealed_in_its_turn(law, hire):
    amina = hire("amina", "AGENT")
    written, released = threading.Event(), threading.Event()

    def slow_page():
        with transaction.atomic():
            look(amina, 7)
            written.set()
            released.wait(10)
        connection.close()

    page = threading.Thread(target=slow_page)
    page.start()
    assert written.wait(10)
    for _minute in range(3):
        look(amina)
        assert seal_looks() == 1
    released.set()
    page.join()

    assert seal_looks() == 1
    for _minute in range(2):
        look(amina)
        assert seal_looks() == 1
    assert verify_looks().breaches == []
    assert LookSeal.objects.latest("number").floor > Look.objects.get(people=[7]).pk


@pytest.mark.django_db(transaction=True)
def test_two_sealers_at_once_seal_each_look_once(law, hire):
    amina = hire("amina", "AGENT")
    for _look in range(40):
        look(amina)

    def sealer():
        seal_looks()
        connection.close()

    sealers = [threading.Thread(target=sealer) for _sealer in range(4)]
    for one in sealers:
        one.start()
    for one in sealers:
        one.join()

    chain = verify_looks()
    assert (chain.breaches, chain.sealed, chain.waiting) == ([], 40, 0)


def test_a_backlog_is_sealed_by_several_seals_of_bounded_size(monkeypatch, amina):
    from cnss_amo.accounts.services import sealing

    monkeypatch.setattr(sealing, "MOST_LOOKS", 10)
    monkeypatch.setattr(sealing, "UNSEALED", sealing.UNSEALED.replace("LIMIT 10000", "LIMIT 10"))
    for _look in range(25):
        look(amina)

    assert seal_looks() == 25
    assert [seal.count for seal in LookSeal.objects.order_by("number")] == [10, 10, 5]
    assert verify_looks().breaches == []
