/** Another issuer (OpenID Connect) of the journeys' own: one page that asks, one key, codes that are good once. */
import { createHash, generateKeyPairSync, type KeyObject, randomUUID, sign } from "node:crypto";
import { createServer, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";

type PersonThere = { sub: string; email: string; name: string };
type Asked = { challenge: string; nonce: string; audience: string };
type Issuer = {
  url: string;
  person: PersonThere;
  key: KeyObject;
  kid: string;
  jwk: object;
  codes: Map<string, Asked>;
};

/** Run the issuer at the address that the Saldo under test was told; whoever comes there is one person. */
export async function runIssuer(
  url: string,
): Promise<{ be: (name: string) => void; close: () => Promise<void> }> {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  // A name of its own: Saldo keeps an issuer's keys, and an earlier run's would still be known by the same.
  const kid = randomUUID();
  const jwk = { ...publicKey.export({ format: "jwk" }), kid, alg: "ES256", use: "sig" };
  const issuer: Issuer = { url, person: personOf("nobody"), key: privateKey, kid, jwk, codes: new Map() };
  const server = createServer(async (request, response) =>
    answer(issuer, new URL(request.url ?? "/", url), new URLSearchParams(await text(request)), response),
  );
  await new Promise<void>((resolve) => server.listen(Number(new URL(url).port), "127.0.0.1", resolve));
  return {
    be: (name) => {
      issuer.person = personOf(name);
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** Somebody new in each run, so that nobody is known here yet. */
function personOf(name: string): PersonThere {
  const sub = `${name}-${Date.now()}`;
  return { sub, email: `${sub}@example.com`, name };
}

function answer(issuer: Issuer, { pathname, searchParams }: URL, form: URLSearchParams, to: ServerResponse) {
  const { url, jwk } = issuer;
  switch (pathname) {
    case "/.well-known/openid-configuration":
      return json(to, {
        issuer: url,
        authorization_endpoint: `${url}/authorize`,
        token_endpoint: `${url}/token`,
        jwks_uri: `${url}/keys`,
      });
    case "/keys":
      return json(to, { keys: [jwk] });
    case "/authorize":
      return ask(issuer, searchParams, to);
    case "/token":
      return exchange(issuer, form, to);
    default:
      return json(to, {}, 404);
  }
}

/** The page on which a person says yes or no. */
function ask({ codes, person }: Issuer, asked: URLSearchParams, to: ServerResponse) {
  const word = (name: string) => asked.get(name) ?? "";
  const code = randomUUID();
  codes.set(code, { challenge: word("code_challenge"), nonce: word("nonce"), audience: word("client_id") });
  const back = (answer: Record<string, string>) =>
    `${word("redirect_uri")}?${new URLSearchParams({ state: word("state"), ...answer })}`;
  to.setHeader("Content-Type", "text/html").end(
    `<h1>Maple ID</h1><a href="${back({ code })}">I am ${person.name}</a> ` +
      `<a href="${back({ error: "access_denied" })}">No</a>`,
  );
}

function exchange({ url, person, key, kid, codes }: Issuer, form: URLSearchParams, to: ServerResponse) {
  const code = form.get("code") ?? "";
  const asked = codes.get(code);
  codes.delete(code);
  const shown = createHash("sha256")
    .update(form.get("code_verifier") ?? "")
    .digest("base64url");
  if (asked === undefined || asked.challenge !== shown) return json(to, { error: "invalid_grant" }, 400);
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    ...person,
    iss: url,
    aud: asked.audience,
    nonce: asked.nonce,
    email_verified: true,
    iat: now,
    exp: now + 300,
  };
  const parts = [{ alg: "ES256", kid, typ: "JWT" }, claims];
  const body = parts.map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".");
  const signature = sign("sha256", Buffer.from(body), { key, dsaEncoding: "ieee-p1363" });
  json(to, { id_token: `${body}.${signature.toString("base64url")}` });
}

function json(to: ServerResponse, body: object, status = 200) {
  to.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
}
