/** The cache of what the server said, and how patient it is. */
import { QueryClient } from "@tanstack/react-query";
import { ApiProblem } from "@/shared/api/problem";

const FRESH_MS = 5 * 60_000;
const RETRIES = 2;

function isOurFault(error: Error): boolean {
  return error instanceof ApiProblem && error.status >= 400 && error.status < 500;
}

export function createQueryClient(retries = RETRIES): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // Events say when something changed; age alone is no reason to ask again.
        staleTime: FRESH_MS,
        retry: (failures, error) => failures < retries && !isOurFault(error),
      },
    },
  });
}
