/** Legal extremes: answers that keep to the contract and that clients rarely see. */
import type { EngineFault } from '../engine-fault.ts';

export const extremes: Readonly<Record<string, EngineFault>> = {};
