"""`lotrinh history` and `rollback`: what the files were, and how it comes back."""

from tests.acceptance.conftest import Office

YEAR_END = "roadmaps/year-end.yaml"
BY_THE_5TH, BY_THE_20TH = "chậm nhất 05/12 hằng năm", "chậm nhất 20/12 hằng năm"
AT = "2024-12-02T07:30:00+07:00"


def changed(office: Office) -> str:
    """Accept the files, change one, accept them again; return what it said before."""
    before = (office.folder / "config" / YEAR_END).read_text(encoding="utf-8")
    assert office("check", "--at", AT).code == 0
    office.edit(YEAR_END, BY_THE_5TH, BY_THE_20TH)
    assert office("check", "--at", AT).code == 0
    return before


def test_what_was_accepted_comes_back_after_a_preview_and_goes_again(lotrinh: Office) -> None:
    before = changed(lotrinh)
    file = lotrinh.folder / "config" / YEAR_END

    shown = lotrinh("rollback", "1", "--dry-run")
    assert f"{YEAR_END}: sửa" in shown.out
    assert BY_THE_20TH in file.read_text(encoding="utf-8")
    unsaid = lotrinh("rollback", "1")
    assert unsaid.code == 2
    assert "--yes" in unsaid.err
    assert lotrinh("rollback", "1", "--yes", "--by", "Lan").code == 0
    assert file.read_text(encoding="utf-8") == before

    told = lotrinh.json("history")
    assert [one["number"] for one in told["accepted"]] == [3, 2, 1]
    (change,) = told["changes"]
    assert (change["by"], change["path"], change["how"]) == ("Lan", YEAR_END, "restored")
    assert lotrinh("rollback", "--change", "1", "--yes").code == 0
    assert BY_THE_20TH in file.read_text(encoding="utf-8")


def test_what_there_is_not_or_changes_nothing_is_refused(lotrinh: Office) -> None:
    changed(lotrinh)

    for words in (("9",), ("--change", "9"), ("2",)):
        ended = lotrinh("rollback", *words, "--yes")
        assert ended.code == 1
        assert ended.err
    assert lotrinh("rollback").code == 2
    assert lotrinh("rollback", "1", "--change", "1").code == 2
