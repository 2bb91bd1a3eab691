/** What kind of account it is, in a person's words: "Checking ··0423". */
import type { Account } from "@/shared/api/types";

// Short codes the banks use that a sentence should not lower-case.
const ACRONYMS = new Set(["401k", "403b", "cd", "hsa", "ira", "isa", "rrsp", "tfsa", "ebt"]);

export function accountKind({ type, subtype, mask }: Pick<Account, "type" | "subtype" | "mask">): string {
  const word = subtype ?? type;
  const kind = ACRONYMS.has(word)
    ? word.toLocaleUpperCase()
    : word.charAt(0).toLocaleUpperCase() + word.slice(1);
  return mask === null ? kind : `${kind} ··${mask}`;
}
