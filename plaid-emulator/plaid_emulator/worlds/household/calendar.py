"""When things fall due: monthly, weekly, every so many days, once a year, on the second Wednesday."""

from datetime import date, timedelta
from typing import Any

FRIDAY, SATURDAY = 4, 5
WEEK_DAYS = 7


def falls_on(when: dict[str, Any], day: date) -> bool:
    """Tell whether a rule falls on this day.

    `business: true` moves from a weekend to the Friday before, `business: "after"` to the Monday after.
    """
    business = when.get("business")
    if not business:
        return _matches(when, day)
    if day.weekday() >= SATURDAY:
        return False
    return any(_matches(when, each) for each in _days_moved_to(day, after=business == "after"))


def _days_moved_to(day: date, *, after: bool) -> list[date]:
    """List the days whose movements happen on this working day."""
    if after:
        return [day - timedelta(days=back) for back in (range(3) if day.weekday() == 0 else range(1))]
    return [day + timedelta(days=ahead) for ahead in (range(3) if day.weekday() == FRIDAY else range(1))]


def _matches(when: dict[str, Any], day: date) -> bool:
    if day.month not in when.get("months", range(1, 13)):
        return False
    if "monthly" in when:
        last = (day + timedelta(days=1)).day == 1
        return day.day in when["monthly"] or (last and -1 in when["monthly"])
    if "weekly" in when:
        weekdays = when["weekly"]
        return day.weekday() in (weekdays if isinstance(weekdays, list) else [weekdays])
    if "yearly" in when:
        return f"{day:%m-%d}" in when["yearly"]
    if "nth" in when:
        number, weekday = when["nth"]
        return bool(day.weekday() == weekday and (day.day - 1) // WEEK_DAYS + 1 == number)
    return (day.toordinal() - int(when.get("offset", 0))) % int(when["every"]) == 0
