/**
 * Dates as people read them. A bank date is a calendar day without a zone: it is never turned into an instant here.
 *
 * A date is a figure and follows the profile's locale; what is a word of the page's own sentences ("yesterday",
 * "4 minutes ago", "in November") is in the language of the page.
 */
import {
  CalendarDate,
  DateFormatter,
  isSameDay,
  parseAbsolute,
  parseDate,
  today,
} from "@internationalized/date";
import { currentLocale, currentTimeZone } from "@/shared/lib/regional";

const UTC = "UTC";
const WORDS_LOCALE = "en";
const SHAPES = {
  day: { day: "numeric", month: "short", timeZone: UTC },
  dayWithYear: { day: "numeric", month: "short", year: "numeric", timeZone: UTC },
  longDay: { weekday: "long", day: "numeric", month: "long", timeZone: UTC },
  clock: { hour: "2-digit", minute: "2-digit" },
  dayAndClock: { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" },
  full: { dateStyle: "full", timeStyle: "long" },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;
const formatters = new Map<string, DateFormatter>();

/** "09:12" where the day has 24 hours, "9:12 AM" where it has twice twelve. */
function formatterFor(locale: string, options: Intl.DateTimeFormatOptions): DateFormatter {
  const made = new DateFormatter(locale, options);
  const isTwelve = options.hour !== undefined && made.resolvedOptions().hour12 === true;
  return isTwelve ? new DateFormatter(locale, { ...options, hour: "numeric" }) : made;
}

/** Write a moment in one of the shapes, as the reader's profile wants it. */
function write(shape: keyof typeof SHAPES, moment: Date): string {
  const locale = currentLocale() ?? "en";
  const options: Intl.DateTimeFormatOptions = { timeZone: currentTimeZone(), ...SHAPES[shape] };
  const key = `${locale}|${options.timeZone}|${shape}`;
  const formatter = formatters.get(key) ?? formatterFor(locale, options);
  formatters.set(key, formatter);
  return formatter.format(moment);
}

export function bankDay(date: string): CalendarDate {
  return parseDate(date);
}

function atUtc(date: string): Date {
  return bankDay(date).toDate(UTC);
}

/** "21 Nov", with the year when it is not this one. */
export function formatDay(date: string): string {
  return write(bankDay(date).year === today(currentTimeZone()).year ? "day" : "dayWithYear", atUtc(date));
}

/** "Today", "Yesterday", or the weekday and day: a heading over the rows of one day. */
export function formatDayHeading(date: string): string {
  const now = today(currentTimeZone());
  const that = bankDay(date);
  if (that.compare(now) === 0) return "Today";
  if (that.compare(now.subtract({ days: 1 })) === 0) return "Yesterday";
  return write(that.year === now.year ? "longDay" : "dayWithYear", atUtc(date));
}

const months = new DateFormatter(WORDS_LOCALE, { month: "long", timeZone: UTC });

export function currentMonth(): {
  value: string;
  name: string;
  first: string;
  last: string;
  previousName: string;
} {
  const now = today(currentTimeZone());
  const first = new CalendarDate(now.year, now.month, 1);
  return {
    value: first.toString().slice(0, 7),
    name: months.format(first.toDate(UTC)),
    first: first.toString(),
    last: first.add({ months: 1 }).subtract({ days: 1 }).toString(),
    previousName: months.format(first.subtract({ months: 1 }).toDate(UTC)),
  };
}

/** The bank date that lies some days back. */
export function daysAgo(days: number): string {
  return today(currentTimeZone()).subtract({ days }).toString();
}

export type Span = "days" | "weeks" | "months" | "years";

/** The bank date that lies some days, weeks, months or years back. */
export function spanAgo(count: number, span: Span): string {
  return today(currentTimeZone())
    .subtract({ [span]: count })
    .toString();
}

/** An instant as a clock time today, else with its day: "09:12", "20 Nov, 17:40". */
export function formatInstant(instant: string, now: Date = new Date()): string {
  const moment = new Date(instant);
  const dayOf = (each: Date) => parseAbsolute(each.toISOString(), currentTimeZone());
  const isToday = isSameDay(dayOf(moment), dayOf(now));
  return write(isToday ? "clock" : "dayAndClock", moment);
}

/** An instant with everything: what one sees on pointing at a shorter form. */
export function formatInstantFully(instant: string): string {
  return write("full", new Date(instant));
}

const STEPS: readonly { unit: Intl.RelativeTimeFormatUnit; seconds: number }[] = [
  { unit: "day", seconds: 86_400 },
  { unit: "hour", seconds: 3_600 },
  { unit: "minute", seconds: 60 },
];

const relative = new Intl.RelativeTimeFormat(WORDS_LOCALE, { numeric: "auto", style: "long" });

/** "just now", "4 minutes ago", "yesterday". */
export function formatAgo(instant: string, now: number = Date.now()): string {
  const seconds = Math.max(0, Math.round((now - Date.parse(instant)) / 1_000));
  const step = STEPS.find((candidate) => seconds >= candidate.seconds);
  if (step === undefined) return "just now";
  return relative.format(-Math.round(seconds / step.seconds), step.unit);
}
