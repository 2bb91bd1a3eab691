/** A dot that says whether the page hears the workspace; its words appear on focus and on hover. */
import { useEffect, useReducer } from "react";
import { Button as AriaButton, TooltipTrigger } from "react-aria-components";
import { type LiveState, useLiveState } from "@/shared/realtime/live-state";
import { StateDot, type Tone } from "@/shared/ui/state";
import { Tooltip } from "@/shared/ui/tooltip";

const TONES: Record<LiveState["status"], Tone> = {
  live: "good",
  connecting: "working",
  offline: "attention",
};

function wordsFor({ status, lastHeardAt }: LiveState, now: number): string {
  if (status === "connecting") return "Connecting to live updates";
  if (status === "offline") return "Not live. What you see may be out of date; we keep trying.";
  const seconds = lastHeardAt === null ? 0 : Math.max(0, Math.round((now - lastHeardAt) / 1_000));
  return seconds < 2 ? "Live" : `Live, heard ${seconds} s ago`;
}

export function LiveDot() {
  const state = useLiveState();
  const [, tick] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    const timer = setInterval(tick, 1_000);
    return () => clearInterval(timer);
  }, []);
  const words = wordsFor(state, Date.now());
  return (
    <TooltipTrigger delay={200}>
      <AriaButton
        aria-label={state.status === "live" ? "Live" : words}
        className="grid size-9 place-items-center rounded-control"
      >
        <StateDot tone={TONES[state.status]} />
      </AriaButton>
      <Tooltip>{words}</Tooltip>
    </TooltipTrigger>
  );
}
