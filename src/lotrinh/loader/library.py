"""The library of roadmaps to start from: what each is called, and for whom it is."""

from collections.abc import Iterator, Mapping

from lotrinh.application.office.founding import LibraryRoadmap
from lotrinh.loader.parts.inputs import Inputs
from lotrinh.loader.parts.roadmap_shape import RoadmapShape
from lotrinh.loader.reading.findings import Findings
from lotrinh.loader.reading.folder import LIBRARY


def read_library(files: Mapping[str, bytes]) -> tuple[LibraryRoadmap, ...]:
    """Return the roadmaps of a library, in the order of their files.

    Mistakes in them are passed over: loading a workspace that uses them shows those.
    """
    paths = sorted(path for path in files if path.startswith(f"{LIBRARY}/roadmaps/"))
    inputs = Inputs(files, Findings())
    return tuple(found for path in paths for found in _roadmap(inputs.shape(path, RoadmapShape)))


def _roadmap(shape: RoadmapShape | None) -> Iterator[LibraryRoadmap]:
    if shape is None or not shape.roadmap:
        return
    selectors = [shape.applies, *(milestone.applies for milestone in shape.milestones)]
    yield LibraryRoadmap(
        str(shape.roadmap),
        str(shape.title or shape.roadmap),
        frozenset(str(kind) for s in selectors if s is not None for kind in s.kind),
        frozenset(str(id_) for id_, anchor in shape.anchors.items() if not anchor.at),
        next(((str(m.id), str(m.due)) for m in shape.milestones if m.id and m.due), None),
        shape.term,
    )
