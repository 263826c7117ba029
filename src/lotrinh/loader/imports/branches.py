"""The branches of a new office, out of the list that it keeps of them."""

from pathlib import Path

from lotrinh.errors import Problem, ProblemsError
from lotrinh.loader.imports.lists import Headings, read_list
from lotrinh.loader.parts.channels import is_address
from lotrinh.loader.reading.findings import Findings
from lotrinh.loader.reading.folder import read_file
from lotrinh.loader.reading.keys import Keys
from lotrinh.loader.reading.text_file import ungarbled

_HEADINGS = Headings(
    {
        "name": r"ten(?!-(bi-thu|nguoi))|(cac-)?chi-bo|to-chuc|don-vi|dang-bo",
        "email": r"e-?mail|thu-dien-tu|hop-thu|dia-chi-thu|thu-cong-vu",
    },
    Keys("branches", ("name", "email")),
)


def read_branches(path: Path) -> tuple[list[tuple[str, str]], tuple[Problem, ...]]:
    """Return the rows of a list of branches, each a name and an address; and what was left out.

    Raises:
        LotrinhError: It is no file, or it can't be read.
        ProblemsError: It has no such list, or a row of it has a mistake.
    """
    findings = Findings()
    found = read_list(path.name, read_file(path), _HEADINGS, findings)
    rows = []
    for line in found.lines if found is not None else ():
        name, email = line.text("name"), line.text("email")
        if meant := ungarbled(name):
            findings.error("garbled", line.place("name"), nearest=meant)
        if email and not is_address("smtp", email):
            findings.error("bad-email", line.place("email"))
        rows.append((name, email))
    if found is not None and not rows:
        findings.error("import-no-list", found.where)
    wrong = [problem for problem in findings.all if problem.is_error]
    if wrong:
        raise ProblemsError(wrong)
    return rows, findings.all
