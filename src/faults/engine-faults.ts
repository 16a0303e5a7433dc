/** Every fault the engine makes by itself, by its id in the catalogue. */
import type { EngineFault } from './engine-fault.ts';
import { extremes } from './extremes/index.ts';
import { gateways } from './gateways.ts';
import { movement } from './movement/index.ts';
import { wire } from './wire/index.ts';

export const engineFaults: Readonly<Record<string, EngineFault>> = {
  ...gateways,
  ...wire,
  ...extremes,
  ...movement,
};
