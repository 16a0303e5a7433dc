/** Where faults can happen at all: for the docs, the catalogue endpoint, the check of orders and tests that walk all. */
import type { Provider } from '../provider/define.ts';
import type { OperationSpec } from '../provider/operation.ts';
import type { EngineFault } from './engine-fault.ts';
import { engineFaults } from './engine-faults.ts';
import { catalogue } from './generated/catalogue.ts';
import { withoutBody } from './wire/plan.ts';

/**
 * Whether a fault of the catalogue can happen to requests of an operation. Pure. For faults of webhooks the operation
 * is the type of an event.
 *
 * @example applicability('not-found', toy, 'getNote') // true
 */
export function applicability(faultId: string, provider: Provider, operationId: string): boolean {
  const entry = Object.hasOwn(catalogue, faultId) ? catalogue[faultId] : undefined;
  if (entry === undefined) return false;
  if (entry.family === 'webhooks') return targetsOf(faultId, provider).includes(operationId);
  const operation = provider.contract.operations.find(({ id }) => id === operationId);
  return provider.faults !== undefined && operation !== undefined && isPlayedOn(faultId, provider, operation);
}

/** Where an order may be aimed at a provider: its operations; for faults of webhooks the types of its events. */
export function targetsOf(faultId: string, provider: Provider): readonly string[] {
  if (catalogue[faultId]?.family === 'webhooks') return Object.keys(provider.webhooks?.events ?? {});
  return provider.contract.operations.map(({ id }) => id);
}

/** The same for an operation at hand: asked for every request that a fault is aimed at. */
export function isPlayedOn(faultId: string, provider: Provider, operation: OperationSpec): boolean {
  const engine = engineFaults[faultId];
  if (engine === undefined) {
    const plays = provider.faults?.plays;
    const play = plays !== undefined && Object.hasOwn(plays, faultId) ? plays[faultId] : undefined;
    return play !== undefined && play.on?.includes(operation.id) !== false;
  }
  if (engine.kind === 'wire') return !needsBody(faultId, engine) || mayHaveBody(operation);
  return engine.on?.(provider, operation) !== false;
}

/** Whether every plan of a wire fault has to do with a body. */
function needsBody(faultId: string, engine: EngineFault & { kind: 'wire' }): boolean {
  const plan = engine.plan(catalogue[faultId]?.defaults ?? {}, { hi: 0, lo: 0 });
  return Object.keys(withoutBody(plan)).length === 0;
}

/** Statuses of success that never have a body. */
const BODILESS = new Set([204, 205, 304]);

/** Whether success can look like something else than a bare status. */
export function mayHaveBody({ statuses }: OperationSpec): boolean {
  const successes = statuses.filter((status) => status < 300);
  return successes.length === 0 || successes.some((status) => !BODILESS.has(status));
}
