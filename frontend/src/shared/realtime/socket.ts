/** One live connection to the workspace's event log: resumes where it stopped, without gap or repeat. */
import type { LiveEvent } from "@/shared/api/types";
import { backoffMs } from "@/shared/realtime/backoff";
import { type Frame, parseFrame } from "@/shared/realtime/frames";
import type { LiveState, LiveStatus } from "@/shared/realtime/live-state";

export type LiveSocketOptions = {
  url: string;
  /** The last event the page's data already contains. */
  after: number;
  /** A one-use ticket; null when the session is over, which ends the attempts. */
  getTicket: () => Promise<string | null>;
  onEvent: (event: LiveEvent) => void;
  /** The server cannot replay from where we are: everything on the page must be read again. */
  onReload: () => void;
  onState: (state: LiveState) => void;
  open?: (url: string) => WebSocket;
  random?: () => number;
};

export type LiveSocket = {
  start: () => void;
  stop: () => void;
  /** The page woke up or the network came back: look now instead of waiting. */
  nudge: () => void;
  sequence: () => number;
};

/** The server pings every 15 s; after two missed pings the line is dead even if nobody closed it. */
export const SILENCE_MS = 35_000;
const FAILURES_BEFORE_OFFLINE = 2;
/** The server's close code when a member's role or shares have changed, or they are no longer one. */
const STANDING_CHANGED = 4402;

export function createLiveSocket(options: LiveSocketOptions): LiveSocket {
  return new Connection(options);
}

class Connection implements LiveSocket {
  private readonly options: LiveSocketOptions;
  private last: number;
  private socket: WebSocket | null = null;
  private failures = 0;
  private running = false;
  private attempt = 0;
  private retryTimer: ReturnType<typeof setTimeout> | undefined;
  private silenceTimer: ReturnType<typeof setTimeout> | undefined;
  private lastHeardAt: number | null = null;

  constructor(options: LiveSocketOptions) {
    this.options = options;
    this.last = options.after;
  }

  start = (): void => {
    if (this.running) return;
    this.running = true;
    void this.connect();
  };

  stop = (): void => {
    this.running = false;
    this.attempt += 1;
    clearTimeout(this.retryTimer);
    this.drop();
  };

  nudge = (): void => {
    if (!this.running) return;
    if (this.retryTimer !== undefined) void this.connect();
    else if (this.socket !== null && this.isSilent()) this.fail();
  };

  sequence = (): number => this.last;

  private isSilent(): boolean {
    return this.lastHeardAt !== null && Date.now() - this.lastHeardAt > SILENCE_MS;
  }

  private async connect(): Promise<void> {
    clearTimeout(this.retryTimer);
    this.retryTimer = undefined;
    this.attempt += 1;
    const attempt = this.attempt;
    this.tell(this.failures > FAILURES_BEFORE_OFFLINE ? "offline" : "connecting");
    const ticket = await this.options.getTicket().catch(() => undefined);
    if (!this.running || attempt !== this.attempt) return;
    if (ticket === undefined) this.fail();
    else if (ticket === null) this.stop();
    else this.listen(ticket);
  }

  private listen(ticket: string): void {
    const open = this.options.open ?? ((url: string) => new WebSocket(url));
    const socket = open(this.options.url);
    this.socket = socket;
    this.armSilence();
    // Each handler asks whether it still belongs to the current socket: a replaced one may speak once more.
    socket.addEventListener("open", () => {
      if (socket === this.socket) socket.send(JSON.stringify({ type: "hello", ticket, after: this.last }));
    });
    socket.addEventListener("message", (message) => {
      if (socket === this.socket) this.receive(message.data);
    });
    socket.addEventListener("close", (closed) => {
      if (socket !== this.socket) return;
      this.fail();
      // What may be seen here is another now: what is on the page may no longer be.
      if (closed.code === STANDING_CHANGED) this.options.onReload();
    });
  }

  private receive(data: unknown): void {
    this.lastHeardAt = Date.now();
    this.armSilence();
    const frame = parseFrame(data);
    if (frame === null) return;
    if (frame.type === "welcome" || frame.type === "reload") this.failures = 0;
    this.react(frame);
    if (this.socket !== null) this.tell("live");
  }

  private react(frame: Frame): void {
    switch (frame.type) {
      case "ping":
        this.socket?.send('{"type":"pong"}');
        return;
      case "event":
        this.take(frame.event);
        return;
      case "reload":
        this.last = frame.sequence;
        this.options.onReload();
        return;
      case "welcome":
        return;
    }
  }

  private take(event: LiveEvent): void {
    if (event.sequence <= this.last) return;
    if (event.sequence > this.last + 1) {
      // Something was lost on the way: ask again from the last event we are sure of.
      this.fail();
      return;
    }
    this.last = event.sequence;
    this.options.onEvent(event);
  }

  private fail(): void {
    this.drop();
    this.failures += 1;
    this.tell(this.failures > FAILURES_BEFORE_OFFLINE ? "offline" : "connecting");
    clearTimeout(this.retryTimer);
    this.retryTimer = setTimeout(
      () => void this.connect(),
      backoffMs(this.failures - 1, this.options.random),
    );
  }

  private drop(): void {
    clearTimeout(this.silenceTimer);
    const { socket } = this;
    this.socket = null;
    socket?.close();
  }

  private armSilence(): void {
    clearTimeout(this.silenceTimer);
    this.silenceTimer = setTimeout(() => this.fail(), SILENCE_MS);
  }

  private tell(status: LiveStatus): void {
    this.options.onState({ status, lastHeardAt: this.lastHeardAt });
  }
}
