// Interim: the shape openapi-typescript will write, from the agreed contract, until the API's document is exported.
type Json<T> = { headers: Record<string, unknown>; content: { "application/json": T } };
type Empty = { headers: Record<string, unknown>; content?: never };
type Failure = { headers: Record<string, unknown>; content: { "application/problem+json": components["schemas"]["Problem"] } };
type Reply<T, S extends number = 200> = { [K in S]: T extends void ? Empty : Json<T> } & { default: Failure };
type Parameters<Q, P> = { query?: Q; header?: never; path?: P; cookie?: never };
type Get<T, Q = never, P = never> = { parameters: Parameters<Q, P>; requestBody?: never; responses: Reply<T> };
type PathParameters<P> = { query?: never; header?: never; path: P; cookie?: never };
type Post<B, T, S extends number = 200> = {
  parameters: Parameters<never, never>;
  requestBody: { content: { "application/json": B } };
  responses: Reply<T, S>;
};
type PostEmpty<T, S extends number = 200> = { parameters: Parameters<never, never>; requestBody?: never; responses: Reply<T, S> };
type Only<M> = { parameters: Parameters<never, never> } & M;

export type paths = {
  "/api/auth/sign-up": Only<{ post: Post<S["SignUp"], S["Session"], 201> }>;
  "/api/auth/sign-in": Only<{ post: Post<S["SignIn"], S["Session"]> }>;
  "/api/auth/refresh": Only<{ post: PostEmpty<S["Session"]> }>;
  "/api/auth/sign-out": Only<{ post: PostEmpty<void, 204> }>;
  "/api/auth/me": Only<{ get: Get<S["Me"]> }>;
  "/api/config": Only<{ get: Get<S["PublicConfig"]> }>;
  "/api/accounts/plaid/link-token": Only<{ post: Post<S["LinkTokenRequest"], S["LinkToken"]> }>;
  "/api/accounts/plaid/exchange-token": Only<{ post: Post<S["ExchangeRequest"], S["Exchange"]> }>;
  "/api/accounts/connection-status": Only<{ get: Get<S["ConnectionStatus"]> }>;
  "/api/connections/{connection_id}": {
    parameters: PathParameters<{ connection_id: string }>;
    get: { parameters: PathParameters<{ connection_id: string }>; requestBody?: never; responses: Reply<S["Connection"]> };
    delete: { parameters: PathParameters<{ connection_id: string }>; requestBody?: never; responses: Reply<void, 204> };
  };
  "/api/connections/{connection_id}/syncs": {
    parameters: PathParameters<{ connection_id: string }>;
    get: {
      parameters: { query?: { cursor?: string; limit?: number }; header?: never; path: { connection_id: string }; cookie?: never };
      requestBody?: never;
      responses: Reply<S["SyncPage"]>;
    };
  };
  "/api/connections/{connection_id}/repaired": {
    parameters: PathParameters<{ connection_id: string }>;
    post: { parameters: PathParameters<{ connection_id: string }>; requestBody?: never; responses: Reply<S["Connection"]> };
  };
  "/api/accounts": Only<{ get: Get<S["AccountList"]> }>;
  "/api/accounts/{account_id}": {
    parameters: PathParameters<{ account_id: string }>;
    get: { parameters: PathParameters<{ account_id: string }>; requestBody?: never; responses: Reply<S["AccountDetail"]> };
  };
  "/api/accounts/sync-balances": Only<{ post: Post<{ account_ids?: string[] | null }, S["BalanceSync"]> }>;
  "/api/accounts/sync-transactions": Only<{ post: Post<{ connection_id?: string | null }, S["TransactionSync"]> }>;
  "/api/transactions": Only<{ get: Get<S["TransactionPage"], TransactionQuery> }>;
  "/api/transactions/{transaction_id}": {
    parameters: PathParameters<{ transaction_id: string }>;
    get: { parameters: PathParameters<{ transaction_id: string }>; requestBody?: never; responses: Reply<S["Transaction"]> };
    patch: {
      parameters: PathParameters<{ transaction_id: string }>;
      requestBody: { content: { "application/json": { category_detailed: string } } };
      responses: Reply<S["Transaction"]>;
    };
  };
  "/api/categories": Only<{ get: Get<S["CategoryList"]> }>;
  "/api/insights/dashboard": Only<{ get: Get<S["Dashboard"], { month?: string }> }>;
  "/api/events": Only<{ get: Get<S["EventList"], { after?: number; limit?: number }> }>;
  "/api/events/ticket": Only<{ post: PostEmpty<S["Ticket"]> }>;
};

type TransactionQuery = {
  account_id?: string;
  from?: string;
  to?: string;
  category?: string;
  merchant?: string;
  search?: string;
  pending?: boolean;
  cursor?: string;
  limit?: number;
};

type S = components["schemas"];

