/** What a person can do about a connection: look now, sign in again, choose its accounts. */
import { ListChecks, LogIn, RefreshCw } from "lucide-react";
import { useRepaired, useSyncNow } from "@/features/connections/api";
import { useBankDialog } from "@/features/connections/use-bank-dialog";
import type { Connection } from "@/shared/api/types";
import { Button } from "@/shared/ui/button";
import { FormError } from "@/shared/ui/error-state";
import { notify } from "@/shared/ui/toast";

export function SyncNow({ connection }: { connection: Connection }) {
  const sync = useSyncNow();
  return (
    <Button
      isPending={sync.isPending || connection.syncing}
      onPress={() =>
        sync.mutate(connection.id, {
          onError: (error) => notify({ title: "The sync could not start", detail: error.message }),
        })
      }
    >
      <RefreshCw aria-hidden className={connection.syncing ? "size-4 animate-spin" : "size-4"} />
      {connection.syncing ? "Syncing…" : "Sync now"}
    </Button>
  );
}

export function SignInAgain({ connection }: { connection: Connection }) {
  const repaired = useRepaired(connection.id);
  const bank = useBankDialog(connection.id, () =>
    repaired.mutate(undefined, {
      onSuccess: () => notify({ title: `${connection.institution_name} is back in step` }),
    }),
  );
  return (
    <div className="flex flex-col gap-3">
      <FormError error={bank.error ?? repaired.error} />
      <Button
        kind="primary"
        className="self-start"
        onPress={bank.start}
        isPending={bank.isBusy || repaired.isPending}
      >
        <LogIn aria-hidden className="size-4" />
        Sign in at {connection.institution_name}
      </Button>
      {bank.dialog}
    </div>
  );
}

/** Say anew at the bank which accounts Saldo may see; it may hold some that were opened since. */
export function ChooseAccounts({ connection }: { connection: Connection }) {
  const chosen = useRepaired(connection.id);
  const bank = useBankDialog(
    connection.id,
    () =>
      chosen.mutate(undefined, {
        onSuccess: () => notify({ title: "Your choice is made", detail: "The accounts follow in a moment." }),
      }),
    true,
  );
  return (
    <div className="mt-3 flex flex-col items-start gap-3 border-t border-hairline pt-4">
      {connection.new_accounts ? (
        <p className="text-pretty text-ink-2">This bank has accounts that Saldo may not see yet.</p>
      ) : null}
      <FormError error={bank.error ?? chosen.error} />
      <Button onPress={bank.start} isPending={bank.isBusy || chosen.isPending}>
        <ListChecks aria-hidden className="size-4" />
        Choose accounts
      </Button>
      {bank.dialog}
    </div>
  );
}
