"""From a folder's contents to a configuration, or to everything that is wrong with it.

Pure: no disk, no clock. The files are read in the order in which they lean on each other;
one that can't be read opens the vocabulary it would have given, so that the others are still
checked and not blamed for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from lotrinh.application.office.configuration import ChannelSettings, Configuration, Post
from lotrinh.domain.calendar import Calendar
from lotrinh.domain.people import People
from lotrinh.domain.policy import Policy
from lotrinh.domain.registers import OrganisationId, Organisations, RoleId
from lotrinh.domain.roadmap import Roadmap, RoadmapId
from lotrinh.domain.targets import TargetSets
from lotrinh.errors import Location, Problem
from lotrinh.loader.checks.barriers import Plans, check_barriers, check_circles
from lotrinh.loader.checks.chosen import Chosen, check_chosen
from lotrinh.loader.checks.consistency import check_consistency
from lotrinh.loader.checks.coverage import Registers, check_coverage
from lotrinh.loader.checks.feasibility import Ground, check_feasibility
from lotrinh.loader.checks.formerly import check_former_organisations, check_formerly
from lotrinh.loader.parts import supposing
from lotrinh.loader.parts.alarms import read_heartbeat
from lotrinh.loader.parts.backup import read_backup
from lotrinh.loader.parts.calendars import CalendarShape, read_calendars, read_shapes
from lotrinh.loader.parts.channels import read_channels
from lotrinh.loader.parts.extension import Bases, anchors_of, by_id, extended
from lotrinh.loader.parts.inputs import Inputs
from lotrinh.loader.parts.keep import read_keep
from lotrinh.loader.parts.organisations import COLUMNS as ORGANISATION
from lotrinh.loader.parts.organisations import Surroundings, read_organisations
from lotrinh.loader.parts.people import COLUMNS as PERSON
from lotrinh.loader.parts.people import Offices, read_people
from lotrinh.loader.parts.policies import read_policies
from lotrinh.loader.parts.reader import Words, years_around
from lotrinh.loader.parts.roadmap import read_roadmap
from lotrinh.loader.parts.roadmap_shape import RoadmapShape
from lotrinh.loader.parts.settings import (
    Settings,
    SettingsShape,
    may_edit,
    read_bulletins,
    read_officer,
    read_post,
    read_settings,
    trusted_header,
)
from lotrinh.loader.parts.supposing import Supposed
from lotrinh.loader.parts.target_files import read_target_sets
from lotrinh.loader.parts.target_shape import TargetSetShape
from lotrinh.loader.parts.targets import TargetReader, reports_of
from lotrinh.loader.reading.collecting import uncollected
from lotrinh.loader.reading.findings import Findings, Vocabulary
from lotrinh.loader.reading.folder import FORMS, LIBRARY, REGISTERS, content_hash
from lotrinh.loader.reading.keys import Keys
from lotrinh.loader.reading.table import Table
from lotrinh.loader.reading.text import fold
from lotrinh.loader.reading.written import NOTHING, Block, Text

_BEHIND = (
    "settings.yaml",
    *(f"{name}.{form}" for name in REGISTERS for form in FORMS),
)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came of loading."""

    configuration: Configuration | None
    """None if, and only if, some problem is an error."""
    problems: tuple[Problem, ...]


def load(files: Mapping[str, bytes], supposed: Supposed | None = None) -> Loaded:
    """Return the configuration that the files make up, and all that is wrong with them.

    Args:
        files: Their contents, by name.
        supposed: What is taken to stand in them beside what does.
    """
    with uncollected():
        workspace = _Workspace(files, supposed)
        configuration = workspace.configuration()
        workspace.check_coverage()
        workspace.check_feasibility(configuration)
        problems = workspace.findings.all
    has_errors = any(problem.is_error for problem in problems)
    return Loaded(None if has_errors else configuration, problems)


def roadmaps_in(files: Mapping[str, bytes]) -> Mapping[RoadmapId, Roadmap]:
    """Return what the roadmaps of the files say, as far as they can be understood alone.

    Registers may be large, and tell nothing of what a roadmap says.
    """
    registers = {f"{name}.{form}" for name in REGISTERS for form in FORMS}
    return _Workspace({p: f for p, f in files.items() if p not in registers}).roadmaps


