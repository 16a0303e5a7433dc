/** Holds a world file's switches against what the providers declare. */
import type { Finding } from '../../fixtures/ledger/findings.ts';
import { nearest, noneOf } from '../../fixtures/ledger/nearest.ts';
import type { WorldFile } from '../../fixtures/ledger/world-file.ts';
import type { Provider } from '../provider/define.ts';

/** @param file a world file that fits the schema */
export function switchFindings(file: WorldFile, providers: readonly Provider[]): Finding[] {
  return Object.entries(file.switches ?? {}).flatMap(([id, given]): Finding[] => {
    const provider = providers.find((one) => one.id === id);
    if (provider === undefined) {
      const ids = providers.map((one) => one.id);
      return [{ path: ['switches', id], points: 'name', message: noneOf(id, ids) }];
    }
    return Object.entries(given).flatMap(([name, value]) => finding(provider, name, value) ?? []);
  });
}

function finding({ id, title, switches }: Provider, name: string, value: unknown): Finding | undefined {
  const path = ['switches', id, name];
  const known = Object.hasOwn(switches, name) ? switches[name] : undefined;
  if (known === undefined) {
    const names = Object.keys(switches);
    const hint = nearest(name, names);
    const instead =
      hint === undefined ? `${title} has: ${names.join(', ') || 'none'}` : `did you mean "${hint}"?`;
    return { path, points: 'name', message: `no such switch; ${instead}` };
  }
  const values = Object.keys(known.values);
  if (values.includes(String(value))) return undefined;
  return { path, message: `is ${JSON.stringify(value)}; it has to be one of ${values.join(', ')}` };
}
