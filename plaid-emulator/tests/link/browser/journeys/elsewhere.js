import assert from "node:assert/strict";
import { call, createLinkToken, linkTokenFor } from "../support/emulator.js";
import { journey, until } from "../support/journey.js";

journey("embedded tiles open the dialog at the chosen bank", async (visit) => {
  await visit.arrive({ embedded: true });
  await visit.page.frameLocator("iframe[src*='tiles.html']").getByRole("button", { name: "Maple Street Bank" }).click();
  await visit.press("Continue");
  await visit.heading("Sign in to Maple Street Bank").waitFor();
  await visit.signIn("user_good", "pass_good");
  await visit.finish();

  const [publicToken] = await visit.called("onSuccess");

  assert.match(publicToken, /^public-sandbox-/);
  assert.equal(await visit.frames.count(), 1);
});

journey("the last tile searches, closing comes back, and unmounting takes the tiles away", async (visit) => {
  await visit.arrive({ embedded: true });
  const tiles = visit.page.frameLocator("iframe[src*='tiles.html']");
  await tiles.getByRole("button", { name: "Find another bank" }).click();
  await visit.press("Continue");
  await visit.heading("Select your bank").waitFor();
  await visit.press("Close");
  await visit.press("Leave");
  await visit.called("onExit");
  await tiles.getByRole("button", { name: "Maple Street Bank" }).waitFor();
  await visit.page.getByRole("button", { name: "Mount or unmount" }).click();

  await visit.frames.waitFor({ state: "detached" });
});

async function hosted(visit, details = {}) {
  const completion_redirect_uri = `${new URL(visit.returnAddress).origin}/completed`;
  const { link_token, hosted_link_url } = await linkTokenFor({ hosted_link: { completion_redirect_uri }, ...details });
  await visit.page.goto(hosted_link_url);
  return { link_token, person: visit.atBank() };
}

async function sessionsOf(link_token) {
  return (await call("/link/token/get", { link_token })).link_sessions;
}

journey("hosted Link ends at the completion address; the token waits on the server", async (visit) => {
  const { link_token, person } = await hosted(visit);
  await person.chooseBank("First Platypus Bank");
  await person.signIn("user_good", "pass_good");
  await person.finish();
  await visit.page.waitForURL(/\/completed$/);

  const [session] = await sessionsOf(link_token);
  const [{ public_token }] = session.results.item_add_results;

  assert.ok((await call("/item/public_token/exchange", { public_token })).access_token);
});

journey("leaving hosted Link goes to the completion address too", async (visit) => {
  const { link_token, person } = await hosted(visit);
  await person.heading(/Connect Saldo/).waitFor();
  await person.press("Close");
  await person.press("Leave");
  await visit.page.waitForURL(/\/completed$/);

  const [session] = await sessionsOf(link_token);

  assert.equal(session.exit.metadata.status, "requires_credentials");
});

journey("an OAuth bank works on a hosted page", async (visit) => {
  const { person } = await hosted(visit, { redirect_uri: visit.returnAddress });
  await person.chooseBank("Platypus OAuth Bank");
  const bank = await person.openBank("Continue to Platypus OAuth Bank");
  await bank.consentAtBank();
  await person.press("Finish");

  await visit.page.waitForURL(/\/completed$/);
});

journey("a hosted page that is closed at the end has connected the bank", async (visit) => {
  const { link_token, person } = await hosted(visit);
  await person.chooseBank("First Platypus Bank");
  await person.signIn("user_good", "pass_good");
  await person.press(/Continue with/);
  await person.heading("Your bank is connected").waitFor();
  await visit.page.goto("about:blank");

  const session = await until(async () => (await sessionsOf(link_token)).find((each) => each.finished_at));

  assert.equal(session.exit, null);
});

journey("two handlers stand beside each other, and a script embedded twice only warns", async (visit) => {
  const warnings = [];
  visit.page.on("console", (message) => message.type() === "warning" && warnings.push(message.text()));
  await visit.arrive();
  await visit.open();
  await visit.heading(/Connect Saldo/).waitFor();
  await visit.page.evaluate(async (token) => {
    const second = window.Plaid.create({ token, onSuccess: () => {}, onExit: () => window.calls.push({ name: "second", values: [] }) });
    second.open();
    await new Promise((resolve) => setTimeout(resolve));
    second.exit({ force: true });
    const script = document.createElement("script");
    script.src = document.querySelector("script[src*='link-initialize']").src;
    document.head.append(script);
    await new Promise((resolve) => script.addEventListener("load", resolve));
  }, await createLinkToken());

  assert.equal((await visit.calls()).filter((each) => each.name === "second").length, 1);
  assert.equal(await visit.frames.count(), 1);
  assert.match(warnings.join(), /embedded more than once/);
});
