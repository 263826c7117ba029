"""Use cases: one module and one public function each, in folders along the data's way.

`office` (what the files say) → `books` (what was written down) → `deciding` → `telling` →
`sending`; what people give back comes by `recording`; `looking` shows all of it.
"""
