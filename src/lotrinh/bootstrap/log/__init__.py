"""The log: what is written of checks, deliveries and facts, a line each."""
