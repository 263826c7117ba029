"""Whether tests notice a change in the domain: `mutmut run`, then `python -m tests.mutation`."""
