/** Whether what an order is aimed at is there, and whether its fault can happen there at all. */
import { nearest, noneOf } from '../../fixtures/ledger/nearest.ts';
import type { Provider } from '../provider/define.ts';
import type { LiveWorld } from '../world/live-world.ts';
import { referencesThereAre, resolveReference } from '../world/references.ts';
import { applicability, targetsOf } from './applicability.ts';
import type { CatalogueEntry } from './catalogue.ts';
import type { FaultOrder, OrderError } from './order.ts';

/** The order with `$brokerage.0` made a key; one that leads to nothing stays, to be told of. */
export function resolved(order: FaultOrder, world: LiveWorld): FaultOrder {
  const { connection } = order;
  const key = connection === undefined ? undefined : resolveReference(connection, world, order.provider);
  return key === undefined ? order : { ...order, connection: key };
}

/** @param order one that fits its schema, references resolved */
export function aimErrors(
  order: FaultOrder,
  entry: CatalogueEntry,
  world: LiveWorld,
  providers: readonly Provider[],
): OrderError[] {
  const { provider: id } = order;
  const aimed = id === undefined ? providers : providers.filter((provider) => provider.id === id);
  if (aimed.length === 0) {
    const ids = providers.map((provider) => provider.id);
    return [{ field: 'provider', message: noneOf(String(id), ids) }];
  }
  const errors = [
    ...operationErrors(order, entry, aimed),
    ...connectionErrors(order, world, aimed),
    ...accountErrors(order, world),
    ...credentialErrors(order, world, aimed),
  ];
  if (errors.length > 0) return errors;
  const operations = operationsOf(order);
  const possible = aimed.some((provider) =>
    (operations ?? targetsOf(entry.id, provider)).some((name) => applicability(entry.id, provider, name)),
  );
  return possible ? [] : [impossible(order, entry, aimed, providers)];
}

function operationsOf({ operation }: FaultOrder): readonly string[] | undefined {
  return operation === undefined ? undefined : [operation].flat();
}

function operationErrors(order: FaultOrder, entry: CatalogueEntry, aimed: readonly Provider[]): OrderError[] {
  const known = [...new Set(aimed.flatMap((provider) => targetsOf(entry.id, provider)))];
  const what = entry.family === 'webhooks' ? 'types of events' : 'operations';
  return (operationsOf(order) ?? []).flatMap((name, index) => {
    if (known.includes(name)) return [];
    const field = typeof order.operation === 'string' ? 'operation' : `operation.${index}`;
    const hint = nearest(name, known);
    const instead =
      hint === undefined ? `the catalogue lists the ${what} there are` : `did you mean "${hint}"?`;
    return [{ field, message: `there is no "${name}"; ${instead}` }];
  });
}

function connectionErrors(
  { connection, provider }: FaultOrder,
  world: LiveWorld,
  aimed: readonly Provider[],
): OrderError[] {
  if (connection === undefined) return [];
  if (connection.startsWith('$')) {
    const there = referencesThereAre(world, provider);
    return [{ field: 'connection', message: `"${connection}" leads to nothing; there are: ${there}` }];
  }
  const known = new Set(aimed.flatMap((one) => connectionsSeenBy(one, world)));
  return known.has(connection) ? [] : [{ field: 'connection', message: noneOf(connection, known) }];
}

function connectionsSeenBy(provider: Provider, world: LiveWorld): readonly string[] {
  const own = provider.faults?.connections?.(world.view(provider));
  if (own !== undefined) return own;
  return [...world.ledger.connections.values()]
    .filter(({ seenBy }) => seenBy.includes(provider.id))
    .map(({ key }) => key);
}

function accountErrors({ account, connection }: FaultOrder, world: LiveWorld): OrderError[] {
  if (account === undefined) return [];
  const known = world.ledger.accounts.get(account);
  if (known === undefined)
    return [{ field: 'account', message: noneOf(account, world.ledger.accounts.keys()) }];
  if (connection === undefined || known.connection === connection) return [];
  return [
    { field: 'account', message: `"${account}" belongs to "${known.connection}", not to "${connection}"` },
  ];
}

function credentialErrors(
  { credential }: FaultOrder,
  world: LiveWorld,
  aimed: readonly Provider[],
): OrderError[] {
  if (credential === undefined) return [];
  const known = new Set(
    aimed.flatMap((provider) => {
      const view = world.view(provider);
      return provider.faults?.credentials?.(view) ?? Object.keys(provider.credentials(view).show);
    }),
  );
  return known.has(credential) ? [] : [{ field: 'credential', message: noneOf(credential, known) }];
}

/** Says where the fault could happen instead. */
function impossible(
  order: FaultOrder,
  entry: CatalogueEntry,
  aimed: readonly Provider[],
  providers: readonly Provider[],
): OrderError {
  const where = (those: readonly Provider[]): string[] =>
    those.flatMap((provider) =>
      targetsOf(entry.id, provider)
        .filter((name) => applicability(entry.id, provider, name))
        .map((name) => (aimed.length === 1 && those === aimed ? name : `${provider.id} ${name}`)),
    );
  const here = where(aimed);
  const [names, field] = here.length > 0 ? [here, 'operation'] : [where(providers), 'provider'];
  const shown = names.slice(0, MOST_SHOWN).join(', ');
  const more = names.length > MOST_SHOWN ? `, and ${names.length - MOST_SHOWN} more` : '';
  const at = [order.provider, ...(operationsOf(order) ?? [])].filter((part) => part !== undefined).join(' ');
  const instead = names.length === 0 ? 'nor anywhere else here' : `it can at ${shown}${more}`;
  return {
    field: order[field] === undefined ? 'fault' : field,
    message: `"${entry.id}" can't happen ${at === '' ? 'here' : `at ${at}`}; ${instead}`,
  };
}

const MOST_SHOWN = 12;
