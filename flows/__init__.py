"""Prefect's side: when things run. What they do is the library's, behind `lotrinh.bootstrap`.

Each roadmap is a flow of its own name; one more, `deliver`, sends what they all
decided, `retention` lets go of what is old, and `backup` keeps a copy of everything.
Importing this package imports nothing of Prefect, so that the command line stays quick.
"""

import os

# Prefect looks at this while it is imported: whoever runs our flows is not reported on.
os.environ.setdefault("DO_NOT_TRACK", "1")