export type components = {
  schemas: {
    SignUp: { email: string; password: string; display_name?: string | null };
    SignIn: { email: string; password: string };
    Session: { access_token: string; token_type: "Bearer"; expires_in: number; refresh_token: string | null };
    Me: {
      user: { id: string; email: string; display_name: string | null };
      workspace: { id: string; name: string; role: string };
      workspaces: { id: string; name: string; role: string }[];
      environment: "production" | "development" | "test";
    };
    PublicConfig: {
      environment: "production" | "development" | "test";
      plaid: { enabled: boolean; environment: string; link_script_url: string; offline: boolean };
      dev_bypass: boolean;
    };
    Problem: {
      type: string;
      title: string;
      status: number;
      detail: string;
      code: string;
      request_id: string;
      timestamp: string;
      errors?: { field: string; message: string }[] | null;
    };
    LinkTokenRequest: { connection_id?: string | null };
    LinkToken: { success: boolean; link_token: string; expiration: string; request_id: string; environment: string };
    ExchangeRequest: {
      public_token: string;
      institution: { institution_id: string; name: string } | null;
      accounts: { id: string; name: string; mask: string | null; type: string; subtype: string | null }[];
    };
    Exchange: { connection: S["Connection"]; already_connected: boolean };
    ConnectionStatus: { enabled: boolean; environment: string; connections: S["Connection"][] };
    Connection: {
      id: string;
      institution_id: string | null;
      institution_name: string;
      status: "importing" | "healthy" | "needs_login" | "degraded" | "revoked" | "disconnected";
      error: { code: string; message: string } | null;
      history: "not_ready" | "initial" | "complete";
      syncing: boolean;
      counts: { accounts: number; transactions: number; categorised: number };
      last_synced_at: string | null;
      bank_updated_at: string | null;
      next_sync_at: string | null;
      created_at: string;
    };
    Sync: {
      id: string;
      trigger: "link" | "webhook" | "user" | "schedule" | "sweep";
      status: "running" | "succeeded" | "failed" | "abandoned";
      started_at: string;
      finished_at: string | null;
      added: number;
      modified: number;
      removed: number;
      skipped: number;
      pages: number;
      restarts: number;
      error: { code: string; message: string } | null;
    };
    Pagination: { next_cursor: string | null; limit: number };
    SyncPage: { data: S["Sync"][]; pagination: S["Pagination"] };
    Account: {
      id: string;
      connection_id: string | null;
      institution_name: string | null;
      name: string;
      official_name: string | null;
      mask: string | null;
      type: string;
      subtype: string | null;
      currency: string;
      current_balance: string | null;
      available_balance: string | null;
      credit_limit: string | null;
      balance_as_of: string | null;
      status: "active" | "closed";
      is_debt: boolean;
      created_at: string;
    };
    AccountList: { data: S["Account"][] };
    AccountDetail: S["Account"] & { balances: { date: string; current: string | null }[] };
    BalanceSync: { results: { connection_id: string; status: string; error: { code: string; message: string } | null }[] };
    TransactionSync: { queued: string[] };
    TransactionCategory: {
      primary: string;
      detailed: string;
      label: string;
      group: string;
      source: "bank" | "model" | "rule" | "person";
      confidence: number | null;
      reason: { kind: string; text: string } | null;
      alternatives: { detailed: string; label: string; confidence: number }[];
      model: string | null;
    };
    Transaction: {
      id: string;
      account_id: string;
      date: string;
      authorized_date: string | null;
      amount: string;
      currency: string;
      description: string;
      merchant_name: string | null;
      pending: boolean;
      category: S["TransactionCategory"] | null;
      created_at: string;
      updated_at: string;
    };
    TransactionPage: { data: S["Transaction"][]; pagination: S["Pagination"] };
    CategoryList: {
      data: { primary: string; label: string; children: { detailed: string; label: string; description: string }[] }[];
    };
    Dashboard: {
      as_of: string;
      currencies: S["CurrencyDashboard"][];
    };
    CurrencyDashboard: {
      currency: string;
      net_worth: string;
      assets: string;
      debts: string;
      history: { date: string; net_worth: string }[];
      spending: { primary: string; label: string; amount: string; previous_amount: string }[];
      money_in: string;
      money_out: string;
      transactions_waiting: number;
    };
    Ticket: { ticket: string; expires_at: string };
    EventList: { data: S["Event"][]; last_sequence: number };
    Event: { sequence: number; occurred_at: string } & (
      | { type: "dashboard_update"; data: { reason: string } }
      | {
          type: "transaction_created";
          data: { connection_id: string | null; account_ids: string[]; count: number; transactions: S["ShortTransaction"][] };
        }
      | { type: "account_connected"; data: { connection_id: string; institution_name: string; account_ids: string[] } }
      | {
          type: "account_balance_updated";
          data: {
            account_id: string;
            currency: string;
            current_balance: string | null;
            available_balance: string | null;
            balance_as_of: string | null;
          };
        }
      | { type: "account_reconciled"; data: { account_id: string; status: string; difference: string } }
      | { type: "bulk_reconciliation_complete"; data: { account_ids: string[]; reconciled: number; failed: number } }
      | {
          type: "reconciliation_entry_created";
          data: { account_id: string; entry_id: string; amount: string; reason: string };
        }
      | {
          type: "sync_progress";
          data: {
            connection_id: string;
            sync_id: string;
            phase: "waiting_for_bank" | "fetching" | "saving" | "done" | "failed";
            pages: number;
            transactions: number;
          };
        }
      | { type: "connection_updated"; data: { connection_id: string; status: string; history: string } }
      | {
          type: "transactions_changed";
          data: { account_ids: string[]; transaction_ids: string[]; modified: number; removed: number };
        }
      | { type: "transactions_categorised"; data: { transaction_ids: string[]; count: number; remaining: number } }
    );
    ShortTransaction: {
      id: string;
      account_id: string;
      date: string;
      amount: string;
      currency: string;
      description: string;
      pending: boolean;
    };
  };
};
