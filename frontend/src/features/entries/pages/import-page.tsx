/** Bring a bank's file into an account: choose it, look at what it would bring, add it; and take it back. */
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { importQuery } from "@/features/entries/api";
import { FileChoice } from "@/features/entries/parts/file-choice";
import { PastImports } from "@/features/entries/parts/past-imports";
import { Preview } from "@/features/entries/parts/preview";
import { accountQuery } from "@/shared/api/queries";
import { ErrorState } from "@/shared/ui/error-state";
import { Page } from "@/shared/ui/page";
import { Loading, SkeletonRows } from "@/shared/ui/skeleton";

const route = getRouteApi("/shell/accounts/$accountId/import");

export function ImportPage() {
  const { accountId } = route.useParams();
  const search = route.useSearch();
  const navigate = useNavigate({ from: "/accounts/$accountId/import" });
  const account = useQuery(accountQuery(accountId));
  const look = (draft: string, isSure: boolean) =>
    void navigate({ search: { draft, ...(isSure ? {} : { sure: false }) } });
  return (
    <Page title="Import a file" note={<To accountId={accountId} name={account.data?.name} />}>
      {account.isError ? <ErrorState error={account.error} onRetry={() => void account.refetch()} /> : null}
      <div className="flex flex-col gap-4">
        {search.draft === undefined ? (
          <>
            <FileChoice accountId={accountId} onRead={look} />
            <PastImports accountId={accountId} />
          </>
        ) : (
          <Draft
            key={search.draft}
            accountId={accountId}
            importId={search.draft}
            currency={account.data?.currency}
            isOrderSure={search.sure !== false}
            onDone={() => void navigate({ search: {}, replace: true })}
          />
        )}
      </div>
    </Page>
  );
}

function To({ accountId, name }: { accountId: string; name: string | undefined }) {
  return (
    <>
      {"To "}
      <Link
        to="/accounts/$accountId"
        params={{ accountId }}
        className="text-accent underline underline-offset-4"
      >
        {name ?? "the account"}
      </Link>
    </>
  );
}

type DraftProps = {
  accountId: string;
  importId: string;
  currency: string | undefined;
  isOrderSure: boolean;
  onDone: () => void;
};

function Draft({ accountId, importId, currency, isOrderSure, onDone }: DraftProps) {
  const query = useQuery(importQuery(importId));
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (query.data === undefined || currency === undefined) {
    return (
      <Loading what="the file">
        <SkeletonRows rows={10} />
      </Loading>
    );
  }
  return (
    <Preview
      accountId={accountId}
      preview={query.data}
      currency={currency}
      isOrderSure={isOrderSure}
      onDone={onDone}
    />
  );
}
