import assert from "node:assert/strict";
import { call, createLinkToken } from "../support/emulator.js";
import { journey, until } from "../support/journey.js";

const SLOW_MS = 3_000;

async function openedAt(visit, bank) {
  await visit.arrive();
  await visit.open();
  if (bank) await visit.chooseBank(bank);
  else await visit.heading(/Connect Saldo/).waitFor();
}

journey("closing asks first; staying goes on, leaving calls onExit", async (visit) => {
  await openedAt(visit, "First Platypus Bank");
  await visit.press("Close");
  await visit.press("Keep going");
  await visit.heading("Sign in to First Platypus Bank").waitFor();
  await visit.press("Close");
  await visit.press("Leave");

  const [error, metadata] = await visit.called("onExit");

  assert.equal(error, null);
  assert.equal(metadata.status, "requires_credentials");
  assert.match(metadata.link_session_id, /^[0-9a-f-]{36}$/);
  assert.ok(metadata.request_id);
  assert.deepEqual((await visit.events()).slice(-4), [
    "TRANSITION_VIEW(EXIT)",
    "TRANSITION_VIEW(CREDENTIAL)",
    "TRANSITION_VIEW(EXIT)",
    "EXIT",
  ]);
  assert.equal(await visit.frames.count(), 0);
});

journey("what happened first is told first, however slow its way", async (visit) => {
  await openedAt(visit, "First Platypus Bank");
  await visit.page.route("**/ask-exit", async (route) => {
    const response = await route.fetch();
    // The answer is as slow as can be: until something overtakes it, if anything does.
    await visit.page.waitForResponse("**/exit", { timeout: SLOW_MS }).catch(() => {});
    await route.fulfill({ response });
  });
  await visit.press("Close");
  await visit.press("Leave");

  await visit.called("onExit");

  assert.deepEqual((await visit.events()).slice(-2), ["TRANSITION_VIEW(EXIT)", "EXIT"]);
});

journey("Escape asks, a second Escape stays, and the focus never leaves the question", async (visit) => {
  await openedAt(visit);
  await visit.page.keyboard.press("Escape");
  const question = visit.link.getByRole("alertdialog", { name: "Leave without connecting?" });
  await question.waitFor();
  for (let presses = 0; presses < 5; presses += 1) {
    await visit.page.keyboard.press("Tab");
    assert.equal(await question.locator(":focus").count(), 1);
  }
  await visit.page.keyboard.press("Escape");

  await question.waitFor({ state: "hidden" });
  assert.deepEqual(await visit.events(), ["OPEN(CONSENT)"]);
});

journey("exit() asks the person, exit({force: true}) does not", async (visit) => {
  await openedAt(visit, "First Platypus Bank");
  await visit.page.evaluate(() => window.exitLink());
  await visit.link.getByRole("alertdialog").waitFor();
  assert.equal((await visit.calls()).some((each) => each.name === "onExit"), false);

  const calledAtOnce = await visit.page.evaluate(() => {
    window.exitLink({ force: true });
    return window.calls.at(-1);
  });

  assert.equal(calledAtOnce.name, "onExit");
  assert.equal(calledAtOnce.values[1].status, "requires_credentials");
  assert.equal((await visit.events()).at(-1), "EXIT");
  assert.equal(await visit.frames.count(), 0);
});

journey("a forced exit is known to /link/token/get", async (visit) => {
  const token = await createLinkToken();
  await visit.arrive({ token });
  await visit.open();
  await visit.heading(/Connect Saldo/).waitFor();
  await visit.page.evaluate(() => window.exitLink({ force: true }));

  const session = await until(async () => {
    const { link_sessions: sessions } = await call("/link/token/get", { link_token: token });
    return sessions.find((each) => each.exit);
  });

  assert.equal(session.exit.metadata.link_session_id, session.link_session_id);
  assert.deepEqual(session.events.map((each) => each.event_name), await visit.eventNames());
});

journey("destroy() takes the dialog away without a callback", async (visit) => {
  await visit.arrive();
  await visit.page.evaluate((token) => {
    window.direct = window.Plaid.create({
      token,
      onSuccess: () => window.calls.push({ name: "direct" }),
      onExit: () => window.calls.push({ name: "direct" }),
      onEvent: (name) => window.calls.push({ name: "direct", values: [name] }),
    });
    // Before onLoad: the call is kept, not lost.
    window.direct.open();
  }, await createLinkToken());
  await visit.heading(/Connect Saldo/).waitFor();
  await visit.page.evaluate(() => window.direct.destroy());

  assert.equal(await visit.frames.count(), 0);
  assert.deepEqual((await visit.calls()).filter((each) => each.name === "direct"), [{ name: "direct", values: ["OPEN"] }]);
});

journey("StrictMode mounts, remounts and token changes leave no frame behind", async (visit) => {
  await visit.arrive({ strict: true });
  assert.equal(await visit.frames.count(), 0);
  await visit.open();
  await visit.heading(/Connect Saldo/).waitFor();
  assert.equal(await visit.frames.count(), 1);
  await visit.page.evaluate((token) => window.changeToken(token), await createLinkToken());
  await visit.frames.waitFor({ state: "detached" });
  await visit.open();
  await visit.heading(/Connect Saldo/).waitFor();
  await visit.page.evaluate(() => document.querySelectorAll("button")[1].click());
  await visit.frames.waitFor({ state: "detached" });

  assert.equal((await visit.calls()).filter((each) => each.name === "onExit").length, 2);
  assert.equal(await visit.page.evaluate(() => document.documentElement.style.overflow), "");
});

journey("a page without a token is told so", async (visit) => {
  await visit.arrive();

  const message = await visit.page.evaluate(() => {
    try {
      window.Plaid.create({ onSuccess: () => {} });
    } catch (error) {
      return error.message;
    }
    return null;
  });

  assert.equal(message, "Missing Link parameter. Link requires a key or token to be provided.");
});

journey("messages of other windows and origins change nothing", async (visit) => {
  await openedAt(visit);
  await visit.page.evaluate(() => {
    const channel = new URL(document.querySelector("iframe").src).searchParams.get("channel");
    window.postMessage({ channel, kind: "success", public_token: "forged", metadata: {} }, "*");
  });
  await visit.press("Continue");

  await visit.heading("Select your bank").waitFor();
  assert.equal((await visit.calls()).some((each) => each.name === "onSuccess"), false);
});
