/** What a page costs a hundred million rows down, beside the first ones. */
import type { Goal } from '../goals.ts';
import type { Target } from '../load.ts';
import type { Machine } from '../machine.ts';
import type { Results, Row, Table } from '../results.ts';
import { type Contestant, type Pace, rateBeside, rowOf, takeTurns } from '../rounds.ts';
import { Library } from '../servers/library.ts';
import type { Ours } from '../servers/ours.ts';
import { answerTo, deepListings, type Listing } from '../subjects.ts';

const DEPTH = 100_000_000;

export interface Deep {
  readonly machine: Machine;
  readonly pace: Pace;
  readonly say?: (line: string) => void;
}

/** @param pages that are read of each listing before memory is looked at: beyond what is kept of the rows */
export async function depth({ machine, pace, say }: Deep, pages = 200): Promise<Results> {
  const library = await Library.start(machine);
  const listings = await deepListings(library.main);
  const pairs = listings.map((listing) => ({
    listing,
    near: contestant(library, listing, 'from the first row on', 0),
    deep: contestant(library, listing, 'from row 100,000,000 on', DEPTH),
  }));
  const all = await takeTurns(
    pairs.flatMap(({ near, deep }) => [near, deep]),
    pace,
    say,
  );
  await library.stop();
  const tables = pairs.map(
    ({ listing, near, deep }): Table => ({
      title: `${listing.title}, no page asked for twice`,
      yardstick: 'the first',
      rising: true,
      rows: [rowOf(near, near, all), rowOf(deep, near, all)],
    }),
  );
  const held = await walked(machine, pages, say);
  return {
    tables: [...tables, held.table],
    goals: [...tables.flatMap((table, i) => slowdown(listings[i] as Listing, table)), held.goal],
  };
}

function contestant(library: Library, listing: Listing, way: string, from: number): Contestant {
  let page = 0;
  const next = (): string => listing.request(from + listing.rows * page++);
  const name = `${listing.title}, ${way}`;
  const target: Target = { name, port: library.main.port, next, check: listing.check(name), varies: true };
  return { target, pid: library.pid, server: 'understudy', way };
}

/** Time for a page is what requests a second are not. */
function slowdown({ title }: Listing, { rows: [near, deep] }: Table): Goal[] {
  if (near === undefined || deep === undefined) return [];
  const { values, doubtful = false } = rateBeside(near, deep);
  return [
    {
      what: `${title}, a page at row 100,000,000`,
      unit: ' x the time of one at the first row',
      bound: { atMost: 1.2 },
      values,
      doubtful,
    },
  ];
}

/** Two processes that read the same number of pages, the one near, the other deep. */
async function walked(
  machine: Machine,
  pages: number,
  say?: (line: string) => void,
): Promise<{ table: Table; goal: Goal }> {
  const held: Row[] = [];
  for (const [way, from] of [
    ['after a walk from the first row on', 0],
    ['after a walk from row 100,000,000 on', DEPTH],
  ] as const) {
    say?.(`depth: ${way}`);
    const library = await Library.start(machine);
    for (const listing of await deepListings(library.main)) await walk(library.main, listing, from, pages);
    held.push({ server: 'understudy', way, values: [(await library.memory()).heap / 1e6], unit: 'MB' });
    await library.stop();
  }
  const [near, deep] = held.map(({ values: [value = Number.NaN] }) => value) as [number, number];
  return {
    table: { title: `What is held after ${pages} pages of each listing`, rising: false, rows: held },
    goal: {
      what: 'What is held more after deep pages',
      unit: ' MB',
      bound: { atMost: 5 },
      values: [deep - near],
    },
  };
}

async function walk(ours: Ours, listing: Listing, from: number, pages: number): Promise<void> {
  const check = listing.check(listing.title);
  for (let page = 0; page < pages; page++) {
    const text = await answerTo(ours, listing.request(from + page * listing.rows));
    if (page % 50 === 0) check(text);
  }
}
