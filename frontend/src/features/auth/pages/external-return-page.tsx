/** Where another issuer sends people back to: they enter, or its account is linked with theirs. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useCallback, useEffect, useState } from "react";
import { arrive } from "@/features/auth/api";
import { AuthFrame } from "@/features/auth/parts/auth-frame";
import { CodeForm } from "@/features/auth/parts/code-form";
import { explain } from "@/shared/api/explain";
import { keys } from "@/shared/api/keys";
import { type Journey, recallJourney } from "@/shared/api/travelling";
import { buttonClass } from "@/shared/ui/button";
import { Loading, SkeletonRows } from "@/shared/ui/skeleton";
import { notify } from "@/shared/ui/toast";

/** What the issuer wrote into the address; read as it is, for the router would read digits as a number. */
function readAnswer() {
  const search = new URLSearchParams(window.location.search);
  return { code: search.get("code"), state: search.get("state"), error: search.get("error") };
}

export function ExternalReturnPage() {
  const [{ code, state, error }] = useState(readAnswer);
  const [journey] = useState(recallJourney);
  const goOn = useGoOn(journey);
  const isComplete = code !== null && state !== null && error === null;
  const arrival = useQuery({
    queryKey: [...keys.providers, "arrival", state],
    // An answer is good once: nothing may ask with it again.
    queryFn: async () => ({ challenge: await arrive(journey, code ?? "", state ?? "") }),
    enabled: isComplete,
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  const challenge = arrival.data?.challenge;
  useEffect(() => {
    if (challenge === null) goOn();
  }, [challenge, goOn]);
  if (!isComplete) return <NotIn journey={journey} reason={sayWhy(error, journey)} />;
  if (arrival.error !== null) return <NotIn journey={journey} reason={explain(arrival.error).detail} />;
  if (challenge) {
    return (
      <AuthFrame
        title="One more step"
        subtitle={`You are known at ${journey.label}. Now the code of your second step.`}
      >
        <CodeForm challenge={challenge} onBack={goOn} onEntered={goOn} />
      </AuthFrame>
    );
  }
  return (
    <AuthFrame title="One moment" subtitle={`Back from ${journey.label}.`}>
      <Loading what="your account">
        <SkeletonRows rows={2} />
      </Loading>
    </AuthFrame>
  );
}

function useGoOn({ purpose, label, next }: Journey): () => void {
  const navigate = useNavigate();
  const client = useQueryClient();
  return useCallback(() => {
    if (purpose === "link") {
      void client.invalidateQueries({ queryKey: keys.security });
      notify({ title: `${label} signs you in from now on` });
    }
    void navigate({ href: purpose === "link" ? "/security" : (next ?? "/"), replace: true });
  }, [purpose, label, next, navigate, client]);
}

function sayWhy(error: string | null, { label }: Journey): string {
  if (error === "access_denied") return `You did not agree at ${label}, so nothing has happened here.`;
  if (error !== null) return `“${error}” was the answer of ${label}. Try again, or go on another way.`;
  return "This address is for people who come back from a sign-in service.";
}

function NotIn({ journey: { purpose, label }, reason }: { journey: Journey; reason: string }) {
  const isLinking = purpose === "link";
  return (
    <AuthFrame title={isLinking ? `${label} was not linked` : "You are not signed in"} subtitle={reason}>
      <Link to={isLinking ? "/security" : "/sign-in"} className={buttonClass("primary", "large")}>
        {isLinking ? "Back to security" : "Back to signing in"}
      </Link>
    </AuthFrame>
  );
}
