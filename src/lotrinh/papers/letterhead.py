"""What stands around a document: who writes it, its number, place and day, who signs, who gets it.

The form is that of documents of the Party (36-HD/VPTW). Number and day are given together, when
a document goes out: one without a number leaves dots for both, to be filled in by hand.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from lotrinh.domain.registers import OrganisationId, RoleId
from lotrinh.papers.issuer import (
    as_issuer,
    as_superior,
    kept_together,
    place_of,
    sign_of,
    signature,
)
from lotrinh.papers.line import Scribe

_DOTS = "………"
_FEW = "…"


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who writes a document; what isn't known is left to be filled in by hand."""

    organisation: OrganisationId
    signed: RoleId | None = None
    """The role that signs; who leads the organisation, if None."""
    number: str = ""
    place: str = ""

    def values(self, scribe: Scribe, kind: str, subject: str, day: date) -> Mapping[str, str]:
        """Return what the marks of a template stand for.

        Args:
            scribe: Who puts it into words.
            kind: Of document, a key of the catalogue.
            subject: What it is about.
            day: Its day.
        """
        register = scribe.configuration.organisations
        name, over = register.name(self.organisation), self._above(scribe)
        signs = signature(scribe.configuration, self.organisation, self.signed)
        body = scribe.say("paper.on-behalf", body=signs.body) if signs.body else ""
        place = self.place or place_of(scribe.configuration, self.organisation)
        return {
            "cấp trên": kept_together(as_superior(over)).upper(),
            "cấp trên, chữ thường": kept_together(as_issuer(over)) or _DOTS,
            "đơn vị": kept_together(as_issuer(name)).upper(),
            "số": self.number or self._number(scribe, kind, name),
            "địa danh": kept_together(place) or _DOTS,
            "ngày": self._day(scribe, day),
            "loại": scribe.say(f"paper.{kind}").upper(),
            "trích yếu": subject,
            "thay mặt": body.upper(),
            "chức vụ": signs.post.upper() or _DOTS,
            "nơi nhận": self._recipients(scribe, kind, over),
        }

    def _above(self, scribe: Scribe) -> str:
        register = scribe.configuration.organisations
        above = register.parent(self.organisation)
        return register.name(above) if above is not None else ""

    def _number(self, scribe: Scribe, kind: str, name: str) -> str:
        signs = filter(None, (scribe.say(f"paper.{kind}-sign"), sign_of(name)))
        return f"{_DOTS}-{'/'.join(signs)}"

    def _day(self, scribe: Scribe, day: date) -> str:
        known = (day.day, f"{day.month:02}") if self.number else (_FEW, _FEW)
        return scribe.say("paper.day", day=known[0], month=known[1], year=day.year)

    def _recipients(self, scribe: Scribe, kind: str, over: str) -> str:
        """Return who gets it, a line each: the one above, those who have to do it, the files."""
        register = scribe.configuration.organisations
        told = [scribe.say("paper.to-above", name=kept_together(as_issuer(over)))] if over else []
        if kind == "kind-plan" and (below := register.below(self.organisation)):
            told.append(scribe.say("paper.to-below", kind=scribe.kind(below)))
        told.append(scribe.say("paper.to-file"))
        return "\n".join(told)
