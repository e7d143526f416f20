import pytest

from tests.liaison.lists import registered

NOTARY = {"NOM": "Zniber", "DATE_NAISSANCE": "05/06/1991"}


@pytest.fixture
def conflicts():
    """Three notaries, each with the CIN of a trader: three conflicts, in one list."""
    names = ("Tazi", "Alaoui", "Filali")
    papers = [{"CIN": f"AB20000{place}"} for place, _name in enumerate(names)]
    registered("DGI", *(paper | {"NOM": name} for paper, name in zip(papers, names, strict=True)))
    first_names = ("Salma", "Ghita", "Rim")
    return registered(
        "ONN",
        *(
            NOTARY | paper | {"PRENOM": name}
            for paper, name in zip(papers, first_names, strict=True)
        ),
    )
