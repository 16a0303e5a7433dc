/** What answers come in. Every success is `{ "code": "Success", "message", "data" }`, without `data` where there is nothing to tell (FT-12). */
export interface Success {
  readonly code: 'Success';
  readonly message: string;
}

export function success(message: string): Success {
  return { code: 'Success', message };
}

export function successWith<Data>(message: string, data: Data): Success & { readonly data: Data } {
  return { code: 'Success', message, data };
}

/** A page of rows in the form of a list answer (FT-26). */
export function listBody<Row>(items: Row[], next: string | undefined) {
  return { items, ...(next !== undefined && { next_cursor: next }) };
}
