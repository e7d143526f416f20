from concurrent.futures import ThreadPoolExecutor

import pypdfium2 as pdfium
import pytest
from django.core.exceptions import ImproperlyConfigured

from registration.attestation import document, references, seal, services
from registration.attestation.trial_seal import make_trial_seal
from registration.enums import State
from tests.registration.attestation.reading import codes_in, is_sealed, lines_of, reader, words_of
from tests.registration.factories import make_activity, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def attestation(issue, karim):
    return issue(karim)


@pytest.fixture
def zineb(db):
    """A woman with a long name in one script, a year of birth, three activities."""
    zineb = make_person(
        last_name="Ben Abdessalam El Idrissi El Boukhari Tazi Alaoui El Fassi",
        first_name="Abdelmouhaimina-Zakia",
        birth_precision="Y",
        state=State.COMPLETED,
    )
    for sub_category in ("CPU", "NOT", "PAR"):
        make_activity(zineb, sub_category)
    return zineb


def test_the_page_reads_in_order_in_french_then_in_arabic(attestation, karim):
    lines = lines_of(services.render(attestation))

    french = [
        "Royaume du Maroc",
        "Attestation d'immatriculation",
        karim.formatted_number,
        "Karim Bennani",
        "12 mars 1980",
        "AB123456",
        "Notaires",
        "Délivrée le 2 mars 2026",
    ]
    arabic = [
        "المملكة المغربية",
        "شهادة التسجيل",
        karim.formatted_number,
        "كريم بناني",
        "12 مارس 1980",
        "AB123456",
        "الموثقون",
        "2 مارس 2026",
    ]
    found = iter(lines)
    for expected in (*french, *arabic):
        assert any(expected in line for line in found), f"{expected} is not there, or not in order"


def test_every_word_of_a_line_of_arabic_is_in_its_place(attestation):
    lines = lines_of(services.render(attestation))

    assert "الصندوق الوطني للضمان الاجتماعي" in lines
    assert "لا تفيد هذه الشهادة شيئا بخصوص أداء الاشتراكات أو فتح الحقوق." in lines


def test_the_page_is_a_tagged_pdf_a_that_says_its_languages(attestation):
    pdf = services.render(attestation)
    read = reader(pdf)

    assert read.root_object["/MarkInfo"]["/Marked"]
    assert read.root_object["/Lang"] == "fr-MA"
    assert read.xmp_metadata.xmp_create_date is not None
    xmp = read.root_object["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in xmp
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in xmp
    assert "ar-MA" in languages_of(read.root_object["/StructTreeRoot"])


def languages_of(element):
    """The languages that the tags of a document name."""
    element = element.get_object()
    if not hasattr(element, "get"):
        return set()
    below = element.get("/K", [])
    below = below if isinstance(below, list) else [below]
    return {element.get("/Lang")}.union(*(languages_of(one) for one in below))


@pytest.mark.parametrize("low_ink", [False, True])
def test_the_code_leads_to_the_page_that_checks(attestation, low_ink):
    [said] = codes_in(services.render(attestation, low_ink=low_ink))

    assert said == services.address_of(attestation)
    assert said.endswith(f"/verifier/{references.written(attestation.reference)}/")


def test_the_document_names_none_of_our_programs_and_is_light(attestation):
    pdf = services.render(attestation)

    for program in (b"ypst", b"anko", b"egno", b"jango", b"ython"):
        assert program not in pdf
    assert len(pdf) <= 200_000


def test_the_seal_holds_and_one_flipped_byte_breaks_it(attestation):
    pdf = services.render(attestation)
    assert is_sealed(pdf)

    for place in (200, len(pdf) // 3, len(pdf) // 2):
        altered = bytearray(pdf)
        altered[place] ^= 1
        assert not is_sealed(bytes(altered))


def test_a_seal_by_another_key_is_not_ours(attestation, settings, tmp_path):
    make_trial_seal(tmp_path / "other")
    pdf = services.render(attestation)
    settings.SEAL_CERTIFICATE_FILE = tmp_path / "other" / "certificates.pem"

    assert not is_sealed(pdf)


def test_little_ink_says_the_same_without_a_filled_area(attestation):
    normal, low = services.render(attestation), services.render(attestation, low_ink=True)

    assert words_of(low) == words_of(normal)
    assert darkness(low) < darkness(normal)


def darkness(pdf):
    """How much ink a page takes."""
    page = pdfium.PdfDocument(pdf)[0].render(scale=1, grayscale=True)
    return sum(255 - grey for grey in bytes(page.buffer))


def test_the_same_attestation_says_the_same_when_the_register_has_changed(attestation, karim):
    before = lines_of(services.render(attestation))
    karim.last_name, karim.first_name_ar, karim.document_sealed = "Autre", "آخر", None
    karim.save()
    attestation.refresh_from_db()

    assert lines_of(services.render(attestation)) == before


def test_a_long_name_a_year_of_birth_and_three_activities_take_one_page(issue, zineb):
    pdf = services.render(issue(zineb))
    lines = lines_of(pdf)

    assert len(reader(pdf).pages) == 1
    assert lines.count("1980") == 2
    assert sum("Fassi" in line for line in lines) == 2
    assert "Catégories" in lines
    assert "الفئات" in lines


def test_what_people_are_called_is_never_read_as_a_template(issue):
    hostile = make_person(last_name='#panic("x")', first_name="*a_ <b> $x$", state=State.COMPLETED)
    make_activity(hostile, "NOT")

    lines = lines_of(services.render(issue(hostile)))

    assert '*a_ <b> $x$ #panic("x")' in lines


def test_threads_take_turns_and_each_gets_its_own_page(attestation):
    data = attestation.facts | {
        "low_ink": False,
        "reference": "7KQ2-M9XH-4TPD-W3ZA",
        "paper_kind": "",
        "paper": "",
        "issued_on": [2026, 3, 2],
        "valid_until": [],
        "page": "https://amo.example/verifier/",
    }

    def draw(number):
        return document.page(data | {"number": number}, url="https://amo.example/verifier/")

    numbers = [f"1{n:08d}" for n in range(24)]
    with ThreadPoolExecutor(8) as threads:
        pages = list(threads.map(draw, numbers))
    assert all(number in lines_of(page) for number, page in zip(numbers, pages, strict=True))


def test_production_refuses_the_seal_of_trials_and_draws_none(settings, tmp_path):
    make_trial_seal(tmp_path / "seal")
    settings.SEAL_KEY_FILE = tmp_path / "seal" / "key.pem"
    settings.SEAL_CERTIFICATE_FILE = tmp_path / "seal" / "certificates.pem"
    settings.DEVELOPMENT = False
    with pytest.raises(ImproperlyConfigured):
        seal.load()

    settings.SEAL_KEY_FILE = tmp_path / "nowhere.pem"
    with pytest.raises(ImproperlyConfigured):
        seal.load()


def test_the_key_of_trials_is_for_its_owner_alone(tmp_path):
    make_trial_seal(tmp_path / "seal")

    assert (tmp_path / "seal" / "key.pem").stat().st_mode & 0o777 == 0o600
    drawn = (tmp_path / "seal" / "key.pem").read_bytes()
    make_trial_seal(tmp_path / "seal")
    assert (tmp_path / "seal" / "key.pem").read_bytes() == drawn
