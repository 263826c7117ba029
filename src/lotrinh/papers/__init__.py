"""Papers: the files that offices look at, print and hand up: tables, documents, calendars, charts.

Each maker is a pure function from values to the bytes of a file; nothing is read from disk
or from the clock here, so that the command line and a web page make the same file. Each
library of a format has one door.
"""
