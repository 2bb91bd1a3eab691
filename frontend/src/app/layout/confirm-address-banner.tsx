/** A quiet line until the e-mail address is confirmed: without that nobody could find the way back in. */
import { useMutation, useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Mail, X } from "lucide-react";
import { useState } from "react";
import { api, succeed } from "@/shared/api/client";
import { configQuery, meQuery } from "@/shared/api/queries";
import type { Me } from "@/shared/api/types";
import { Button, IconButton } from "@/shared/ui/button";
import { notify } from "@/shared/ui/toast";

const LOOK_AGAIN_MS = 30_000;

const isConfirmed = (me: Me | undefined) => me?.user.is_address_confirmed === true;

export function ConfirmAddressBanner() {
  const { data: me } = useSuspenseQuery({
    ...meQuery,
    // The link in the letter opens another tab, or another device: nothing else tells this one.
    refetchOnWindowFocus: ({ state }) => (isConfirmed(state.data) ? false : "always"),
    refetchInterval: ({ state }) => (isConfirmed(state.data) ? false : LOOK_AGAIN_MS),
  });
  const { data: config } = useQuery(configQuery);
  const [isHidden, setIsHidden] = useState(false);
  const again = useMutation({
    mutationFn: () => succeed(api.POST("/api/security/address/confirmation")),
    onSuccess: () => notify({ title: "We wrote to you again" }),
    onError: (error) => notify({ title: "The letter could not be written", detail: error.message }),
  });
  if (me.user.is_address_confirmed || config === undefined || config.mail === "none" || isHidden) return null;
  return (
    <aside
      aria-label="Confirm your e-mail address"
      className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-hairline bg-sunken px-4 py-1.5 text-13 sm:px-6 lg:px-8"
    >
      <Mail aria-hidden className="size-4 text-ink-2" />
      <span className="min-w-60 flex-1 [overflow-wrap:anywhere]">
        We wrote to <span className="font-medium">{me.user.email}</span>: please confirm that it is yours.
      </span>
      {config.mail === "outbox" ? (
        <Link to="/outbox" className="font-medium text-accent underline underline-offset-4">
          Open the outbox
        </Link>
      ) : null}
      <Button size="small" kind="quiet" isPending={again.isPending} onPress={() => again.mutate()}>
        Write again
      </Button>
      <IconButton label="Not now" size="small" onPress={() => setIsHidden(true)}>
        <X aria-hidden className="size-4" />
      </IconButton>
    </aside>
  );
}
