/** One call of a method of the SDK, and what is expected of it. */
import { Snaptrade, SnaptradeAuth } from 'snaptrade-typescript-sdk';

/** As a commercial application holds it. */
export type Sdk = ReturnType<typeof sdkAt>;

export function sdkAt(
  basePath: string,
  credentials: { readonly clientId: string; readonly consumerKey: string },
) {
  return new Snaptrade({ auth: SnaptradeAuth.commercialApiKey(credentials), basePath });
}

export interface User {
  readonly userId: string;
  readonly userSecret: string;
}

/** What earlier calls have found out, by name. */
export class Stage {
  readonly #found = new Map<string, string>();

  constructor(
    readonly clientId: string,
    readonly user: User,
  ) {}

  keep(name: string, value: string | undefined | null): void {
    if (typeof value === 'string') this.#found.set(name, value);
  }

  /** @throws if no call before this one has found it */
  the(name: string): string {
    const value = this.#found.get(name);
    if (value === undefined) throw new Error(`No call has found the ${name}.`);
    return value;
  }
}

interface Call<Data> {
  /** What the call is for, where its method does not say it. */
  readonly why?: string;
  readonly call: (sdk: Sdk, stage: Stage) => Promise<{ readonly status: number; readonly data: Data }>;
  readonly keep?: (data: Data, stage: Stage) => void;
  /** The refusal that is provoked; left out if the call is to succeed. */
  readonly refused?: { readonly status: number; readonly code: string };
}

export interface Step extends Call<never> {
  /** `trading.placeOrder`. */
  readonly method: string;
}

/** Types the answer of a call for its `keep`. */
export function step<Data>(
  method: string,
  call: Call<Data>['call'],
  more: Omit<Call<Data>, 'call'> = {},
): Step {
  return { method, call, ...more } as unknown as Step;
}
