"""What an office has told us, as one value: plans, registers, people; and what is named in it."""
