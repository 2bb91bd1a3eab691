import assert from "node:assert/strict";
import { call, createLinkToken } from "../support/emulator.js";
import { journey } from "../support/journey.js";

const BANK = "Platypus OAuth Bank";

journey("an OAuth bank is linked through its own window", async (visit) => {
  await visit.begin();
  await visit.findBank(BANK);
  const bank = await visit.openBank(`Continue to ${BANK}`);
  await visit.heading("Finish in the bank's window").waitFor();
  await bank.press("Sign in");
  await bank.press(/Plaid Saving/, "checkbox");
  await bank.press("Allow");
  await visit.heading("Your bank is connected").waitFor();
  assert.equal(bank.page.isClosed(), true);
  await visit.press("Finish");

  const [public_token, metadata] = await visit.called("onSuccess");
  const { access_token } = await call("/item/public_token/exchange", { public_token });
  const { accounts } = await call("/accounts/get", { access_token });

  assert.equal(metadata.institution.institution_id, "ins_127287");
  assert.equal(accounts.some(({ name }) => name === "Plaid Saving"), false);
  assert.equal(accounts.length, metadata.accounts.length);
  assert.deepEqual((await visit.events()).slice(3), [
    "SELECT_INSTITUTION",
    "TRANSITION_VIEW(OAUTH)",
    "OPEN_OAUTH",
    "TRANSITION_VIEW(LOADING)",
    "TRANSITION_VIEW(CONNECTED)",
    "HANDOFF",
  ]);
});

journey("a closed bank window shares nothing and can be opened again", async (visit) => {
  await visit.begin();
  await visit.findBank(BANK);
  const first = await visit.openBank(`Continue to ${BANK}`);
  await first.heading("Sign in").waitFor();
  await first.page.close();
  await visit.heading("The bank's window was closed").waitFor();
  const second = await visit.openBank("Open it again");
  await second.consentAtBank();
  await visit.press("Finish");
  await visit.called("onSuccess");

  const events = await visit.events();

  assert.deepEqual(events.filter((each) => each.includes("OAUTH")), [
    "TRANSITION_VIEW(OAUTH)",
    "OPEN_OAUTH",
    "CLOSE_OAUTH",
    "OPEN_OAUTH",
  ]);
});

for (const [failure, title] of [
  ["INSUFFICIENT_CREDENTIALS", "The sign-in was not finished"],
  ["ACCESS_NOT_GRANTED", "Your bank did not get your permission"],
  ["NO_AUTH_ACCOUNTS", "No checking or savings account"],
]) {
  journey(`the bank's drop-down fails with ${failure}`, async (visit) => {
    await visit.begin();
    await visit.findBank(BANK);
    const bank = await visit.openBank(`Continue to ${BANK}`);
    await bank.consentAtBank({ failure });
    await visit.heading(title).waitFor();
    await visit.press("Leave");

    const [error] = await visit.called("onExit");

    assert.equal(error.error_code, failure);
    assert.ok((await visit.events()).includes("FAIL_OAUTH"));
  });
}

journey("a denied consent can be tried again", async (visit) => {
  await visit.begin();
  await visit.findBank(BANK);
  const first = await visit.openBank(`Continue to ${BANK}`);
  await first.consentAtBank({ decision: "Deny" });
  await visit.heading("The sign-in was not finished").waitFor();
  await visit.press("Try again");
  const second = await visit.openBank(`Continue to ${BANK}`);
  await second.consentAtBank();

  await visit.heading("Your bank is connected").waitFor();
});

journey("a blocked window becomes a link", async (visit) => {
  await visit.begin();
  await visit.findBank(BANK);
  const frame = visit.page.frames().find((each) => each.url().includes("link.html"));
  await frame.evaluate(() => {
    window.open = () => null;
  });
  await visit.press(`Continue to ${BANK}`);
  await visit.heading("Your browser blocked the window").waitFor();
  const [page] = await Promise.all([
    visit.page.context().waitForEvent("page"),
    visit.press("Open the bank's page", "link"),
  ]);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("button", { name: "Allow" }).click();

  await visit.heading("Your bank is connected").waitFor();
});

journey("leaving at the bank's window is told as requires_oauth", async (visit) => {
  await visit.begin();
  await visit.findBank(BANK);
  await visit.press("Close");
  await visit.press("Leave");

  const [, metadata] = await visit.called("onExit");

  assert.equal(metadata.status, "requires_oauth");
});

