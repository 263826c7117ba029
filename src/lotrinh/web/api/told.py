"""What the desks answer, in the shapes of the interface."""

from collections.abc import Iterable, Sequence

from lotrinh.application.books.messages import DeliveryState
from lotrinh.application.deciding.figures import Figures
from lotrinh.application.looking import grid, mine, place
from lotrinh.application.looking.story import Story
from lotrinh.application.looking.viewing import Viewer
from lotrinh.application.recording.page import PageItem
from lotrinh.domain.registers import OrganisationId, RoleId
from lotrinh.domain.roadmap import Roadmap
from lotrinh.rendering.deadlines import basis_in_words, role_title, titled
from lotrinh.rendering.pages.cell import CellPage, phrase, steps
from lotrinh.rendering.pages.matrix import column_code, column_title
from lotrinh.web.api import shapes


def figures(found: Figures) -> shapes.Figures:
    """Return sums."""
    counted = {str(standing): count for standing, count in found.counted.items() if count}
    return shapes.Figures(
        total=found.total,
        done=found.done,
        late=found.late,
        percent=found.percent,
        standings=counted,
    )


def roadmap(viewer: Viewer, one: grid.Grid) -> shapes.RoadmapInFull:
    """Return a roadmap with its milestones."""
    whole, each = one.figures(viewer.organisations)
    return shapes.RoadmapInFull(
        id=one.roadmap.id,
        title=one.roadmap.title,
        term=one.roadmap.term.label,
        figures=figures(whole),
        milestones=[
            shapes.Milestone(
                code=column_code(column),
                title=column_title(column, viewer.language),
                figures=figures(found),
            )
            for column, found in zip(one.columns, each, strict=True)
            if found.counted
        ],
    )


def organisation(viewer: Viewer, id_: OrganisationId) -> shapes.Organisation:
    """Return an organisation."""
    register = viewer.configuration.organisations
    above = register.parent(id_)
    return shapes.Organisation(
        id=id_,
        name=register.name(id_),
        kind=str(register.kinds[register.rows[id_]]),
        parent=above if above is not None and viewer.sees(above) else None,
    )


def cell(viewer: Viewer, of: Roadmap, found: grid.Cell) -> shapes.Deadline:
    """Return a deadline of a grid."""
    return shapes.Deadline(
        roadmap=of.id,
        organisation=found.organisation,
        code=column_code(found.column),
        title=column_title(found.column, viewer.language),
        standing=found.standing,
        opens=found.opens,
        due=found.due,
    )


def whole_place(viewer: Viewer, found: place.Place) -> shapes.OrganisationInFull:
    """Return an organisation with its deadlines."""
    register = viewer.configuration.organisations
    items = (
        (i.roadmap, grid.Cell(found.organisation, i.column, i.standing, i.opens, i.due))
        for i in found.items
    )
    return shapes.OrganisationInFull(
        **organisation(viewer, found.organisation).model_dump(),
        figures=figures(found.figures),
        deadlines=[cell(viewer, of, item) for of, item in items],
        below=[
            shapes.Below(
                id=b.organisation, name=register.name(b.organisation), figures=figures(b.figures)
            )
            for b in found.below
        ],
    )


def across(viewer: Viewer, of: Roadmap, found: grid.Across) -> shapes.Progress:
    """Return a milestone over organisations."""
    rows = (grid.Cell(r.organisation, found.column, r.standing, None, r.due) for r in found.rows)
    return shapes.Progress(
        roadmap=of.id,
        code=column_code(found.column),
        title=column_title(found.column, viewer.language),
        figures=figures(found.figures),
        deadlines=[cell(viewer, of, row) for row in rows],
    )


def entry(viewer: Viewer, found: place.Entry) -> shapes.DueTogether:
    """Return what is due together on a day."""
    return shapes.DueTogether(
        roadmap=found.roadmap.id,
        code=column_code(found.column),
        title=column_title(found.column, viewer.language),
        figures=figures(found.figures),
        organisations=list(found.organisations),
    )


def story(viewer: Viewer, page: CellPage) -> shapes.Story:
    """Return the story of a deadline."""
    told, deadline = page.story, page.story.deadline
    configuration, id_ = page.configuration, page.story.deadline.id
    return shapes.Story(
        **_deadline(viewer, told),
        organisation_name=configuration.organisations.name(id_.organisation),
        phrase=phrase(page),
        derivation=list(steps(page)),
        basis=basis_in_words(configuration, deadline, page.language),
        provisional=deadline.provisional,
        last_working_day=deadline.last_working_day,
        closed_on=told.state.closed_on,
        lead=_role(page, deadline.milestone.lead),
        support=[_role(page, role) for role in deadline.milestone.support],
        deciders=list(told.deciders),
        warnings=list(told.warnings),
        recorded=list(_recorded(told)),
        told=list(_told(told)),
    )


def _deadline(viewer: Viewer, told: Story | PageItem) -> dict[str, object]:
    deadline, id_ = told.deadline, told.deadline.id
    label = f"@{id_.occurrence}" if id_.occurrence else ""
    return {
        "roadmap": id_.roadmap,
        "organisation": id_.organisation,
        "code": f"{id_.milestone}{label}",
        "title": titled(deadline, viewer.language),
        "standing": told.standing,
        "opens": deadline.opens,
        "due": deadline.due,
    }


def _role(page: CellPage, role: RoleId) -> shapes.Role:
    held = page.story.held[role]
    title = role_title(page.configuration, role, page.story.deadline.id.organisation)
    return shapes.Role(id=role, title=title, people=list(held))


def _recorded(told: Story) -> Iterable[shapes.Recorded]:
    for one in told.noted:
        fact = one.fact
        yield shapes.Recorded(
            entry=fact.entry,
            kind=fact.kind,
            on=fact.on,
            recorded_at=fact.recorded_at,
            until=fact.until,
            by=fact.by,
            note=fact.note,
            evidence=fact.evidence,
            undone=one.undone,
        )


def _told(told: Story) -> Iterable[shapes.Told]:
    for one in told.told:
        yield shapes.Told(
            at=one.tried_at if one.state is DeliveryState.SENT and one.tried_at else one.at,
            person=one.reminder.recipient,
            rung=one.reminder.rung,
            due=one.reminder.due,
            state=str(one.state or DeliveryState.WAITING),
        )


def section(viewer: Viewer, found: mine.Section) -> shapes.Section:
    """Return what is equally urgent."""
    return shapes.Section(
        urgency=found.urgency,
        items=[_item(viewer, item) for item in found.items],
        left_out=found.left_out,
    )


def _item(viewer: Viewer, item: PageItem) -> shapes.Item:
    return shapes.Item(
        **_deadline(viewer, item),
        number=item.code,
        part=item.part,
        allowed=sorted(item.allowed & {*shapes.SAYABLE}),
        undoable=sorted(item.undoable),
    )


def behind(found: Sequence[mine.Below]) -> list[shapes.Behind]:
    """Return how those below stand."""
    return [
        shapes.Behind(
            roadmap=b.roadmap,
            title=b.title,
            late=b.late,
            behind=b.behind,
            organisations=b.organisations,
        )
        for b in found
    ]
