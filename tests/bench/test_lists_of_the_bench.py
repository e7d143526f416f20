"""The lists that the bench passes are what its figures say of them."""

import csv
import gzip

from bench import files, report

ROWS = 200


def cells_of(path):
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return [line for line in csv.reader(file, delimiter=";") if line]


def documents_of(path):
    header, *lines, _control = cells_of(path)
    return [line[header.index("CNIE")] for line in lines]


def test_one_line_in_ten_of_a_mixed_list_is_of_somebody_known(tmp_path):
    known = files.write(tmp_path / "known.csv.gz", ROWS, seed=1)
    mixed = files.write_mixed(tmp_path / "mixed.csv.gz", ROWS, known, seed=2)

    assert len(documents_of(mixed)) == len(set(documents_of(mixed))) == ROWS
    assert len(set(documents_of(mixed)) & set(documents_of(known))) == ROWS // 10
    assert files.known_among(ROWS) == ROWS // 10


def test_the_same_rows_make_another_file(tmp_path):
    source = files.write(tmp_path / "source.csv.gz", ROWS, seed=1)
    again = files.write_again(tmp_path / "again.csv.gz", source)

    header, *_lines = cells_of(again)
    assert header != cells_of(source)[0]
    assert again.read_bytes() != source.read_bytes()
    assert documents_of(again) == documents_of(source)


def test_one_row_in_a_hundred_changes_its_class_alone(tmp_path):
    source = files.write(tmp_path / "source.csv.gz", ROWS, seed=1)
    path, changed = files.write_changed(tmp_path / "changed.csv.gz", source, every=100)

    header = cells_of(source)[0]
    differing = [
        {name for name, old, new in zip(header, before, after, strict=True) if old != new}
        for before, after in zip(cells_of(source)[:-1], cells_of(path)[:-1], strict=True)
    ]
    assert [names for names in differing if names] == [{"CLASSE"}] * 2
    assert changed == 2


def test_a_slice_is_a_list_of_its_own(tmp_path):
    source = files.write(tmp_path / "source.csv.gz", ROWS, seed=1)
    piece = files.write_slice(tmp_path / "slice.csv.gz", source, 30)

    assert documents_of(piece) == documents_of(source)[:30]
    assert cells_of(piece)[-1] == ["FIN", "30"]


def test_a_figure_says_whether_its_bound_holds():
    assert report.at_most("time", 5, 5).holds
    assert not report.at_most("time", 5.01, 5).holds
    assert report.at_least("ratio", 50, 50).holds
    assert not report.at_least("ratio", 49.9, 50).holds
