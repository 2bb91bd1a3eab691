import assert from "node:assert/strict";
import { call, createBrokenItem, createLinkToken } from "../support/emulator.js";
import { journey } from "../support/journey.js";

journey("update mode skips the choice of a bank and heals the Item", async (visit) => {
  const access_token = await createBrokenItem();
  await visit.arrive({ token: await createLinkToken({ access_token }) });
  await visit.open();
  await visit.heading("Sign in to First Platypus Bank again").waitFor();
  await visit.signIn("user_good", "pass_good");
  await visit.heading("Your connection is repaired").waitFor();
  await visit.press("Finish");

  const [, metadata] = await visit.called("onSuccess");
  const { item } = await call("/item/get", { access_token });

  assert.equal(item.error, null);
  assert.equal(metadata.institution.institution_id, "ins_109508");
  assert.deepEqual(await visit.events(), [
    "OPEN(CREDENTIAL)",
    "SUBMIT_CREDENTIALS",
    "TRANSITION_VIEW(LOADING)",
    "TRANSITION_VIEW(CONNECTED)",
    "HANDOFF",
  ]);
});

journey("another user name does not repair somebody else's Item", async (visit) => {
  const access_token = await createBrokenItem();
  await visit.arrive({ token: await createLinkToken({ access_token }) });
  await visit.open();
  await visit.signIn("user_transactions_dynamic", "pass_good");
  await visit.link.getByRole("alert").filter({ hasText: "another user name" }).waitFor();

  const { item } = await call("/item/get", { access_token });

  assert.equal(item.error.error_code, "ITEM_LOGIN_REQUIRED");
});
