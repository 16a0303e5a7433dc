/**
 * What orders of faults and changes of state call connections: by their key, or by their place among those of a kind,
 * so that the same order fits any world. `$brokerage.0` is the first brokerage connection in the order of the world
 * file, `$banking.1` the second of a bank, `$pipeline.0` the first pipeline.
 */
import { pipelinesOf } from '../../fixtures/pipelines/index.ts';
import type { LiveWorld } from './live-world.ts';

const KINDS = ['brokerage', 'banking', 'pipeline'] as const;
type Kind = (typeof KINDS)[number];
const REFERENCE = /^\$(brokerage|banking|pipeline)\.(\d{1,4})$/;

/**
 * The key that a text names: itself, unless it begins with `$`.
 *
 * @param provider only connections it sees count
 * @returns undefined for a reference that leads to nothing
 */
export function resolveReference(text: string, world: LiveWorld, provider?: string): string | undefined {
  if (!text.startsWith('$')) return text;
  const [, kind, place] = REFERENCE.exec(text) ?? [];
  return kind === undefined ? undefined : keysOf(kind as Kind, world, provider)[Number(place)];
}

/** What may stand in the place of a reference that leads to nothing: `$brokerage.0 to $brokerage.2, $banking.0`. */
export function referencesThereAre(world: LiveWorld, provider?: string): string {
  const spans = KINDS.flatMap((kind) => {
    const { length } = keysOf(kind, world, provider);
    if (length === 0) return [];
    return [length === 1 ? `$${kind}.0` : `$${kind}.0 to $${kind}.${length - 1}`];
  });
  return spans.join(', ') || 'none';
}

/** Keys of every pipeline, in the order of the world file. */
export function pipelineKeys(world: LiveWorld): string[] {
  const wing = world.file.entities?.pipelines;
  if (wing === undefined) return [];
  const { connections } = pipelinesOf(world.seed, world.bornAt, wing as Readonly<Record<string, unknown>>);
  return connections.map(({ key }) => key);
}

function keysOf(kind: Kind, world: LiveWorld, provider: string | undefined): string[] {
  if (kind === 'pipeline') return pipelineKeys(world);
  return [...world.ledger.connections.values()]
    .filter(
      ({ category, seenBy }) => category === kind && (provider === undefined || seenBy.includes(provider)),
    )
    .map(({ key }) => key);
}
