/** The profile: how one is addressed and reached, and how Saldo writes and looks. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { AboutForm } from "@/features/profile/parts/about-form";
import { AddressCard } from "@/features/profile/parts/address-card";
import { LookCard } from "@/features/profile/parts/look-card";
import { RegionForm } from "@/features/profile/parts/region-form";
import { profileQuery } from "@/shared/api/queries";
import { Answered } from "@/shared/ui/answered";
import { buttonClass } from "@/shared/ui/button";
import { Card } from "@/shared/ui/card";
import { Page } from "@/shared/ui/page";

export function ProfilePage() {
  const profile = useQuery(profileQuery);
  return (
    <Page title="Profile" note="Who you are to Saldo, and how it writes to you.">
      <Answered query={profile} what="your profile" rows={6}>
        {(data) => (
          <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-2">
            <div className="flex min-w-0 flex-col gap-4">
              <AboutForm profile={data} />
              <AddressCard />
            </div>
            <div className="flex min-w-0 flex-col gap-4">
              <RegionForm profile={data} />
              <LookCard />
              <SecurityCard />
            </div>
          </div>
        )}
      </Answered>
    </Page>
  );
}

function SecurityCard() {
  return (
    <Card title="Password, devices, leaving">
      <p className="mb-3 text-pretty text-ink-2">
        How you sign in, where you are signed in, an archive of everything you have here, and the way to erase
        it all.
      </p>
      <Link to="/security" className={buttonClass()}>
        Go to security
      </Link>
    </Card>
  );
}
