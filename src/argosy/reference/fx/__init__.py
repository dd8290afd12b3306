"""Exchange rates: the European Central Bank's daily reference rates since 1999, and currencies pegged to them."""

from argosy.reference.fx.calendar import calendar_day_table
from argosy.reference.fx.ecb import daily_rates
from argosy.reference.fx.quotes import CARRY_DAYS, convert, known_currencies, newest_on, rate

__all__ = ["CARRY_DAYS", "calendar_day_table", "convert", "daily_rates", "known_currencies", "newest_on", "rate"]
