from pals import pals, shared, spoken_by_all

PEOPLE = {
    "Ada": {"English", "French"},
    "Jonas": {"German", "English"},
    "Lucía": {"Spanish", "French"},
}


def test_one_language_in_common():
    assert shared({"English", "French"}, {"German", "English"}) == {"English"}, "only what is in both sets"


def test_nothing_in_common():
    assert shared({"German"}, {"Spanish"}) == set(), "the shared part may be empty"


def test_jonas_can_write_to_ada():
    assert pals("Jonas", ["Ada", "Lucía"], PEOPLE) == ["Ada"], "Jonas and Lucía share no language"


def test_ada_can_write_to_both():
    assert pals("Ada", ["Lucía", "Jonas"], PEOPLE) == ["Lucía", "Jonas"], "the order is that of the others"


def test_one_language_that_all_know():
    people = {"Ada": {"English", "French"}, "Jonas": {"German", "English"}, "Kim": {"English"}}
    assert spoken_by_all(people) == {"English"}, "only what is in every one of the sets"


def test_no_language_that_all_know():
    assert spoken_by_all(PEOPLE) == set(), "English is not among Lucía's languages"
