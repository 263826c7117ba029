"""A certificate that only its holder trusts, for servers on loopback."""

import ssl
from pathlib import Path

import pytest

from tests.integration.channels.certificates import tls_of, write_certificate


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for 127.0.0.1 that only its holder trusts, with its key."""
    return write_certificate(tmp_path_factory.mktemp("tls") / "server.pem")


@pytest.fixture
def server_tls(certificate: Path) -> ssl.SSLContext:
    return tls_of(certificate)
