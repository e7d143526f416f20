"""The words of a Moroccan name, in Latin or Arabic letters, freed of the ways they are spelled.

A word has a *spelling*, one for all the ways to write it in its script, and *skeletons*: its
consonants, in an alphabet common to both scripts. Vowels count in a spelling (Karim is not Karima)
but not in a skeleton, which only begins with `a`, `w` or `y` when the word begins with a vowel.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

LONGEST = 200  # what follows is no name
LONGEST_SKELETON = 39  # an echo may put a letter before it; the register holds 40


class Word(NamedTuple):
    """One word of a name, with the particles that belong to it."""

    written: str  # as it is written, but for case, accents and a separate article
    spelling: str
    skeletons: tuple[str, ...]  # several where the script leaves a doubt
    echoes: tuple[str, ...] = ()  # finds the person too, is not searched for: Ali of Ben Ali
    is_title: bool = False  # Moulay, Sidi, Lalla, Haj: often left out


def words(cell: str) -> tuple[Word, ...]:
    """Return the words of a name, those in Latin letters first."""
    return _words(cell[:LONGEST])


@lru_cache(maxsize=2**15)
def _words(cell: str) -> tuple[Word, ...]:
    text = cell.lower()
    latin = map(_latin_word, _latin_words(text))
    return tuple(latin) if text.isascii() else (*latin, *map(_arabic_word, _arabic_words(text)))


# Latin letters. In a spelling c stands for ch and x for kh; e is a, except at the beginning.

_VARIANTS = {"med": "mohamed", "mohd": "mohamed", "fatim": "fatima", "oueld": "ould"}
_VARIANTS |= {"ayt": "ait", "bin": "ben", "ibn": "ben", "bint": "bent"}
_TITLES = frozenset(("moulay", "my", "mly", "sidi", "si", "lalla", "lala", "haj", "hadj", "hajj"))
# Particles join the word they belong to; an article on its own goes.
_JOINTS = (
    (re.compile(r"fatim[ae]{0,2}z+(?=ahra)"), "fatima z"),
    (re.compile(r"(?<=\w) (?:[ae]l )?[aeu]?d?d[iy]ne?\b"), "eddine"),
    (re.compile(r"\babd ([aeu][dlnrstz]) (?=\w)"), r"abd\1"),
    (re.compile(r"\babd([aeu][a-z]{1,2})? (?=\w)"), r"abd\1"),
    (re.compile(r"(?<=\w) (?=[ae]llah\b)"), ""),
    (re.compile(r"\b[ae](?:([dnrstz]) (?=\1)|[cs]h (?=[cs]h))"), ""),
    (re.compile(r"\bma ([ae]l) (?=\w)"), r"ma\1"),
    (re.compile(r"\b(?:[ae]l|l) (?=\w)"), ""),
    (re.compile(r"\b(ben|bent|bel|bou|abou|oum|ould|oul|ou|ait|id) (?=\w)"), r"\1"),
    (re.compile(r"\bm (?=hamm?[ae]d|bar[ae]k)"), "m"),
)
_SILENT_END = re.compile(r"(?<=a)h$|(?<=\w\w)(?<!e)(?<!qu)e$")
# The lookarounds keep two letters apart in Fathi, Thami, Adham and Ishak.
_LETTERS = re.compile(
    r"[ck]h|sh(?!a[kq]$)|g[hu](?=[ei])|gh|dj|ph|(?<!f[ae])th(?!ami)|dh(?!am)"
    r"|ck|que$|qu(?=[ei])|ou|oo|ee|[coqvwxyp]"
)
_LETTER = dict.fromkeys(("c", "ck", "q", "qu", "que"), "k") | {"x": "ks", "kh": "x"}
_LETTER |= dict.fromkeys(("ch", "sh"), "c") | dict.fromkeys(("gh", "gu"), "g")
_LETTER |= dict.fromkeys(("ou", "oo", "o", "w"), "u") | dict.fromkeys(("ee", "y"), "i")
_LETTER |= {"dj": "j", "ph": "f", "th": "t", "dh": "d", "v": "f", "p": "b"}
_DOUBLED = re.compile(r"(?!(?<=^ai)t)(.)\1+")  # not in Ait Taleb

_DIPHTHONG = re.compile(r"(?<=[^aiu])au(?=[^aiu])")

# Articles glued to a word that stays long enough: Elamrani, Lamrani, Lahrichi, Ennaciri.
_SOLAR_ARTICLE = re.compile(r"^e(?=([dnrstz])\1(?!.*din$)|c\w{3})")
_ARTICLE = re.compile(r"^(?:[ea]l(?=\w{4})|la(?=h\w\w)|l(?=[aiu]\w{3}|[^aiu]\w\w))")
_NO_ARTICLE = frozenset(("latif", "latifa", "labib", "lamia", "laila", "lubna", "lukman", "lutfi"))
_SERVANT = re.compile(r"^abd[aiu]?l?(?=\w{3})(?!aui$)")
_PARTICLE = re.compile(r"^(?:bant|ban|bal|uld|ait|abul?)(?=\w{3})")
_FAMILIAR = re.compile(r"^[iau](?=dris|brahim|smail|mbar)")
_OF_THE_FAITH = re.compile(r"(?<=\w\w)[aiu]*din$")
# Spellings of one name that no rule brings together without bringing others with them.
_IRREGULAR = dict(
    pair.split(">")
    for line in (
        "husain>husin faikal>faisal zainab>zinab ismal>smail smal>smail sulaiman>sliman",
        "tuhami>thami tahami>thami mubarak>mbarak mabarak>mbarak rida>rada riduan>raduan",
        "xalad>xalid adal>adil tarak>tarik iasar>iasir hatam>hatim taiab>taib iunus>iunas",
        "abdula>abdala abdslam>abdsalam abdnbi>abdnabi abdkrim>abdkarim abdjlil>abdjalil",
        "abdmjid>abdmajid abdatif>abdlatif abduahad>abduahid abdkadir>abdkadar",
        "abdmalik>abdmalak",
    )
    for pair in line.split()
)


def _latin_words(text: str) -> list[str]:
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.replace("ç", "ss"))
    text = re.sub(r"['’‘`ʼ.\u0300-\u036f]", "", text)
    written = re.findall(r"[a-z]+", text)
    if len(written) > 1 or "fatim" in text:
        text = " ".join(_VARIANTS.get(word, word) for word in written)
        for joint, joined in _JOINTS:
            text = joint.sub(joined, text)
        written = text.split()
    return [_VARIANTS.get(word, word) for word in written]


@lru_cache(maxsize=2**15)
def _latin_word(written: str) -> Word:
    shapes = [shape for reading in _readings(written) for shape in _shapes(_latin_letters(reading))]
    skeletons = [_latin_skeleton(shape) for shape in shapes]
    if re.search("g(?!h)", written):
        skeletons += [skeletons[0].replace("g", "k"), skeletons[0].replace("g", "j")]
    return Word(
        written,
        shapes[0],
        tuple(dict.fromkeys(skeletons)),
        tuple(_latin_echoes(written, shapes[0])),
        written in _TITLES,
    )


def _readings(written: str) -> Iterator[str]:
    """Yield the readings of th, dh and rh: one letter or two."""
    yield re.sub("^rh", "gh", written)
    if re.search("[dt]h|^rh", written):
        yield re.sub("(?<=[dtr])h", "-h", written)
    if "rh" in written[1:]:
        yield written.replace("rh", "gh")


def _latin_echoes(written: str, spelling: str) -> Iterator[str]:
    if particle := _PARTICLE.match(spelling):
        yield _latin_skeleton(spelling[particle.end() :])
    if re.match("[^aiu]{2}", spelling):  # Hsaine, احساين
        yield "a" + _latin_skeleton(spelling)
    if re.match("u[^aiu]", spelling) and written.startswith("ou"):  # Oukil, وكيل
        yield "w" + _latin_skeleton(spelling)[1:]
    if re.match("[ae]l[^aeiouy]..$", written):  # Elbaz, الباز
        yield _latin_skeleton(spelling[2:])
    if re.match("la[^aeiou]", written) and spelling[0] == "a":  # Lakhmis, الخميس
        yield _latin_skeleton(spelling[1:])


def _latin_letters(written: str) -> str:
    written = re.sub("c(?=[eiy])", "s", _SILENT_END.sub("", written))
    letters = _LETTERS.sub(lambda found: _LETTER[found[0]], written)
    return letters[0] + letters[1:].replace("e", "a")


def _shapes(letters: str) -> list[str]:
    """Return the spelling of a word, then what it would be if its article were none."""
    bare = _DOUBLED.sub(r"\1", _SOLAR_ARTICLE.sub("", letters))
    whole = _DOUBLED.sub(r"\1", letters)
    if particle := _PARTICLE.match(bare):
        begin = particle[0].replace("abul", "abu")
        return [begin + shape for shape in _shapes(bare[particle.end() :])]
    if _SERVANT.match(bare):
        bare = whole = "abd" + _SERVANT.sub("", bare)
    while bare not in _NO_ARTICLE and _ARTICLE.match(bare):
        bare = _ARTICLE.sub("", bare)
    return [_regular(bare)] if bare == whole else [_regular(bare), _regular(whole)]


def _regular(letters: str) -> str:
    letters = _FAMILIAR.sub("", re.sub("^e", "i", letters))
    letters = _OF_THE_FAITH.sub("din", _DIPHTHONG.sub("u", letters))
    return _IRREGULAR.get(letters, letters)


def _latin_skeleton(spelling: str) -> str:
    consonants = re.sub("[^bcdfghjklmnrstxz]", "", spelling)
    if spelling[-1] == "h" and len(consonants) > 1:
        consonants = consonants[:-1]
    if re.match("u[ai]|uld", spelling):
        consonants = "w" + consonants
    elif re.match("i[au]", spelling):
        consonants = "y" + consonants
    elif spelling[0] in "aiu":
        consonants = "a" + consonants
    return consonants[:LONGEST_SKELETON]


# Arabic letters. A spelling has no hamza, no tashkil, one letter for ة and ه, one for ى and ي.

_ARABIC_LETTERS = str.maketrans("آأإٱىئیېؤةۀہھکڪگڭݣڤپچڨث", "ااااييييوههههكككككفبجقت", "ءـ")
_ARABIC_TITLES = frozenset(("مولاي", "مولا", "سيدي", "سي", "للا", "لالا", "لاله", "حاج"))
_ARABIC_JOINTS = tuple(
    (re.compile(pattern), joined)
    for pattern, joined in (
        (r"\b(ال)?ا(?=دريس|براهيم|سماعيل|مبارك)", r"\1"),
        (r"(?<=\w\w) ?الدين\b", "دين"),
        (r"(?<=\w\w) ?الله\b", "له"),
        (r"\b(بن)?عبد ?(?:ال)?(?=\w\w)", r"\1عبد"),
        (r"\bال (?=\w)", "ال"),
        (r"\bا?بن (?:ال)?(?=\w)", "بن"),
        (r"\bبال(?=\w{3})|\bبل (?=\w)", "بل"),
        (r"\bابو ?(?:ال)?(?=\w{3})", "ابو"),
        (r"\b(ايت|اد|ولد|بنت|بو|ام|او) (?:ال)?(?=\w)", r"\1"),
        (r"\bما (?=ال\w)", "ما"),
        (r"\bال(?!هام\b|ياس\b)(?=\w{3})|\bل(?=[حخعغهقك]\w{4})", ""),
        (r"(?<=رحم)ن\b|(?<=سح)ق\b", r"ا\g<0>"),
        (r"([وي])\1", r"\1"),
    )
)
_ARABIC_PARTICLE = re.compile(r"^(?:بنت|بن|بل|ولد|ايت)(?=\w{3})")
_SPOKEN_ARTICLE = re.compile(r"^ل(?=[^اويطبم]\w\w)")
_CONSONANTS = str.maketrans("بتثجحخدذرزسشصضطظغفقكلمنه", "bttjhxddrzscsdtdgfkklmnh", "اويع")
_FIRST_LETTER = {"ا": "a", "ع": "a", "و": "w", "ي": "y"}


def _arabic_words(text: str) -> list[str]:
    text = unicodedata.normalize("NFKC", text).translate(_ARABIC_LETTERS)
    text = " ".join(re.findall("[ا-ي]+", re.sub("[\u0610-\u061a\u064b-\u065f\u0670]", "", text)))
    for joint, joined in _ARABIC_JOINTS:
        text = joint.sub(joined, text)
    return text.split()


def mistyped(word: Word) -> Iterator[str]:
    """Yield the skeletons of a word as it would be without one letter, or with two exchanged.

    One slip in writing may be several in a skeleton: `hc` for `ch` is another consonant.
    """
    written = word.written
    read = _latin_word if written.isascii() else _arabic_word
    for place in range(1, len(written) - 1):
        before, letter, after = written[:place], written[place], written[place + 1 :]
        yield from read(before + after).skeletons
        yield from read(before + after[0] + letter + after[1:]).skeletons


@lru_cache(maxsize=2**15)
def _arabic_word(spelling: str) -> Word:
    skeletons = [_arabic_skeleton(spelling)]
    if "ظ" in spelling:
        skeletons.append(_arabic_skeleton(spelling.replace("ظ", "ز")))
    if re.match("او[اع]", spelling):  # أوعلي, Ouali
        skeletons.append("w" + skeletons[0][1:])
    if _SPOKEN_ARTICLE.match(spelling):
        skeletons += [_arabic_skeleton(spelling[1:]), _arabic_skeleton("ا" + spelling[1:])]
    inner = _ARABIC_PARTICLE.sub("", spelling)
    return Word(
        spelling,
        spelling,
        tuple(skeletons),
        () if inner == spelling else (_arabic_skeleton(inner),),
        spelling in _ARABIC_TITLES,
    )


def _arabic_skeleton(spelling: str) -> str:
    if len(spelling) > 2:
        spelling = re.sub("(?<=ا)ه$", "ت", spelling)  # حياة, نجاة
        spelling = re.sub("[هح]$", "", spelling)
    skeleton = _FIRST_LETTER.get(spelling[0], "") + spelling.translate(_CONSONANTS)
    return skeleton[:LONGEST_SKELETON]
