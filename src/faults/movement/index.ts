/** Movement that is the same for every provider. */
import type { EngineFault } from '../engine-fault.ts';
import { statusFlips } from './status-flips.ts';

export const movement: Readonly<Record<string, EngineFault>> = { 'status-flips': statusFlips };
