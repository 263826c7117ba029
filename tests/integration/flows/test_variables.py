"""The variables of Prefect that we set, or tell people to set, are ones that this Prefect reads."""

import re
from collections.abc import Iterator
from inspect import isclass
from pathlib import Path

from prefect.settings import Settings
from pydantic import AliasChoices
from pydantic_settings import BaseSettings

REFERENCE = Path(__file__).parents[3] / "src" / "lotrinh" / "help" / "reference.en.md"
OF_COMPOSE = re.compile(r"_FILE$")
"""Read by `with-secrets.sh`, which hands on what is in the file."""
NO_SETTINGS = {"PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL", "PREFECT__WORKER_NAME"}
"""A place in Prefect's logging.yml; what a worker tells its runs."""


def variables(model: type[BaseSettings]) -> Iterator[str]:
    """Yield the name of each setting, as it stands in an environment."""
    for name, field in model.model_fields.items():
        kind = field.annotation
        if isclass(kind) and issubclass(kind, BaseSettings):
            yield from variables(kind)
        else:
            yield f"{model.model_config.get('env_prefix', '')}{name}".upper()
            if isinstance(field.validation_alias, AliasChoices):
                yield from (str(one).upper() for one in field.validation_alias.choices)


def test_each_variable_that_the_reference_names_is_one_of_prefects_settings() -> None:
    _, table = REFERENCE.read_text(encoding="utf-8").split("## Variables of Prefect")
    firsts = (row.split(" | ")[0] for row in table.splitlines() if row.startswith("| `"))
    named = {name for first in firsts for name in re.findall(r"`(PREFECT_\w+)`", first)}

    ours = {name for name in named if not OF_COMPOSE.search(name)}
    assert len(ours) > 20
    assert ours - {*variables(Settings)} == NO_SETTINGS
