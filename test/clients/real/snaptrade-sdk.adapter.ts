/** The SDK behind messages, for `understudy verify --adapter`. What it prints goes to stderr. */
import { runAdapter } from '../../../src/verify/run-adapter.ts';
import { snaptradeSdk } from './snaptrade-sdk.ts';

await runAdapter(snaptradeSdk);
