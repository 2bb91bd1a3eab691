"""When things fall due: monthly, weekly, every so many days, once a year."""

from datetime import date, timedelta
from typing import Any

FRIDAY, SATURDAY = 4, 5


def falls_on(when: dict[str, Any], day: date) -> bool:
    """Tell whether a rule falls on this day; business rules move from a weekend to the Friday before."""
    if not when.get("business"):
        return _matches(when, day)
    if day.weekday() >= SATURDAY:
        return False
    days = [day + timedelta(days=ahead) for ahead in (range(3) if day.weekday() == FRIDAY else range(1))]
    return any(_matches(when, each) for each in days)


def _matches(when: dict[str, Any], day: date) -> bool:
    if "monthly" in when:
        last = (day + timedelta(days=1)).day == 1
        return day.day in when["monthly"] or (last and -1 in when["monthly"])
    if "weekly" in when:
        return day.weekday() == int(when["weekly"])
    if "yearly" in when:
        return f"{day:%m-%d}" in when["yearly"]
    return (day.toordinal() - int(when.get("offset", 0))) % int(when["every"]) == 0
