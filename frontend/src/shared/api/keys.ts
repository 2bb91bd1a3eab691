/** Query keys: the vocabulary in which events say what has become stale. A shorter key covers the longer ones. */
export type TransactionFilter = {
  account_id?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  category?: string | undefined;
  merchant?: string | undefined;
  search?: string | undefined;
  pending?: boolean | undefined;
};

export const keys = {
  config: ["config"],
  security: ["security"],
  devices: ["security", "devices"],
  factors: ["security", "factors"],
  activity: ["security", "activity"],
  me: ["me"],
  dashboard: ["dashboard"],
  accounts: ["accounts"],
  account: (accountId: string) => ["account", accountId],
  anyAccount: ["account"],
  connections: ["connections"],
  connection: (connectionId: string) => ["connection", connectionId],
  anyConnection: ["connection"],
  syncs: (connectionId: string) => ["syncs", connectionId],
  syncProgress: (connectionId: string) => ["sync-progress", connectionId],
  categories: ["categories"],
  transactions: ["transactions"],
  transactionList: (filter: TransactionFilter, limit: number) => ["transactions", "list", filter, limit],
  transaction: (transactionId: string) => ["transactions", "one", transactionId],
} as const;
