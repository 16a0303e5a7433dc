/** The changes of state that no provider declares: what they are, in words. They are made by src/world/changes.ts. */
import worldSchema from '../../contracts/world/world.schema.json' with { type: 'json' };
import { STATUSES } from '../world/changes.ts';

interface Described {
  readonly change: string;
  readonly says: string;
  readonly parameters: Readonly<Record<string, string>>;
}

export const commonChanges: readonly Described[] = [
  {
    change: 'connection',
    says: 'Something happens to a login: data stand still, syncs fail, providers show it each in their way.',
    parameters: {
      connection: 'Key of the connection, or "$brokerage.0" for the first of a kind.',
      status: `One of ${STATUSES.join(', ')}.`,
      reason: 'Why, in words.',
      provider: "Only this provider's link changes, not the login at the institution.",
    },
  },
  {
    change: 'trade',
    says: 'A row arrives in a brokerage or crypto account.',
    parameters: rowParameters(worldSchema.$defs.trade.properties),
  },
  {
    change: 'transaction',
    says: 'A row arrives in a bank account.',
    parameters: rowParameters(worldSchema.$defs.transaction.properties),
  },
];

/** The fields of a row of a world file, but for its key: rows that arrive are given one. */
function rowParameters(properties: Readonly<Record<string, object>>): Record<string, string> {
  const fields = Object.entries(properties).filter(([name]) => name !== 'key' && name !== 'remove');
  return Object.fromEntries(
    fields.map(([name, schema]) => [name, 'description' in schema ? String(schema.description) : name]),
  );
}
