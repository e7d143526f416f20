"""Every issue has its words, in both languages: what, where, why, what to do."""

import re
from datetime import date
from pathlib import Path
from string import Formatter

import pytest
from django.utils import translation

from liaison import issues
from liaison.enums import Outcome
from liaison.files.headers import HELPER_COLUMNS
from liaison.formats import FORMATS
from liaison.formats.normalise import _TOGETHER
from liaison.formats.person import person_columns
from liaison.services import decide, plan
from tests.liaison.lists import send

LIAISON = Path(issues.__file__).parent.parent
ON = date(2022, 12, 31)
CODES = sorted(issues.CATALOGUE)


def source_of(*folders: str) -> str:
    paths = [path for folder in folders for path in (LIAISON / folder).glob("*.py")]
    return "\n".join(path.read_text(encoding="utf-8") for path in paths)


def codes_of_the_formats() -> set[str]:
    """What readers, columns and remarks can say, asked of the formats themselves."""
    found = {"MISSING_VALUE", "CONTROL_CHARACTER", "BROKEN_LINE"}
    for layout in FORMATS.values():
        for column in layout.columns(ON):
            reader = column.reader
            found |= {code for code, _holds in (*reader.faults, *reader.faults_of_value)}
            found |= {column.missing} - {""}
        found |= {remark.code for remark in layout.classify(ON).remarks}
    return found


def codes_of_the_row() -> set[str]:
    """What several cells say together, and what the decision answers."""
    normalise = source_of("formats")
    together = re.findall(r'then\(pl\.lit\("([A-Z]+(?:_[A-Z]+)+)"\)\)', normalise)
    refusals = re.findall(r"THEN '([A-Z_]+)'", decide.REFUSAL)
    stored = re.findall(r'\[\["([A-Z_]+)", "', source_of("services"))
    return {*together, *refusals, *stored, *plan.DECIDED_ISSUES} - set(FORMATS)


def test_every_code_that_a_format_can_find_is_in_the_catalogue():
    assert len(_TOGETHER) == 6  # the catalogue's `rows` follows this table
    assert codes_of_the_formats() <= issues.CATALOGUE.keys()


def test_every_code_that_a_row_can_get_is_in_the_catalogue():
    assert {"MISSING_DOCUMENT", "BAD_NUMBER_KEY", "UNKNOWN_PERSON"} <= codes_of_the_row()
    assert codes_of_the_row() <= issues.CATALOGUE.keys()


def test_the_catalogue_has_no_code_that_nothing_finds():
    assert codes_of_the_formats() | codes_of_the_row() == issues.CATALOGUE.keys()


def test_every_reason_to_refuse_a_list_is_in_words():
    source = source_of("files", "services")
    raised = re.findall(r'UnreadableList\(\s*"([A-Z_]+)"', source)
    kept = re.findall(r'reason_code="([A-Z_]+)"', source)

    assert raised
    assert {*raised, *kept, "PASSWORD_PROTECTED", "OLD_EXCEL"} == issues.REFUSALS.keys()


@pytest.mark.parametrize("language", ["fr", "ar"])
@pytest.mark.parametrize("code", CODES)
def test_a_message_says_what_where_why_and_what_to_do(code, language):
    with translation.override(language):
        message = issues.message(code, column="cin", found="AB12", line=118)

    assert "118" in message.text
    assert "cin" in message.text
    assert message.mend in message.text
    assert message.expected in message.text
    assert message.title
    assert message.mend.endswith(".")
    assert message.expected or code == "REFUSED_BY_AGENT"
    assert "%(" not in message.text


@pytest.mark.parametrize("code", CODES)
def test_the_value_found_is_quoted_or_the_cell_is_said_to_be_wrong(code):
    with translation.override("fr"):
        text = issues.message(code, found="AB12", line=3).text

    about_the_value = "%(value)s" in str(issues.CATALOGUE[code].fault)
    assert ("« AB12 »" in text) == about_the_value


def test_the_model_message_reads_as_a_person_would_write_it():
    with translation.override("fr"):
        message = issues.message("BAD_CIN", column="cin", found="AB12X", line=118)

    assert message.text == (
        "Ligne 118, colonne « cin » : « AB12X » n'est pas un numéro de CIN"
        " (1 ou 2 lettres puis 1 à 6 chiffres)."
        " Corrigez le numéro d'après la carte et renvoyez la ligne."
    )


def test_an_issue_that_only_warns_says_that_the_row_is_kept():
    with translation.override("fr"):
        error = issues.message("TOO_LONG", column="adresse", line=2)
        warning = issues.message("TOO_LONG", column="adresse", line=2, severity="W")

    assert error.severity == "E"
    assert "gardée" not in error.text
    assert "La ligne est gardée sans cette valeur." in warning.text


