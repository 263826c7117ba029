"""How every deadline stands on a day, which of them speak, to whom, and why."""
