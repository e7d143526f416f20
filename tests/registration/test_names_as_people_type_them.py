"""The gold set: what an agent types, and the person who must come first, end to end."""

import pytest

from registration.queries import find_people
from tests.registration.factories import make_person

pytestmark = pytest.mark.django_db

# Last name, first name, the same in Arabic.
REGISTER = {
    "amrani": ("El Amrani", "Mohamed", "العمراني", "محمد"),
    "ouazzani": ("Ouazzani", "Khadija", "الوزاني", "خديجة"),
    "ait": ("Aït Lahcen", "Brahim", "آيت الحسن", "إبراهيم"),
    "benjelloun": ("Benjelloun", "Fatima Zahra", "بنجلون", "فاطمة الزهراء"),
    "cherkaoui": ("Cherkaoui", "Youssef", "الشرقاوي", "يوسف"),
    "idrissi": ("El Idrissi", "Abdelkader", "الإدريسي", "عبد القادر"),
    "latin_only": ("Zniber", "Hicham", "", ""),
    "alami": ("Alami", "Hamid", "العلمي", "حميد"),
    "tazi": ("Tazi", "Salma", "التازي", "سلمى"),
}

TYPED = {
    "amrani": [
        *("Mohamed El Amrani", "Mohammed Elamrani", "Med Lamrani", "MOHAMMED EL AMRANI"),
        *("El Amrani Mohamed", "amrani med", "Muhammad Al Amrani", "mohamed amrany"),
        *("محمد العمراني", "العمراني محمد", "محمد عمراني", "مُحَمَّد العُمْرَانِي", "محـــمد العمراني"),
        *("محمد العمرانى", "محمد Amrani", "Mohamed العمراني"),
    ],
    "ouazzani": [
        *("Khadija Ouazzani", "Khadija Wazzani", "El Ouazzani Khadija", "Khadidja Wazani"),
        *("خديجة الوزاني", "خديجه وزاني", "الوزانى خديجة"),
    ],
    "ait": [
        *("Brahim Aït Lahcen", "Brahim Ait Lahcen", "Ibrahim Ait Lahsen", "ait lahcen brahim"),
        *("إبراهيم آيت الحسن", "ابراهيم ايت الحسن", "أبراهيم ايت لحسن"),
    ],
    "benjelloun": [
        *("Fatima Zahra Benjelloun", "Fatimazahra Benjeloun", "Fatima-Zohra Ben Jelloun"),
        *("Benjelloun Fatima Zahra", "فاطمة الزهراء بنجلون", "فاطمه الزهراء بن جلون"),
    ],
    "cherkaoui": [
        *("Youssef Cherkaoui", "Yousef Charkaoui", "Youcef Cherkawi", "Yusuf Cherqaoui"),
        *("يوسف الشرقاوي", "شرقاوي يوسف", "Cherkaui Youssef"),
    ],
    "idrissi": [
        *("Abdelkader El Idrissi", "Abd el Kader Idrissi", "Idrissi Abdelqader"),
        *("عبد القادر الإدريسي", "عبدالقادر الادريسي", "عبد القادر ادريسي"),
    ],
    "latin_only": ["Hicham Zniber", "هشام زنيبر", "Hichame Znibar"],
    "alami": ["Hamid Alami", "حميد العلمي", "El Alami Hamid"],
}

MISTYPED = {
    "amrani": ["Mohaled El Amrani", "Mohamed El Amrabi", "محمد العمرامي"],
    "benjelloun": ["Fatima Zahra Benjekloun", "Fatima Zahra Bnejelloun"],
    "cherkaoui": ["Youssef Cherkzoui", "Youssef Chekraoui", "Yossuef Cherkaoui"],
    "ouazzani": ["Khadija Ouazzzbni"],
    "tazi": ["Salma Tzai", "Slama Tazi", "Salma Tazzi", "Samla Tazi"],
}


@pytest.fixture
def register():
    """A small town, and neighbours whose names look like theirs."""
    people = {}
    for name, (last, first, last_ar, first_ar) in REGISTER.items():
        people[name] = make_person(
            last_name=last, first_name=first, last_name_ar=last_ar, first_name_ar=first_ar
        )
    for last, first in (("Amrouche", "Mounir"), ("Marrakchi", "Hamid"), ("Chraibi", "Yassine")):
        make_person(last_name=last, first_name=first)
    return people


def cases(typed):
    return [(name, query) for name, queries in typed.items() for query in queries]


@pytest.mark.parametrize(("name", "query"), cases(TYPED))
def test_a_name_in_any_spelling_script_and_order_comes_first(register, name, query):
    assert find_people(query)[0].person == register[name]


@pytest.mark.parametrize(("name", "query"), cases(MISTYPED))
def test_one_slip_of_the_fingers_is_forgiven(register, name, query):
    assert find_people(query)[0].person == register[name]


@pytest.mark.parametrize("typed", ["zzzzz", "ooooo", "nnnn", "mnnnnmm", "dddddd", "qqqqi", "تتتتت"])
def test_a_word_without_sense_finds_nobody(register, typed):
    for last, first in (("Zaoui", "Aya"), ("Bouabdelmounaim", "Nouh"), ("Ait Taha", "Douae")):
        make_person(last_name=last, first_name=first)

    assert find_people(typed) == []
