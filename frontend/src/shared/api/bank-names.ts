/** The names of the logins at banks, for whatever part of the page speaks of one. */
import { useQuery } from "@tanstack/react-query";
import { accountsQuery, connectionsQuery } from "@/shared/api/queries";
import { nameBank } from "@/shared/lib/bank-names";

/** Names a login by its id; what is not among the known ones keeps its bank's name. */
export function useBankName(): (connectionId: string, institutionName: string) => string {
  const accounts = useQuery(accountsQuery).data ?? [];
  const logins = useQuery(connectionsQuery).data?.connections ?? [];
  return (connectionId, institutionName) => {
    const login = logins.find(({ id }) => id === connectionId);
    return login === undefined ? institutionName : nameBank(login, logins, accounts);
  };
}
