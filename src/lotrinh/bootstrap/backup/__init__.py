"""Backups: an archive made of a workspace, read through, and put in place again."""
