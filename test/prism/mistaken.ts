/** Where Prism is wrong, with the reason. Each entry has to be met in a run, or it is out of date. */
export interface Mistaken {
  readonly provider: string;
  readonly operation: string;
  readonly status: number;
  /** Part of what Prism says. */
  readonly says: string;
  readonly reason: string;
}

export const mistaken: readonly Mistaken[] = [];
