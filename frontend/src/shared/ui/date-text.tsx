/** Days and instants as `time` elements, so that machines read them too. */
import { useEffect, useReducer } from "react";
import { formatAgo, formatDay, formatInstant, formatInstantFully } from "@/shared/lib/dates";

type Styled = { className?: string };

/** A bank date ("2026-11-21"): a calendar day, the same in every zone. */
export function DateText({ date, className }: Styled & { date: string }) {
  return (
    <time dateTime={date} className={className}>
      {formatDay(date)}
    </time>
  );
}

/** A moment as clock time: "09:12". */
export function InstantText({ instant, className }: Styled & { instant: string }) {
  return (
    <time dateTime={instant} title={formatInstantFully(instant)} className={className}>
      {formatInstant(instant)}
    </time>
  );
}

/** How long ago, kept true while the page stays open. */
export function AgoText({ instant, className }: Styled & { instant: string }) {
  const [, tick] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    const timer = setInterval(tick, 20_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <time dateTime={instant} title={formatInstantFully(instant)} className={className}>
      {formatAgo(instant)}
    </time>
  );
}