def test_a_kind_of_issue_reads_without_a_line():
    with translation.override("fr"):
        text = issues.message("BAD_PHONE").text

    assert text.startswith("La valeur n'est pas un numéro marocain (par exemple 0612345678")


def test_a_long_or_many_lined_value_is_shortened_in_the_sentence_only():
    message = issues.message("BAD_NAME", found="a\nb" + "c" * 500, line=2)

    assert len(message.text) < 400
    assert "\n" not in message.text
    assert message.found.endswith("c" * 500)


def test_a_value_with_a_percent_sign_is_told_as_it_is():
    assert "« 100 %(x)s % »" in issues.message("BAD_AMOUNT", found="100 %(x)s %", line=2).text


def test_what_is_inserted_keeps_its_direction_on_a_screen_only():
    said = {"column": "tel", "found": "••••24", "line": 2}
    told = {"found": "cin;nom"}
    with translation.override("ar"):
        screen = issues.message("BAD_PHONE", **said, on_screen=True).text
        file = issues.message("BAD_PHONE", **said).text
        refusal = issues.refusal_reason("NO_HEADER", told, on_screen=True)

    assert "«\u2068••••24\u2069»" in screen
    assert "«\u2068tel\u2069»" in screen
    assert "«\u2068cin;nom\u2069»" in refusal
    assert screen.translate({0x2068: None, 0x2069: None}) == file


def test_the_digits_expected_are_told():
    with translation.override("fr"):
        assert issues.digits_expected("9-9") == "9 chiffres"
        assert issues.digits_expected("7-8") == "de 7 à 8 chiffres"


@pytest.mark.parametrize("language", ["fr", "ar"])
@pytest.mark.parametrize("outcome", Outcome.values)
def test_every_outcome_is_explained(outcome, language):
    with translation.override(language):
        text = issues.outcome_explanation(outcome, first_line=12)

    assert text.endswith(".")
    assert ("12" in text) == (outcome == Outcome.DUPLICATE)


@pytest.mark.parametrize("code", sorted(issues.REFUSALS))
def test_every_refusal_says_what_is_wrong_and_what_to_do(code):
    fault, mend = issues.REFUSALS[code]
    wanted = re.findall(r"%\((\w+)\)s", f"{fault} {mend}")

    text = issues.refusal_reason(code, {name: f"<{name}>" for name in wanted})

    assert all(f"<{name}>" in text for name in wanted)
    assert str(mend) != ""
    assert not [name for _text, name, *_rest in Formatter().parse(text) if name]


def test_a_refusal_kept_without_its_details_is_still_told():
    with translation.override("fr"):
        assert "aucun" in issues.refusal_reason("MISSING_COLUMNS", {"columns": "CIN"})
        assert "laissées telles quelles : 0." in issues.refusal_reason("UNDONE", {"left_count": 0})


# --- The published pages ----------------------------------------------------------------------

PAGES = LIAISON.parent / "docs/listes"
PAGE_OF = {code: f"{code.lower()}.md" for code in FORMATS} | {"GENERIC": "generique.md"}
BODY_OF = {code: code for code in FORMATS} | {"GENERIC": "ADOULS"}


def columns_of(page: str) -> list[str]:
    return re.findall(r"^\| `([A-Z_]+)` \|(?: oui[^|]*| non )\|", page, flags=re.MULTILINE)


@pytest.mark.parametrize("code", FORMATS)
def test_the_page_of_a_body_names_its_own_columns_and_the_required_ones(code):
    page = (PAGES / PAGE_OF[code]).read_text(encoding="utf-8")
    own = FORMATS[code].own_columns

    assert columns_of(page) == [column.name for column in own]
    for column in own:
        assert (f"| `{column.name}` | oui |" in page) == column.required
        assert all(f"`{alias}`" in page for alias in column.aliases)


@pytest.mark.django_db
@pytest.mark.parametrize("code", FORMATS)
def test_the_example_of_a_page_is_a_list_that_registers_everybody(code):
    page = (PAGES / PAGE_OF[code]).read_text(encoding="utf-8")
    (example,) = re.findall(r"```csv\n(.*?)```", page, flags=re.DOTALL)

    received_list = send(BODY_OF[code], example.encode())

    assert received_list.plan["outcomes"] == {"REGISTERED": received_list.rows_read}


def test_the_common_page_names_every_common_column_outcome_issue_and_helper():
    page = (PAGES / "README.md").read_text(encoding="utf-8")

    assert columns_of(page) == [column.name for column in person_columns(ON)]
    for name in (*Outcome.values, *CODES, *HELPER_COLUMNS, *PAGE_OF.values()):
        assert name in page
    with translation.override("fr"):
        for entry in issues.CATALOGUE.values():
            assert f"{entry.expected} | {entry.mend} |" in page
