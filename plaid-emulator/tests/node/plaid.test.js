// What programs do with npm plaid: the same emulator, seen through the second official client.

import assert from "node:assert/strict";
import { createHash, webcrypto } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { test } from "node:test";
import { act, connect, keys, linkItem, refusal, syncAll } from "./client.js";

const EVERYTHING = ["transactions", "auth", "identity", "liabilities", "investments"];
const US = ["US"];
const plaid = connect();
const today = new Date().toISOString().slice(0, 10);

test("a link token is made, and told of", async () => {
  const request = { client_name: "Test", language: "en", country_codes: US, user: { client_user_id: "1" }, products: ["transactions"] };
  const made = (await plaid.linkTokenCreate(request)).data;
  const told = (await plaid.linkTokenGet({ link_token: made.link_token })).data;

  assert.match(made.link_token, /^link-sandbox-[0-9a-f-]{36}$/);
  assert.equal(told.expiration, made.expiration);
  assert.ok(Date.parse(made.expiration) > Date.now());
});

test("keys are taken from the body as well, and wrong ones are refused", async () => {
  const withoutHeaders = connect({});
  const answer = await withoutHeaders.institutionsGetById({ ...keys, institution_id: "ins_109508", country_codes: US });
  const strange = connect({ "PLAID-CLIENT-ID": keys.client_id, "PLAID-SECRET": "wrong" });

  assert.equal(answer.data.institution.name, "First Platypus Bank");
  assert.equal((await refusal(strange.institutionsGet({ count: 1, offset: 0, country_codes: US }))).error_code, "INVALID_API_KEYS");
});

test("user_good is the one of Plaid's documentation", async () => {
  const token = await linkItem(plaid);
  const read = await syncAll(plaid, token);
  const { accounts, item } = (await plaid.accountsGet({ access_token: token })).data;

  assert.equal(read.added.length, 388);
  assert.equal(read.status, "HISTORICAL_UPDATE_COMPLETE");
  assert.equal(accounts.length, 14);
  assert.deepEqual([item.institution_name, item.error], ["First Platypus Bank", null]);
});

test("pages of any size tell the same story, and a cursor is good twice", async () => {
  const token = await linkItem(plaid, { days: 60 });
  const whole = await syncAll(plaid, token);
  const small = await syncAll(plaid, token, undefined, 7);
  const again = await syncAll(plaid, token, whole.cursor);

  assert.ok(small.pages > 3);
  assert.deepEqual(small.added, whole.added);
  assert.deepEqual([again.added, again.modified, again.removed], [[], [], []]);
});

test("pending rows post on a refresh, and name what they were", async () => {
  const token = await linkItem(plaid, { username: "user_transactions_dynamic", days: 90 });
  const before = await syncAll(plaid, token);
  const held = before.added.filter((row) => row.pending).map((row) => row.transaction_id);

  await plaid.transactionsRefresh({ access_token: token });
  const after = await syncAll(plaid, token, before.cursor);

  assert.ok(held.length > 0);
  assert.deepEqual(after.removed.map((row) => row.transaction_id).sort(), held.sort());
  const posted = after.added.filter((row) => held.includes(row.pending_transaction_id));
  assert.equal(posted.length, held.length);
  assert.ok(posted.every((row) => row.pending === false));
});

test("a transaction made by hand comes with the next sync", async () => {
  const token = await linkItem(plaid, { username: "user_transactions_dynamic", days: 30 });
  const { cursor } = await syncAll(plaid, token);
  const row = { date_transacted: today, date_posted: today, amount: 12.34, description: "BY HAND" };

  await plaid.sandboxTransactionsCreate({ access_token: token, transactions: [row] });

  assert.ok((await syncAll(plaid, token, cursor)).added.some((each) => each.name === "BY HAND" && each.amount === 12.34));
});

test("data that moves while somebody pages sends them back to where they began", async () => {
  const token = await linkItem(plaid, { days: 60 });
  const page = (await plaid.transactionsSync({ access_token: token, count: 5 })).data;
  await act("set_mutation", { mode: "once" });

  const error = await refusal(plaid.transactionsSync({ access_token: token, cursor: page.next_cursor }));

  assert.deepEqual([error.error_type, error.error_code], ["TRANSACTIONS_ERROR", "TRANSACTIONS_SYNC_MUTATION_DURING_PAGINATION"]);
  assert.ok((await syncAll(plaid, token)).added.length > 5);
});

test("the other products answer", async () => {
  const access_token = await linkItem(plaid, { products: EVERYTHING });
  const dates = { start_date: "2000-01-01", end_date: today };
  const numbers = (await plaid.authGet({ access_token })).data.numbers.ach;
  const owner = (await plaid.identityGet({ access_token })).data.accounts[0].owners[0];
  const debts = (await plaid.liabilitiesGet({ access_token })).data.liabilities;
  const holdings = (await plaid.investmentsHoldingsGet({ access_token })).data;
  const trades = (await plaid.investmentsTransactionsGet({ access_token, ...dates })).data;
  const streams = (await plaid.transactionsRecurringGet({ access_token })).data;
  const legacy = (await plaid.transactionsGet({ access_token, ...dates, options: { count: 10 } })).data;
  const balances = (await plaid.accountsBalanceGet({ access_token })).data.accounts;

  assert.equal(numbers[0].account, "1111222233330000");
  assert.deepEqual(owner.names, ["Alberta Bobbeth Charleson"]);
  assert.deepEqual([debts.credit.length, debts.student.length, debts.mortgage.length], [2, 1, 1]);
  assert.ok(holdings.holdings.length > 0 && holdings.securities.length > 0);
  assert.equal(trades.investment_transactions.length, trades.total_investment_transactions);
  assert.ok(streams.outflow_streams.length > 0);
  assert.deepEqual([legacy.transactions.length, legacy.total_transactions], [10, 388]);
  assert.equal(balances.length, 14);
});

