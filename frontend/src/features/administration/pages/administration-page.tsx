/** Looking after the installation: its people, the record, the requests and the work that waits; nobody's money. */
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { ShieldCheck } from "lucide-react";
import { JobsView } from "@/features/administration/parts/jobs-view";
import { PeopleView } from "@/features/administration/parts/people-view";
import { PersonDrawer } from "@/features/administration/parts/person-drawer";
import { RecordView } from "@/features/administration/parts/record-view";
import { RequestsView } from "@/features/administration/parts/requests-view";
import type { AdministrationSearch, View } from "@/features/administration/search";
import { meQuery } from "@/shared/api/queries";
import { Answered } from "@/shared/ui/answered";
import { EmptyState } from "@/shared/ui/empty-state";
import { Page } from "@/shared/ui/page";
import { Segmented } from "@/shared/ui/toggle";

const CHOICES = [
  { value: "people", label: "People" },
  { value: "record", label: "Record" },
  { value: "requests", label: "Requests" },
  { value: "jobs", label: "Jobs" },
] as const;
const SHOWN: Record<View, () => React.ReactNode> = {
  people: PeopleView,
  record: RecordView,
  requests: RequestsView,
  jobs: JobsView,
};

export function AdministrationPage() {
  const me = useQuery(meQuery);
  return (
    <Page title="Administration" note="People and work of this installation. Nobody's money is shown here.">
      <Answered query={me} what="who you are">
        {({ user }) => (user.is_administrator ? <Administration /> : <NotYours />)}
      </Answered>
    </Page>
  );
}

function NotYours() {
  return (
    <EmptyState icon={<ShieldCheck />} title="For those who look after this installation">
      Whoever runs the server can make you one of them:
      <code className="mt-3 block rounded-control bg-sunken px-3 py-2 font-mono text-12 text-ink select-all">
        ./scripts/dev.sh people promote EMAIL
      </code>
    </EmptyState>
  );
}

const route = getRouteApi("/shell/administration");

function Administration() {
  const { view = "people", person }: AdministrationSearch = route.useSearch();
  const navigate = useNavigate({ from: "/administration" });
  const Shown = SHOWN[view];
  return (
    <>
      <div className="mb-4 overflow-x-auto">
        <Segmented
          label="What to look at"
          value={view}
          choices={CHOICES}
          onChange={(chosen) => void navigate({ search: { view: chosen } })}
        />
      </div>
      <Shown />
      <PersonDrawer userId={person} onClose={() => void navigate({ search: { view } })} />
    </>
  );
}
