/** The security centre: who is signed in where, how one proves oneself, and what was done in one's name. */
import { Activity } from "@/features/security/parts/activity";
import { Devices } from "@/features/security/parts/devices";
import { EmailCodes } from "@/features/security/parts/email-codes";
import { IdentitiesCard } from "@/features/security/parts/identities-card";
import { PasskeysCard } from "@/features/security/parts/passkeys-card";
import { PasswordCard } from "@/features/security/parts/password-card";
import { PrivacyCard } from "@/features/security/parts/privacy-card";
import { SecondFactor } from "@/features/security/parts/second-factor";
import { TokensCard } from "@/features/security/parts/tokens-card";
import { Page } from "@/shared/ui/page";

export function SecurityPage() {
  return (
    <Page title="Security" note="Your devices, your ways to sign in, and what was done in your name.">
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-[minmax(0,1fr)_380px]">
        <div className="flex min-w-0 flex-col gap-4">
          <Devices />
          <PasskeysCard />
          <IdentitiesCard />
          <Activity />
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <SecondFactor />
          <EmailCodes />
          <PasswordCard />
          <TokensCard />
          <PrivacyCard />
        </div>
      </div>
    </Page>
  );
}
