/** One visit to the bank's dialog, from the press of a button to the bank's answer. */
import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import type { PlaidLinkOnSuccessMetadata } from "react-plaid-link";
import { useLinkToken } from "@/features/connections/api";
import { loadLinkScript } from "@/features/connections/link-script";
import { forgetErrand, keepErrand } from "@/features/connections/oauth-errand";
import { BankDialog } from "@/features/connections/parts/bank-dialog";
import { ApiProblem, hasCode } from "@/shared/api/problem";
import { configQuery } from "@/shared/api/queries";
import { ProofDialog } from "@/shared/proof/proof-dialog";

type Visit =
  | { step: "idle" }
  | { step: "preparing" }
  | { step: "open"; token: string; receivedRedirectUri: string | undefined }
  | { step: "failed"; error: unknown };

type BankVisit = {
  start: () => void;
  /** Go on with a dialog that was left for a bank's own page; the address is where the browser stands now. */
  resume: (token: string) => void;
  isBusy: boolean;
  /** Why the last visit ended badly; null when the person simply closed the dialog. */
  error: unknown;
  /** Must be rendered: it is the dialog while one is open. */
  dialog: ReactNode;
};

type OnSuccess = (publicToken: string | null, metadata: PlaidLinkOnSuccessMetadata) => void;

/** `connectionId` is null to link a bank anew, or names the login to repair or to choose accounts of. */
export function useBankDialog(
  connectionId: string | null,
  onSuccess: OnSuccess,
  choosesAccounts = false,
): BankVisit {
  const [visit, setVisit] = useState<Visit>({ step: "idle" });
  const client = useQueryClient();
  const linkToken = useLinkToken();

  async function loadScript() {
    const config = await client.ensureQueryData(configQuery);
    await loadLinkScript(config.plaid.link_script_url).catch(() => Promise.reject(scriptMissing()));
  }

  async function open(findToken: () => Promise<string>, receivedRedirectUri?: string) {
    setVisit({ step: "preparing" });
    try {
      const [token] = await Promise.all([findToken(), loadScript()]);
      keepErrand({ token, connectionId });
      setVisit({ step: "open", token, receivedRedirectUri });
    } catch (error) {
      setVisit({ step: "failed", error });
    }
  }

  function end(next: Visit) {
    forgetErrand();
    setVisit(next);
  }

  const start = () => void open(() => linkToken.mutateAsync({ connectionId, choosesAccounts }));
  const failure = visit.step === "failed" ? visit.error : null;
  const isAsked = hasCode(failure, "proof_needed");
  const proof = { run: start, isAsked, error: null, cancel: () => setVisit({ step: "idle" }) };
  return {
    start,
    resume: (token) => void open(() => Promise.resolve(token), window.location.href),
    isBusy: visit.step === "preparing" || visit.step === "open",
    error: isAsked ? null : failure,
    dialog:
      visit.step === "open" ? (
        <BankDialog
          token={visit.token}
          receivedRedirectUri={visit.receivedRedirectUri}
          onSuccess={(publicToken, metadata) => {
            end({ step: "idle" });
            onSuccess(publicToken, metadata);
          }}
          onExit={(error) =>
            end(error === null ? { step: "idle" } : { step: "failed", error: bankSaidNo(error) })
          }
          onBroken={() => end({ step: "failed", error: scriptMissing() })}
        />
      ) : (
        <ProofDialog proof={proof} />
      ),
  };
}

function scriptMissing(): ApiProblem {
  return new ApiProblem({
    status: 0,
    code: "link_script_missing",
    title: "The bank's dialog did not load",
    detail:
      "A content blocker or a lost connection may be in the way. Allow it for this page, then try again.",
    requestId: null,
    fields: [],
  });
}

function bankSaidNo(error: {
  error_code: string;
  display_message: string | null;
  error_message: string;
}): ApiProblem {
  return new ApiProblem({
    status: 0,
    code: error.error_code,
    title: "The bank did not let us in",
    detail: `${error.display_message ?? error.error_message} You can try again, or choose another bank. (${error.error_code})`,
    requestId: null,
    fields: [],
  });
}
