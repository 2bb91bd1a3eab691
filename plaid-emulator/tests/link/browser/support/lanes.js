// Pages to walk in, used again and again: a new page costs more than the journey through it.

import { launchBrowser } from "./browser.js";
import { emulator } from "./emulator.js";
import { startHost } from "./host.js";

const VIEWPORT = { width: 1024, height: 800 };

/** One page and all that is asked and said in it, and in the windows it opens. */
class Lane {
  complaints = [];

  async build(browser, patience) {
    this.context = await browser.newContext({ reducedMotion: "reduce" });
    // Generous: a machine with other work to do is slow, not wrong.
    this.context.setDefaultTimeout(patience);
    this.context.on("page", (page) => this.watch(page));
    this.page = await this.context.newPage();
    this.devtools = await this.context.newCDPSession(this.page);
    return this;
  }

  watch(page) {
    page.on("request", (request) => {
      const { protocol, hostname } = new URL(request.url());
      if (protocol !== "data:" && hostname !== "127.0.0.1") this.complaints.push(`asked ${request.url()}`);
    });
    page.on("pageerror", (error) => this.complaints.push(error.message));
    page.on("console", (message) => {
      // A refused token is a 400 by contract, and a journey may cut the network; the browser logs both.
      const refusal = /status of 40[04]|ERR_FAILED/.test(message.text());
      if (message.type() === "error" && !refusal) this.complaints.push(message.text());
    });
  }

  async dress({ viewport = VIEWPORT, colorScheme = "light" }) {
    await this.page.setViewportSize(viewport);
    await this.page.emulateMedia({ colorScheme });
  }

  /** Leave nothing of a journey for the next one. */
  async clear(origin) {
    await Promise.all(this.context.pages().filter((each) => each !== this.page).map((each) => each.close()));
    await this.page.unrouteAll({ behavior: "ignoreErrors" });
    await this.page.goto("about:blank");
    await this.devtools.send("Storage.clearDataForOrigin", { origin, storageTypes: "all" });
    this.complaints = [];
  }
}

/** Every lane of one browser, and the host whose page is walked in them. */
export class Lanes {
  idle = [];

  async open(patience) {
    this.patience = patience;
    [this.browser, this.host] = await Promise.all([launchBrowser(), startHost(emulator)]);
  }

  async borrow(looks) {
    const lane = this.idle.pop() ?? (await new Lane().build(this.browser, this.patience));
    await lane.dress(looks);
    return lane;
  }

  /** Take a lane back; one in which a journey has failed is thrown away with what may be left in it. */
  async giveBack(lane, isSound) {
    if (!isSound) return lane.context.close();
    await lane.clear(this.host.address);
    this.idle.push(lane);
  }

  async close() {
    await this.browser?.close();
    await this.host?.stop();
  }
}
