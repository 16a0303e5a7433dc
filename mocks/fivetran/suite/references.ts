/**
 * What references of cases stand for here: `$pipeline.0` and `$pipeline.orders` (a connection by place or key),
 * `$group.0` and `$group.finance`, `$webhook.secret`, `$webhook.sync-end.body` (samples.ts).
 */
import { type FivetranWorld, wingOf } from '../state.ts';
import { sampleText } from './samples.ts';

interface Entity {
  readonly key: string;
  readonly id: string;
}

export function resolve(world: FivetranWorld, reference: string): string | undefined {
  const [kind, ...rest] = reference.replace(/^\$/, '').split('.');
  const name = rest.join('.');
  const { connections, groups } = wingOf(world);
  switch (kind) {
    case 'pipeline':
      return idOf(connections, name);
    case 'group':
      return idOf(groups, name);
    case 'webhook':
      return sampleText(world, rest);
    default:
      return undefined;
  }
}

function idOf(entities: readonly Entity[], name: string): string | undefined {
  const found = /^\d+$/.test(name) ? entities[Number(name)] : entities.find(({ key }) => key === name);
  return found?.id;
}
