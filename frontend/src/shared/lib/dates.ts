/** Dates as people read them. A bank date is a calendar day without a zone: it is never turned into an instant here. */
import { CalendarDate, DateFormatter, getLocalTimeZone, parseDate, today } from "@internationalized/date";

const locale = typeof navigator === "undefined" ? "en" : navigator.language;
const UTC = "UTC";
const day = new DateFormatter(locale, { day: "numeric", month: "short", timeZone: UTC });
const dayWithYear = new DateFormatter(locale, {
  day: "numeric",
  month: "short",
  year: "numeric",
  timeZone: UTC,
});
const longDay = new DateFormatter(locale, { weekday: "long", day: "numeric", month: "long", timeZone: UTC });
const month = new DateFormatter(locale, { month: "long", timeZone: UTC });
const clock = new DateFormatter(locale, { hour: "2-digit", minute: "2-digit" });
const dayAndClock = new DateFormatter(locale, {
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
});

export function bankDay(date: string): CalendarDate {
  return parseDate(date);
}

function atUtc(date: string): Date {
  return bankDay(date).toDate(UTC);
}

/** "21 Nov", with the year when it is not this one. */
export function formatDay(date: string): string {
  const formatter = bankDay(date).year === today(getLocalTimeZone()).year ? day : dayWithYear;
  return formatter.format(atUtc(date));
}

/** "Today", "Yesterday", or the weekday and day: a heading over the rows of one day. */
export function formatDayHeading(date: string): string {
  const now = today(getLocalTimeZone());
  const that = bankDay(date);
  if (that.compare(now) === 0) return "Today";
  if (that.compare(now.subtract({ days: 1 })) === 0) return "Yesterday";
  return that.year === now.year ? longDay.format(atUtc(date)) : dayWithYear.format(atUtc(date));
}

export function currentMonth(): {
  value: string;
  name: string;
  first: string;
  last: string;
  previousName: string;
} {
  const now = today(getLocalTimeZone());
  const first = new CalendarDate(now.year, now.month, 1);
  return {
    value: first.toString().slice(0, 7),
    name: month.format(first.toDate(UTC)),
    first: first.toString(),
    last: first.add({ months: 1 }).subtract({ days: 1 }).toString(),
    previousName: month.format(first.subtract({ months: 1 }).toDate(UTC)),
  };
}

/** The bank date that lies some days back. */
export function daysAgo(days: number): string {
  return today(getLocalTimeZone()).subtract({ days }).toString();
}

/** An instant as a clock time today, else with its day: "09:12", "20 Nov, 17:40". */
export function formatInstant(instant: string, now: Date = new Date()): string {
  const moment = new Date(instant);
  return moment.toDateString() === now.toDateString() ? clock.format(moment) : dayAndClock.format(moment);
}

const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto", style: "long" });
const STEPS: readonly { unit: Intl.RelativeTimeFormatUnit; seconds: number }[] = [
  { unit: "day", seconds: 86_400 },
  { unit: "hour", seconds: 3_600 },
  { unit: "minute", seconds: 60 },
];

/** "just now", "4 minutes ago", "yesterday". */
export function formatAgo(instant: string, now: number = Date.now()): string {
  const seconds = Math.max(0, Math.round((now - Date.parse(instant)) / 1_000));
  const step = STEPS.find((candidate) => seconds >= candidate.seconds);
  return step === undefined ? "just now" : relative.format(-Math.round(seconds / step.seconds), step.unit);
}
