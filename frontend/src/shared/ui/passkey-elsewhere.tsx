/** Where passkeys work, when it is not here. */
import { namedAddress } from "@/shared/api/passkeys";

export function PasskeyElsewhere() {
  const address = namedAddress();
  return (
    <p className="text-13 text-pretty text-ink-2">
      Browsers keep passkeys for a name, not for a number. Open Saldo at{" "}
      <a href={address} className="font-medium text-accent underline underline-offset-4">
        {new URL(address).host}
      </a>{" "}
      and sign in there to use them.
    </p>
  );
}