test("what needs no Item answers too", async () => {
  const found = (await plaid.institutionsSearch({ query: "platypus", products: ["transactions"], country_codes: US })).data;
  const categories = (await plaid.categoriesGet({})).data.categories;
  const row = { id: "1", description: "STARBUCKS #1234", amount: 4.5, direction: "OUTFLOW", iso_currency_code: "USD" };
  const enriched = (await plaid.transactionsEnrich({ account_type: "credit", transactions: [row] })).data.enriched_transactions;

  assert.ok(found.institutions.length > 3);
  assert.ok(categories.length > 100);
  assert.equal(enriched[0].enrichments.merchant_name, "Starbucks");
});

test("a broken login is told, and mended without a new Item", async () => {
  const access_token = await linkItem(plaid, { days: 30 });
  await plaid.sandboxItemResetLogin({ access_token });

  const error = await refusal(plaid.transactionsSync({ access_token }));
  const told = (await plaid.itemGet({ access_token })).data.item.error;
  await act("repair_login", { item: (await plaid.itemGet({ access_token })).data.item.item_id });

  assert.deepEqual([error.status, error.error_code, told.error_code], [400, "ITEM_LOGIN_REQUIRED", "ITEM_LOGIN_REQUIRED"]);
  assert.ok((await syncAll(plaid, access_token)).added.length > 0);
});

test("errors have Plaid's shape", async () => {
  const unknown = await refusal(plaid.itemGet({ access_token: "access-sandbox-nobody" }));
  const foreign = await refusal(plaid.accountsGet({ access_token: "access-production-1" }));
  const field = await refusal(plaid.itemGet({ access_token: await linkItem(plaid, { days: 30 }), shoe_size: 43 }));

  assert.equal(unknown.error_message, "could not find matching access token");
  assert.equal(unknown.display_message, null);
  assert.match(unknown.request_id, /^[A-Za-z0-9]{15}$/);
  assert.equal(foreign.error_code, "INVALID_ACCESS_TOKEN");
  assert.equal(field.error_code, "UNKNOWN_FIELDS");
});

test("a token that was replaced and an Item that was removed are gone", async () => {
  const first = await linkItem(plaid, { days: 30 });
  const second = (await plaid.itemAccessTokenInvalidate({ access_token: first })).data.new_access_token;
  await plaid.itemRemove({ access_token: second });

  assert.equal((await refusal(plaid.itemGet({ access_token: first }))).error_code, "INVALID_ACCESS_TOKEN");
  assert.equal((await refusal(plaid.itemGet({ access_token: second }))).error_code, "ITEM_NOT_FOUND");
});

test("too many calls are answered with 429", async () => {
  await act("add_fault", { kind: "error", error_code: "RATE_LIMIT", endpoint: "/institutions/get" });

  const error = await refusal(plaid.institutionsGet({ count: 1, offset: 0, country_codes: US }));

  assert.deepEqual([error.status, error.error_type], [429, "RATE_LIMIT_EXCEEDED"]);
});

test("a webhook is signed with the key that the API answers", async () => {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    const webhook = `http://127.0.0.1:${server.address().port}/hook`;
    const access_token = await linkItem(plaid, { days: 30 });
    const arrival = receive(server);
    await plaid.itemWebhookUpdate({ access_token, webhook });
    const { body, token } = await arrival;

    assert.equal(JSON.parse(body).webhook_code, "WEBHOOK_UPDATE_ACKNOWLEDGED");
    assert.equal((await claimsOf(token)).request_body_sha256, createHash("sha256").update(body).digest("hex"));
  } finally {
    server.close();
  }
});

async function receive(server) {
  const [request, response] = await once(server, "request");
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  response.end();
  return { body: Buffer.concat(chunks), token: request.headers["plaid-verification"] };
}

// Verifies the signature with nothing but what the standard library has.
async function claimsOf(token) {
  const [header, claims, signature] = token.split(".");
  const read = (part) => JSON.parse(Buffer.from(part, "base64url"));
  const { key } = (await plaid.webhookVerificationKeyGet({ key_id: read(header).kid })).data;
  const { kty, crv, x, y } = key;
  const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
  const imported = await webcrypto.subtle.importKey("jwk", { kty, crv, x, y }, algorithm, false, ["verify"]);
  const signed = Buffer.from(`${header}.${claims}`);

  assert.equal(read(header).alg, "ES256");
  assert.ok(await webcrypto.subtle.verify(algorithm, imported, Buffer.from(signature, "base64url"), signed));
  return read(claims);
}
