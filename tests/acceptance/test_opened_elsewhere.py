"""The papers in another program: LibreOffice opens and prints each as an office would."""

import shutil
import subprocess
from pathlib import Path

from pypdf import PdfReader

from tests.acceptance.conftest import Office
from tests.acceptance.test_export import PAPERS

A4 = (595, 842)
SAYS = {
    "plan.xlsx": ("Bảng hạn", "Chi bộ họp kiểm điểm, xếp loại cuối năm"),
    "plan.docx": ("KẾ HOẠCH", "ĐẢNG CỘNG SẢN VIỆT NAM", "Chi bộ họp kiểm điểm"),
    "progress.xlsx": ("Tiến độ", "Bí thư", "Chi bộ Tổ dân phố số 1"),
    "matrix.xlsx": ("TIẾN ĐỘ: Kiểm điểm, đánh giá, xếp loại cuối năm",),
    "report.docx": ("BÁO CÁO", "tiến độ thực hiện", "quá hạn"),
}
MISSING = (
    "no LibreOffice: `apt-get install --no-install-recommends"
    " libreoffice-writer-nogui libreoffice-calc-nogui`; without root, its AppImage as `soffice`"
)


def test_libreoffice_prints_every_paper_on_a4_with_its_words(lotrinh: Office) -> None:
    for paper, suffix in PAPERS:
        to = f"{suffix[1:]}/{paper}{suffix}"
        lotrinh.json("export", paper, "--roadmap", "year-end", "--to", to, "--at", "10/12/2026")

    printed(lotrinh.folder)

    for paper, suffix in PAPERS:
        reader = PdfReader(lotrinh.folder / suffix[1:] / f"{paper}.pdf")
        text = " ".join(" ".join(page.extract_text().split()) for page in reader.pages)
        for words in SAYS[paper + suffix]:
            assert words in text, (paper, suffix)
        across = suffix == ".xlsx"
        for page in reader.pages:
            size = (round(page.mediabox.width), round(page.mediabox.height))
            assert size == (A4[::-1] if across else A4), (paper, suffix)


def printed(folder: Path) -> None:
    """Have LibreOffice make a PDF beside each paper; one of a kind after another."""
    program = shutil.which("soffice")
    assert program, MISSING
    for kind in ("xlsx", "docx"):
        there = folder / kind
        papers = [str(paper) for paper in sorted(there.glob(f"*.{kind}"))]
        profile = f"-env:UserInstallation={(folder / 'office').as_uri()}"
        how = ["--headless", "--norestore", "--convert-to", "pdf", "--outdir", str(there)]
        subprocess.run([program, profile, *how, *papers], check=True, capture_output=True)  # noqa: S603
