"""The law of shards: whatever the cut, the order and the mishaps, together they are one check.

Everything runs through the real use cases, over a notebook without books beneath it.
"""

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from lotrinh.application.books.rehearsal import Rehearsal
from lotrinh.application.deciding.check import CheckReport, check
from lotrinh.application.deciding.settling import settle
from lotrinh.application.office.configuration import Configuration, Post
from lotrinh.application.office.shards import Shard, shards_of
from lotrinh.application.recording import record
from lotrinh.application.recording.answers import Answer, answer
from lotrinh.application.recording.mentions import Mention
from lotrinh.application.telling.compose import compose
from lotrinh.domain.distance import Unit
from lotrinh.domain.facts import FactKind, open_entries
from lotrinh.domain.policy import Escalation
from lotrinh.domain.registers import OrganisationId, Organisations, RoleId, Selector
from lotrinh.domain.reminders import Reminder
from lotrinh.domain.resolution import concerned
from lotrinh.domain.roadmap import Amendment, Anchor, Barrier, MilestoneId, RoadmapId
from lotrinh.errors import LotrinhError
from lotrinh.loader.phrases.phrase import parse_phrase
from lotrinh.rendering.messages.wording import TemplateWording
from tests.builders import (
    SECRETARY,
    STUBBORN,
    a_configuration,
    a_milestone,
    a_person,
    a_policy,
    a_roadmap,
    morning,
    organisations,
)

PLAN = RoadmapId("plan")
FIRST = date(2024, 11, 25)
DAYS = 30
TREE = {"ph": None, "cb-1": "ph", "to-1": "cb-1", "to-2": "cb-1", "cb-2": "ph", "cb-3": "ph"}
"""A ward with three branches, one of which has two cells; `cb-3` has nobody."""


def a_register(tree: dict[str, str | None]) -> Organisations:
    names = list(tree)
    parents = [-1 if above is None else names.index(above) for above in tree.values()]
    days = [date(2025, 1, 8) if name == "cb-2" else None for name in names]
    return replace(organisations(*names, anchors={"congress": days}), parents=np.array(parents))


def only(*names: str) -> Selector:
    return Selector(organisations=frozenset(map(OrganisationId, names)))


def a_plan(review: str = "trước 09/12/2024") -> Configuration:
    """Return a plan with all that looks beyond one organisation: barriers, escalation, roles
    above, an anchor, a directive; one person has posts in two branches, one is far up."""
    below = Barrier(Selector(), MilestoneId("review"), below=True)
    plan = a_roadmap(
        a_milestone("review", review),
        a_milestone("report", "trong 3 ngày làm việc từ review", lead=RoleId("parent.secretary")),
        a_milestone("papers", "20 ngày trước congress"),
        a_milestone("undated", "10 ngày trước outline"),
        a_milestone("all", "trước 11/12/2024", applies=only("ph", "cb-1"), done_when=below),
        congress=Anchor("congress", "Đại hội", window=parse_phrase("trong tháng 1/2025")),
        outline=Anchor("outline", "Đề cương"),
    )
    later = {(MilestoneId("review"), ""): parse_phrase("trước 16/12/2024", {})}
    plan = replace(
        plan, amendments=(Amendment(date(2024, 12, 4), applies=only("to-1"), due=later),)
    )
    posts = {
        "bt-ph": ["secretary@ph"],
        "bt-1": ["secretary@cb-1", "secretary@cb-2"],
        "bt-to": ["secretary@to-1", "secretary@to-2"],
    }
    configuration = a_configuration(
        plan,
        branches=a_register(TREE),
        people=[a_person(name, *held) for name, held in posts.items()],
        policy=replace(
            a_policy(overdue=STUBBORN),
            escalation=Escalation(after=1, unit=Unit.WORKING_DAY, every=2),
        ),
        hash_=review,
    )
    return replace(configuration, coordinator=Post(SECRETARY, OrganisationId("ph")))


