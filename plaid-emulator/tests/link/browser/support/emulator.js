// The emulator under test, spoken to as an app's backend would.

const CREDENTIALS = { client_id: "journeys", secret: "journeys" };

export const emulator = process.env.EMULATOR_URL ?? "";
if (!emulator) throw new Error("Set EMULATOR_URL, for example http://127.0.0.1:8800.");

function json(body) {
  return { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
}

export async function call(path, body = {}) {
  const response = await fetch(`${emulator}${path}`, json({ ...CREDENTIALS, ...body }));
  const answer = await response.json();
  if (!response.ok) throw new Error(`${path}: ${answer.error_code} ${answer.error_message}`);
  return answer;
}

/** Ask for a link token and answer all that comes with it. */
export function linkTokenFor(details = {}) {
  return call("/link/token/create", {
    client_name: "Saldo",
    language: "en",
    country_codes: ["US", "CA"],
    user: { client_user_id: "journey" },
    ...(details.access_token ? {} : { products: ["transactions"], transactions: { days_requested: 730 } }),
    ...details,
  });
}

export async function createLinkToken(details = {}) {
  return (await linkTokenFor(details)).link_token;
}

/** Link user_good without the dialog, with the accounts of these names only; answers the access token. */
export async function link({ keep }) {
  const session = await fetch(`${emulator}/link/api/sessions`, json({ link_token: await createLinkToken() }));
  let step = await session.json();
  const act = async (action, body = {}) => {
    step = await (await fetch(`${emulator}/link/api/sessions/${step.snapshot.link_session_id}/${action}`, json(body))).json();
  };
  await act("consent");
  await act("institution", { institution_id: "ins_109508" });
  await act("credentials", { username: "user_good", password: "pass_good" });
  await act("accounts", { accounts: step.view.accounts.filter(({ name }) => keep.includes(name)).map(({ key }) => key) });
  await act("finish");
  const { access_token } = await call("/item/public_token/exchange", { public_token: step.outcome.public_token });
  return access_token;
}

/** Make an Item whose bank wants a new login; answers its access token. */
export async function createBrokenItem(username = "user_good") {
  const { public_token } = await call("/sandbox/public_token/create", {
    institution_id: "ins_109508",
    initial_products: ["transactions"],
    options: { override_username: username, override_password: "pass_good" },
  });
  const { access_token } = await call("/item/public_token/exchange", { public_token });
  await call("/sandbox/item/reset_login", { access_token });
  return access_token;
}
