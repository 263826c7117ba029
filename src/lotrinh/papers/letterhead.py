"""What stands around a document: who writes it, its number, place and day, and who signs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from lotrinh.domain.registers import OrganisationId, RoleId
from lotrinh.papers.line import Scribe

_DOTS = "………"


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who writes a document; what isn't known is left to be filled in by hand."""

    organisation: OrganisationId
    signed: RoleId
    """The role that signs."""
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
        above = register.parent(self.organisation)
        over = register.name(above) if above is not None else ""
        named = scribe.say(f"paper.{kind}")
        short = scribe.say(f"paper.{kind}-sign")
        return {
            "cấp trên": over.upper(),
            "cấp trên, chữ thường": over or _DOTS,
            "đơn vị": register.name(self.organisation).upper(),
            "số": self.number or f"{_DOTS}-{short}",
            "địa danh": self.place or _DOTS,
            "ngày": scribe.say("paper.day", day=day.day, month=f"{day.month:02}", year=day.year),
            "loại": named.upper(),
            "trích yếu": subject,
            "chức vụ": scribe.configuration.roles[self.signed].upper(),
        }
