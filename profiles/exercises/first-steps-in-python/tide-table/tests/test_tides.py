import pytest
from tides import read_tides, write_high

TABLE = "# Tides at the bar\n01:12 0.40\n07:20 2.90\n\n13:41 0.60\n19:48 3.10\n"


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "table.txt"
    path.write_text(TABLE)
    return str(path)


def test_times_and_heights_are_read(table):
    tides = read_tides(table)
    assert tides == [("01:12", 0.4), ("07:20", 2.9), ("13:41", 0.6), ("19:48", 3.1)], "a tuple of a text and a number for each tide"


def test_remarks_and_empty_lines_are_left_out(table):
    assert len(read_tides(table)) == 4, "the file has six lines, and four of them are tides"


def test_high_tides_are_written(table, tmp_path):
    target = tmp_path / "high.txt"
    write_high(table, str(target), 2.5)
    assert target.read_text() == "07:20: 2.9 m\n19:48: 3.1 m\n2 of 4\n", "each line ends with \\n, and so does the last one"


def test_as_high_as_the_level_is_high_enough(table, tmp_path):
    target = tmp_path / "high.txt"
    write_high(table, str(target), 3.1)
    assert target.read_text() == "19:48: 3.1 m\n1 of 4\n", "at least: use >= and not >"
