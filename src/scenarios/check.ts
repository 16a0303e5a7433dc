/** A scenario from outside: held against its schema, and rehearsed in a world of its own. */
import schema from '../../contracts/control/scenario.schema.json' with { type: 'json' };
import type { Finding, Path } from '../../fixtures/ledger/findings.ts';
import { noneOf } from '../../fixtures/ledger/nearest.ts';
import { scenarios } from '../../fixtures/scenarios/generated/scenarios.ts';
import { checkedOrder } from '../faults/checked-order.ts';
import type { Provider } from '../provider/define.ts';
import { Courier } from '../webhooks/courier.ts';
import { Targets } from '../webhooks/targets.ts';
import { findingsOf } from '../world/checked.ts';
import { LiveWorld } from '../world/live-world.ts';
import { resolveReference } from '../world/references.ts';
import { schemaFindings } from '../world/schema-words.ts';
import { MAIN } from '../world/worlds.ts';
import { validateScenario } from './generated/scenario-schema.js';
import type { Condition, Scenario, Step } from './scenario.ts';

export type CheckedScenario =
  | { readonly ok: true; readonly scenario: Scenario }
  | { readonly ok: false; readonly findings: readonly Finding[] };

/** Names of the scenarios that come along. */
export function scenarioNames(): string[] {
  return Object.keys(scenarios);
}

/**
 * A scenario by name, or described.
 *
 * @param given a name, or what a scenario file says
 * @param providers those the process hosts
 */
export function checkedScenario(given: unknown, providers: readonly Provider[]): CheckedScenario {
  if (typeof given === 'string') {
    if (Object.hasOwn(scenarios, given)) return { ok: true, scenario: scenarios[given] as Scenario };
    return { ok: false, findings: [{ path: [], message: noneOf(given, scenarioNames()) }] };
  }
  if (!validateScenario(given)) {
    return { ok: false, findings: schemaFindings(schema, validateScenario.errors ?? [], given) };
  }
  const scenario = given as Scenario;
  const findings = worldFindings(scenario, providers);
  if (findings.length === 0) findings.push(...rehearsed(scenario, providers));
  return findings.length > 0 ? { ok: false, findings } : { ok: true, scenario };
}

function worldFindings({ world }: Scenario, providers: readonly Provider[]): Finding[] {
  if (world === undefined) return [];
  return findingsOf(world, providers).map((finding) => ({ ...finding, path: ['world', ...finding.path] }));
}

/** Every step is done once in a world that nobody sees: what can't be done there can't be done at all. */
function rehearsed(scenario: Scenario, providers: readonly Provider[]): Finding[] {
  const world = new LiveWorld(
    MAIN,
    { ...scenario.world, clock: 'frozen' },
    {
      providers: new Map(providers.map((provider) => [provider.id, provider])),
      host: () => 0,
      onBug: (error) => {
        throw error;
      },
      courier: new Courier(new Targets([])),
    },
  );
  const armed = new Set<string>(['all']);
  const findings = scenario.timeline.flatMap((step, index) =>
    stepFindings(step, world, providers, armed).map((finding) => ({
      ...finding,
      path: ['timeline', index, ...finding.path],
    })),
  );
  world.end();
  return findings;
}

function stepFindings(
  step: Step,
  world: LiveWorld,
  providers: readonly Provider[],
  armed: Set<string>,
): Finding[] {
  const findings: Finding[] = [];
  const tell = (path: Path, message: string): void => {
    findings.push({ path, message });
  };
  const acts = [step.arm, step.disarm, step.set, step.advance].some((action) => action !== undefined);
  if (!acts) tell([], 'does nothing: give it "arm", "disarm", "set" or "advance"');
  if (typeof step.at === 'string' && Number.isNaN(Date.parse(step.at)))
    tell(['at'], `"${step.at}" is no instant; write it like 2026-03-16T09:00:00Z`);
  if (typeof step.at === 'object') callFindings(step.at, providers, tell);
  if (step.when !== undefined) conditionFindings(step.when, world, armed, tell);

  for (const [place, id] of placed(step.disarm)) {
    if (id === 'all') world.armory.clear();
    else world.disarm(id);
    if (!armed.has(id))
      tell(['disarm', ...place], `no step before arms a fault of that id: ${noneOf(id, armed)}`);
  }
  for (const [place, change] of placed(step.set)) {
    for (const { field, message } of world.change(change, providers))
      tell(['set', ...place, ...pathOf(field)], message);
  }
  for (const [place, order] of placed(step.arm)) {
    const checked = checkedOrder(order, world, providers);
    if (checked.ok) armed.add(world.arm(checked.order).id);
    else for (const { field, message } of checked.errors) tell(['arm', ...place, ...pathOf(field)], message);
  }
  return findings;
}

type Tell = (path: Path, message: string) => void;

function callFindings(
  { provider: id, operation }: Exclude<NonNullable<Step['at']>, string>,
  providers: readonly Provider[],
  tell: Tell,
): void {
  const aimed = id === undefined ? providers : providers.filter((provider) => provider.id === id);
  if (aimed.length === 0) {
    tell(
      ['at', 'provider'],
      noneOf(
        String(id),
        providers.map((provider) => provider.id),
      ),
    );
    return;
  }
  const known = new Set(aimed.flatMap(({ contract }) => contract.operations.map((one) => one.id)));
  if (!known.has(operation)) tell(['at', 'operation'], noneOf(operation, known));
}

function conditionFindings(when: Condition, world: LiveWorld, armed: ReadonlySet<string>, tell: Tell): void {
  const kinds = ['connection', 'fault', 'answers'].filter((kind) => kind in when);
  if (kinds.length !== 1) {
    tell(['when'], 'names one of "connection" (with "status"), "fault" (with "fired") and "answers"');
  } else if ('connection' in when) {
    const key = resolveReference(when.connection, world);
    if (key === undefined || !world.ledger.connections.has(key))
      tell(['when', 'connection'], noneOf(when.connection, world.ledger.connections.keys()));
    if (when.status === undefined) tell(['when'], '"status" is missing here');
  } else if ('fault' in when) {
    if (!armed.has(when.fault)) tell(['when', 'fault'], noneOf(when.fault, armed));
    if (when.fired === undefined) tell(['when'], '"fired" is missing here');
  }
}

/** Each item with its place; a single one has none. */
function placed<T>(given: T | readonly T[] | undefined): [Path, T][] {
  if (given === undefined) return [];
  if (Array.isArray(given)) return given.map((one, index) => [[index], one]);
  return [[[], given as T]];
}

/** `[1].symbol` and `where.cursor` as steps. */
function pathOf(field: string): Path {
  return field
    .split(/[.[\]]+/)
    .filter((step) => step !== '')
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}
