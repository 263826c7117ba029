"""A rehearsal: the books, read but never written; what would be written goes to a notebook.

A dry run and a simulation take the very path of a real check over such a notebook, and so
say what real checks on those days would say.
"""

from lotrinh.application.books.rehearsal.unit_of_work import NoBooksError, Rehearsal

__all__ = ["NoBooksError", "Rehearsal"]
