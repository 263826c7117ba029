"""Desks: what each kind of screen, mailbox or bot asks for, on the files and the books."""
