"""How offices name an organisation at the head of its documents, and in whose name it signs.

A committee issues what its whole organisation is named by: Đảng bộ phường X writes as Đảng ủy
phường X, and stands over its branches as Đảng bộ. What a name doesn't begin with is left alone.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lotrinh.application.office.configuration import Configuration
from lotrinh.domain.registers import OrganisationId, RoleId

_STANDING = "Ban Thường vụ"
_COMMITTEE = "Đảng ủy"
_SECRETARY = "Bí thư"
_HEADS = {
    _STANDING: _SECRETARY,
    "Ban Chấp hành": _SECRETARY,
    _COMMITTEE: _SECRETARY,
    "Chi ủy": _SECRETARY,
    "Chi bộ": _SECRETARY,
    "Ủy ban Kiểm tra": "Chủ nhiệm",
    "Tiểu ban": "Trưởng Tiểu ban",
}
"""Who signs in the name of a body."""
_LEADERS = (_SECRETARY, "Phó Bí thư")
_AREAS = re.compile(
    r"^(?:phường|xã|đặc khu|thị trấn|quận|huyện|thị xã|thành phố|tỉnh)\s+(?=\w)", re.IGNORECASE
)
_LONE_END = re.compile(r"\s+(?=(?:\d\S{0,3}|[IVX]{1,4}|\S{1,2})$)")


@dataclass(frozen=True, slots=True)
class _Form:
    """What is written for names that begin in the same way."""

    begins: str
    issues: str
    above: str
    """Where it stands over the one that issues."""
    sign: str
    """In the number of a document."""
    names_a_place: bool = False
    """Whether what follows is a place by itself: Quận ủy Hải An."""


_FORMS = (
    _Form("Đảng bộ", _COMMITTEE, "Đảng bộ", "ĐU"),
    _Form("Đảng ủy", _COMMITTEE, "Đảng bộ", "ĐU"),
    _Form("Chi bộ", "Chi bộ", "Chi bộ", "CB"),
    _Form("Quận ủy", "Quận ủy", "Đảng bộ quận", "QU", names_a_place=True),
    _Form("Huyện ủy", "Huyện ủy", "Đảng bộ huyện", "HU", names_a_place=True),
    _Form("Thị ủy", "Thị ủy", "Đảng bộ thị xã", "ThU", names_a_place=True),
    _Form("Thành ủy", "Thành ủy", "Đảng bộ thành phố", "TU", names_a_place=True),
    _Form("Tỉnh ủy", "Tỉnh ủy", "Đảng bộ tỉnh", "TU", names_a_place=True),
)


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs: the body in whose name, '' where nobody but the post itself, and the post."""

    body: str
    post: str


def kept_together(name: str) -> str:
    """Return a name whose short last word never stands alone on a line.

    >>> kept_together("Đông Hải 2") == "Đông Hải\N{NO-BREAK SPACE}2"
    True
    """
    return _LONE_END.sub("\u00a0", name)


def as_issuer(name: str) -> str:
    """Return how an organisation is named that issues a document.

    >>> as_issuer("Đảng bộ phường Hà Khánh"), as_issuer("Chi bộ khu phố 2")
    ('Đảng ủy phường Hà Khánh', 'Chi bộ khu phố 2')
    """
    form = _form(name)
    return form.issues + name[len(form.begins) :] if form else name


def as_superior(name: str) -> str:
    """Return how an organisation is named over another that issues a document.

    >>> as_superior("Quận ủy Hải An")
    'Đảng bộ quận Hải An'
    """
    form = _form(name)
    return form.above + name[len(form.begins) :] if form else name


def sign_of(name: str) -> str:
    """Return what stands for an organisation in the number of a document, '' if not known.

    >>> sign_of("Đảng bộ phường Hà Khánh"), sign_of("Chi bộ khu phố 2"), sign_of("Office")
    ('ĐU', 'CB', '')
    """
    form = _form(name)
    return form.sign if form else ""


def place_of(configuration: Configuration, organisation: OrganisationId) -> str:
    """Return the place that a document is dated from: that of its issuer or of one above."""
    names = (_place_in(name) for name in _upwards(configuration, organisation))
    return next(filter(None, names), "")


def signature(
    configuration: Configuration, organisation: OrganisationId, role: RoleId | None
) -> Signature:
    """Return who signs for an organisation; its leading body and head, if no role is said."""
    leading = _leading_body(configuration, organisation)
    if role is None:
        return Signature(leading, _HEADS[leading]) if leading else Signature("", "")
    title = configuration.roles[role]
    head = next((head for body, head in _HEADS.items() if title.startswith(body)), None)
    if head is not None:
        return Signature(title, head)
    return Signature(leading if title.startswith(_LEADERS) else "", title)


def _leading_body(configuration: Configuration, organisation: OrganisationId) -> str:
    """Return the body that speaks for an organisation, '' where its name doesn't tell."""
    register = configuration.organisations
    form = _form(register.name(organisation))
    if form is None:
        return ""
    if form.issues in _HEADS and form.issues != _COMMITTEE:
        return form.issues
    kind = configuration.kinds[str(register.kinds[register.rows[organisation]])]
    lacking = {configuration.roles.get(role) for role in kind.stands_in}
    return _COMMITTEE if _STANDING in lacking else _STANDING


def _form(name: str) -> _Form | None:
    found = (form for form in _FORMS if name.casefold().startswith(form.begins.casefold()))
    return next(found, None)


def _place_in(name: str) -> str:
    form = _form(name)
    rest = name[len(form.begins) :].strip() if form else ""
    place, areas = _AREAS.subn("", rest)
    return place if areas or (form and form.names_a_place) else ""


def _upwards(configuration: Configuration, organisation: OrganisationId) -> Iterator[str]:
    register = configuration.organisations
    at: OrganisationId | None = organisation
    while at is not None:
        yield register.name(at)
        at = register.parent(at)
