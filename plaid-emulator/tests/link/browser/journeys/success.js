import assert from "node:assert/strict";
import { call, createLinkToken } from "../support/emulator.js";
import { journey } from "../support/journey.js";

journey("a linked bank ends in onSuccess, after every event in order", async (visit) => {
  const link_token = await createLinkToken();
  await visit.arrive({ token: link_token });
  await visit.open();
  await visit.chooseBank("First Platypus Bank");
  assert.deepEqual(await visit.events(), ["OPEN(CONSENT)"]);
  await visit.signIn("user_good", "pass_good");
  await visit.press("Continue with 14 accounts");
  await visit.press("Finish");

  const [publicToken, metadata] = await visit.called("onSuccess");

  assert.match(publicToken, /^public-sandbox-[0-9a-f-]{36}$/);
  assert.deepEqual(metadata.institution, { name: "First Platypus Bank", institution_id: "ins_109508" });
  assert.deepEqual(await visit.events(), [
    "OPEN(CONSENT)",
    "TRANSITION_VIEW(SELECT_INSTITUTION)",
    "SEARCH_INSTITUTION",
    "SELECT_INSTITUTION",
    "TRANSITION_VIEW(CREDENTIAL)",
    "SUBMIT_CREDENTIALS",
    "TRANSITION_VIEW(LOADING)",
    "TRANSITION_VIEW(SELECT_ACCOUNT)",
    "TRANSITION_VIEW(LOADING)",
    "TRANSITION_VIEW(CONNECTED)",
    "HANDOFF",
  ]);
  assert.equal((await visit.calls()).at(-1).name, "onSuccess");
  const { link_sessions: [session] } = await call("/link/token/get", { link_token });
  assert.deepEqual(session.events.map((each) => each.event_name), await visit.eventNames());
  assert.equal(await visit.frames.count(), 0);
});

journey("only the chosen accounts are shared, under the ids the API uses", async (visit) => {
  await visit.arrive();
  await visit.open();
  await visit.chooseBank("First Platypus Bank");
  await visit.signIn("user_good", "pass_good");
  await visit.press("All 14 accounts", "checkbox");
  assert.equal(await visit.link.getByRole("button", { name: "Select an account" }).isDisabled(), true);
  await visit.press(/Plaid Checking/, "checkbox");
  await visit.press(/Plaid Credit Card/, "checkbox");
  await visit.press("Continue with 2 accounts");
  await visit.press("Finish");

  const [public_token, metadata] = await visit.called("onSuccess");
  const { access_token } = await call("/item/public_token/exchange", { public_token });
  const { accounts } = await call("/accounts/get", { access_token });

  assert.deepEqual(metadata.accounts.map(({ name }) => name), ["Plaid Checking", "Plaid Credit Card"]);
  assert.deepEqual(accounts.map((each) => each.account_id).sort(), metadata.accounts.map(({ id }) => id).sort());
});

journey("a click on a sandbox user fills the form of the persona's bank", async (visit) => {
  await visit.arrive();
  await visit.open();
  await visit.chooseBank("Maple Street Bank");
  await visit.press(/user_maple_household/);
  await visit.press("Sign in");
  await visit.press(/Continue with/);
  await visit.press("Finish");

  const [, metadata] = await visit.called("onSuccess");

  assert.equal(metadata.institution.institution_id, "ins_900001");
  assert.ok(metadata.accounts.length > 1);
});

journey("the keyboard alone links a bank", async (visit) => {
  const { page } = visit;
  await visit.arrive();
  await page.getByRole("button", { name: "Connect a bank", disabled: false }).waitFor();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await visit.heading(/Connect Saldo/).waitFor();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await visit.heading("Select your bank").waitFor();
  await page.keyboard.type("tartan bank");
  await visit.link.getByRole("listitem").filter({ hasText: "Tartan Bank" }).waitFor();
  await visit.link.getByText("First Platypus Bank").waitFor({ state: "detached" });
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await visit.heading("Sign in to Tartan Bank").waitFor();
  await page.keyboard.type("user_good");
  await page.keyboard.press("Tab");
  await page.keyboard.type("pass_good");
  await page.keyboard.press("Enter");
  await visit.heading("Choose accounts to share").waitFor();
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Enter");
  await visit.heading("Your bank is connected").waitFor();
  await page.keyboard.press("Enter");

  await visit.called("onSuccess");
});
