/** Movement that is the same for every provider. */
import type { EngineFault } from '../engine-fault.ts';

export const movement: Readonly<Record<string, EngineFault>> = {};
