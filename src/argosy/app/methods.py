"""The methods for a bare table, without a workspace: a file is read as what it is, the method is asked, its answer is JSON's.

CSV (any delimiter and encoding), XLSX, Parquet and JSON lines are read the way `ingest` reads them (see `bare_table`).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from argosy.app.bare_table import bare_table, chosen_column, chosen_columns, header
from argosy.core.errors import DataError, RequestError
from argosy.core.text import Text


def explain(
    path: Path, *, value: str, per: str | None, time: str, at: str, by: Sequence[str], season: int = 1
) -> dict[str, object]:
    """The slices of a table in which a figure broke at a moment: `{"slices": [{column: member}], "change": ..., ...}`.

    Each of `by` is a column, or several joined by commas.
    """
    from argosy.methods.slices import localise

    known = header(path)
    value, time, by = chosen_column(value, known), chosen_column(time, known), chosen_columns(by, known)
    per = chosen_column(per, known) if per else None
    with bare_table(path, numbers=(value, *([per] if per else ())), times=(time,)) as table:
        found = localise(table, value=value, per=per, time=time, at=at, by=by, season=season)
        return {**found.as_json(), "notes": list(found.notes)}


def judge(
    path: Path,
    *,
    arm: str,
    metrics: Sequence[str],
    unit: str | None = None,
    covariate: str | None = None,
    control: str | None = None,
    sequential: bool = False,
) -> dict[str, object]:
    """An experiment's outcome: `{"sample_ratio": {"p", "mismatch"}, "results": [{"metric", "arm", "versus", "effect", ...}], ...}`.

    Each of `metrics` is one, or several joined by commas.
    """
    from argosy.methods import testing

    known = header(path)
    arm, metrics = chosen_column(arm, known), chosen_columns(metrics, known)
    unit, covariate = (chosen_column(one, known) if one else None for one in (unit, covariate))
    parts = [part for metric in metrics for part in metric.partition("@")[0].split("/")]
    with bare_table(path, numbers=(*metrics, *parts, *([covariate] if covariate else ()))) as table:
        judged = testing.judge(
            table.to_arrow_table(),
            arm=arm,
            metrics=metrics,
            unit=unit,
            covariate=covariate,
            control=control,
            sequential=sequential,
        )
    return {
        **judged.contract(),
        "notices": list(judged.notices),
        "refused": [{"metric": one.metric, "arm": one.arm, "reason": one.reason} for one in judged.refused],
        "units": judged.units,
    }


def forecast(
    path: Path,
    *,
    id: str,  # noqa: A002 - the word of the command line and of the answer
    time: str,
    value: str,
    horizon: int,
    quantiles: Sequence[float],
    season: int | None = None,
    censored: str | None = None,
) -> tuple[list[dict[str, object]], tuple[Text, ...]]:
    """Quantiles of the next periods of every series: a list of `{"id", "time", "quantiles": {"0.1": ...}}`, and what to know of it."""
    from argosy.methods import forecasting

    with bare_table(path, numbers=(value,), flags=[censored] if censored else ()) as table:
        made = forecasting.forecast(
            table.to_arrow_table(),
            id=id,
            time=time,
            value=value,
            horizon=horizon,
            quantiles=quantiles,
            season=season,
            censored=censored,
        )
    return made.to_rows(), made.notes


def classify(
    path: Path, *, text: str, attributes: str | None = None, at_least: float = 0.5, language: str = "en"
) -> list[dict[str, object]]:
    """HS codes for the titles of a table: a list of `{"text", "hs_code", "confidence", "candidates", "question"}`, in its order.

    `hs_code` is None where no subheading is right with a probability of `at_least`; `question` then separates the two likeliest.
    """
    from argosy.app import customs_classification

    if not 0 < at_least < 1:
        raise RequestError(
            "The least confidence is a number between 0 and 1, such as 0.5, not {given}.", given=at_least
        )
    titles, given = _texts(path, text, attributes)
    return [
        {
            "text": one.text,
            "hs_code": one.hs_code,
            "confidence": round(one.confidence, 4),
            "candidates": [
                {"hs_code": candidate.label, "confidence": round(candidate.confidence, 4)}
                for candidate in one.candidates
            ],
            "question": None if one.question is None else one.question.render(language),
        }
        for one in customs_classification.classify(titles, given, at_least)
    ]


def _texts(path: Path, text: str, attributes: str | None) -> tuple[list[str], list[str | None] | None]:
    """The titles and the attributes of a table, in the order of its rows; a structure is turned into JSON."""
    import json

    with bare_table(path) as table:
        for column in (text, *([attributes] if attributes else ())):
            if column not in table.columns:
                raise DataError(
                    "Column {column} is missing in {file}; it has {columns}.",
                    column=column,
                    file=path,
                    columns=", ".join(table.columns),
                )
        read_whole = table.to_arrow_table()
    titles = ["" if one is None else str(one) for one in read_whole[text].to_pylist()]
    if not attributes:
        return titles, None
    values = read_whole[attributes].to_pylist()
    return titles, [one if one is None or isinstance(one, str) else json.dumps(one, default=str) for one in values]
