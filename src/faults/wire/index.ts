/** Faults of the bytes on their way, by id. */
import type { EngineFault } from '../engine-fault.ts';

export const wire: Readonly<Record<string, EngineFault>> = {};
