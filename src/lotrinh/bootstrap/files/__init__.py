"""The folder of a configuration: read, compared with what it was, changed, founded."""
