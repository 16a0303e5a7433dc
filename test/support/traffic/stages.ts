/** The worlds in which a provider is asked: between them they show every documented answer that can be provoked. */
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { WorldFile } from '../../../fixtures/ledger/world-file.ts';
import type { Provider } from '../../../src/provider/index.ts';
import type { Ask } from './ask.ts';
import type { Dialect } from './dialect.ts';
import { asMeant } from './tour.ts';

export interface Stage {
  readonly title: string;
  readonly world: WorldFile;
  readonly wanted: (ask: Ask) => boolean;
  /** Whether to look around after every single change, not only after all of them. */
  readonly closely: boolean;
}

const TEMPLATES = join(import.meta.dirname, '..', '..', '..', 'fixtures', 'worlds');

/** Asked before; and what shows nothing that others do not, only ten thousand of it, and would take hours. */
const SAME_BUT_MORE: ReadonlySet<string> = new Set(['household', 'crowd']);

const everything = (): boolean => true;
/** Without the refusals, which are the same in every world. */
const answered = (ask: Ask): boolean => ask.kind !== 'wrong';

/** A list of ten thousand rows takes Prism a second, and says no more with another parameter. */
const ONLY_PLAIN: ReadonlySet<string> = new Set(['whale']);

export function stagesOf(provider: Provider, dialect: Dialect): Stage[] {
  const templates = readdirSync(TEMPLATES).filter((name) => name.endsWith('.yaml'));
  return [
    { title: 'household', world: {}, wanted: everything, closely: true },
    ...templates
      .map((name) => basename(name, '.yaml'))
      .filter((template) => !SAME_BUT_MORE.has(template))
      .map((template) => ({
        title: template,
        world: { template },
        wanted: ONLY_PLAIN.has(template) ? asMeant : answered,
        closely: false,
      })),
    ...otherReadings(provider).map((world, i) => ({
      title: `switches, reading ${i + 2}`,
      world,
      wanted: answered,
      closely: false,
    })),
    ...Object.entries(dialect.worlds).map(([title, world]) => ({
      title,
      world,
      wanted: everything,
      closely: true,
    })),
  ];
}

/** World files with every switch on its first other value, then every one on its second, ... */
function otherReadings({ id, switches }: Provider): WorldFile[] {
  const others = Object.entries(switches).map(([name, one]) => ({
    name,
    values: Object.keys(one.values).filter((value) => value !== one.default),
  }));
  const most = Math.max(0, ...others.map(({ values }) => values.length));
  return Array.from({ length: most }, (_, i) => ({
    switches: {
      [id]: Object.fromEntries(
        others.flatMap(({ name, values }) => {
          const value = values[Math.min(i, values.length - 1)];
          return value === undefined ? [] : [[name, value]];
        }),
      ),
    },
  }));
}
