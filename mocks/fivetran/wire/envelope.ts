/** `{ "code": "Success", "message", "data" }`: every success, `data` left out where there is nothing to tell (FT-12). */
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
