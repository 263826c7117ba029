"""The office: its files, its calendars, who answers for what, who can be reached."""

from collections.abc import Iterator
from datetime import date

from lotrinh.application.office.configuration import Configuration
from lotrinh.application.office.recipients import holders
from lotrinh.bootstrap.examining.finding import Finding, Seen
from lotrinh.bootstrap.program import Program
from lotrinh.domain.registers import role_above

_LISTED = 5


def files(program: Program) -> Seen:
    """Look whether the files have errors, and whether the days off are known."""
    loaded = program.loaded
    errors = [problem for problem in loaded.problems if problem.is_error]
    warnings = len(loaded.problems) - len(errors)
    values = {"path": str(program.config), "warnings": str(warnings)}
    if errors:
        first = f"{errors[0].where} [{errors[0].code}]"
        values |= {"count": str(len(errors)), "first": first}
        return Seen(findings=(Finding("files-broken", values),))
    configuration = program.configuration
    return Seen(values, tuple(_ended(configuration, program.today(configuration))))


def _ended(configuration: Configuration, today: date) -> Iterator[Finding]:
    """Yield the calendars of which nobody has announced this year's days off."""
    used = {kind.calendar for kind in configuration.kinds.values()}
    for name in sorted(used & configuration.calendars.keys()):
        announced = configuration.calendars[name].announced
        if announced < today:
            values = {"calendar": name, "until": f"{announced:%d/%m/%Y}"}
            yield Finding("calendar-ended", values, is_grave=False)


def people(program: Program) -> Seen:
    """Look whether somebody hears of trouble, and whether everybody can be reached."""
    configuration = program.configuration
    today = program.today(configuration)
    findings = [*_posts(configuration, today), *_unheld(program), *_left(configuration, today)]
    lost = sorted(
        person.name
        for person in configuration.people.persons
        if person.holds and not person.addresses
    )
    if lost:
        values = {"count": str(len(lost)), "names": _some(lost)}
        findings.append(Finding("no-address", values))
    return Seen({"count": str(len(configuration.people.persons))}, tuple(findings))


def _posts(configuration: Configuration, today: date) -> Iterator[Finding]:
    posts = [("no-coordinator", configuration.coordinator)]
    if configuration.operator is not None:
        posts.append(("no-operator", configuration.operator))
    for code, post in posts:
        if not holders(configuration, post.role, post.organisation, today):
            yield Finding(code, {"post": str(post)})


def _unheld(program: Program) -> Iterator[Finding]:
    """Yield that roles are held by nobody, as loading has found."""
    found = [problem for problem in program.loaded.problems if problem.code == "no-holder"]
    if found:
        roles = sorted({problem.values["role"] for problem in found})
        yield Finding("role-unheld", {"roles": _some(roles)}, is_grave=False)


def _left(configuration: Configuration, today: date) -> Iterator[Finding]:
    """Yield the posts that the last holder has left, while there is more to do in them."""
    leads = {
        role_above(milestone.lead) or milestone.lead
        for roadmap in configuration.roadmaps.values()
        if today.year <= roadmap.term.last_year
        for milestone in roadmap.milestones.values()
    }
    ended = {
        (held.role, held.organisation)
        for person in configuration.people.persons
        for held in person.holds
        if held.role in leads and held.until is not None and held.until < today
    }
    left = sorted(
        f"{role}@{organisation}"
        for role, organisation in ended
        if configuration.organisations.is_there(organisation, today)
        and not holders(configuration, role, organisation, today)
    )
    if left:
        yield Finding("role-left", {"count": str(len(left)), "posts": _some(left)}, is_grave=False)


def _some(words: list[str]) -> str:
    more = " …" if len(words) > _LISTED else ""
    return ", ".join(words[:_LISTED]) + more
