from tides import read_tides, write_high


def test_a_file_of_nothing_but_remarks(tmp_path):
    # Hint: A table may have no tides at all. Then the list is empty, and the report says 0 of 0.
    source = tmp_path / "empty.txt"
    source.write_text("# out of order\n\n   \n#\n")
    target = tmp_path / "high.txt"
    assert read_tides(str(source)) == []
    write_high(str(source), str(target), 1)
    assert target.read_text() == "0 of 0\n"


def test_wide_gaps_and_no_line_end(tmp_path):
    # Hint: There may be several spaces between time and height, spaces before a remark, and no line end at the end of the file.
    source = tmp_path / "wide.txt"
    source.write_text("  # measured by hand\n 02:00    1.25\n14:30\t-0.20")
    assert read_tides(str(source)) == [("02:00", 1.25), ("14:30", -0.2)]


def test_an_older_report_is_replaced(tmp_path):
    # Hint: Opening a file with "w" empties it first, so that nothing of an older report is left.
    source = tmp_path / "table.txt"
    source.write_text("06:00 2.04\n")
    target = tmp_path / "high.txt"
    target.write_text("an older report\nof two lines\n")
    write_high(str(source), str(target), 2)
    assert target.read_text() == "06:00: 2.0 m\n1 of 1\n"
