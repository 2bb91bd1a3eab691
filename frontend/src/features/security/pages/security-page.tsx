/** The security centre: who is signed in where, how one proves oneself, and what was done in one's name. */
import { Activity } from "@/features/security/parts/activity";
import { Devices } from "@/features/security/parts/devices";
import { PasswordForm } from "@/features/security/parts/password-form";
import { PrivacyCard } from "@/features/security/parts/privacy-card";
import { SecondFactor } from "@/features/security/parts/second-factor";
import { TokensCard } from "@/features/security/parts/tokens-card";
import { Card } from "@/shared/ui/card";
import { Page } from "@/shared/ui/page";

export function SecurityPage() {
  return (
    <Page title="Security" note="Your devices, your password, and the second step when you sign in.">
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-[minmax(0,1fr)_380px]">
        <div className="flex min-w-0 flex-col gap-4">
          <Devices />
          <Card title="What was done in your name">
            <Activity />
          </Card>
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <SecondFactor />
          <Card title="Password">
            <PasswordForm />
          </Card>
          <TokensCard />
          <PrivacyCard />
        </div>
      </div>
    </Page>
  );
}