Told = tuple[date, str, str]
"""Something recorded on a day: of which organisation, of which milestone; '' takes it back."""


@dataclass
class Story:
    """One office, day after day, over one notebook."""

    plan: Configuration = field(default_factory=a_plan)
    notebook: Rehearsal = field(default_factory=Rehearsal)
    reports: list[CheckReport] = field(default_factory=list)
    lists: list[str] = field(default_factory=list)
    """The keys of what the coordinator was told."""

    def whole(self, day: date) -> None:
        report = check(self.plan, self.notebook, at=morning(day))
        self.reports.append(report)
        self.lists += (notice.key for notice in report.notices)

    def shards(self, at_most: int) -> Sequence[Shard]:
        return shards_of(self.plan.organisations, self.plan.roadmaps[PLAN], at_most)

    def shard(self, shard: Shard, day: date) -> None:
        at, some = morning(day), shard.organisations
        self.reports.append(check(self.plan, self.notebook, at=at, organisations=some))

    def settle(self, shards: Sequence[Shard], day: date) -> bool:
        settled = settle(self.plan, self.notebook, PLAN, shards, at=morning(day))
        self.lists += (notice.key for notice in settled.notices)
        return not settled.missing

    def send(self, day: date) -> None:
        compose(self.plan, self.notebook, at=morning(day), wording=TemplateWording())

    def tell(self, told: Told) -> None:
        day, organisation, milestone = told
        with suppress(LotrinhError):
            if not milestone:
                self._undo(day)
                return
            more = Answer(FactKind.EXTENSION_GRANTED, day + timedelta(days=5))
            use = partial(answer, said=more) if milestone == "papers" else record.done
            mentions = [Mention(organisation, milestone)]
            now = morning(day)
            entry = use(self.plan, self.notebook, mentions, on=day, by="x", now=now, today=day)
            record.keep(self.notebook, entry)

    def _undo(self, day: date) -> None:
        if open_entries(self.notebook.facts.all()):
            entry, _ = record.undo(self.notebook, by="x", now=morning(day))
            record.keep(self.notebook, entry)

    @property
    def reminders(self) -> Counter[Reminder]:
        return Counter(reminder for report in self.reports for reminder in report.reminders)

    @property
    def changes(self) -> Counter[object]:
        return Counter(change for report in self.reports for change in report.changes)


day = st.integers(0, DAYS).map(lambda n: FIRST + timedelta(days=n))
facts = st.lists(
    st.tuples(day, st.sampled_from(list(TREE)), st.sampled_from(["review", "papers", "all", ""])),
    max_size=6,
)
cuts = st.integers(1, len(TREE) + 1)
"""How many organisations at most a shard holds."""


@st.composite
def mornings(draw: st.DrawFn) -> dict[date, tuple[int, int, set[int]]]:
    """Return days of checks: the cut, a seed for the order, which shards are checked again.

    A cut of 0 is a check of the whole.
    """
    days = draw(st.sets(day, min_size=1, max_size=14))
    how = st.tuples(cuts | st.just(0), st.integers(0, 9), st.sets(st.integers(0, 6)))
    return {day: draw(how) for day in sorted(days)}


@settings(max_examples=40)
@given(mornings=mornings(), facts=facts, moved=st.none() | day, unsent=st.sets(day))
def test_shards_say_together_what_one_check_says(
    mornings: dict[date, tuple[int, int, set[int]]],
    facts: list[Told],
    moved: date | None,
    unsent: set[date],
) -> None:
    """Any cut, another one each day, any order, some shards twice, whole checks in between."""
    one, many = Story(), Story()

    for number in range(DAYS + 1):
        today = FIRST + timedelta(days=number)
        for story in (one, many):
            for told in facts:
                if told[0] == today:
                    story.tell(told)
            if moved == today:
                story.plan = a_plan("trước 12/12/2024")
        if today in mornings:
            one.whole(today)
            _in_shards(many, today, *mornings[today])
            for story in (one, many):
                if today not in unsent:
                    story.send(today)
        assert one.reminders == many.reminders

    assert one.changes == many.changes
    assert set(one.lists) == set(many.lists)


