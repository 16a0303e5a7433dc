/** What there is to choose from: providers, faults, changes, templates, switches and rules. */
import { nearest } from '../../fixtures/ledger/nearest.ts';
import { template, templateNames } from '../../fixtures/ledger/plan.ts';
import { isPlayedOn } from '../faults/applicability.ts';
import type { Family } from '../faults/catalogue.ts';
import { catalogue as allFaults } from '../faults/generated/catalogue.ts';
import type { AnswerBody } from '../provider/contract.ts';
import type { Provider } from '../provider/define.ts';
import { ok } from '../provider/reply.ts';
import { commonChanges } from './common-changes.ts';
import type { ControlHandlers } from './exchange.ts';
import type { operations } from './generated/types.ts';
import { unfit } from './refusal.ts';

const PARTS = ['providers', 'faults', 'changes', 'templates', 'switches', 'rules'] as const;
type Part = (typeof PARTS)[number];

export const catalogue: Pick<ControlHandlers, 'getCatalogue'> = {
  getCatalogue: async ({ query: { part, provider: id } }, { providers }) => {
    const known = providers.map((provider) => provider.id);
    if (id !== undefined && !known.includes(id)) {
      const hint = nearest(id, known);
      const message = `is no provider here${hint === undefined ? '' : `; did you mean "${hint}"?`}`;
      return unfit([{ field: 'provider', given: id, message, allowed: known }]);
    }
    const wanted: readonly Part[] = part ?? PARTS.filter((one) => one !== 'rules');
    const concerned = providers.filter((provider) => id === undefined || provider.id === id);
    const found: Partial<Record<Part, unknown>> = {};
    for (const one of wanted) found[one] = await makers[one](concerned);
    return ok(found as AnswerBody<operations['getCatalogue']>);
  },
};

const makers: Readonly<Record<Part, (providers: readonly Provider[]) => unknown>> = {
  providers: (providers) =>
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

  faults: async (providers) => {
    const { orderSchema } = await import('./document.ts');
    return Object.values(allFaults).map(({ id, family, says, breaksContract, defaults, example }) => ({
      id,
      family,
      says,
      breaksContract,
      order: orderSchema(id),
      defaults,
      example,
      appliesTo: Object.fromEntries(
        providers.flatMap((provider) => {
          const where = placesOf(id, family, provider);
          return where.length === 0 ? [] : [[provider.id, where]];
        }),
      ),
    }));
  },

  changes: (providers) => [
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

  switches: (providers) =>
    providers.flatMap((provider) =>
      Object.entries(provider.switches).map(([name, one]) => ({
        provider: provider.id,
        name,
        says: one.says,
        values: one.values,
        default: one.default,
      })),
    ),

  rules: async (providers) => {
    // Some hundreds of sentences; most processes are never asked for them.
    const { rules } = await import('./generated/rules.ts');
    return rules.filter((rule) => providers.some(({ id }) => id === rule.provider));
  },
};

/** operationIds; for faults of webhooks the types of events. */
function placesOf(fault: string, family: Family, provider: Provider): string[] {
  if (family === 'webhooks') return Object.keys(provider.webhooks?.events ?? {});
  return provider.contract.operations.filter((one) => isPlayedOn(fault, provider, one)).map(({ id }) => id);
}
