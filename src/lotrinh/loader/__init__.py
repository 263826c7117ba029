"""Files to model: text with positions in, a configuration and all its problems out.

`reading` makes trees and tables of bytes, `parts` makes values of those, `phrase` reads the
dates in them, `workspace` puts all together; `asked` reads what comes by the command line.
"""
