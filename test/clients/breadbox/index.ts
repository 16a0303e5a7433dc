/** A client of Breadbox, as one would write it for production; the contract suite proves itself on it. */
import { type ClientDefinition, defineClient } from '../../../src/verify/define-client.ts';
import { Api } from './api.ts';
import { newest, transactions, type Wanted } from './listing.ts';
import { goodPolicies, type Policies } from './policies.ts';
import { Sums } from './sums.ts';
import { statusOf, syncAll, syncConnection } from './syncs.ts';
import type { Account, Connection } from './wire.ts';

export { goodPolicies, type Policies } from './policies.ts';

type Ids = { readonly connectionId: string; readonly accountId: string; readonly userId?: string };

export function breadboxClient(changes: Partial<Policies> = {}): ClientDefinition {
  const policies: Policies = { ...goodPolicies, ...changes };
  const job =
    <Input>(work: (api: Api, input: Input) => Promise<unknown>): ClientDefinition['operations'][string] =>
    (input, context) =>
      work(new Api(context, policies), input as Input);

  return defineClient({
    client: 'breadbox-reference',
    version: '1.0.0',
    clock: true,
    operations: {
      'breadbox.listConnections': job<Ids>((api, { userId }) =>
        api.list('/connections', { user_id: userId }),
      ),
      'breadbox.connectionStatus': job<Ids>((api, { connectionId }) => statusOf(api, connectionId)),
      'breadbox.listAccounts': job<Ids>(accounts),
      'breadbox.accountsOfConnection': job<Ids>(accountsOf),
      'breadbox.netWorth': job<Ids>(netWorth),
      'breadbox.listTransactions': job<Wanted>(transactions),
      'breadbox.newestTransactions': job<Ids & { count: number }>((api, { accountId, count }) =>
        newest(api, accountId, count),
      ),
      'breadbox.cashFlow': job<Wanted>(cashFlow),
      'breadbox.syncConnection': job<Ids>((api, { connectionId }) => syncConnection(api, connectionId)),
      'breadbox.syncAll': job(syncAll),
      'breadbox.freshTransactions': job<Ids & Wanted>(freshTransactions),
    },
  });
}

async function accounts(api: Api, { userId }: Ids): Promise<unknown> {
  const found = (await api.list('/accounts', { user_id: userId })) as readonly Account[];
  if (api.policies.accountsOf === 'all-connections') return found;
  const connections = (await api.list('/connections')) as readonly Connection[];
  const active = new Set(connections.filter(({ status }) => status === 'active').map(({ id }) => id));
  return found.filter((account) => active.has(account.connection_id));
}

async function accountsOf(api: Api, { connectionId }: Ids): Promise<unknown> {
  const connections = (await api.list('/connections')) as readonly Connection[];
  const connection = connections.find(({ id }) => id === connectionId) ?? { id: connectionId };
  const all = (await api.list('/accounts')) as readonly Account[];
  return all.filter((account) => api.policies.belongs(account, connection));
}

async function netWorth(api: Api, { userId }: Ids): Promise<unknown> {
  const { isDebt, sumsBy } = api.policies;
  const all = (await api.list('/accounts', { user_id: userId })) as readonly Account[];
  const sums = new Sums();
  for (const { type, balance_current: balance, iso_currency_code: currency } of all) {
    // An unknown balance is not a balance of nothing, but it is nothing that could be added.
    if (balance !== null)
      sums.add(sumsBy === 'currency' ? currency : 'USD', 'amount', balance, isDebt(type) ? -1 : 1);
  }
  return sums.rows('amount');
}

async function cashFlow(api: Api, wanted: Wanted): Promise<unknown> {
  const { positiveIs, sumsBy } = api.policies;
  const sums = new Sums();
  for (const { amount, iso_currency_code: currency } of await transactions(api, wanted)) {
    const name = sumsBy === 'currency' ? currency : 'USD';
    const isNegative = String(amount).startsWith('-');
    const out = isNegative === (positiveIs === 'money-in');
    sums.add(name, out ? 'money_out' : 'money_in', amount, isNegative ? -1 : 1);
  }
  return sums.rows('money_in', 'money_out');
}

async function freshTransactions(api: Api, { connectionId, ...wanted }: Ids & Wanted): Promise<unknown> {
  if (api.policies.freshAfter === 'the-end') await syncConnection(api, connectionId);
  else await api.post('/sync', { connection_id: connectionId });
  return transactions(api, wanted);
}
