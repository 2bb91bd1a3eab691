import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { LiveEvent } from "@/shared/api/types";
import type { LiveState } from "@/shared/realtime/live-state";
import { createLiveSocket, SILENCE_MS } from "@/shared/realtime/socket";
import { anEvent } from "@/testing/factories";
import { FakeSocket } from "@/testing/fake-socket";

type Heard = { events: number[]; reloads: number; states: LiveState["status"][] };

function listen(after = 10, getTicket: () => Promise<string | null> = async () => "ticket") {
  const heard: Heard = { events: [], reloads: 0, states: [] };
  const socket = createLiveSocket({
    url: "ws://test/live",
    after,
    getTicket,
    random: () => 1,
    onEvent: (event: LiveEvent) => heard.events.push(event.sequence),
    onReload: () => {
      heard.reloads += 1;
    },
    onState: ({ status }) => heard.states.push(status),
  });
  socket.start();
  return { socket, heard };
}

async function connected(sequence = 10): Promise<FakeSocket> {
  await vi.advanceTimersByTimeAsync(0);
  FakeSocket.last.accept();
  FakeSocket.last.say({ type: "welcome", sequence });
  return FakeSocket.last;
}

const event = (sequence: number) => ({
  type: "event",
  event: anEvent({ sequence, type: "dashboard_update", data: { reason: "sync" } }),
});

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe("the live socket", () => {
  it("says hello with its ticket and the last event it knows", async () => {
    listen(42);
    const wire = await connected();

    expect(wire.sent[0]).toEqual({ type: "hello", ticket: "ticket", after: 42 });
  });

  it("hands on events once and in order", async () => {
    const { heard } = listen();
    const wire = await connected();

    for (const sequence of [11, 11, 12, 10]) wire.say(event(sequence));

    expect(heard.events).toEqual([11, 12]);
  });

  it("asks again from the last sure event when one is missing", async () => {
    const { heard } = listen();
    const wire = await connected();
    wire.say(event(11));
    wire.say(event(14));

    await vi.advanceTimersByTimeAsync(1_000);
    const second = await connected();

    expect(wire.isClosed).toBe(true);
    expect(second.sent[0]).toMatchObject({ after: 11 });
    expect(heard.events).toEqual([11]);
  });

  it("resumes after a cut without gap or repeat", async () => {
    const { heard } = listen();
    const first = await connected();
    first.say(event(11));
    first.cut();
    await vi.advanceTimersByTimeAsync(1_000);

    const second = await connected(13);
    for (const sequence of [12, 13]) second.say(event(sequence));

    expect(second.sent[0]).toMatchObject({ after: 11 });
    expect(heard.events).toEqual([11, 12, 13]);
  });

  it("ignores what a replaced connection still says", async () => {
    const { heard } = listen();
    const first = await connected();
    first.cut();
    await vi.advanceTimersByTimeAsync(1_000);
    await connected();

    first.say(event(11));

    expect(heard.events).toEqual([]);
  });

  it("reads everything again when the server cannot replay", async () => {
    const { heard } = listen();
    const wire = await connected();

    wire.say({ type: "reload", sequence: 900 });
    wire.say(event(901));

    expect(heard.reloads).toBe(1);
    expect(heard.events).toEqual([901]);
  });

  it("reads everything again when what may be seen has changed, and comes back", async () => {
    const { heard } = listen();
    const wire = await connected();

    wire.cut(4402);
    expect(heard.reloads).toBe(1);
    await vi.advanceTimersByTimeAsync(5_000);

    expect(FakeSocket.last).not.toBe(wire);
    expect(heard.states.at(-1)).toBe("connecting");
  });

  it("answers pings and takes silence for a dead line", async () => {
    const { heard } = listen();
    const wire = await connected();
    wire.say({ type: "ping" });

    await vi.advanceTimersByTimeAsync(SILENCE_MS + 1);

    expect(wire.sent.at(-1)).toEqual({ type: "pong" });
    expect(wire.isClosed).toBe(true);
    expect(heard.states.at(-1)).toBe("connecting");
  });

  it("waits longer each time and then calls itself offline", async () => {
    const { heard } = listen(10, async () => {
      throw new Error("down");
    });
    await vi.advanceTimersByTimeAsync(5_000);

    expect(heard.states.at(-1)).toBe("offline");
    expect(FakeSocket.instances).toHaveLength(0);
  });

  it("comes back at once when the page wakes", async () => {
    const { socket } = listen();
    const first = await connected();
    vi.setSystemTime(Date.now() + SILENCE_MS * 10);

    socket.nudge();
    await vi.advanceTimersByTimeAsync(600);
    const second = await connected();

    expect(first.isClosed).toBe(true);
    expect(second).not.toBe(first);
  });

  it("stops when the session is over", async () => {
    listen(10, async () => null);
    await vi.advanceTimersByTimeAsync(60_000);

    expect(FakeSocket.instances).toHaveLength(0);
  });

  it("does not stumble over frames it does not know", async () => {
    const { heard } = listen();
    const wire = await connected();

    wire.say({ type: "confetti" });
    wire.dispatchEvent(new MessageEvent("message", { data: "{half" }));
    wire.say(event(11));

    expect(heard.events).toEqual([11]);
  });
});
