/** The reference client of Redbark behind an adapter, as a program. */
import { runAdapter } from '../../../src/verify/run-adapter.ts';
import { redbarkClient } from '../../clients/redbark/index.ts';

const adapter = runAdapter(redbarkClient());
console.log('What a client prints does not get between the messages.');
await adapter;
