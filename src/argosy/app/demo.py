"""The demo: one real shop's year of orders, or a simulated seller, in a workspace of its own. Running it again loads nothing twice."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from argosy.app.facade import Argosy, Progress
from argosy.app.results import FileResult
from argosy.app.workspace import SETTINGS_FILE
from argosy.core.errors import RequestError
from argosy.metrics.contract import Measured, Query

if TYPE_CHECKING:
    from argosy.app.decide import Decided
    from argosy.app.report import Report
    from argosy.world.seller import Seller

DATA = Path(__file__).with_name("demo_data") / "online_retail.parquet"
HOME_CURRENCY, HOME_COUNTRY = "GBP", "GB"
SIMULATED, FILES, MAPPINGS, TRUTH = "simulated", "files", "mappings", "truth.json"
HEADLINES = ("net_sales", "orders", "customers", "average_order_value", "repeat_purchase_rate", "refund_rate")


@dataclass(frozen=True)
class Demo:
    """What the main job brought: each file's fate, the markets in figures, the proposals, the contents of the report."""

    argosy: Argosy
    files: list[FileResult]
    measured: Measured
    decided: Decided
    report: Report
    is_simulated: bool = False


def _open(root: Path) -> Argosy:
    """The demo's workspace from an earlier run; a seller's own workspace is refused, or a stranger's orders would mix with theirs."""
    argosy = Argosy.open(root)
    names = set(argosy.measures.table("loads", ["file_name"])["file_name"].to_pylist())
    if names - {DATA.name}:
        raise RequestError(
            "{folder} is a workspace with files of yours; name another folder for the demo.", folder=root
        )
    return argosy


def run_demo(root: Path, progress: Progress | None = None) -> Demo:
    """Make or open the workspace in `root`, then ingest, measure, decide and compose the report."""
    argosy = _open(root) if (root / SETTINGS_FILE).exists() else Argosy.new(root, HOME_CURRENCY, HOME_COUNTRY)
    files = argosy.ingest([DATA], progress=progress)
    measured = argosy.measure(Query(HEADLINES, ("market",)))
    decided = argosy.decide(progress=progress)
    return Demo(argosy, files, measured, decided, argosy.report(decided))


def run_simulated(root: Path, seed: int, lines: int, progress: Progress | None = None) -> Demo:
    """The same on a simulated seller of many stores, with causes planted in it."""
    argosy, files = take_in_simulated(root, seed, lines, progress=progress)
    measured = argosy.measure(Query(HEADLINES, ("market",)))
    decided = argosy.decide(progress=progress)
    return Demo(argosy, files, measured, decided, argosy.report(decided), is_simulated=True)


def take_in_simulated(
    root: Path, seed: int, lines: int, planted: bool = True, progress: Progress | None = None
) -> tuple[Argosy, list[FileResult]]:
    """Write a simulated seller's files into `simulated/` of a workspace of its own, and ingest them; with what came of each file."""
    from argosy.world.seller import Seller
    from argosy.world.simulate import simulate

    seller = Seller(seed, lines, planted=planted)
    argosy = _open_simulated(root, seller)
    written = root / SIMULATED
    if not (written / TRUTH).exists():
        shutil.rmtree(written, ignore_errors=True)
        simulate(seller, written, progress)
    shutil.copytree(written / MAPPINGS, argosy.workspace.mappings, dirs_exist_ok=True)
    return argosy, argosy.ingest([written / FILES], progress=progress)


def _open_simulated(root: Path, seller: Seller) -> Argosy:
    """The workspace of this simulated seller; any other workspace is refused."""
    from argosy.world.sites import HOME_COUNTRY, HOME_CURRENCY, settings_text

    settings, heading = root / SETTINGS_FILE, f"# The simulated seller {seller}\n"
    if settings.exists():
        if heading not in settings.read_text(encoding="utf-8"):
            raise RequestError(
                "{folder} is another workspace; name a new folder for this simulated seller.", folder=root
            )
        return Argosy.open(root)
    Argosy.new(root, HOME_CURRENCY, HOME_COUNTRY)
    settings.write_text(settings.read_text(encoding="utf-8") + heading + settings_text(), encoding="utf-8")
    return Argosy.open(root)
