"""Files to model: text with positions in, a configuration and all its problems out.

`reading` makes trees and tables of bytes, `phrases` reads the dates in them, `parts` makes
values of both, `checks` asks whether these agree, `workspace` puts all together; `asked`
reads what comes by the command line.
"""
