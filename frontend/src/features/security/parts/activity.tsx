/** The audit record of one's own deeds, in words: what, when, and from where. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { activityQuery } from "@/features/security/api";
import { KINDS, wordsOf } from "@/features/security/deeds";
import { useBankName } from "@/shared/api/bank-names";
import { accountsQuery, meQuery } from "@/shared/api/queries";
import type { OwnDeed } from "@/shared/api/types";
import { Answered } from "@/shared/ui/answered";
import { Button } from "@/shared/ui/button";
import { Card } from "@/shared/ui/card";
import { AgoText } from "@/shared/ui/date-text";
import { Select } from "@/shared/ui/select";

export function Activity() {
  const [chosen, setChosen] = useState("all");
  const kinds = KINDS.find(({ id }) => id === chosen)?.kinds ?? [];
  const activity = useInfiniteQuery(activityQuery(kinds));
  const filter = (
    <Select hideLabel label="Show" choices={KINDS} value={chosen} onChange={setChosen} className="w-52" />
  );
  return (
    <Card title="What was done in your name" action={filter}>
      <Answered query={activity} what="the record" rows={4} isCompact>
        {({ pages }) => <Deeds deeds={pages.flatMap((page) => page.data)} />}
      </Answered>
      {activity.hasNextPage ? (
        <Button
          size="small"
          className="mt-3"
          isPending={activity.isFetchingNextPage}
          onPress={() => void activity.fetchNextPage()}
        >
          Show earlier
        </Button>
      ) : null}
    </Card>
  );
}

function Deeds({ deeds }: { deeds: readonly OwnDeed[] }) {
  const here = useQuery(meQuery).data?.workspace.id;
  const nameOf = useSubjectName();
  if (deeds.length === 0) return <p className="text-ink-2">Nothing yet.</p>;
  return (
    <ul className="flex flex-col">
      {deeds.map((deed) => (
        <li
          key={deed.id}
          className="flex items-baseline justify-between gap-4 border-b border-hairline py-2.5 last:border-0"
        >
          <div className="min-w-0">
            <div className="text-pretty">{wordsOf(deed)}</div>
            <div className="truncate text-13 text-ink-2 empty:hidden">
              {[
                nameOf(deed),
                deed.device,
                deed.address,
                deed.workspace_id === here ? null : `in ${deed.workspace_name}`,
              ]
                .filter((each) => each !== null && each !== "")
                .join(" · ")}
            </div>
          </div>
          <AgoText instant={deed.occurred_at} className="shrink-0 text-13 text-ink-2" />
        </li>
      ))}
    </ul>
  );
}

/** Which bank or account a deed was about, as far as this workspace still knows it. */
function useSubjectName(): (deed: OwnDeed) => string {
  const accounts = useQuery(accountsQuery).data ?? [];
  const bankName = useBankName();
  return ({ subject_type, subject_id }) => {
    if (subject_id === null) return "";
    if (subject_type === "connection") return bankName(subject_id, "");
    return accounts.find(({ id }) => id === subject_id)?.name ?? "";
  };
}
