/** What the security centre shows of a person, unless a test says otherwise. */
import type { Factors, OwnDeed, Passkey, ProgramRight } from "@/shared/api/types";
import { aMe } from "@/testing/factories";
import { answer, server } from "@/testing/server";

const NOW = "2026-11-21T09:00:00Z";

export const DEVICES = [
  { id: "d1", is_current: true, name: "Firefox on Linux", address: "203.0.113.7" },
  { id: "d2", is_current: false, name: "Safari on iPhone", address: "198.51.100.4" },
].map((device) => ({
  ...device,
  signed_in_at: "2026-11-20T09:00:00Z",
  last_used_at: NOW,
  expires_at: "2026-12-20T09:00:00Z",
}));

export function someFactors(change: Partial<Factors> = {}): Factors {
  return {
    totp_since: null,
    backup_codes_left: change.totp_since ? 10 : 0,
    email_codes_since: null,
    passkeys: 0,
    has_password: true,
    ...change,
  };
}

export function aPasskey(change: Partial<Passkey> = {}): Passkey {
  return { id: "p1", name: "Phone", created_at: NOW, last_used_at: null, ...change };
}

export function aDeed(change: Partial<OwnDeed> = {}): OwnDeed {
  return {
    id: "e1",
    position: 1,
    actor: "user:u1",
    action: "session.started",
    subject_type: "session",
    subject_id: "d1",
    before: null,
    after: { factor: "password" },
    request_id: null,
    occurred_at: NOW,
    digest: null,
    address: "203.0.113.7",
    device: "Firefox on Linux",
    workspace_id: aMe().workspace.id,
    workspace_name: "Ana",
    ...change,
  };
}

/** A few of the rights that a program can be given. */
export function someRights(): ProgramRight[] {
  const accounts = { group: "Money", subject: "Accounts and balances", is_yours: true } as const;
  const transactions = { ...accounts, subject: "Transactions" };
  return [
    { ...accounts, permission: "accounts:read", action: "look" },
    { ...transactions, permission: "transactions:read", action: "look" },
    { ...transactions, permission: "transactions:write", action: "change" },
    { permission: "rules:write", group: "Sorting", subject: "Rules", action: "change", is_yours: true },
  ];
}

export function aPerson(change: Partial<Factors> = {}): void {
  const pagination = { next_cursor: null, limit: 20 };
  server.use(
    answer("/api/security/devices", { data: DEVICES }),
    answer("/api/security/factors", someFactors(change)),
    answer("/api/security/passkeys", { data: [] }),
    answer("/api/security/identities", { data: [] }),
    answer("/api/tokens", { data: [], rights: someRights() }),
    answer("/api/privacy/exports", { data: [] }),
    answer("/api/audit/mine", { data: [aDeed()], pagination }),
  );
}
