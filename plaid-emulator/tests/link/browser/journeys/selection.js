import assert from "node:assert/strict";
import { call, createLinkToken, link } from "../support/emulator.js";
import { journey } from "../support/journey.js";

const BANK = "First Platypus Bank";

journey("one account only: the customization says so", async (visit) => {
  await visit.begin({ link_customization_name: "single" });
  await visit.findBank(BANK);
  await visit.signIn("user_good", "pass_good");
  assert.equal(await visit.link.getByRole("button", { name: "Select an account" }).isDisabled(), true);
  await visit.press(/Plaid Checking/, "radio");
  await visit.press(/Plaid Saving/, "radio");
  await visit.finish();

  const [, metadata] = await visit.called("onSuccess");

  assert.deepEqual(metadata.accounts.map(({ name }) => name), ["Plaid Saving"]);
});

journey("several accounts, none ticked at first", async (visit) => {
  await visit.begin({ link_customization_name: "multiple", account_filters: { depository: { account_subtypes: ["checking", "savings"] } } });
  await visit.findBank(BANK);
  await visit.signIn("user_good", "pass_good");
  await visit.link.getByRole("button", { name: "Select an account" }).waitFor();
  await visit.press("All 2 accounts", "checkbox");
  await visit.press("Continue with 2 accounts");

  await visit.heading("Your bank is connected").waitFor();
});

journey("a login without a fitting account says so", async (visit) => {
  await visit.begin({ account_filters: { depository: { account_subtypes: ["paypal"] } } });
  await visit.findBank(BANK);
  await visit.signIn("user_good", "pass_good");
  await visit.heading("No accounts to share").waitFor();
  await visit.press("Choose another bank");

  await visit.heading("Select your bank").waitFor();
});

journey("a household shows what is in its accounts", async (visit) => {
  await visit.begin();
  await visit.findBank("Maple Street Bank");
  await visit.signIn("user_maple_household", "any");

  const rows = visit.link.getByRole("list", { name: "Accounts" }).getByRole("listitem");
  await rows.first().waitFor();

  for (const text of await rows.allInnerTexts()) assert.match(text, /\$[\d,]+\.\d\d/);
});

journey("update mode can change which accounts are shared", async (visit) => {
  const access_token = await link({ keep: ["Plaid Checking", "Plaid Saving"] });
  await visit.arrive({ token: await createLinkToken({ access_token, update: { account_selection_enabled: true } }) });
  await visit.open();
  await visit.signIn("user_good", "pass_good");
  await visit.heading("Choose accounts to share").waitFor();
  assert.deepEqual(await visit.ticked(), ["Plaid Checking", "Plaid Saving"]);
  await visit.press(/Plaid Saving/, "checkbox");
  await visit.press(/Plaid CD/, "checkbox");
  await visit.finish();

  const [, metadata] = await visit.called("onSuccess");
  const { accounts } = await call("/accounts/get", { access_token });

  assert.deepEqual(accounts.map(({ name }) => name), ["Plaid Checking", "Plaid CD"]);
  assert.deepEqual(metadata.accounts.map(({ id }) => id), accounts.map((each) => each.account_id));
  assert.ok((await visit.events()).includes("TRANSITION_VIEW(SELECT_ACCOUNT)"));
});

journey("several banks in one session: the tokens are read on the server", async (visit) => {
  const link_token = await createLinkToken({ enable_multi_item_link: true });
  await visit.arrive({ token: link_token });
  await visit.open();
  await visit.chooseBank(BANK);
  await visit.signIn("user_good", "pass_good");
  await visit.press(/Continue with/);
  await visit.press("Connect another bank");
  await visit.findBank("Tartan Bank");
  await visit.signIn("user_good", "pass_good");
  await visit.finish();

  const [publicToken, metadata] = await visit.called("onSuccess");
  const { link_sessions: [session] } = await call("/link/token/get", { link_token });

  assert.deepEqual([publicToken, metadata.institution], [null, null]);
  assert.deepEqual(session.results.item_add_results.map(({ institution }) => institution.name), [BANK, "Tartan Bank"]);
});
