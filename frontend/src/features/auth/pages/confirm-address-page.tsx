/** Where the letter of a sign-up leads: one press says that the address is one's own. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { confirmAddress, tokenOfLink } from "@/features/auth/api";
import { AuthFrame } from "@/features/auth/parts/auth-frame";
import { keys } from "@/shared/api/keys";
import { Button, buttonClass } from "@/shared/ui/button";
import { FormError } from "@/shared/ui/error-state";

export function ConfirmAddressPage() {
  const client = useQueryClient();
  const confirming = useMutation({
    mutationFn: () => confirmAddress(tokenOfLink()),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.me }),
  });
  if (confirming.isSuccess) {
    return (
      <AuthFrame title="Thank you" subtitle="Your e-mail address is confirmed.">
        <Link to="/" className={buttonClass("primary", "large")}>
          Go to Saldo
        </Link>
      </AuthFrame>
    );
  }
  // A press, not the visit alone: mail programs open links before people do.
  return (
    <AuthFrame title="Confirm your e-mail address" subtitle="One press, and Saldo knows that it is yours.">
      <div className="flex flex-col gap-4">
        <FormError error={confirming.error} />
        <Button
          kind="primary"
          size="large"
          isPending={confirming.isPending}
          onPress={() => confirming.mutate()}
        >
          Confirm
        </Button>
      </div>
    </AuthFrame>
  );
}
