/** What thousands of worlds, and of armed faults, take from one that is asked. */
import type { FaultOrder } from '../../../src/faults/order.ts';
import type { Goal } from '../goals.ts';
import type { Machine } from '../machine.ts';
import type { Results, Row, Table } from '../results.ts';
import { type Contestant, type Pace, rateBeside, rowOf, takeTurns } from '../rounds.ts';
import { Library } from '../servers/library.ts';
import type { Ours } from '../servers/ours.ts';
import { holdingsIn } from '../subjects.ts';

export interface Growth {
  readonly machine: Machine;
  readonly pace: Pace;
  readonly say?: (line: string) => void;
}

const FAULTS = 1000;
const ASKED = 'asked';

/** @param count of idle worlds */
export async function worlds({ machine, pace, say }: Growth, count = 10_000): Promise<Results> {
  const many = count.toLocaleString('en');
  const lone = await Library.start(machine);
  const crowded = await Library.start(machine);
  say?.(`worlds: making ${many}`);
  const before = await crowded.memory();
  await crowded.idleWorlds(count);
  const after = await crowded.memory();
  const each = (what: 'heap' | 'resident'): number => (after[what] - before[what]) / count / 1000;

  const alone = await contestant(lone, 'alone');
  const among = await contestant(crowded, `among ${many} idle ones`);
  const all = await takeTurns([alone, among], pace, say);
  await Promise.all([lone.stop(), crowded.stop()]);
  const rows = [rowOf(alone, alone, all), rowOf(among, alone, all)] as const;
  const size = (way: string, value: number): Row => ({
    server: 'an idle world',
    way,
    values: [value],
    unit: 'kB',
  });
  return {
    tables: [
      {
        title: `Each of ${many} idle worlds`,
        rising: false,
        rows: [size('held', each('heap')), size('resident', each('resident'))],
      },
      { title: 'Holdings of one world, from its answer cache', yardstick: 'alone', rising: true, rows },
    ],
    goals: [
      { what: 'An idle world', unit: ' kB', bound: { atMost: 20 }, values: [each('heap')] },
      {
        what: `A world among ${many}`,
        unit: ' x a lone one',
        bound: { atLeast: 0.95 },
        ...rateBeside(rows[1], rows[0]),
      },
    ],
  };
}

async function contestant(library: Library, way: string): Promise<Contestant> {
  const ours = await library.world(ASKED);
  return { target: await holdingsIn(ours, ASKED), pid: library.pid, server: 'understudy', way };
}

type Shape = (number: number) => Omit<FaultOrder, 'fault'>;

/** Ways of not matching a request for holdings. */
const SHAPES: Readonly<Record<string, Shape>> = {
  'at another operation': () => ({ operation: 'listTrades' }),
  'for another credential': () => ({ operation: 'listHoldings', credential: 'stranger' }),
  'where a parameter is another': (number) => ({
    operation: 'listHoldings',
    where: { connectionId: `no-such-connection-${number}` },
  }),
  'not before an hour has passed': (number) => ({ operation: 'listHoldings', from: `${60 + number}m` }),
};

export async function faults({ machine, pace, say }: Growth): Promise<Results> {
  const library = await Library.start(machine);
  const arena = async (id: string, way: string): Promise<Contestant & { readonly ours: Ours }> => {
    const ours = await library.world(id);
    return { ours, target: await holdingsIn(ours, id), pid: library.pid, server: 'understudy', way };
  };
  const none = await arena('none', 'none armed');
  const armed = [];
  for (const [i, [way, shape]] of Object.entries(SHAPES).entries()) {
    const id = `shape-${i}`;
    const one = await arena(id, way);
    const orders = Array.from({ length: FAULTS }, (_, number) => ({
      fault: 'unavailable',
      provider: 'redbark',
      ...shape(number),
    }));
    await library.arm(id, orders);
    armed.push({ one, id, way });
  }
  const all = await takeTurns([none, ...armed.map(({ one }) => one)], pace, say);
  for (const { id, way } of armed) {
    if ((await library.fired(id)) !== 0) throw new Error(`A fault ${way} happened, and none was to.`);
  }
  await library.stop();
  const bare = rowOf(none, none, all);
  const rows = armed.map(({ one }) => rowOf(one, none, all));
  const table: Table = {
    title: `Holdings, from the answer cache, with ${FAULTS.toLocaleString('en')} armed faults that do not match`,
    yardstick: 'none armed',
    rising: true,
    rows: [bare, ...rows],
  };
  return {
    tables: [table],
    goals: rows.map(
      (row): Goal => ({
        what: `With ${FAULTS.toLocaleString('en')} faults ${row.way}`,
        unit: ' x none armed',
        bound: { atLeast: 0.9 },
        ...rateBeside(row, bare),
      }),
    ),
  };
}
