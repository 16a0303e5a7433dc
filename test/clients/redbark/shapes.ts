/** What this client relies on. Everything else in a row is passed on as it came. */

export type Row = Readonly<Record<string, unknown>>;

export type Query = Readonly<Record<string, string | number | undefined>>;

/** What rows of a connection are wanted. */
export interface Wanted {
  readonly connectionId: string;
  readonly accountId?: string;
  readonly accountIds?: readonly string[];
  readonly from?: string;
  readonly to?: string;
}

export interface Connection extends Row {
  readonly id: string;
  readonly category: string;
  readonly status: string;
}

export interface Account extends Row {
  readonly id: string;
  readonly connectionId: string;
}

export interface Page {
  readonly rows: readonly Row[];
  readonly pagination: {
    readonly total: number | null;
    readonly limit: number;
    readonly offset: number;
    readonly hasMore: boolean;
  };
  /** The service stopped reading at its ceiling. */
  readonly truncated: boolean;
}

export function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isConnection(row: Row): row is Connection {
  return typeof row.id === 'string' && typeof row.category === 'string' && typeof row.status === 'string';
}

export function isAccount(row: Row): row is Account {
  return typeof row.id === 'string' && typeof row.connectionId === 'string';
}