journey("update mode goes to the bank's window, where the accounts are chosen anew", async (visit) => {
  await visit.begin({ institution_id: "ins_127287" });
  const first = await visit.openBank(`Continue to ${BANK}`);
  await first.consentAtBank();
  await visit.press("Finish");
  const [public_token] = await visit.called("onSuccess");
  const { access_token } = await call("/item/public_token/exchange", { public_token });
  await call("/sandbox/item/reset_login", { access_token });

  await visit.arrive({ token: await createLinkToken({ access_token, update: { account_selection_enabled: true } }) });
  await visit.open();
  const second = await visit.openBank(`Continue to ${BANK}`);
  await second.press("Sign in");
  await second.link.getByText("Account names, balances and transactions").waitFor();
  await second.press(/Plaid Saving/, "checkbox");
  await second.press("Allow");
  await visit.press("Finish");
  const [, metadata] = await visit.called("onSuccess");
  const { item, accounts } = await call("/accounts/get", { access_token });

  assert.equal(item.error, null);
  assert.equal(accounts.some(({ name }) => name === "Plaid Saving"), false);
  assert.deepEqual(metadata.accounts.map(({ id }) => id), accounts.map((each) => each.account_id));
  assert.equal((await visit.events())[0], "OPEN(OAUTH)");
});

journey("with a redirect_uri the whole page goes to the bank and comes back", async (visit) => {
  const redirect_uri = visit.returnAddress;
  const link_token = await createLinkToken({ redirect_uri });
  await visit.arrive({ token: link_token });
  await visit.open();
  await visit.chooseBank(BANK);
  await visit.press(`Continue to ${BANK}`);
  const bank = visit.atBank();
  await bank.consentAtBank();
  await visit.page.waitForURL(/\/return\?oauth_state_id=[0-9a-f-]{36}$/);
  await visit.heading("Your bank is connected").waitFor();
  await visit.press("Finish");

  const [public_token, metadata] = await visit.called("onSuccess");
  const { link_sessions: sessions } = await call("/link/token/get", { link_token });

  assert.match(public_token, /^public-sandbox-/);
  assert.equal(metadata.institution.institution_id, "ins_127287");
  assert.equal((await visit.events())[0], "OPEN(OAUTH)");
  assert.deepEqual(sessions.map((each) => each.link_session_id), [metadata.link_session_id]);
});

journey("a failure at the bank comes back by the redirect too", async (visit) => {
  await visit.begin({ redirect_uri: visit.returnAddress });
  await visit.findBank(BANK);
  await visit.press(`Continue to ${BANK}`);
  await visit.atBank().consentAtBank({ decision: "Deny" });

  await visit.heading("The sign-in was not finished").waitFor();
});

for (const [query, code] of [
  ["", "INVALID_FIELD"],
  ["?oauth_state_id=11111111-2222-3333-4444-555555555555", "OAUTH_STATE_ID_NOT_FOUND"],
]) {
  journey(`a redirect with ${query || "no state"} is ${code}`, async (visit) => {
    await visit.arrive();
    await visit.page.goto(`${visit.returnAddress}${query}`);
    await visit.press("Close this window");

    const [error] = await visit.called("onExit");

    assert.equal(error.error_code, code);
  });
}

journey("another link token cannot take up the bank's answer, and nobody can twice", async (visit) => {
  await visit.begin({ redirect_uri: visit.returnAddress });
  await visit.findBank(BANK);
  await visit.press(`Continue to ${BANK}`);
  await visit.atBank().consentAtBank();
  await visit.heading("Your bank is connected").waitFor();
  await visit.press("Finish");
  await visit.called("onSuccess");

  await visit.page.reload();
  await visit.press("Close this window");
  const [again] = await visit.called("onExit");
  await visit.page.evaluate((token) => localStorage.setItem("link_token", token), await createLinkToken());
  await visit.page.reload();
  await visit.press("Close this window");
  const [other] = await visit.called("onExit");

  assert.equal(again.error_code, "OAUTH_STATE_ID_ALREADY_PROCESSED");
  assert.equal(other.error_code, "INCORRECT_LINK_TOKEN");
});

journey("a link token can name the bank: no search", async (visit) => {
  await visit.begin({ institution_id: "ins_127287" });

  await visit.heading(`Sign in to ${BANK}`).waitFor();
});
