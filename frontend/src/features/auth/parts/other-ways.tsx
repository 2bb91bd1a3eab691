/** The ways in without a password of ours: a passkey, or an account elsewhere. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { KeyRound, LogIn } from "lucide-react";
import { signInElsewhere } from "@/features/auth/api";
import { usePasskeyEntrance } from "@/features/auth/use-passkey-entrance";
import { passkeyStanding } from "@/shared/api/passkeys";
import { type Provider, providersQuery } from "@/shared/api/travelling";
import { Button } from "@/shared/ui/button";
import { FormError } from "@/shared/ui/error-state";
import { PasskeyElsewhere } from "@/shared/ui/passkey-elsewhere";

export function OtherWays({ next }: { next: string | undefined }) {
  const { data: providers = [] } = useQuery(providersQuery);
  const standing = passkeyStanding();
  if (standing === "missing" && providers.length === 0) return null;
  return (
    <div className="mt-6 flex flex-col gap-3 border-t border-hairline pt-6">
      {standing === "missing" ? null : <PasskeyDoor isHere={standing === "ready"} />}
      {providers.map((provider) => (
        <ElsewhereDoor key={provider.name} provider={provider} next={next} />
      ))}
    </div>
  );
}

function PasskeyDoor({ isHere }: { isHere: boolean }) {
  const { error, isPending, press } = usePasskeyEntrance();
  return (
    <>
      <FormError error={error} />
      <Button size="large" isDisabled={!isHere} isPending={isPending} onPress={press}>
        <KeyRound aria-hidden className="size-4" />
        Sign in with a passkey
      </Button>
      {isHere ? null : <PasskeyElsewhere />}
    </>
  );
}

function ElsewhereDoor({ provider, next }: { provider: Provider; next: string | undefined }) {
  const leaving = useMutation({ mutationFn: () => signInElsewhere(provider, next) });
  return (
    <>
      <FormError error={leaving.error} />
      <Button size="large" isPending={leaving.isPending} onPress={() => leaving.mutate()}>
        <LogIn aria-hidden className="size-4" />
        Continue with {provider.label}
      </Button>
    </>
  );
}
