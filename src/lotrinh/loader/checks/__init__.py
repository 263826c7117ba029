"""Whether the parts agree: a roadmap with itself, with the registers, and with the calendar."""
