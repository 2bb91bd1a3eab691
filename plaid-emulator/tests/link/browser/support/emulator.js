// The emulator under test, spoken to as an app's backend would.

const CREDENTIALS = { client_id: "journeys", secret: "journeys" };

export const emulator = process.env.EMULATOR_URL ?? "";
if (!emulator) throw new Error("Set EMULATOR_URL, for example http://127.0.0.1:8800.");

export async function call(path, body = {}) {
  const response = await fetch(`${emulator}${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ ...CREDENTIALS, ...body }),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(`${path}: ${answer.error_code} ${answer.error_message}`);
  return answer;
}

export async function createLinkToken(details = {}) {
  const { link_token: token } = await call("/link/token/create", {
    client_name: "Saldo",
    language: "en",
    country_codes: ["US", "CA"],
    user: { client_user_id: "journey" },
    ...(details.access_token ? {} : { products: ["transactions"], transactions: { days_requested: 730 } }),
    ...details,
  });
  return token;
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
