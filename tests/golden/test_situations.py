"""What one person reads in each situation: whole messages, named for the situation.

A ward with its branches, checked and delivered on some mornings; the message of the last of
them is the one that is kept: its text and its short text, in some situations its HTML.
"""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import pytest

from lotrinh.application.books.messages import Message
from lotrinh.application.books.rehearsal import Rehearsal
from lotrinh.application.deciding.check import check
from lotrinh.application.office.configuration import Configuration
from lotrinh.application.recording import record
from lotrinh.application.recording.answers import Answer, answer
from lotrinh.application.recording.mentions import Mention
from lotrinh.application.telling.compose import compose, compose_notices
from lotrinh.channels.again import marked
from lotrinh.domain.facts import FactKind
from lotrinh.domain.people import People
from lotrinh.loader.workspace import load
from lotrinh.rendering.messages.wording import TemplateWording
from tests.builders import morning

Golden = Callable[[str, str], None]

SETTINGS = """\
coordinator: office@phuong
daily: false
kinds:
  district: {title: Quận ủy, calendar: office}
  ward: {title: Đảng bộ phường, calendar: office}
  branch: {title: Chi bộ, calendar: office}
roles:
  secretary: Bí thư
  standing-committee: Ban Thường vụ
  office: Văn phòng Đảng ủy
  documents: Tiểu ban Văn kiện
"""
POLICIES = """\
standard:
  remind: [30, 14, 7, 3, 1, 0]
  overdue: {first: 1 ngày làm việc, every: 2 ngày làm việc, until: 20 ngày làm việc}
  escalation: {after: 3 ngày làm việc, every: 5 ngày làm việc}
"""
CALENDAR = "calendar: office\nannounced: 31/12/2026\n"
CHANNELS = "email: {kind: smtp, host: mail.example.vn, sender: lotrinh@example.vn}\n"
PEOPLE = {
    "quan-uy": ("Thường trực Quận ủy", "secretary@quan"),
    "bi-thu": ("Bí thư Đảng ủy phường", "secretary@phuong; standing-committee@phuong"),
    "van-phong": ("Văn phòng Đảng ủy phường", "office@phuong"),
    "van-kien": ("Trưởng Tiểu ban Văn kiện", "documents@phuong"),
    "chi-bo-1": ("Bí thư Chi bộ Tổ dân phố số 1", "secretary@cb-1"),
    "chi-bo-2": ("Bí thư Chi bộ Tổ dân phố số 2", "secretary@cb-2"),
}
BASES = """\
basis:
  ct-45: {number: 45-CT/TW, issued: 14/04/2025, title: Chỉ thị về đại hội đảng bộ các cấp}
  kh-12: {number: 12-KH/ĐU, issued: 06/10/2025}
"""
REVIEW = "id: review, title: Kiểm điểm cuối năm, due: chậm nhất 15/12/2025, basis: kh-12"
REPORT = (
    'id: report, title: "Báo cáo kết quả đánh giá, xếp loại", due: chậm nhất 18/12/2025,'
    " basis: kh-12"
)
WARD, BRANCH = "for: {kind: ward}", "for: {kind: branch}"


