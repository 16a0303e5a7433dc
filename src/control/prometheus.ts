/** A tally as Prometheus text. */
import { Counter, collectDefaultMetrics, Gauge, type Metric, Registry } from 'prom-client';
import { BETWEEN, BUCKETS, type Tally } from './tally.ts';

/** What is measured when somebody asks. */
export interface Gauged {
  readonly worlds: number;
  readonly journalBytes: number;
}

/** Memory, event loop and the rest belong to the process, however many simulators it has. */
let processMetrics: Registry | undefined;

export async function exposed(tally: Tally, { worlds, journalBytes }: Gauged) {
  if (processMetrics === undefined) {
    processMetrics = new Registry();
    collectDefaultMetrics({ register: processMetrics });
  }
  const registry = new Registry();
  gauge(registry, 'understudy_worlds', 'Worlds there are.', worlds);
  gauge(registry, 'understudy_journal_bytes', 'Bytes that journals keep, of all worlds.', journalBytes);
  counter(
    registry,
    'understudy_requests',
    'Requests to providers, by what was answered; status 0: no answer.',
    ['provider', 'operation', 'status'],
    tally.requests,
  );
  counter(
    registry,
    'understudy_faults',
    'Times a fault happened, by its id in the catalogue.',
    ['fault'],
    tally.faults,
  );
  counter(
    registry,
    'understudy_deliveries',
    'Attempts to deliver webhooks, by how they ended.',
    ['provider', 'outcome'],
    tally.deliveries,
  );
  registry.registerMetric(durations(tally) as unknown as Metric<string>);
  return {
    text: await Registry.merge([registry, processMetrics]).metrics(),
    contentType: registry.contentType,
  };
}

function gauge(registry: Registry, name: string, help: string, value: number): void {
  new Gauge({ name, help, registers: [registry] }).set(value);
}

function counter(
  registry: Registry,
  name: string,
  help: string,
  labelNames: readonly string[],
  counts: ReadonlyMap<string, number>,
): void {
  const made = new Counter({
    name: `${name}_total`,
    help,
    labelNames: [...labelNames],
    registers: [registry],
  });
  for (const [key, value] of counts) {
    const values = key.split(BETWEEN);
    made.inc(Object.fromEntries(labelNames.map((label, index) => [label, values[index] ?? ''])), value);
  }
}

/** prom-client's own histogram takes observations one by one; this one has them counted already. */
function durations(tally: Tally) {
  const name = 'understudy_request_duration_seconds';
  const help = 'From a request’s head to the end of its answer, on the machine’s clock.';
  const values = [...tally.durations].flatMap(([provider, { counts, sum }]) => {
    let below = 0;
    const buckets = [...BUCKETS, '+Inf'].map((le, place) => {
      below += counts[place] ?? 0;
      return { labels: { le, provider }, value: below, metricName: `${name}_bucket` };
    });
    return [
      ...buckets,
      { labels: { provider }, value: sum, metricName: `${name}_sum` },
      { labels: { provider }, value: below, metricName: `${name}_count` },
    ];
  });
  const got = { name, help, type: 'histogram', aggregator: 'sum', values };
  return { name, type: 'histogram', get: async () => got, reset: () => {} };
}
