"""`python -m tests.audit`: are there known vulnerabilities in the versions that we ask for?

Every line of `deployments/constraints.txt` is looked up in a public index of advisories, in
one request. Ends with 0 where nothing is known, 1 where something is that
`deployments/advisories.toml` gives no reason for, 3 where the index doesn't answer: then
nothing is known, and that is said.
"""

import json
import re
import sys
import tomllib
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
CONSTRAINTS = ROOT / "deployments" / "constraints.txt"
ACCEPTED = ROOT / "deployments" / "advisories.toml"
INDEX = "https://api.osv.dev/v1/querybatch"
_SECONDS = 20
_PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;#]+)", re.MULTILINE)

Pins = Sequence[tuple[str, str]]


class NoAnswerError(Exception):
    """The index of advisories can't be asked."""


def pins_of(text: str) -> Pins:
    """Return each package with its version.

    >>> pins_of("anyio==4.16.0\\npsycopg[binary]==3.3.1 ; extra\\n# a==1\\n")
    [('anyio', '4.16.0'), ('psycopg', '3.3.1')]
    """
    return [(name, version) for name, version in _PIN.findall(text)]


def known(pins: Pins, index: str = INDEX) -> Mapping[str, Sequence[str]]:
    """Return the advisories of each package that has any.

    Raises:
        NoAnswerError: Nobody answers, or nobody who knows.
    """
    queries = [{"package": {"name": n, "ecosystem": "PyPI"}, "version": v} for n, v in pins]
    body = json.dumps({"queries": queries}).encode()
    request = urllib.request.Request(index, body, {"Content-Type": "application/json"})  # noqa: S310  (written above)
    try:
        with urllib.request.urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310  (written above)
            results = json.load(answer)["results"]
    except (urllib.error.URLError, OSError, ValueError, KeyError, TypeError) as error:
        raise NoAnswerError(type(error).__name__) from error
    if not isinstance(results, list) or len(results) != len(pins):
        raise NoAnswerError("ValueError")
    return dict(_told(pins, results))


def _told(
    pins: Pins, results: Sequence[Mapping[str, Sequence[Mapping[str, str]]]]
) -> Iterator[tuple[str, Sequence[str]]]:
    for (name, version), result in zip(pins, results, strict=True):
        if found := [one["id"] for one in (result or {}).get("vulns", ())]:
            yield f"{name} {version}", found


def main(index: str = INDEX) -> int:
    """Audit, say what was found, and return the exit code."""
    pins = pins_of(CONSTRAINTS.read_text("utf-8"))
    accepted = tomllib.loads(ACCEPTED.read_text("utf-8"))
    try:
        found = known(pins, index)
    except NoAnswerError as error:
        sys.stdout.write(f"audit: the index of advisories doesn't answer ({error}): not audited\n")
        return 3
    bad = False
    for package, ids in sorted(found.items()):
        for id_ in ids:
            bad |= id_ not in accepted
            sys.stdout.write(f"{package}: {id_}: {accepted.get(id_, 'NOT ACCEPTED')}\n")
    sys.stdout.write(f"audit: {len(pins)} packages, {len(found)} with advisories\n")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
