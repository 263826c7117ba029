"""What people answer, by command, page or letter, as facts."""