def _in_shards(story: Story, today: date, at_most: int, seed: int, again: set[int]) -> None:
    if not at_most:
        story.whole(today)
        return
    shards = story.shards(at_most)
    order = sorted(range(len(shards)), key=lambda number: (number * 7 + seed) % (len(shards) + 1))
    for number in order:
        assert not story.settle(shards, today), "not all are done yet"
        story.shard(shards[number], today)
    for number in again & set(order):
        story.shard(shards[number], today)
    assert story.settle(shards, today)


@settings(max_examples=40)
@given(
    mornings=mornings(),
    facts=facts,
    failing=st.sets(st.tuples(day, st.integers(0, 6))),
    between=facts,
)
def test_whatever_fails_is_made_up_for(
    mornings: dict[date, tuple[int, int, set[int]]],
    facts: list[Told],
    failing: set[tuple[date, int]],
    between: list[Told],
) -> None:
    """Shards fail, facts come while others are at work; in the end all that holds is said once."""
    story = Story()
    for number in range(DAYS + 1):
        today = FIRST + timedelta(days=number)
        for told in facts:
            if told[0] == today:
                story.tell(told)
        at_most, *_ = mornings.get(today, (0,))
        shards = story.shards(at_most) if at_most else ()
        for place, shard in enumerate(shards):
            for told in between if place == 1 else ():
                if told[0] == today:
                    story.tell(told)
            if (today, place) not in failing:
                story.shard(shard, today)
        if shards:
            story.settle(shards, today)
            story.send(today)
    last = FIRST + timedelta(days=DAYS)
    story.whole(last)
    found = story.reminders
    heard = Counter(one for some in story.notebook.outbox.told_in.values() for one in some)

    assert set(heard.values()) <= {1}, "nothing is told twice"
    # A check that starts from nothing finds nothing that was lost.
    story.plan = replace(story.plan, hash="looked at anew")
    story.whole(last)
    assert story.reminders == found


trees = st.lists(st.integers(-1, 30), min_size=0, max_size=40).map(
    lambda above: {
        f"o-{number:02}": f"o-{parent % number:02}" if number and parent >= 0 else None
        for number, parent in enumerate(above)
    }
)


@given(tree=trees, at_most=st.integers(1, 45), chosen=st.none() | st.integers(2, 5))
def test_a_cut_is_a_partition(
    tree: dict[str, str | None], at_most: int, chosen: int | None
) -> None:
    """Each organisation is in one shard, none is too large, a subtree that fits is never split,
    and two beside each other wouldn't fit into one."""
    register = a_register(tree)
    some = only(*(name for name in tree if chosen is None or int(name[2:]) % chosen == 0))
    plan = a_roadmap(a_milestone("review", applies=some))
    weighs = dict(zip(register.ids, concerned(plan, register).tolist(), strict=True))

    shards = shards_of(register, plan, at_most)

    assert Counter(o for shard in shards for o in shard.organisations) == Counter(register.ids)
    sizes = [sum(weighs[o] for o in shard.organisations) for shard in shards]
    assert all(size <= at_most for size in sizes)
    assert len(shards) <= 2 * sum(sizes) // at_most + 1
    assert len({shard.key for shard in shards}) == len(shards)
    place = {o: number for number, shard in enumerate(shards) for o in shard.organisations}
    for row, id_ in enumerate(register.ids):
        tree_of = [
            id_,
            *(o for o, b in zip(register.ids, register.are_below(row), strict=True) if b),
        ]
        if sum(weighs[o] for o in tree_of) <= at_most:
            assert len({place[o] for o in tree_of}) == 1
