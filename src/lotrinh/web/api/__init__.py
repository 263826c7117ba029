"""The interface for other programs: the same views and facts as the pages, as JSON.

An application of its own under `/api/v1`, so that everything in it ends as JSON and stands in
its description. What is sent and answered has its shapes in `shapes`; who calls is found out
in `caller`; by which law something is recorded, the pages' use cases say.
"""
