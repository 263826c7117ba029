"""What is due, to whom and why: pure functions of (configuration, facts, at)."""
