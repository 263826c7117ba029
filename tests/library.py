"""The library of roadmaps, laid over three wards and their branches with the shipped settings.

The wards are one for each number of contents of a congress. One mailbox holds every role,
so that nothing is found missing but what the library itself would lack.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from lotrinh.loader.reading.findings import Findings
from lotrinh.loader.reading.folder import read_folder
from lotrinh.loader.reading.written import Block, Listing, Text
from lotrinh.loader.reading.yaml_file import read_yaml

CONFIG = Path(__file__).parents[1] / "config"
ROADMAPS = sorted(path.stem for path in (CONFIG / "library" / "roadmaps").glob("*.yaml"))
EXAMPLES = sorted(path.name for path in (CONFIG / "examples").iterdir())
WARDS = {"bon-noi-dung": 4, "ba-noi-dung": 3, "hai-noi-dung": 2}
BRANCHES = {
    "chi-bo-a": "bon-noi-dung",
    "chi-bo-b": "bon-noi-dung",
    "chi-bo-c": "ba-noi-dung",
    "chi-bo-d": "hai-noi-dung",
}
# The days that organisations have set; who has none gets the roadmap's forecast.
SET: Mapping[str, Mapping[str, Mapping[str, str]]] = {
    "ward-congress": {
        "congress": {"bon-noi-dung": "14/06/2030", "ba-noi-dung": "20/06/2030"},
        "branch-opening": {"chi-bo-a": "09/03/2030"},
    },
    "ward-congress-2025": {
        "congress": {"bon-noi-dung": "15/08/2025", "hai-noi-dung": "20/08/2025"},
        "branch-opening": {"chi-bo-a": "22/02/2025"},
    },
    "branch-congress": {"branch-opening": {"chi-bo-a": "22/05/2027"}},
    "term-calendar": {"term-start": {"bon-noi-dung": "16/08/2025"}},
}


def laid_out(roadmap: str) -> Mapping[str, bytes]:
    """Return a workspace in which one roadmap of the library is taken over as it is."""
    own = ("organisations.", "people.", "roadmaps/")
    shared = {path: text for path, text in read_folder(CONFIG).items() if not path.startswith(own)}
    settings = shared["settings.yaml"].decode().replace("dong-hai-2", "bon-noi-dung")
    return {
        **shared,
        "settings.yaml": settings.encode(),
        "organisations.csv": _organisations(SET.get(roadmap, {})).encode(),
        "people.csv": _everybody(settings).encode(),
        f"roadmaps/{roadmap}.yaml": f"roadmap: {roadmap}\nextends: {roadmap}\n".encode(),
    }


def _organisations(days: Mapping[str, Mapping[str, str]]) -> str:
    """Return the register, with the days that somebody has set."""
    rows = [["cap-tren", "Cấp trên", "district", "", ""]]
    rows += [[ward, ward, "ward", "cap-tren", str(number)] for ward, number in WARDS.items()]
    rows += [[branch, branch, "branch", ward, ""] for branch, ward in BRANCHES.items()]
    lines = [["id", "name", "kind", "parent", "contents", *days]]
    lines += [[*row, *(column.get(row[0], "") for column in days.values())] for row in rows]
    return "".join(",".join(line) + "\n" for line in lines)


def _everybody(settings: str) -> str:
    """Return a register in which one mailbox holds every role everywhere."""
    roles = [line.split(":")[0].strip() for line in settings.partition("roles:")[2].splitlines()]
    posts = [f"{role}@{o}" for o in ("cap-tren", *WARDS, *BRANCHES) for role in roles if role]
    return f"id,name,holds,email\ntat-ca,Hộp thư chung,{'; '.join(posts)},chung@example.vn\n"


def milestones(roadmap: str) -> Iterator[Mapping[str, str]]:
    """Yield the milestones of a roadmap of the library as they are written, scope included."""
    path = CONFIG / "library" / "roadmaps" / f"{roadmap}.yaml"
    tree = read_yaml(path.name, path.read_text(encoding="utf-8"), Findings())
    assert isinstance(tree, Block)
    bases, written = tree.under("basis"), tree.under("milestones")
    assert isinstance(bases, Block)
    assert isinstance(written, Listing)
    for item in written:
        assert isinstance(item, Block)
        said = {str(key): str(value) for key, value in item.items() if isinstance(value, Text)}
        basis = bases.under(said["basis"])
        assert isinstance(basis, Block)
        when = item.under("when")
        contents = when.under("contents") if isinstance(when, Block) else None
        numbers = contents if isinstance(contents, Listing) else ()
        yield {**said, "scope": str(basis.under("scope")), "contents": ", ".join(map(str, numbers))}


def without_bulletins(config: Path) -> None:
    """Have neither the daily nor the weekly message come, in tests that are about other mails."""
    settings = config / "settings.yaml"
    lines = settings.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = (line for line in lines if not line.startswith(("daily:", "weekly:")))
    settings.write_text("".join(kept) + "daily: false\n", encoding="utf-8")