@dataclass(frozen=True)
class Situation:
    """What the files say, which mornings are checked, what happens between, and who reads."""

    reader: str
    days: Sequence[str]
    milestones: Sequence[str]
    head: str = WARD
    more: str = ""
    roadmaps: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    branches: int = 2
    congress: str = ""
    then: Mapping[str, Sequence[tuple[FactKind, str, str, str]]] = field(default_factory=dict)
    """After the morning of a day: facts, each with organisation, milestone and a day."""
    html: bool = False
    english: bool = False

    def configuration(self) -> Configuration:
        """Return what the files say."""
        listed = "".join(f"  - {{{milestone}}}\n" for milestone in self.milestones)
        plan = f"roadmap: plan\ntitle: Kế hoạch\nterm: 2025-2026\n{self.head}\n{BASES}"
        files = {
            "settings.yaml": SETTINGS,
            "policies.yaml": POLICIES,
            "channels.yaml": CHANNELS,
            "calendars/office.yaml": CALENDAR,
            "organisations.csv": "\n".join(self._organisations()),
            "people.csv": "\n".join(self._people()),
            "roadmaps/plan.yaml": f"{plan}{self.more}milestones:\n{listed}",
            **self.roadmaps,
        }
        loaded = load({name: text.encode() for name, text in files.items()})
        assert loaded.configuration is not None, [str(problem) for problem in loaded.problems]
        return loaded.configuration

    def _organisations(self) -> list[str]:
        day = f",{self.congress}" if self.congress else ""
        head = "id,name,kind,parent" + (",congress" if self.congress else "")
        ward = [f"quan,Quận ủy,district,{',' if day else ''}"]
        ward.append(f"phuong,Đảng bộ phường Đông Hải,ward,quan{day}")
        blank = "," if day else ""
        numbers = range(1, self.branches + 1)
        return [head, *ward] + [
            f"cb-{n},Chi bộ Tổ dân phố số {n},branch,phuong{blank}" for n in numbers
        ]

    def _people(self) -> list[str]:
        people = {**PEOPLE, **self.people}
        rows = [(id_, *given, *("",) * (4 - len(given))) for id_, given in people.items()]
        return ["id,name,holds,away,deputy,email"] + [
            f'{id_},"{name}",{holds},{away},{deputy},{id_}@example.vn'
            for id_, name, holds, away, deputy in rows
        ]


def last_message(situation: Situation, configuration: Configuration) -> Message:
    """Return what the reader gets on the last morning."""
    notebook, wording = Rehearsal(), TemplateWording()
    messages: list[Message] = []
    for written in situation.days:
        day = date.fromisoformat(written)
        at = morning(day)
        report = check(configuration, notebook, at=at)
        notices = compose_notices(configuration, notebook, report.notices, at=at, wording=wording)
        messages = [*compose(configuration, notebook, at=at, wording=wording), *notices]
        for kind, organisation, milestone, until in situation.then.get(written, ()):
            said = Answer(kind, date.fromisoformat(until) if until else None)
            mention = [Mention(organisation, milestone, note="đi công tác đột xuất")]
            shared = {"on": day, "by": "Văn phòng", "now": at, "today": day}
            if kind is FactKind.DONE:
                entry = record.done(configuration, notebook, mention, **shared)  # type: ignore[arg-type]  # as the fields are
            else:
                entry = answer(configuration, notebook, mention, said, **shared)  # type: ignore[arg-type]  # as the fields are
            record.keep(notebook, entry)
    (mine,) = [message for message in messages if message.recipient == situation.reader]
    return mine


LONG = (
    "Xây dựng, thông qua và ban hành kế hoạch tổ chức hội nghị kiểm điểm, đánh giá, xếp loại chất "
    "lượng đối với tập thể Ban Chấp hành, Ban Thường vụ và từng cá nhân đảng ủy viên, gắn với kiểm "
    "điểm việc thực hiện các nghị quyết, chỉ thị, kết luận của cấp trên về xây dựng, chỉnh đốn "
    "Đảng và học tập, làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh trong năm 2025"
)
WARD_REVIEW = f"{REVIEW}, lead: standing-committee"
OF_BRANCHES = f"{REVIEW}, lead: secretary"
CAMP = (
    "roadmap: camp\ntitle: Hội trại\nterm: 2025-2026\nfor: {kind: ward}\nmilestones:\n"
    "  - {id: camp, title: Chuẩn bị hội trại, due: chậm nhất 15/12/2025, lead: secretary}\n"
)
MOVES = (
    "amendments:\n  - {basis: ct-45, effective: 09/12/2025, set: {review: chậm nhất 24/12/2025}}\n"
)
ANCHOR = (
    "anchors:\n  congress: {title: Khai mạc đại hội, alias: đại hội, window: trong tháng 6/2026,"
    " ask: secretary, by: chậm nhất 20/12/2025}\n"
)
HELD = (
    "anchors:\n  congress: {title: Khai mạc đại hội, alias: đại hội, window: trong tháng 6/2026}\n"
)
DRAFT = (
    "id: draft, title: Dự thảo văn kiện lần thứ nhất, due: 30 ngày trước đại hội, lead: documents"
)

