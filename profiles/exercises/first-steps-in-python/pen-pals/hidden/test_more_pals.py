from pals import pals, shared, spoken_by_all


def test_several_languages_in_common():
    # Hint: Two people may share more than one language.
    assert shared({"Dutch", "Danish", "Polish"}, {"Polish", "Dutch", "Irish"}) == {"Dutch", "Polish"}


def test_a_class_without_children():
    # Hint: When there is nobody, the set is empty, and there is no error.
    assert spoken_by_all({}) == set()


def test_a_single_child():
    # Hint: One child alone: all its languages are known to everybody.
    assert spoken_by_all({"Mia": {"Irish", "English"}}) == {"Irish", "English"}


def test_nobody_to_write_to():
    # Hint: With no others, or no shared language, the list is empty.
    people = {"Mia": {"Irish"}, "Tom": {"Welsh"}}
    assert pals("Mia", [], people) == []
    assert pals("Mia", ["Tom"], people) == []
