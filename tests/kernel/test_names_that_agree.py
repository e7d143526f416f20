import polars as pl
import pytest

from cnss_amo.kernel.names import arabic_key, arabic_key_of, latin_key, latin_key_of

ONE_LATIN_NAME = [
    "Mohamed | Mohammed | Muhammad | Mohamad | Med | Mohd | MOHAMED | Med.",
    "El Amrani | Elamrani | Lamrani | Al Amrani | L'Amrani | Amrani | El-Amrani | EL AMRANI",
    "El Ouazzani | Ouazzani | Wazzani | Elouazzani | Ouazani",
    "Aït Taleb | Ait Taleb | Aittaleb | Ait-Taleb | Ayt Taleb",
    "Ben Jelloun | Benjelloun | Bendjelloun | Ben-Jelloun",
    "Abd el Kader | Abdelkader | Abdelqader | Abdel Kader | Abdelkadir | Abd Al Kader",
    "Abderrahmane | Abderrahman | Abdelrahman | Abdurrahman | Abd Er-Rahmane",
    "Abdellah | Abdallah | Abd Allah | Abdelah | Abdollah",
    "Noureddine | Nour Eddine | Nour-Eddine | Nourdine | Nordine | Noureddin",
    "Naciri | Ennaciri | En-Naciri | Nassiri",
    "Cherkaoui | Charkaoui | Ech-Cherkaoui | Cherqaoui | Sherkawi",
    "Mustapha | Mostafa | Mustafa | Moustapha",
    "Khadija | Khadidja | Khadijah",
    "Youssef | Yousef | Youcef",
    "Aïcha | Aicha | Aisha | Aycha",
    "Alaoui | El Alaoui | Alawi | Lalaoui",
    "Fatima Zahra | Fatima-Zahra | Fatima Ezzahra | Fatimazahra | Fatim Zahra",
    "Houcine | Hussein | El Houcine | Lhoucine | Lhoussaine",
    "Driss | Idriss | Idris | Dris",
    "Brahim | Ibrahim | Brahime",
    "M'hamed | Mhamed | M hamed",
    "Moulay Ahmed | Ahmed | My Ahmed",
    "Hassan | Hasan | Hassane",
    "Fayçal | Faycal | Faysal | Faissal",
]
ONE_ARABIC_NAME = [
    "أحمد | احمد | أَحْمَد | أحمــد | ٱحمد",
    "محمد | مُحَمَّد | ﻣﺤﻤﺪ",
    "العمراني | عمراني | العمرانى | ال عمراني | العمرانی",
    "فاطمة | فاطمه",
    "مصطفى | مصطفي | المصطفى",
    "عبد القادر | عبدالقادر | عبد قادر",
    "عبد الله | عبدالله",
    "عبد الرحمان | عبد الرحمن | عبدالرحمان",
    "بن جلون | بنجلون | ابن جلون",
    "آيت الطالب | أيت طالب | ايت الطالب",
    "فؤاد | فواد",
    "عائشة | عايشة | عايشه",
    "نور الدين | نورالدين",
    "يحيى | يحيي | يحي",
    "إدريس | ادريس | دريس",
    "کریم | كريم",
    "عثمان | عتمان",
    "الشرقاوي | شرقاوي",
]
DIFFERENT_LATIN_NAMES = [
    ("Hassan", "Hussein"),
    ("Hassan", "Lahcen"),
    ("Hassan", "Ihssane"),
    ("Said", "Saad"),
    ("Said", "Souad"),
    ("Fatima", "Fadma"),
    ("Fatima", "Fatna"),
    ("Fatima", "Fatiha"),
    ("Karim", "Karima"),
    ("Rachid", "Rachida"),
    ("Rachid", "Rachidi"),
    ("Amine", "Amina"),
    ("Amine", "Imane"),
    ("Amina", "Yamina"),
    ("Jamal", "Jamila"),
    ("Jamal", "Jamil"),
    ("Kamal", "Kamil"),
    ("Omar", "Amar"),
    ("Mohamed", "Mahmoud"),
    ("Mohamed", "M'hamed"),
    ("Mohamed", "Ahmed"),
    ("Ahmed", "Hamid"),
    ("Ahmed", "Hamada"),
    ("Samir", "Samira"),
    ("Nadir", "Nadia"),
    ("Salim", "Salma"),
    ("Salim", "Slimane"),
    ("Mounir", "Mounira"),
    ("Latifa", "Atifa"),
    ("Latif", "Atif"),
    ("Yassine", "Yasmine"),
    ("Yassine", "Yassir"),
    ("Abdellah", "Abdelilah"),
    ("Abdelkader", "Abdelkarim"),
    ("Abdelhak", "Abdelhadi"),
    ("Abdelkader", "Kader"),
    ("Benali", "Ali"),
    ("Bensaid", "Said"),
    ("Aït Ali", "Ali"),
    ("Ould Ali", "Ali"),
    ("Alami", "Alaoui"),
    ("Idrissi", "Driss"),
    ("Hassani", "Hassan"),
    ("Adam", "Adham"),
    ("Fathi", "Fati"),
    ("Zahra", "Zohra"),
    ("Malika", "Malak"),
    ("Hafid", "Hafida"),
    ("Hanae", "Hanane"),
    ("Rabie", "Rabia"),
    ("Mina", "Mouna"),
    ("Nour", "Noura"),
    ("Ikram", "Akram"),
    ("Ali", "Allal"),
    ("Ali", "Aya"),
    ("Khalil", "Jalil"),
    ("Chakir", "Zakir"),
    ("Ghali", "Kali"),
    ("Mohamed Amine", "Mohamed"),
]
DIFFERENT_ARABIC_NAMES = [
    ("حسن", "حسين"),
    ("حسن", "لحسن"),
    ("سعيد", "سعد"),
    ("فاطمة", "فاضمة"),
    ("كريم", "كريمة"),
    ("رشيد", "رشيدة"),
    ("أمين", "أمينة"),
    ("محمد", "امحمد"),
    ("محمد", "أحمد"),
    ("عمر", "عمار"),
    ("عبد الله", "عبد الإله"),
    ("عبد القادر", "قادر"),
    ("بنعلي", "علي"),
    ("زهرة", "الزهراء"),
    ("صالح", "صلاح"),
    ("إلهام", "هام"),
    ("إلياس", "ياس"),
]


