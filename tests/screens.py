"""Every screen there is, with an address of it: what a browser looks at in the tests.

Whoever adds a page adds a line; `tests/architecture/test_screens.py` finds a missing one.
"""

from dataclasses import dataclass

OFFICE = "van-phong"
NOBODY = ""
TARGET = "/targets/{set_id}/{target}/{organisation}"


@dataclass(frozen=True, slots=True)
class Screen:
    """One screen, as one person sees it."""

    name: str
    route: str
    """As the application names it."""
    address: str
    """`{link}` and `{door}` are those that a letter has brought."""
    person: str = OFFICE
    """Who is signed in; nobody where a link alone opens the page."""
    status: int = 200


SCREENS = (
    Screen("mine", "/", "/"),
    Screen("mine-of-a-branch", "/", "/", "bi-thu-cb-01"),
    Screen("matrix", "/matrix/{roadmap}", "/matrix/year-end"),
    Screen("matrix-filtered", "/matrix/{roadmap}", "/matrix/year-end?standing=overdue&text=so+1"),
    Screen("matrix-empty", "/matrix/{roadmap}", "/matrix/year-end?text=xyz"),
    Screen("milestone", "/milestone/{roadmap}/{code}", "/milestone/year-end/branch-review@2026"),
    Screen(
        "cell",
        "/cell/{roadmap}/{organisation}/{code}",
        "/cell/year-end/chi-bo-01/branch-review@2026",
    ),
    Screen("organisation", "/organisation/{organisation}", "/organisation/chi-bo-01"),
    Screen("organisation-above", "/organisation/{organisation}", "/organisation/dong-hai-2"),
    Screen("calendar", "/calendar/{month}", "/calendar/2026-12"),
    Screen("calendar-empty", "/calendar/{month}", "/calendar/2027-08"),
    Screen("feeds", "/feeds", "/feeds"),
    Screen("feed-of-an-organisation", "/feeds", "/feeds?about=chi-bo-01"),
    Screen("no-such-feed", "/f/{token}", "/f/nothing.ics", NOBODY, 404),
    Screen("targets", "/targets", "/targets"),
    Screen("targets-filtered", "/targets", "/targets?state=missed"),
    Screen("target", TARGET, "/targets/year-2026/street-lights/dong-hai-2"),
    Screen("target-of-those-below", TARGET, "/targets/year-2026/members/dong-hai-2"),
    Screen("target-previewed", TARGET, "/targets/year-2026/street-lights/dong-hai-2?value=109.000"),
    Screen(
        "target-wrong",
        TARGET,
        "/targets/year-2026/street-lights/dong-hai-2?value=4,465.7&on=31/02/2026",
        status=422,
    ),
    Screen("target-absent", TARGET, "/targets/year-2026/nothing/dong-hai-2", status=404),
    Screen(
        "file-refused",
        "/export/{kind}/{file}",
        "/export/matrix/year-end.png?due=1999",
        status=422,
    ),
    Screen("configuration", "/configuration", "/configuration"),
    Screen("file", "/configuration/{address:path}", "/configuration/roadmaps/year-end.yaml"),
    Screen("file-table", "/configuration/{address:path}", "/configuration/organisations.csv"),
    Screen("changes", "/configuration/changes/{turn}", "/configuration/changes/present"),
    Screen("what-if", "/what-if", "/what-if"),
    Screen(
        "what-if-moves",
        "/what-if",
        "/what-if?thing=year-end/branch-review&phrase=chậm+nhất+08/12+hằng+năm",
    ),
    Screen(
        "what-if-wrong",
        "/what-if",
        "/what-if?thing=year-end/branch-review&phrase=hằng+nă&organisation=x",
        status=422,
    ),
    Screen("outbox", "/outbox", "/outbox"),
    Screen("outbox-empty", "/outbox", "/outbox?person=xyz"),
    Screen("message-absent", "/outbox/{key}", "/outbox/nothing", status=404),
    Screen("audit", "/audit", "/audit"),
    Screen("audit-of-messages", "/audit", "/audit?about=messages"),
    Screen("new-file", "/configuration/new", "/configuration/new"),
    Screen("new-file-wrong", "/configuration/new", "/configuration/new?path=x", status=422),
    Screen(
        "edit",
        "/configuration/{address:path}/edit",
        "/configuration/roadmaps/year-end.yaml/edit",
    ),
    Screen("restore", "/configuration/restore", "/configuration/restore?turn=1", status=422),
    Screen("absent", "/matrix/{roadmap}", "/matrix/nothing", status=404),
    Screen("manual", "/manual", "/manual"),
    Screen("manual-searched", "/manual", "/manual?text=du+tru", NOBODY),
    Screen("manual-nothing", "/manual", "/manual?text=xyz", NOBODY),
    Screen("manual-phrases", "/manual/{section}", "/manual/3"),
    Screen("manual-board", "/manual/{section}", "/manual/15", NOBODY),
    Screen("manual-runbook", "/manual/{section}", "/manual/runbook", NOBODY),
    Screen("manual-of-developers", "/manual/{section}", "/manual/architecture", NOBODY),
    Screen("answers", "/a/{token}", "/a/{link}", NOBODY),
    Screen("rhythm", "/n/{token}", "/n/{link}", NOBODY),
    Screen("sign-in", "/signin", "/signin", NOBODY),
    Screen("sign-in-void", "/signin/{token}", "/signin/nothing", NOBODY, 404),
    Screen("enter", "/signin/{token}", "/signin/{door}", NOBODY),
    Screen("no-such-link", "/a/{token}", "/a/nothing", NOBODY, 404),
)
NO_PAGES = ("/style.css", "/robots.txt", "/health", "/metrics")
"""How the addresses begin of what is fetched, not read."""
