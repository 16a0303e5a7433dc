/** What there is to choose from: providers, faults, changes, templates, switches and rules. */
import { noneOf } from '../../fixtures/ledger/nearest.ts';
import { template, templateNames } from '../../fixtures/ledger/plan.ts';
import { scenarios } from '../../fixtures/scenarios/generated/scenarios.ts';
import { isPlayedOn } from '../faults/applicability.ts';
import type { CatalogueEntry } from '../faults/catalogue.ts';
import { catalogue as allFaults, frame } from '../faults/generated/catalogue.ts';
import type { AnswerBody } from '../provider/contract.ts';
import type { Provider } from '../provider/define.ts';
import { ok } from '../provider/reply.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { commonChanges } from './common-changes.ts';
import type { ControlHandlers } from './exchange.ts';
import type { operations } from './generated/types.ts';
import { type Refusal, unfit } from './refusal.ts';

const PARTS = ['providers', 'faults', 'changes', 'templates', 'scenarios', 'switches', 'rules'] as const;
type Part = (typeof PARTS)[number];

interface Wanted {
  readonly providers: readonly Provider[];
  /** Of all faults, or the one that was asked for. */
  readonly faults: readonly CatalogueEntry[];
}

export const catalogue: Pick<ControlHandlers, 'getCatalogue'> = {
  getCatalogue: async ({ query: { part, provider, fault } }, { providers }) => {
    const ids = providers.map(({ id }) => id);
    if (provider !== undefined && !ids.includes(provider)) return unknown('provider', provider, ids);
    const faults = Object.values(allFaults);
    const known = faults.map(({ id }) => id);
    if (fault !== undefined && !known.includes(fault)) return unknown('fault', fault, known);

    const wanted: Wanted = {
      providers: providers.filter(({ id }) => provider === undefined || id === provider),
      faults: faults.filter(({ id }) => fault === undefined || id === fault),
    };
    const found: Partial<Record<Part | 'order', unknown>> = {};
    for (const one of part ?? PARTS.filter((name) => name !== 'rules'))
      found[one] = await makers[one](wanted);
    if (found.faults !== undefined) found.order = frame;
    return ok(found as AnswerBody<operations['getCatalogue']>);
  },
};

function unknown(field: string, given: string, allowed: readonly string[]): Refusal {
  return unfit([{ field, given, message: noneOf(given, allowed), allowed }]);
}

const makers: Readonly<Record<Part, (wanted: Wanted) => unknown>> = {
  providers: ({ providers }) =>
    providers.map(({ id, title, hosts, contract }) => ({
      id,
      title,
      hosts,
      operations: contract.operations.map((one) => ({
        id: one.id,
        method: one.method,
        path: one.path,
        ...(one.summary !== undefined && { summary: one.summary }),
      })),
    })),

  faults: ({ providers, faults }) =>
    faults.map(({ id, family, says, breaksContract, parameters, defaults, example }) => ({
      id,
      family,
      says,
      breaksContract,
      parameters,
      defaults,
      example,
      appliesTo: Object.fromEntries(
        providers.flatMap((provider) => {
          const places = placesOf({ id, family }, provider);
          return places.length === 0 ? [] : [[provider.id, places]];
        }),
      ),
    })),

  changes: ({ providers }) => [
    ...commonChanges,
    ...providers.flatMap((provider) =>
      Object.entries(provider.changes ?? {}).map(([change, { says, parameters }]) => ({
        change,
        provider: provider.id,
        says,
        parameters,
      })),
    ),
  ],

  templates: () =>
    templateNames().map((name) => {
      const says = template(name)?.description;
      return { name, ...(says !== undefined && { says }) };
    }),

  scenarios: () =>
    Object.values(scenarios as Readonly<Record<string, Scenario>>).map(({ name, teaches }) => ({
      name,
      teaches,
    })),

  switches: ({ providers }) =>
    providers.flatMap((provider) =>
      Object.entries(provider.switches).map(([name, one]) => ({
        provider: provider.id,
        name,
        says: one.says,
        values: one.values,
        default: one.default,
      })),
    ),

  rules: async ({ providers }) => {
    // Some hundreds of sentences; most processes are never asked for them.
    const { rules } = await import('./generated/rules.ts');
    return rules.filter((rule) => providers.some(({ id }) => id === rule.provider));
  },
};

/** operationIds, or `*` for all; for faults of webhooks the types of events. */
function placesOf({ id, family }: Pick<CatalogueEntry, 'id' | 'family'>, provider: Provider): string[] {
  if (provider.faults === undefined) return [];
  if (family === 'webhooks') return Object.keys(provider.webhooks?.events ?? {});
  const { operations } = provider.contract;
  const places = operations.filter((one) => isPlayedOn(id, provider, one)).map((one) => one.id);
  return places.length === operations.length ? ['*'] : places;
}
