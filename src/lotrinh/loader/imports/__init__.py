"""Tables that offices keep already, taken over into files of ours; nothing in them is lost."""
