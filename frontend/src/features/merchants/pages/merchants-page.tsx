/** Everybody who was paid or who pays: how often, how much, and under which name. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Store } from "lucide-react";
import { useDeferredValue, useState } from "react";
import { merchantsQuery } from "@/features/merchants/api";
import { CategoryDialog } from "@/features/merchants/parts/category-dialog";
import { MerchantTable, type MerchantTableProps } from "@/features/merchants/parts/merchant-table";
import { MergeBar } from "@/features/merchants/parts/merge-bar";
import { RenameDialog } from "@/features/merchants/parts/rename-dialog";
import type { Merchant } from "@/shared/api/types";
import { Answered } from "@/shared/ui/answered";
import { Button } from "@/shared/ui/button";
import { EmptyState } from "@/shared/ui/empty-state";
import { SearchField } from "@/shared/ui/field";
import { Page } from "@/shared/ui/page";

export function MerchantsPage() {
  const [search, setSearch] = useState("");
  const wanted = useDeferredValue(search.trim());
  const merchants = useInfiniteQuery(merchantsQuery(wanted));
  const [chosen, setChosen] = useState<readonly Merchant[]>([]);
  const [renamed, setRenamed] = useState<Merchant | null>(null);
  const [filed, setFiled] = useState<Merchant | null>(null);
  return (
    <Page
      title="Merchants"
      note="Names you can trust: rename one, choose its category, or make two that are the same into one."
    >
      <div className="mb-3 flex flex-wrap items-center gap-3">
        <SearchField
          label="Search merchants"
          placeholder="Search merchants"
          value={search}
          onChange={setSearch}
          className="w-full sm:w-72"
        />
        <MergeBar chosen={chosen} onDone={() => setChosen([])} />
      </div>
      <Answered query={merchants} what="your merchants" rows={8}>
        {({ pages }) => (
          <Merchants
            rows={pages.flatMap(({ data }) => data)}
            isSearch={wanted !== ""}
            chosen={chosen}
            onChoose={setChosen}
            onRename={setRenamed}
            onCategory={setFiled}
          />
        )}
      </Answered>
      {merchants.hasNextPage ? (
        <Button
          className="mt-3"
          isPending={merchants.isFetchingNextPage}
          onPress={() => void merchants.fetchNextPage()}
        >
          Show more
        </Button>
      ) : null}
      <RenameDialog merchant={renamed} onClose={() => setRenamed(null)} />
      <CategoryDialog merchant={filed} onClose={() => setFiled(null)} />
    </Page>
  );
}

type MerchantsProps = MerchantTableProps & { isSearch: boolean };

function Merchants({ isSearch, ...table }: MerchantsProps) {
  if (table.rows.length > 0) return <MerchantTable {...table} />;
  return (
    <EmptyState icon={<Store />} title={isSearch ? "Nobody has this name" : "No merchants yet"}>
      Merchants appear here as soon as your transactions are categorised.
    </EmptyState>
  );
}
