/** Quiet hours as spans of the reader's clock: the server counts them in UTC. */

export type HourSpan = { from: number; to: number };

/** `offsetMinutes` is what the local clock is ahead of UTC. Neighbouring hours become one span, over midnight too. */
export function localSpans(utcHours: readonly number[], offsetMinutes: number): HourSpan[] {
  const shift = Math.round(offsetMinutes / 60);
  const local = new Set(utcHours.map((hour) => (((hour + shift) % 24) + 24) % 24));
  if (local.size === 24) return [{ from: 0, to: 24 }];
  const begins = [...local].filter((hour) => !local.has((hour + 23) % 24)).sort((one, other) => one - other);
  return begins.map((from) => {
    let to = from + 1;
    while (local.has(to % 24)) to += 1;
    return { from, to: to % 24 };
  });
}

const clock = (hour: number) => `${String(hour).padStart(2, "0")}:00`;

/** "between 02:00 and 04:00", or nothing. */
export function describeQuietHours(utcHours: readonly number[], offsetMinutes: number): string {
  return localSpans(utcHours, offsetMinutes)
    .map(({ from, to }) => `between ${clock(from)} and ${clock(to)}`)
    .join(", and ");
}
