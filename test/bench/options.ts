/** What `npm run bench --` takes. */
import { parseArgs } from 'node:util';

export const SECTIONS = ['throughput', 'start', 'memory', 'depth', 'worlds', 'faults'] as const;
export type Section = (typeof SECTIONS)[number];

export interface Options {
  readonly sections: readonly Section[];
  /** Other stand-ins beside ours. */
  readonly peers: boolean;
  /** Fewer and shorter runs: enough to see where one stands. */
  readonly quick: boolean;
  readonly json: string | undefined;
  readonly svg: string | undefined;
  /** The figures and the chart of docs/performance.md. */
  readonly record: boolean;
  readonly help: boolean;
}

export const USAGE = `npm run bench -- [options]

  --peers           Prism, Mockoon and WireMock too; the last two are fetched by npx into a temporary folder
  --only SECTION    ${SECTIONS.join(', ')}; several with commas
  --quick           fewer and shorter runs
  --json FILE       every number
  --svg FILE        a chart of requests a second
  --record          writes the figures and the chart of docs/performance.md
`;

/** @throws Error that says what is wrong with the arguments */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      peers: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      json: { type: 'string' },
      svg: { type: 'string' },
      record: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  return {
    sections: values.only === undefined ? SECTIONS : values.only.split(',').map(sectionNamed),
    peers: values.peers,
    quick: values.quick,
    json: values.json,
    svg: values.svg,
    record: values.record,
    help: values.help,
  };
}

function sectionNamed(name: string): Section {
  const section = SECTIONS.find((one) => one === name);
  if (section === undefined) throw new Error(`--only ${name}: allowed are ${SECTIONS.join(', ')}.`);
  return section;
}
