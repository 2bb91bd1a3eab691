// The unmodified npm client, pointed at the emulator that is being tested.

import { Configuration, PlaidApi } from "plaid";

export const emulator = process.env.EMULATOR_URL;
export const keys = { client_id: "test-client", secret: "test-secret" };

export function connect(headers = { "PLAID-CLIENT-ID": keys.client_id, "PLAID-SECRET": keys.secret }) {
  return new PlaidApi(new Configuration({ basePath: emulator, baseOptions: { headers } }));
}

export async function admin(path, body) {
  const answer = await fetch(`${emulator}/__admin${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}

export const act = (what, details = {}) => admin("/actions", { do: what, ...details });

// Makes an Item as a program without Link does and answers its access token.
export async function linkItem(plaid, { username = "user_good", products = ["transactions"], webhook, days = 730 } = {}) {
  const made = await plaid.sandboxPublicTokenCreate({
    institution_id: "ins_109508",
    initial_products: products,
    options: { override_username: username, override_password: "pass_good", webhook, transactions: { days_requested: days } },
  });
  const exchanged = await plaid.itemPublicTokenExchange({ public_token: made.data.public_token });
  return exchanged.data.access_token;
}

// Reads pages until nothing is left, as Plaid's quickstart does.
export async function syncAll(plaid, token, cursor, count = 500) {
  const read = { added: [], modified: [], removed: [], cursor, pages: 0 };
  for (let more = true; more; read.pages += 1) {
    const { data } = await plaid.transactionsSync({ access_token: token, cursor: read.cursor, count });
    read.added.push(...data.added);
    read.modified.push(...data.modified);
    read.removed.push(...data.removed);
    read.cursor = data.next_cursor;
    read.status = data.transactions_update_status;
    more = data.has_more;
  }
  return read;
}

// Answers what an application finds in the AxiosError of a refused call.
export async function refusal(call) {
  try {
    await call;
  } catch (error) {
    return { status: error.response?.status, ...error.response?.data };
  }
  throw new Error("the call was not refused");
}
