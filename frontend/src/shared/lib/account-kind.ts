/** What kind of account it is, in a person's words: "Checking ··0423", "401(k)", "Health savings account". */
import type { Account } from "@/shared/api/types";

/** The bank's codes that are not words by themselves; all others only want a capital. */
const NAMES: Readonly<Record<string, string>> = {
  // By type, when the bank says no more.
  depository: "Bank account",
  credit: "Card",
  other: "Account",
  // Cash
  cd: "CD",
  ebt: "EBT card",
  gic: "GIC",
  hsa: "HSA",
  paypal: "PayPal",
  // Investments and pensions
  "401a": "401(a)",
  "401k": "401(k)",
  "403b": "403(b)",
  "457b": "457(b)",
  "529": "529 plan",
  "cash isa": "Cash ISA",
  fhsa: "FHSA",
  ira: "IRA",
  isa: "ISA",
  keogh: "Keogh plan",
  lif: "LIF",
  lira: "LIRA",
  lrif: "LRIF",
  lrsp: "LRSP",
  prif: "PRIF",
  qshr: "QSHR",
  rdsp: "RDSP",
  resp: "RESP",
  rlif: "RLIF",
  roth: "Roth IRA",
  "roth 401k": "Roth 401(k)",
  "roth 403b": "Roth 403(b)",
  "roth 457b": "Roth 457(b)",
  rrif: "RRIF",
  rrsp: "RRSP",
  sarsep: "SARSEP",
  "sep ira": "SEP IRA",
  "simple ira": "SIMPLE IRA",
  sipp: "SIPP",
  tfsa: "TFSA",
  ugma: "UGMA",
  utma: "UTMA",
  // Loans: alone, the word would say little.
  auto: "Auto loan",
  business: "Business loan",
  commercial: "Commercial loan",
  "commercial line of credit": "Commercial credit line",
  construction: "Construction loan",
  consumer: "Consumer loan",
  "home equity": "Home equity line",
  student: "Student loan",
};

type Kind = Pick<Account, "type" | "subtype" | "mask">;

export function accountKind({ type, subtype, mask }: Kind): string {
  // A subtype of "other" says less than the type does.
  const code = (subtype === null || subtype === "other" ? type : subtype).toLowerCase();
  const kind = NAMES[code] ?? code.charAt(0).toUpperCase() + code.slice(1);
  return mask === null ? kind : `${kind} ··${mask}`;
}
