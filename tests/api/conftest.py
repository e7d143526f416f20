import pytest

from tests.api.calling import Program, opened_for_body, opened_for_network, opened_for_point


@pytest.fixture
def till(db):
    """The program of one approved point."""
    return Program(opened_for_point())


@pytest.fixture
def head_office(db):
    """The program of a whole network."""
    return Program(opened_for_network())


@pytest.fixture
def tax_office(db):
    """The system of a liaison body."""
    return Program(opened_for_body("DGI"))


@pytest.fixture
def notaries(db):
    """The system of another."""
    return Program(opened_for_body("ONN"))
