"""Services that a channel's URL may name, by what stands where a web address has its host.

With some it is the name of a machine; with all others it is a part of the secret.
"""

ANY_HOST = frozenset(
    {
        *("form", "forms", "json", "jsons"),
        *("bark", "barks", "gotify", "gotifys", "matrix", "matrixs", "mmost", "mmosts", "nctalk"),
        *("nctalks", "ntfy", "ntfys", "rocket", "rockets", "signal", "signals", "smseagle"),
        *("smseagles", "synology", "synologys"),
    }
)
"""They post to whatever host the template names."""

MAIL_HOST = frozenset({"mailto", "mailtos"})
"""They hand mails to the host, as the user before it."""
