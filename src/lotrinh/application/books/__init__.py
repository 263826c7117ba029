"""What was written down and is never forgotten: ports, what they hold, and layers over them."""
