"""Every text of the report by its key, so that templates hold no language and catalogues hold every text."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from argosy.core.text import mark

TEXTS: Mapping[str, str] = MappingProxyType(
    {
        # page
        "title": mark("{shop}: report"),
        "theme": mark("Light or dark"),
        "numbers": mark("Headline numbers"),
        "decisions": mark("What to do next"),
        "months": mark("Month by month"),
        "markets": mark("Markets"),
        "products": mark("Products"),
        "customers": mark("Your customers"),
        "quality": mark("What came in"),
        "sources": mark("Sources"),
        "period_days": mark("{count} days"),
        "amounts_in": mark("Amounts in {currency}."),
        "amounts_converted": mark(
            "Amounts in {currency}; orders in {original}, converted at the European Central Bank's rate of each day."
        ),
        "lake_version": mark("Lake version {number}"),
        "came_in": mark(
            "Files: {files}, rows: {rows}, of which {loaded} loaded, {apart} kept apart, {ignored} left out on purpose."
        ),
        "from_source": mark("As of {day}, from"),
        "days_left": mark("{days} days left"),
        "adds_up": mark("The money adds up: residual {amount}."),
        "does_not_add_up": mark("The money does not add up: residual {amount}."),
        "no_money": mark("No file carries money."),
        "how_to_read": mark("Each number is a link to the rows of the files it was made of."),
        "nothing_yet": mark(
            "There are no orders yet. Put the files your shop lets you export into inbox/, then run: argosy ingest"
        ),
        # comparison
        "compared": mark("Arrows compare {later} with {earlier}."),
        "compared_seasons": mark(
            "These are different seasons of one year: a part of each change is the season. With a year more of data the same months are"
            " compared."
        ),
        "compared_nothing": mark("There are less than two complete months, so that nothing is compared yet."),
        "points": mark("{number} points"),
        "from_to": mark("{earlier} → {later}"),
        "change": mark("Change"),
        "share": mark("Share"),
        "nothing": mark("–"),
        "yes": mark("yes"),
        "no": mark("no"),
        "not_stated": mark("not stated"),
        # months
        "month_sales": mark("Net sales, {currency}"),
        "month_orders": mark("Orders"),
        "customers_back": mark("Customers who had ordered before"),
        "customers_new": mark("new customers"),
        "year_before_mark": mark("The line across a bar is the same month a year before."),
        "partial_month": mark("{month} is hatched: the data ends on {day}."),
        "partial_first_month": mark("{month} is hatched: the data begins on {day}."),
        "first_months": mark(
            "Where the data begins every customer looks new: the first months say little about new and returning."
        ),
        "month_figures": mark("The figures by month"),
        "month": mark("Month"),
        # markets, products, customers
        "market": mark("Markets"),
        "other_markets": mark("{count} other markets"),
        "markets_sentence": mark(
            "{market} brings {share} of net sales. The {count} other markets bring {rest} ({rest_share}), the first five of them {first} of"
            " that. Bars compare the other markets."
        ),
        "product": mark("Product"),
        "products_left": mark("The {listed} products that bring most. {count} others are left out here."),
        "segment": mark("Customers with"),
        "segment_no_order": mark("no order in the data (refunds only)"),
        "segments_note": mark(
            "Segments count all orders up to the end of the data. Guests are orders without a customer number."
        ),
        "concentration_sentence": mark(
            "{half} of {customers} known customers ({share}) bring half of what known customers buy; known customers bring {known} of net"
            " sales."
        ),
        "curve_title": mark(
            "Share of what known customers buy (up), by share of the customers, the largest first (across)"
        ),
        "curve_point": mark("{share} bring {brought}"),
        "largest": mark("Largest customers"),
        "masked_note": mark("Customer numbers are masked, for a report is passed on. In full: {command}"),
        "customer": mark("Customer"),
        "missing_refunds": mark("– {metrics}: no refund was booked."),
        "missing_buyers": mark("– {metrics}: the files do not say who bought."),
        "missing_orders": mark("– {metrics}: there are refunds only."),
        "missing_other": mark("– {metrics}: nothing was loaded for it."),
        "missing_change": mark("– Change: no sales in one of the two stretches."),
        # decisions
        "verdict_act": mark("Do now"),
        "verdict_test": mark("Try, with a comparison"),
        "verdict_hold": mark("Leave as it is"),
        "verdict_not_enough_data": mark("Cannot be said yet"),
        "no_decisions": mark("Nothing to propose yet. Load more exports, then run: argosy decide"),
        "any_effect": mark("Effect"),
        "scale_title": mark("{metric} a year against changing nothing, {currency}: dot = expected, bar = {level} sure"),
        "scale_cut": mark("An arrow at the end of a bar: it goes on beyond the scale; the figures are in full."),
        "hold_bars": mark("Grey bars: the best that could be done instead, and why it is not proposed."),
        "would_bring": mark("instead: {action}"),
        "options": mark("Options"),
        "chosen": mark("our choice"),
        "option_effect": mark("Effect a year"),
        "interval": mark("Range"),
        "cost": mark("Cost"),
        "effect_unknown": mark("– not known"),
        "nothing_changes": mark("0, the measure for all others"),
        "evidence": mark("Evidence"),
        "value": mark("Value"),
        "how_judged": mark("How we will know"),
        "judged_against": mark(
            "{metric} ({subject}) over {days} days, before and after, against the same days of {control}, which is left alone."
        ),
        "judged_alone": mark("{metric} ({subject}) over {days} days, before and after."),
        "judged_minimum": mark("From {minimum} on, and with the whole range above zero: {ruling}."),
        "judged_rise": mark("If {metric} rises by more than {limit}: {ruling}."),
        "judged_fall": mark("If {metric} falls by more than {limit}: {ruling}."),
        "judged_otherwise": mark("If nothing is shown: {ruling}."),
        "whole_shop": mark("the whole shop"),
        "a_year": mark("{amount} a year"),
        "needs": mark("What is missing"),
        "expires": mark("Good until {day} ({days} days)"),
        "reversible": mark("can be taken back"),
        "irreversible": mark("cannot be taken back"),
        "decide_with": mark("Decide it with"),
        "decision_id": mark("Id"),
        # what came in
        "file": mark("File"),
        "recognised_as": mark("Recognised as"),
        "rows": mark("Rows"),
        "loaded": mark("Loaded"),
        "apart": mark("Kept apart"),
        "ignored": mark("Left out"),
        "money_in": mark("Money in the file"),
        "money_out": mark("Money loaded"),
        "money_apart": mark("Money kept apart"),
        "residual": mark("Residual"),
        "money_title": mark("Does the money add up?"),
        "currency": mark("Currency"),
        "apart_title": mark("Rows kept apart, waiting for a person"),
        "apart_none": mark("No row is kept apart."),
        "reason": mark("Reason"),
        "money": mark("Money"),
        "first_row": mark("First row"),
        "line": mark("{file}, line {line}"),
        "ignored_title": mark("Rows left out on purpose: nothing is lost with them"),
        "remarks_title": mark("What else was noticed"),
        # sources
        "sources_note": mark(
            "Click a line to unfold it: the numbers in full, their definitions, the first rows of the files behind them, and the commands"
            " that show both again."
        ),
        "rows_behind": mark("The rows behind each number"),
        "files_title": mark("Files"),
        "sha256": mark("SHA-256"),
        "loaded_at": mark("Loaded at"),
        "load": mark("Load"),
        "tables_title": mark("Tables of the lake"),
        "table": mark("Table"),
        "definitions": mark("Definitions"),
        "formula": mark("Formula"),
        "accumulates": mark("Over a longer period"),
        "definition_source": mark("Taken from"),
        "from_rows": mark("{shown} of {total} rows, the weightiest first"),
        "from_rows_uncounted": mark("{shown} rows, the weightiest first"),
        "rows_by_command": mark("The rows are shown by the command below."),
        "measured_on": mark("{days}, lake version {number}: {tables}"),
        "all_rows": mark("Unfold all"),
        "place_headline": mark("Headline numbers"),
        "place_months": mark("Month by month"),
        "place_markets": mark("Markets"),
        "place_products": mark("Products"),
        "place_customers": mark("Your customers"),
        "made_by": mark("Made by Argosy from lake version {number}, data up to {day}."),
        # sheets of the workbook
        "sheet_overview": mark("Overview"),
        "sheet_months": mark("Months"),
        "sheet_customers": mark("Your customers"),
        "sheet_quality": mark("Data quality"),
        "name": mark("Name"),
        "period": mark("Period"),
        "whole_period": mark("Whole period"),
        "later": mark("Later stretch"),
        "earlier": mark("Earlier stretch"),
        "is_complete": mark("Complete"),
        "command": mark("Command"),
        "shop": mark("Shop"),
        "home_currency": mark("Home currency"),
        "order_currencies": mark("Currencies of the orders"),
    }
)
"""Key to the English text."""