class _Workspace:
    """The files on their way to a configuration; each is read once, when first needed."""

    def __init__(self, files: Mapping[str, bytes], supposed: Supposed | None = None) -> None:
        self.findings = Findings()
        self._files = files
        self._supposed = supposed
        self._inputs = Inputs(files, self.findings)

    def configuration(self) -> Configuration:
        """Return what the files mean; of no use where the findings hold an error."""
        shape = self._settings.shape
        channels, deliver_by = self._channels or ({}, None)
        return Configuration(
            hash=content_hash(self._files),
            zone=shape.zone,
            language=shape.language,
            strict=shape.strict,
            coordinator=self._officer(shape.coordinator),
            operator=self._officer(shape.operator) if shape.operator else None,
            kinds=self._settings.kinds,
            roles={RoleId(str(role)): str(title) for role, title in shape.roles.items()},
            organisations=self._organisations or _NOBODY,
            people=self._people or People(()),
            policies=self._policies or {},
            calendars=self._calendars,
            roadmaps=self.roadmaps,
            targets=self._targets,
            channels=channels,
            deliver_by=deliver_by,
            bulletins=read_bulletins(shape),
            public_url=str(shape.public_url) if shape.public_url else None,
            answer_days=shape.answer_days,
            shard_size=shape.shard_size,
            keep=read_keep(shape.keep),
            heartbeat=read_heartbeat(shape.alarms),
            backup=read_backup(shape.backup),
            trust_header=trusted_header(shape.web),
            web_edits=may_edit(shape.web),
        )

    def check_coverage(self) -> None:
        """Compare roadmaps and registers, unless a mistake in these would only echo."""
        organisations, people = self._organisations, self._people
        if organisations is None or people is None or self.findings.blames(*_BEHIND):
            return
        settings = self._settings
        registers = Registers(organisations, people, settings.kinds, settings.role_words)
        self._check_officers(registers)
        for shape, roadmap in self._plans:
            of_targets = roadmap.id in self._targets
            check_coverage(shape, roadmap, registers, self.findings, of_targets=of_targets)
            plans = Plans(self.roadmaps, organisations, settings.kinds)
            check_barriers(shape, roadmap, plans, self.findings)
            if self._organisations_table is not None:
                chosen = Chosen(organisations, self._organisations_table, self._anchors)
                strict = settings.shape.strict
                check_chosen(roadmap, chosen, self._calendars, self.findings, strict=strict)

    def check_feasibility(self, configuration: Configuration) -> None:
        """Look at the due days that come of the files, if these are fit to be used."""
        if self._organisations is None or any(problem.is_error for problem in self.findings.all):
            return
        ground = Ground(
            configuration.roadmaps,
            self._organisations,
            configuration.calendars,
            configuration.strict,
        )
        for shape, roadmap in self._plans:
            check_feasibility(shape, roadmap, ground, self.findings)

    def _officer(self, written: Text) -> Post:
        roles, organisations = self._settings.role_words, self._organisation_ids
        return read_officer(written, roles, organisations, self.findings)

    def _check_officers(self, registers: Registers) -> None:
        """Report a coordinator or operator that is nobody: trouble would be told to no one."""
        shape = self._settings.shape
        for code, written in (
            ("no-coordinator", shape.coordinator),
            ("no-operator", shape.operator),
        ):
            post = read_post(written)
            if post is not None and not registers.is_held(RoleId(post[0]), OrganisationId(post[1])):
                self.findings.error(code, written.where, value=str(written))

    @cached_property
    def _settings_shape(self) -> SettingsShape | None:
        return self._inputs.shape("settings.yaml", SettingsShape)

    @cached_property
    def _settings(self) -> Settings:
        names = Vocabulary(self._calendars, is_open=None in self._calendar_files)
        return read_settings(self._settings_shape, names, self.findings)

    @cached_property
    def _library(self) -> str:
        """The folder of the library; one that is named has to be there."""
        named = (
            self._settings_shape.library if self._settings_shape else Text(LIBRARY, NOTHING.where)
        )
        if named.where.path and not any(path.startswith(f"{named}/") for path in self._files):
            self.findings.error("missing-library", named.where, value=str(named))
        return str(named)

    @cached_property
    def _channels(self) -> tuple[Mapping[str, ChannelSettings], str | None] | None:
        tree = self._inputs.tree("channels.yaml")
        return None if tree is None else read_channels(tree, self.findings)

    @cached_property
    def _policies(self) -> Mapping[str, Policy] | None:
        tree = self._inputs.tree("policies.yaml")
        roles = self._settings.role_words
        return None if tree is None else read_policies(tree, roles, self.findings)

    @cached_property
    def _calendar_files(self) -> list[CalendarShape | None]:
        return read_shapes(self._inputs, self._library)

    @cached_property
    def _calendars(self) -> Mapping[str, Calendar]:
        shapes = [shape for shape in self._calendar_files if shape is not None]
        terms = [shape.term for shape in self._roadmap_shapes if shape.term]
        return read_calendars(shapes, terms, self.findings)

    @cached_property
    def _templates(self) -> Mapping[str, Block]:
        """The roadmaps of the library, by their ids."""
        return by_id(self._inputs.trees(f"{self._library}/roadmaps", RoadmapShape))

    @cached_property
    def _target_sets(self) -> list[TargetSetShape | None]:
        return read_target_sets(self._inputs, self.findings)

    @cached_property
    def _reports(self) -> list[tuple[TargetSetShape, RoadmapShape]]:
        """Each set of targets, with the roadmap of its reports."""
        language = self._settings_shape.language if self._settings_shape else "vi"
        sets = (shape for shape in self._target_sets if shape is not None)
        return [(shape, reports_of(shape, language)) for shape in sets]

    @cached_property
    def _targets(self) -> TargetSets:
        readers = (TargetReader(s, r, self._words, self.findings) for s, r in self._reports)
        return {reader.id: reader.read() for reader in readers}

    @cached_property
    def _roadmap_files(self) -> list[RoadmapShape | None]:
        trees = self._inputs.trees("roadmaps", RoadmapShape)
        if not trees and not self._target_sets:
            self.findings.error("no-roadmap", Location("roadmaps"))
        bases = Bases(self._templates, by_id(trees))
        wholes = [extended(t, bases, self.findings) if isinstance(t, Block) else t for t in trees]
        told = [None if t is None else supposing.amended(t, self._supposed) for t in wholes]
        return [None if t is None else RoadmapShape.of(t, self.findings) for t in told]

    @cached_property
    def _roadmap_shapes(self) -> list[RoadmapShape]:
        written = [shape for shape in self._roadmap_files if shape is not None]
        return [*written, *(reports for _, reports in self._reports)]

    @cached_property
    def _anchors(self) -> Mapping[str, str]:
        """Anchors by folded id or alias; an id is never taken for another anchor's alias."""
        named = [pair for shape in self._roadmap_shapes for pair in shape.anchors.items()]
        aliases = {fold(alias): str(id_) for id_, anchor in named for alias in anchor.alias}
        return aliases | {fold(id_): str(id_) for id_, _ in named}

    @cached_property
    def _anchor_years(self) -> Mapping[str, range]:
        """The years of each anchor's days: where roadmaps share one, of all their terms."""
        years: dict[str, range] = {}
        for shape in self._roadmap_shapes:
            own = years_around(shape.term)
            for id_ in map(str, shape.anchors):
                known = years.get(id_, own)
                years[id_] = range(min(known.start, own.start), max(known.stop, own.stop))
        return years

    @cached_property
    def _organisations_table(self) -> Table | None:
        columns = Keys("organisation", ORGANISATION, is_open=True)
        return self._inputs.table("organisations", columns)

    @cached_property
    def _organisations(self) -> Organisations | None:
        table = self._organisations_table
        if table is None:
            return None
        around = Surroundings(
            self._settings.kinds,
            self._settings.kind_words,
            Vocabulary(self._calendars, is_open=None in self._calendar_files),
            {**anchors_of(self._templates), **self._anchors},
            self._anchor_years,
            bool(self._roadmap_files) and None not in self._roadmap_files,
        )
        read = read_organisations(table, around, self.findings)
        check_former_organisations(table, self.findings)
        return read and supposing.moved(read, self._supposed, self._anchor_years, self.findings)

    @cached_property
    def _organisation_ids(self) -> Vocabulary:
        organisations = self._organisations
        ids, names = (organisations.ids, organisations.names) if organisations else ((), ())
        # A register without a single id was blamed already; whom it names isn't known.
        return Vocabulary.of_named(ids, names, is_open=not any(ids))

    @cached_property
    def _people(self) -> People | None:
        columns = Keys("person", (*PERSON, "channels"), is_open=True)
        table = self._inputs.table("people", columns)
        channels = self._channels[0] if self._channels else None
        offices = Offices(self._settings.role_words, self._organisation_ids, channels)
        return None if table is None else read_people(table, offices, self.findings)

    @cached_property
    def roadmaps(self) -> Mapping[RoadmapId, Roadmap]:
        """The roadmaps; two of the same id are one."""
        return {roadmap.id: roadmap for _, roadmap in self._plans}

    @cached_property
    def _plans(self) -> list[tuple[RoadmapShape, Roadmap]]:
        """Each roadmap as written and as meant; two of the same id as well."""
        read: list[tuple[RoadmapShape, Roadmap]] = []
        ids = (shape.roadmap for shape in self._roadmap_shapes if shape.roadmap)
        self.findings.expect_unique(ids)
        check_formerly(self._roadmap_shapes, self.findings)
        for shape in self._roadmap_shapes:
            roadmap = read_roadmap(shape, self._words, self.findings)
            check_consistency(shape, roadmap, self.findings)
            read.append((shape, roadmap))
        check_circles(self._roadmap_shapes, self.findings)
        return read

    @cached_property
    def _words(self) -> Words:
        organisations, policies = self._organisations, self._policies
        return Words(
            self._settings.kind_words,
            self._settings.role_words,
            self._organisation_ids,
            Vocabulary(organisations.tags if organisations else (), is_open=organisations is None),
            Vocabulary(policies or (), is_open=policies is None),
            Vocabulary(
                (shape.roadmap for shape in self._roadmap_shapes),
                is_open=None in (*self._roadmap_files, *self._target_sets),
            ),
        )


_NO_DAYS = np.empty(0, "M8[D]")
_NO_WORDS, _NO_NUMBERS = np.empty(0, np.str_), np.empty(0, np.int64)
_NOBODY = Organisations((), (), _NO_WORDS, _NO_WORDS, _NO_NUMBERS, _NO_DAYS, _NO_DAYS, _NO_NUMBERS)
