/** Query keys: the vocabulary in which events say what has become stale. A shorter key covers the longer ones. */
export type TransactionFilter = {
  account_id?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  category?: string | undefined;
  merchant?: string | undefined;
  search?: string | undefined;
  without?: string | undefined;
  least?: string | undefined;
  most?: string | undefined;
  pending?: boolean | undefined;
  currency?: string | undefined;
  counts_as?: "income" | "spending" | undefined;
};

export const keys = {
  config: ["config"],
  providers: ["providers"],
  security: ["security"],
  devices: ["security", "devices"],
  factors: ["security", "factors"],
  activity: ["security", "activity"],
  tokens: ["security", "tokens"],
  clients: ["clients"],
  administration: ["administration"],
  people: (search: string, deleted: boolean) => ["administration", "people", search, deleted],
  person: (userId: string) => ["administration", "person", userId],
  personSessions: (userId: string) => ["administration", "sessions", userId],
  record: (action: string) => ["administration", "record", action],
  requests: (userId: string) => ["administration", "requests", userId],
  jobs: ["administration", "jobs"],
  erasures: ["administration", "erasures"],
  exports: ["security", "exports"],
  passkeys: ["security", "passkeys"],
  identities: ["security", "identities"],
  profile: ["profile"],
  me: ["me"],
  dashboard: ["dashboard"],
  accounts: ["accounts"],
  account: (accountId: string) => ["account", accountId],
  anyAccount: ["account"],
  balances: (accountId: string) => ["balances", accountId],
  anyBalances: ["balances"],
  standings: ["standings"],
  health: (accountId: string) => ["health", accountId],
  anyHealth: ["health"],
  syncStatus: (accountId: string) => ["sync-status", accountId],
  anySyncStatus: ["sync-status"],
  synchronization: ["synchronization"],
  syncOverview: ["synchronization", "overview"],
  scheduler: ["synchronization", "scheduler"],
  comparison: (accountId: string) => ["comparison", accountId],
  anyComparison: ["comparison"],
  decisions: (accountId: string) => ["decisions", accountId],
  anyDecisions: ["decisions"],
  statements: ["statements"],
  statement: (statementId: string) => ["statements", "one", statementId],
  connections: ["connections"],
  connection: (connectionId: string) => ["connection", connectionId],
  anyConnection: ["connection"],
  syncs: (connectionId: string) => ["syncs", connectionId],
  receipts: (connectionId: string) => ["receipts", connectionId],
  clocks: (connectionId: string) => ["clocks", connectionId],
  setAside: (connectionId: string) => ["set-aside", connectionId],
  webhooks: (connectionId: string) => ["webhooks", connectionId],
  relinks: (connectionId: string) => ["relinks", connectionId],
  syncProgress: (connectionId: string) => ["sync-progress", connectionId],
  categories: ["categories"],
  categoryCounts: ["categories", "counts"],
  workspace: ["workspace"],
  workspaces: ["workspace", "all"],
  members: ["workspace", "members"],
  invitations: ["workspace", "invitations"],
  shares: ["workspace", "shares"],
  review: ["review"],
  reviewCount: ["review", "count"],
  rules: ["rules"],
  learning: ["learning"],
  lessons: ["learning", "lessons"],
  revisions: ["learning", "revisions"],
  merchants: ["merchants"],
  merchantList: (search: string) => ["merchants", search],
  imports: ["imports"],
  importsOf: (accountId: string) => ["imports", "of", accountId],
  import: (importId: string) => ["imports", "one", importId],
  transactions: ["transactions"],
  transactionList: (filter: TransactionFilter, limit: number) => ["transactions", "list", filter, limit],
  transactionSummary: (filter: TransactionFilter) => ["transactions", "summary", filter],
  transaction: (transactionId: string) => ["transactions", "one", transactionId],
  candidates: (entryId: string) => ["transactions", "candidates", entryId],
  /** No answer of the server: what a person has typed about a transaction. No event makes it stale. */
  draft: (transactionId: string) => ["draft", transactionId],
} as const;
