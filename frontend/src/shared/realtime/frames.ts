/** The frames of the live socket, parsed at the edge. Event bodies are the API's own, typed by its schema. */
import * as z from "zod/mini";
import type { LiveEvent } from "@/shared/api/types";

const frameShape = z.discriminatedUnion("type", [
  z.object({ type: z.literal("welcome"), sequence: z.number() }),
  z.object({ type: z.literal("event"), event: z.looseObject({ sequence: z.number(), type: z.string() }) }),
  z.object({ type: z.literal("reload"), sequence: z.number() }),
  z.object({ type: z.literal("ping") }),
]);

export type Frame =
  | { type: "welcome"; sequence: number }
  | { type: "event"; event: LiveEvent }
  | { type: "reload"; sequence: number }
  | { type: "ping" };

/** The frame in a message, or null when it is not one we know (a newer server may say more). */
export function parseFrame(text: unknown): Frame | null {
  if (typeof text !== "string") return null;
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return null;
  }
  const parsed = z.safeParse(frameShape, raw);
  if (!parsed.success) return null;
  const frame = parsed.data;
  if (frame.type !== "event") return frame;
  return isLiveEvent(frame.event) ? { type: "event", event: frame.event } : null;
}

// The server validates what it sends against the same schema this type is generated from; here only the envelope counts.
function isLiveEvent(event: object): event is LiveEvent {
  return "sequence" in event && "type" in event && "data" in event;
}
