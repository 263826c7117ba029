from email import message_from_bytes, policy
from pathlib import Path

import pytest

from lotrinh.application.books.messages import Outcome
from tests.integration.channels.builders import LAN, a_message, opened


def test_each_message_is_a_file_named_by_day_recipient_and_key(tmp_path: Path) -> None:
    with opened("preview", {}, tmp_path / "new") as channel:
        receipts = [channel.send(a_message(key=key), LAN) for key in ("k-1", "k-2")]

    names = sorted(path.name for path in (tmp_path / "new").iterdir())
    assert names == sorted(receipt.detail for receipt in receipts)
    assert all(name.startswith("2024-12-02_bi-thu@chi-bo-07_") for name in names)


def test_the_same_message_twice_is_one_file(tmp_path: Path) -> None:
    with opened("preview", {}, tmp_path) as channel:
        receipts = {channel.send(a_message(), LAN) for _ in range(2)}

    assert len(receipts) == len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("address", [LAN, "zalo:0912 345 678", "đồng chí Hường", "a\r\nBcc: b", ""])
def test_a_mail_program_can_open_it_whatever_the_address(tmp_path: Path, address: str) -> None:
    with opened("preview", {"sender": "vp@dong-hai-2.example.vn"}, tmp_path) as channel:
        channel.send(a_message(), address)

    (file,) = tmp_path.iterdir()
    mail = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert mail["Subject"] == "[Nhắc việc] Kiểm điểm cuối năm: còn 7 ngày"
    assert mail["From"].addresses[0].addr_spec == "vp@dong-hai-2.example.vn"
    assert mail["Bcc"] is None


def test_a_recipient_cannot_lead_out_of_the_folder(tmp_path: Path) -> None:
    with opened("preview", {}, tmp_path / "preview") as channel:
        channel.send(a_message(recipient="../../ủy-ban/a\\b:c*?"), LAN)

    (file,) = (tmp_path / "preview").iterdir()
    assert file.name.isascii()


def test_a_folder_that_cannot_be_written_is_temporary(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with opened("preview", {}, tmp_path / "file") as channel:
        receipt = channel.send(a_message(), LAN)

    assert receipt.outcome is Outcome.TEMPORARY
    assert receipt.detail
