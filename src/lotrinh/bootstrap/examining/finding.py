"""What an examination returns: values that name a case, without a word of any language."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that isn't as it should be."""

    code: str
    """Stable, greppable: ``backup-old``."""
    values: Mapping[str, str] = field(default_factory=dict)
    is_grave: bool = True
    """Whether it has to be mended; otherwise it is only good to know."""
    receipt: object = None
    """What a server answered, where its words are those of a send that failed."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen of one thing."""

    values: Mapping[str, str] = field(default_factory=dict)
    """What there is to tell where all is well."""
    findings: tuple[Finding, ...] = ()
    word: str = ""
    """Which of its sentences tells that: ``none``, where it isn't in use."""
