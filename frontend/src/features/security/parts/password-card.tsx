/** The password: change it, or come by one. */
import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { useAskForPassword } from "@/features/security/api";
import { PasswordForm } from "@/features/security/parts/password-form";
import { meQuery } from "@/shared/api/queries";
import { factorsQuery } from "@/shared/proof/api";
import { Button } from "@/shared/ui/button";
import { Card } from "@/shared/ui/card";
import { FormError } from "@/shared/ui/error-state";
import { notify } from "@/shared/ui/toast";

export function PasswordCard() {
  const { data: factors } = useQuery(factorsQuery);
  return <Card title="Password">{factors?.has_password === false ? <NoPassword /> : <PasswordForm />}</Card>;
}

function NoPassword() {
  const { data: me } = useSuspenseQuery(meQuery);
  const asking = useAskForPassword(me.user.email);
  return (
    <div className="flex flex-col gap-3">
      <p className="text-pretty text-ink-2">
        You sign in without one. If you want a password as well, we write a link to {me.user.email}.
      </p>
      <FormError error={asking.error} />
      <Button
        className="self-start"
        isPending={asking.isPending}
        onPress={() =>
          asking.mutate(undefined, { onSuccess: () => notify({ title: "The link is on its way" }) })
        }
      >
        Choose a password
      </Button>
    </div>
  );
}
