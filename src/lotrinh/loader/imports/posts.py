"""Posts of people: who is the head of what, and which post of one person two of them hold.

Words are compared as `slug` writes them. The head of an office answers for it; a deputy or a
member doesn't, so they are never taken for it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from lotrinh.application.office.founding import slug
from lotrinh.nearest import nearest

_HEAD = re.compile(
    r"(chanh|truong(?=-(ban|phong|tieu-ban|to|doan|khoi))|chu-nhiem|chu-tich|head-of(-the)?)-"
)
_DEPUTY = re.compile(r"(pho(-(chanh|truong|chu-nhiem|chu-tich|bi-thu))?|uy-vien|thanh-vien)-")
_OF_ONE = re.compile(r"(bi-thu|chu-tich|chu-nhiem|chanh|truong|thu-truong|giam-doc|hieu-truong)\b")
_ALIKE = 0.75
_LETTERS = {
    "bcd": "ban-chi-dao", "bch": "ban-chap-hanh", "bt": "bi-thu", "btc": "ban-to-chuc",
    "btg": "ban-tuyen-giao", "btv": "ban-thuong-vu", "cb": "chi-bo", "ccb": "cuu-chien-binh",
    "ct": "chu-tich", "cu": "chi-uy", "db": "dang-bo", "dtn": "doan-thanh-nien", "du": "dang-uy",
    "duv": "dang-uy-vien", "dv": "dan-van", "hdnd": "hoi-dong-nhan-dan", "hnd": "hoi-nong-dan",
    "lhpn": "lien-hiep-phu-nu", "mttq": "mat-tran-to-quoc", "mttqvn": "mat-tran-to-quoc-viet-nam",
    "nd": "nong-dan", "pbt": "pho-bi-thu", "pct": "pho-chu-tich",
    "tcctxh": "to-chuc-chinh-tri-xa-hoi", "tdp": "to-dan-pho", "tg": "tuyen-giao",
    "tt": "thuong-truc", "ub": "uy-ban", "ubkt": "uy-ban-kiem-tra", "ubnd": "uy-ban-nhan-dan",
    "vp": "van-phong", "xd": "xay-dung",
}  # fmt: skip
"""What offices write for bodies and posts, alone or in a name: Ban XD Đảng, VP ĐU, Bí thư CB 1."""


def headed(word: str) -> str | None:
    """Return what somebody is the head of, None where the word names no head.

    >>> headed("chanh-van-phong"), headed("truong-ban-xay-dung-dang"), headed("pho-chanh-van-phong")
    ('van-phong', 'ban-xay-dung-dang', None)
    """
    found = _HEAD.match(word)
    return written_out(word[found.end() :]) if found else None


def is_titled(name: str, title: str) -> bool:
    """Whether somebody is called by the title of a post, and not by a name.

    >>> is_titled("bi-thu-dang-uy", "bi-thu"), is_titled("nguyen-thi-lan", "bi-thu")
    (True, False)
    """
    return bool(title) and f"{headed(name) or name}-".startswith(f"{title}-")


def written_out(word: str) -> str:
    """Return a name with the letters that offices write for bodies and posts written out.

    >>> written_out("ub-mttq-phuong"), written_out("ban-xd-dang")
    ('uy-ban-mat-tran-to-quoc-phuong', 'ban-xay-dung-dang')
    """
    return "-".join(_LETTERS.get(part, part) for part in word.split("-"))


def is_of_one(word: str) -> bool:
    """Whether a post is one that an organisation gives to one person.

    >>> is_of_one("bi-thu-chi-bo"), is_of_one("ban-thuong-vu"), is_of_one("pho-bi-thu")
    (True, False, False)
    """
    return bool(_OF_ONE.match(word))


def nearest_title(word: str, titles: Mapping[str, str]) -> str | None:
    """Return the title, of those by their words, that comes next to one that is none of them."""
    whole = written_out(word)
    body = headed(whole) or _DEPUTY.sub("", whole, count=1)
    begun = [title for known, title in titles.items() if known.startswith(body)]
    near = nearest(body, titles, _ALIKE)
    return begun[0] if len(begun) == 1 else titles[near] if near is not None else None


def posts_of(row: Mapping[str, str]) -> list[str]:
    """Return what a row of the register says that somebody holds, days and all."""
    return [post.strip() for post in row.get("holds", "").split(";") if post.strip()]


def standing_for_posts(
    rows: Iterable[Mapping[str, str]], titles: Mapping[str, str]
) -> Mapping[str, Mapping[str, str]]:
    """Return, by their posts, the rows that stand for one until somebody's name is known.

    That is how a new workspace is written: the Bí thư Đảng ủy holds ``secretary``.

    Args:
        rows: Those of a register of people.
        titles: Of roles, by their ids.
    """
    found: dict[str, Mapping[str, str]] = {}
    for row in rows:
        name = slug(row.get("name", ""))
        for post in posts_of(row):
            if is_titled(name, titles.get(post.partition("@")[0], "")):
                found.setdefault(post, row)
    return found


def held_twice(
    rows: Iterable[Mapping[str, str]], titles: Mapping[str, str]
) -> Iterator[tuple[str, str, str]]:
    """Yield posts of one person that two hold: the post, who comes first, and another.

    Who holds one from or until a day may well have come after somebody.

    Args:
        rows: Those of a register of people.
        titles: Of roles, by their ids.
    """
    first: dict[str, str] = {}
    for row in rows:
        for post in posts_of(row):
            role, _, place = post.partition("@")
            if not place or " " in post or not is_of_one(titles.get(role, "")):
                continue
            if (other := first.setdefault(post, row["id"])) != row["id"]:
                yield post, other, row["id"]
