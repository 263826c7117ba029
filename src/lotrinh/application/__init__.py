"""Use cases: a module each, in folders along the data's way; public functions come first.

`office` (what the files say) → `books` (what was written down) → `deciding` → `telling` →
`sending`; what people give back comes by `recording`; `looking` shows all of it.
"""
