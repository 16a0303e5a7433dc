import type { ReportTargets } from '../../verify/reports/index.ts';
import type { Shard } from '../../verify/selection.ts';
import type { StagingOptions } from '../staging.ts';

/** What `understudy verify` may be told. */
export interface VerifyOptions
  extends ReportTargets,
    Pick<StagingOptions, 'world' | 'scenario' | 'seed' | 'limits'> {
  readonly adapter?: string;
  readonly observe?: boolean;
  readonly reverse?: boolean;
  readonly run?: readonly string[];
  readonly skip?: readonly string[];
  readonly list?: boolean;
  readonly checkAdapter?: boolean;
  readonly strict?: boolean;
  readonly repeat?: number;
  readonly shard?: Shard;
  readonly jobs?: number;
  readonly timeout?: number;
  readonly expectedFailures?: string;
  readonly cases?: readonly string[];
  readonly envFile?: string;
  readonly port: number;
}
