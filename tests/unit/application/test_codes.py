"""Numbers of deadlines in a rehearsal, and where ids have changed."""

from lotrinh.application.books.present.codes import RenamedCodes
from lotrinh.application.books.rehearsal.codes import NotedCodes
from lotrinh.domain.facts import CellId
from lotrinh.domain.registers import OrganisationId
from lotrinh.domain.renames import Renames
from lotrinh.domain.roadmap import MilestoneId, RoadmapId

PLAN, SCHEME = RoadmapId("plan"), RoadmapId("scheme")
DRAFT, OUTLINE = MilestoneId("draft"), MilestoneId("outline")


def cell(branch: str, roadmap: RoadmapId = PLAN, milestone: MilestoneId = DRAFT) -> CellId:
    return CellId(roadmap, OrganisationId(branch), milestone)


def test_a_rehearsal_gives_the_next_numbers_and_writes_none() -> None:
    books = NotedCodes()
    books.give([cell("a"), cell("b")])
    rehearsal = NotedCodes(books)

    assert rehearsal.give([cell("c"), cell("b")]) == {cell("b"): 2, cell("c"): 3}
    assert rehearsal.give([cell("d")]) == {cell("d"): 4}, "the notebook goes on"
    assert rehearsal.cells([1, 4, 5]) == {1: cell("a"), 4: cell("d")}
    assert books.newest() == 2


def test_what_is_renamed_keeps_its_number() -> None:
    books = NotedCodes()
    books.give([cell("a")])
    now = cell("a", SCHEME, OUTLINE)
    renamed = RenamedCodes(books, Renames({PLAN: SCHEME}, {(SCHEME, DRAFT): OUTLINE}))

    assert renamed.give([now, cell("b", SCHEME, OUTLINE)]) == {
        now: 1,
        cell("b", SCHEME, OUTLINE): 2,
    }
    assert renamed.cells([1]) == {1: now}
    assert books.cells([2]) == {2: cell("b", SCHEME, OUTLINE)}, "the new stand under present ids"


def test_of_two_numbers_under_two_ids_the_older_is_told_and_both_are_understood() -> None:
    books = NotedCodes()
    now = cell("a", PLAN, OUTLINE)
    books.give([cell("a")])
    books.give([now])
    renamed = RenamedCodes(books, Renames({}, {(PLAN, DRAFT): OUTLINE}))

    assert renamed.give([now]) == {now: 1}
    assert renamed.cells([1, 2]) == {1: now, 2: now}
