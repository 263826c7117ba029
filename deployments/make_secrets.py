"""`python3 deployments/make_secrets.py`: the secrets that compose.yaml names, drawn by chance.

What is there already stays. The folder is its owner's alone; the files in it can be read,
because in a container another user reads them.
"""

import secrets
from pathlib import Path

FOLDER = Path(__file__).parent / "secrets"


def main() -> None:
    """Write each file that isn't there yet."""
    FOLDER.mkdir(mode=0o700, exist_ok=True)
    password = _kept("lotrinh-database-password", secrets.token_hex(24))
    _kept("lotrinh-database-url", f"postgresql://lotrinh:{password}@postgres/lotrinh")
    _kept("prefect-database-password", secrets.token_hex(24))
    _kept("postgres-password", secrets.token_hex(24))
    _kept("prefect-auth", f"lotrinh:{secrets.token_hex(24)}")
    _kept("signing-key", secrets.token_urlsafe(48))
    # Those of the office's mail server: written there by hand, and named by `password_file`.
    _kept("smtp-password", "")
    _kept("imap-password", "")


def _kept(name: str, drawn: str) -> str:
    file = FOLDER / name
    if not file.exists():
        file.write_text(drawn, encoding="utf-8")
    return file.read_text(encoding="utf-8")


if __name__ == "__main__":
    main()
