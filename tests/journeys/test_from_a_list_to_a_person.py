"""A body sends a list, the CNSS approves it, an agent finds the person: in a browser, no script."""

from liaison.models import ReceivedList
from liaison.services.advance import advance_to_rest
from registration.models import Person
from tests.liaison.lists import NOON, csv_of

ROWS = (
    {"NOM": "El Amrani", "PRENOM": "Mohammed"},
    {"CIN": "CD200002", "NOM": "Tazi", "DATE_NAISSANCE": "31/02/1980"},
)


def the_workers_do_their_part():
    """What the workers would do now."""
    advance_to_rest(list_id=ReceivedList.objects.get(corrects_list=None).pk, clock=lambda: NOON)


def heading(page, text):
    """Wait until the page of this heading is there."""
    page.get_by_role("heading", level=1, name=text).wait_for()


def test_from_a_file_to_a_person_without_javascript(sign_in, omar, hind, amina, tmp_path):
    file = tmp_path / "janvier.csv"
    file.write_bytes(csv_of("DGI", *ROWS))

    officer = sign_in(omar)
    officer.goto("/listes/")
    officer.get_by_role("link", name="Envoyer une liste").first.click()
    officer.get_by_label("Fichier").set_input_files(file)
    officer.get_by_role("button", name="Envoyer la liste").click()
    heading(officer, "Reçu")
    the_workers_do_their_part()
    officer.get_by_role("link", name="Suivre la liste").click()
    heading(officer, "Liste DGI-")
    assert "CD200002" not in officer.content()  # documents are masked on screen

    manager = sign_in(hind)
    manager.goto(officer.url)
    manager.get_by_role("link", name="Approuver").click()
    heading(manager, "Approuver la liste")
    manager.get_by_role("button", name="Approuver et immatriculer").click()
    manager.wait_for_url(officer.url)
    the_workers_do_their_part()

    officer.reload()
    with officer.expect_download() as answer:
        officer.get_by_role("link", name="Fichier de retour (CSV)").click()
    assert "IMPOSSIBLE_DATE" in answer.value.path().read_text(encoding="utf-8-sig")

    agent = sign_in(amina)
    agent.goto("/guichet/recherche/")
    agent.locator("main input[name=q], header input[name=q]").last.fill("amrani med")
    agent.keyboard.press("Enter")
    agent.get_by_role("link", name="Mohammed El Amrani").click()
    heading(agent, "Mohammed El Amrani")
    assert Person.objects.get().formatted_number in agent.locator("main").inner_text()
    assert "AB100001" not in agent.content()
    assert "amrani" not in agent.url.lower()
