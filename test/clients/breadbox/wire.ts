/** What the client looks at in Breadbox's answers. Members it only hands on are not named here. */

export interface Connection {
  readonly id: string;
  readonly status: string;
  readonly error_code: string | null;
  readonly last_synced_at: string | null;
  readonly last_attempted_sync_at: string | null;
}

export interface SyncLog {
  readonly id: string;
  readonly status: string;
  readonly error: string | null;
  readonly started_at: string;
}

export interface ConnectionStatus extends Connection {
  readonly recent_sync: SyncLog | null;
}

/** A JSON number, or its digits where a double cannot hold them. */
export type Amount = number | string;

export interface Account {
  readonly id: string;
  readonly short_id: string;
  readonly connection_id: string;
  readonly type: string;
  readonly iso_currency_code: string | null;
  readonly balance_current: Amount | null;
}

export interface Transaction {
  readonly id: string;
  readonly account_id: string;
  readonly amount: Amount;
  readonly iso_currency_code: string | null;
  readonly date: string;
  readonly name: string;
  readonly pending: boolean;
}

export interface Page {
  readonly data: readonly Transaction[];
  readonly next_cursor: string | null;
  readonly has_more: boolean;
}

export interface ErrorBody {
  readonly error?: { readonly code?: unknown };
}
