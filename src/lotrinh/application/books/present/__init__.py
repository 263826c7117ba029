"""The books by present ids: what was written under an old one is read under the one of today.

A thin layer between a use case and the books, laid where these are opened to go by some
configuration. What is renamed is neither forgotten nor said again; nothing is rewritten.
"""

from lotrinh.application.books.present.unit_of_work import by_present_ids

__all__ = ["by_present_ids"]
