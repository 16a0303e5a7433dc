/** Holds a world file's switches against what the providers declare. */
import type { WorldFile } from '../../fixtures/ledger/world-file.ts';
import type { Provider } from '../provider/define.ts';

/** @throws RangeError that says which switch, what was given and what is allowed */
export function checkSwitches(file: WorldFile, providers: ReadonlyMap<string, Provider>): void {
  for (const [id, given] of Object.entries(file.switches ?? {})) {
    const provider = providers.get(id);
    // A process may host fewer providers than the file speaks of.
    if (provider === undefined) continue;
    for (const [name, value] of Object.entries(given)) {
      const known = Object.hasOwn(provider.switches, name) ? provider.switches[name] : undefined;
      if (known === undefined) {
        throw new RangeError(
          `switches.${id}.${name}: no such switch. ${provider.title} has: ${Object.keys(provider.switches).join(', ') || 'none'}.`,
        );
      }
      if (!Object.hasOwn(known.values, String(value))) {
        throw new RangeError(
          `switches.${id}.${name}: not a value of it: ${JSON.stringify(value)}. Allowed: ${Object.keys(known.values).join(', ')}.`,
        );
      }
    }
  }
}