@pytest.mark.parametrize("spellings", ONE_LATIN_NAME)
def test_spellings_of_a_latin_name_agree(spellings):
    assert len({latin_key_of(name, None) for name in spellings.split(" | ")}) == 1


@pytest.mark.parametrize("spellings", ONE_ARABIC_NAME)
def test_spellings_of_an_arabic_name_agree(spellings):
    assert len({arabic_key_of(name, None) for name in spellings.split(" | ")}) == 1


@pytest.mark.parametrize(("name", "other"), DIFFERENT_LATIN_NAMES)
def test_different_latin_names_do_not_agree(name, other):
    assert latin_key_of(name, None) != latin_key_of(other, None)


@pytest.mark.parametrize(("name", "other"), DIFFERENT_ARABIC_NAMES)
def test_different_arabic_names_do_not_agree(name, other):
    assert arabic_key_of(name, None) != arabic_key_of(other, None)


@pytest.mark.parametrize(
    ("last", "first"),
    [
        ("El Amrani", "Mohamed"),
        ("Med", "Lamrani"),
        ("Amrani Mohammed", None),
        (None, "MOHAMED EL AMRANI"),
    ],
)
def test_the_order_of_names_does_not_count(last, first):
    assert latin_key_of(last, first) == latin_key_of("Amrani", "Mohamed")


def test_a_title_alone_is_a_name():
    assert latin_key_of("Moulay", None) is not None
    assert latin_key_of("Moulay", "Ahmed") != latin_key_of("", "Ahmed")


@pytest.mark.parametrize("nothing", [None, "", "  ", "-", "123"])
def test_no_name_has_no_key(nothing):
    assert latin_key_of(nothing, nothing) is None
    assert arabic_key_of(nothing, nothing) is None


def test_each_key_reads_its_own_script():
    assert latin_key_of("العمراني", "محمد") is None
    assert arabic_key_of("El Amrani", "Mohamed") is None


def test_a_column_is_folded_as_each_name_would_be():
    people = pl.DataFrame(
        {
            "last": ["EL AMRANI", "Alaoui", None, "Amrani", ""],
            "first": ["Mohamed", None, "Ali", "Med", None],
            "last_ar": ["العمراني", None, "علي", "", "بن علي"],
        }
    )

    keys = people.select(
        latin_key(pl.col("last"), pl.col("first")).alias("latin"),
        arabic_key(pl.col("last_ar"), pl.lit(None)).alias("arabic"),
    )

    assert keys["latin"].to_list() == [
        latin_key_of(last, first) for last, first in people.select("last", "first").rows()
    ]
    assert keys["arabic"].to_list() == [arabic_key_of(last, None) for last in people["last_ar"]]
