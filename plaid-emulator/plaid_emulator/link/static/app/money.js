// How accounts and their balances are written, in the dialog and at the bank's own page.

const INITIALS = /^(cd|ira|hsa|401k)$/;

function kindOf({ type, subtype }) {
  if (!subtype) return type;
  if (INITIALS.test(subtype)) return subtype.toUpperCase().replace("K", "(k)");
  return type === "loan" && ["student", "auto", "personal"].includes(subtype) ? `${subtype} loan` : subtype;
}

export function describeAccount(account) {
  const kind = kindOf(account);
  return account.mask ? `${kind} ending in ${account.mask}` : kind;
}

export function balanceOf(account) {
  if (account.balance === null) return null;
  try {
    return new Intl.NumberFormat(undefined, { style: "currency", currency: account.currency }).format(account.balance);
  } catch {
    return `${account.balance} ${account.currency ?? ""}`.trim();
  }
}
