/** The way to the next page of a list that is read in pages; nothing when all is shown. */
import { Button } from "@/shared/ui/button";

type Paged = { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown };

export function MoreButton({ query, children }: { query: Paged; children: string }) {
  if (!query.hasNextPage) return null;
  return (
    <Button
      size="small"
      className="mt-3"
      isPending={query.isFetchingNextPage}
      onPress={() => void query.fetchNextPage()}
    >
      {children}
    </Button>
  );
}