REVIEWS = (
    "id: reviews, title: Hoàn thành kiểm điểm ở các chi bộ, due: chậm nhất 19/12/2025,"
    " lead: standing-committee, done_when: {all: {kind: branch, below: true}, done: review}"
)
CHECKS = "id: plan, title: Ban hành kế hoạch kiểm tra năm sau, due: chậm nhất 10/12/2025"
DUES = "id: dues, title: Thu nộp đảng phí, due: chậm nhất 26/12/2025, lead: parent.secretary"

SITUATIONS: Mapping[str, Situation] = {
    "one-item": Situation("bi-thu", ["2025-12-08"], [WARD_REVIEW], html=True, english=True),
    "several-roadmaps": Situation(
        "bi-thu", ["2025-12-15"], [WARD_REVIEW, f"{REPORT}, lead: standing-committee"],
        roadmaps={"roadmaps/camp.yaml": CAMP}, html=True, english=True,
    ),
    "three-roles": Situation(
        "van-phong", ["2025-12-11"],
        [f"{REVIEW}, lead: standing-committee, support: [office]", f"{REPORT}, lead: office",
         "id: drafts, title: Tổng hợp góp ý dự thảo, due: chậm nhất 16/12/2025, lead: documents"],
        people={"van-phong": ("Văn phòng Đảng ủy phường", "office@phuong; documents@phuong"),
                "van-kien": ("Tổ giúp việc", "")},
    ),
    "support-only": Situation(
        "van-phong", ["2025-12-08"], [f"{REVIEW}, lead: standing-committee, support: [office]"],
    ),
    "overdue-again": Situation(
        "bi-thu", ["2025-12-08", "2025-12-16", "2025-12-18"], [WARD_REVIEW], english=True,
    ),
    "due-today": Situation("bi-thu", ["2025-12-08", "2025-12-15"], [WARD_REVIEW]),
    "moved-by-directive": Situation(
        "bi-thu", ["2025-12-08", "2025-12-09"], [WARD_REVIEW], more=MOVES, english=True,
    ),
    "moved-beside-others": Situation(
        "bi-thu", ["2025-12-08", "2025-12-19"],
        [WARD_REVIEW, f"{REPORT}, lead: standing-committee",
         f"{CHECKS}, lead: secretary"],
        more=MOVES.replace("09/12/2025", "19/12/2025").replace("24/12/2025", "29/12/2025"),
        english=True,
    ),
    "extension-waiting": Situation(
        "chi-bo-1", ["2025-12-08", "2025-12-12"], [OF_BRANCHES], head=BRANCH, html=True,
        english=True,
        then={"2025-12-08": [(FactKind.EXTENSION_ASKED, "cb-1", "review", "2025-12-26")]},
    ),
    "extension-granted": Situation(
        "chi-bo-1", ["2025-12-08", "2025-12-10"], [OF_BRANCHES], head=BRANCH,
        then={"2025-12-08": [(FactKind.EXTENSION_ASKED, "cb-1", "review", "2025-12-26"),
                             (FactKind.EXTENSION_GRANTED, "cb-1", "review", "2025-12-26")]},
    ),
    "provisional": Situation("van-kien", ["2026-05-04"], [DRAFT], more=HELD),
    "barrier-with-progress": Situation(
        "bi-thu", ["2025-12-10", "2025-12-12"],
        [f"{OF_BRANCHES}, for: {{kind: branch}}",
         REVIEWS],
        then={"2025-12-10": [(FactKind.DONE, "cb-1", "review", "")]},
    ),
    "day-asked-for": Situation("bi-thu", ["2025-12-15"], [DRAFT], more=ANCHOR),
    "session-in-the-morning": Situation(
        "bi-thu", ["2025-12-15"],
        ["id: meeting, title: Hội nghị tổng kết năm, due: sáng ngày 18/12/2025, lead: secretary"],
    ),
    "in-place-of-somebody-away": Situation(
        "chi-bo-2", ["2025-12-08"], [OF_BRANCHES], head="for: {organisations: [cb-1]}",
        people={"chi-bo-1": ("Bí thư Chi bộ Tổ dân phố số 1", "secretary@cb-1",
                             "01/12/2025..12/12/2025", "chi-bo-2")},
    ),
    "escalated-to-the-superior": Situation(
        "bi-thu", ["2025-12-08", "2025-12-18"], [OF_BRANCHES], head=BRANCH, branches=3,
        english=True,
    ),
    "new-holder-in-the-middle": Situation(
        "chi-bo-moi", ["2025-12-08", "2025-12-10"], [OF_BRANCHES],
        head="for: {organisations: [cb-1]}",
        people={"chi-bo-1": ("Đồng chí Một", "secretary@cb-1 ..09/12/2025"),
                "chi-bo-moi": ("Đồng chí Mới", "secretary@cb-1 10/12/2025..")},
    ),
    "backlog": Situation("van-phong", ["2025-12-22"], [OF_BRANCHES], head=BRANCH),
    "undated": Situation(
        "van-phong", ["2025-12-08"],
        ["id: draft, title: Dự thảo văn kiện, due: 30 ngày trước đại hội, lead: documents"],
        more="anchors:\n  congress: {title: Khai mạc đại hội, alias: đại hội}\n",
    ),
    "unheld": Situation(
        "van-phong", ["2025-12-08"], [f"{REVIEW}, lead: documents"],
        people={"van-kien": ("Tổ giúp việc", "")},
    ),
    "sixty-items": Situation(
        "bi-thu", ["2025-12-12"],
        [f"{REVIEW}, lead: parent.secretary",
         f"{REPORT}, lead: parent.secretary",
         DUES],
        head=BRANCH, branches=20, html=True,
    ),
    "long-title": Situation(
        "bi-thu", ["2025-12-12"],
        [f'id: long, title: "{LONG}", due: chậm nhất 15/12/2025, lead: secretary'], html=True,
    ),
    "special-characters": Situation(
        "bi-thu", ["2025-12-12"],
        [unicodedata.normalize(
            "NFD", 'id: odd, title: "Họp <b>chi ủy</b> & đảng viên “mới”: 5 > 3",'
            " due: chậm nhất 15/12/2025, lead: secretary")],
        html=True,
    ),
    "thanks": Situation(
        "chi-bo-1", ["2025-12-12", "2025-12-15"], [OF_BRANCHES, f"{REPORT}, lead: secretary"],
        head="for: {organisations: [cb-1]}", html=True, english=True,
        then={"2025-12-12": [(FactKind.DONE, "cb-1", "review", "")]},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SITUATIONS)
def test_it_reads_as_an_office_would_write_it(name: str, golden: Golden) -> None:
    situation = SITUATIONS[name]
    configuration = situation.configuration()
    languages = ("vi", "en") if situation.english else ("vi",)
    for language in languages:
        message = last_message(situation, speaking(configuration, language))
        golden(f"situations/{name}.{language}.txt", f"{message.subject}\n\n{message.text}")
        golden(f"situations/{name}.{language}.brief.txt", message.brief)
        if situation.html and language == "vi":
            golden(f"situations/{name}.{language}.html", message.html)


def speaking(configuration: Configuration, language: str) -> Configuration:
    """Return a configuration all of whose people speak a language."""
    persons = (replace(person, language=language) for person in configuration.people.persons)
    return replace(configuration, language=language, people=People(tuple(persons)))


def test_what_may_have_arrived_before_says_so_in_front(golden: Golden) -> None:
    situation = SITUATIONS["one-item"]
    message = last_message(situation, situation.configuration())

    golden("situations/again.vi.brief.txt", marked(message.brief, message, again=True))


@pytest.mark.parametrize("name", SITUATIONS)
def test_a_lock_screen_shows_what_is_to_be_done_and_how_far_it_is(name: str) -> None:
    message = last_message(SITUATIONS[name], SITUATIONS[name].configuration())

    essence, *_ = message.subject.partition(", và ")
    assert len(essence) <= 60 or message.kind.value != "reminders"
