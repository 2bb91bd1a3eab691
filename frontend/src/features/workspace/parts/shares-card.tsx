/** Who sees which account: everybody sees all of them until something else is said. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { sharesQuery, useShare } from "@/features/workspace/api";
import { AccessRow } from "@/features/workspace/parts/access-row";
import { accountsQuery } from "@/shared/api/queries";
import type { Access, Account, Member, Share } from "@/shared/api/types";
import { Answered } from "@/shared/ui/answered";
import { Card } from "@/shared/ui/card";
import { Select } from "@/shared/ui/select";
import { notify } from "@/shared/ui/toast";

export function SharesCard({ members }: { members: readonly Member[] }) {
  const others = members.filter(({ is_you, role }) => !is_you && role !== "owner");
  const [chosen, setChosen] = useState<string | undefined>(undefined);
  const member = others.find(({ user_id }) => user_id === chosen) ?? others[0];
  const shares = useQuery(sharesQuery);
  if (member === undefined) return null;
  const picker = (
    <Select
      label="Whose view"
      hideLabel
      choices={others.map(({ user_id, display_name, email }) => ({
        id: user_id,
        label: display_name ?? email,
      }))}
      value={member.user_id}
      onChange={setChosen}
      className="w-48"
    />
  );
  return (
    <Card title="Who sees which account" action={picker}>
      <Answered query={shares} what="who sees what" isCompact>
        {(data) => <AccountShares member={member} shares={data} />}
      </Answered>
    </Card>
  );
}

function AccountShares({ member, shares }: { member: Member; shares: readonly Share[] }) {
  const accounts = useQuery(accountsQuery).data ?? [];
  if (accounts.length === 0) return <p className="text-13 text-ink-2">There are no accounts yet.</p>;
  return (
    <ul className="flex flex-col">
      {accounts.map((account) => (
        <ShareRow key={account.id} account={account} member={member} shares={shares} />
      ))}
    </ul>
  );
}

type ShareRowProps = { account: Account; member: Member; shares: readonly Share[] };

function ShareRow({ account, member, shares }: ShareRowProps) {
  const share = useShare();
  const said = shares.find(
    ({ account_id, user_id }) => account_id === account.id && user_id === member.user_id,
  );
  const change = (access: Access) =>
    share.mutate(
      { account_id: account.id, user_id: member.user_id, access },
      { onError: (error) => notify({ title: "That did not work", detail: error.message }) },
    );
  return (
    <AccessRow
      account={account}
      whose={member.display_name ?? member.email}
      value={said?.access ?? "write"}
      onChange={change}
    />
  );
}
