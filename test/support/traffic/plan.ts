/**
 * The requests a contract suggests: for every operation what it is for, with every parameter tried on its own, and
 * every way of being refused that the contract or HTTP itself leaves room for.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type Contract, readContract } from '../../../src/build/contract.ts';
import type { JsonObject } from '../../../src/build/json.ts';
import type { Provider } from '../../../src/provider/index.ts';
import type { OperationSpec } from '../../../src/provider/operation.ts';
import type { Ask, Effect, Kind } from './ask.ts';
import type { Dialect } from './dialect.ts';
import { Drafting } from './drafting.ts';
import type { Known } from './harvest.ts';
import { odd, plain, type Suggestion, varied, wrong } from './suggestions.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');

export function contractOf(provider: string): Contract {
  const file = `contracts/${provider}/openapi.yaml`;
  return readContract(provider, file, parse(readFileSync(join(ROOT, file), 'utf8')) as JsonObject);
}

export interface Planning {
  readonly provider: Provider;
  readonly dialect: Dialect;
  readonly known: Known;
  readonly credentials: Readonly<Record<string, string>>;
}

/** All requests, in the order in which they can be sent. */
export function plan(planning: Planning): Ask[] {
  const contract = contractOf(planning.provider.id);
  const asks = planning.provider.contract.operations.flatMap((spec) => planOne(planning, contract, spec));
  const order: readonly Effect[] = ['reads', 'changes', 'removes', 'locks-out'];
  return order.flatMap((effect) => asks.filter((ask) => ask.effect === effect));
}

function planOne(
  { provider, dialect, known, credentials }: Planning,
  contract: Contract,
  spec: OperationSpec,
): Ask[] {
  const operation = contract.operations.find((one) => one.id === spec.id);
  if (operation === undefined) throw new Error(`${provider.id}: no operation ${spec.id} in the contract`);
  const drafting = new Drafting(contract, operation, dialect, known);
  const [main, ...others] = dialect.actors(credentials);
  const effect = effectOf(spec, dialect);
  const asked = (kind: Kind, suggestions: readonly Suggestion[]): Ask[] =>
    suggestions.map(({ title, draft, actor = main, carried = true }) => ({
      operation: spec,
      kind,
      title,
      // Only who may do everything can change anything.
      effect: actor === main ? effect : 'reads',
      draft,
      actor,
      carried,
    }));
  return [
    ...asked('wrong', wrong(drafting)),
    ...asked('odd', odd(drafting, others, spec.statuses)),
    ...asked('plain', plain(drafting)),
    ...asked('varied', varied(drafting)),
  ];
}

function effectOf({ id, method }: OperationSpec, { locksOut }: Dialect): Effect {
  if (locksOut.includes(id)) return 'locks-out';
  if (method === 'GET') return 'reads';
  return method === 'DELETE' ? 'removes' : 'changes';
}
