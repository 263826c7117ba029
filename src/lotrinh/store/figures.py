"""Figures of targets in the columns of a fact: digits as they were written, never a float."""

from decimal import Decimal

from sqlalchemy import RowMapping

from lotrinh.domain.quantity import Quantity


def columns_of_figure(figure: Quantity | None) -> dict[str, str | None]:
    """Return what stands in the columns of a figure; nothing, where there is none."""
    if figure is None:
        return {"value": None, "whole": None, "unit": None}
    whole = None if figure.whole is None else f"{figure.whole:f}"
    return {"value": f"{figure.value:f}", "whole": whole, "unit": figure.unit}


def figure_of(row: RowMapping) -> Quantity | None:
    """Return the figure of a row."""
    if row["value"] is None:
        return None
    whole = None if row["whole"] is None else Decimal(row["whole"])
    return Quantity(Decimal(row["value"]), row["unit"] or "", whole)
