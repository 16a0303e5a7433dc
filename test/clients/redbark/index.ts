/** A client of Redbark, written as one would write a good one for production. */
import {
  type ClientContext,
  type ClientDefinition,
  defineClient,
} from '../../../src/verify/define-client.ts';
import { type Again, arrived, mirrored } from './copies.ts';
import { type Jobs, jobs } from './jobs.ts';
import { type Policies, policies } from './policies.ts';
import type { Wanted } from './shapes.ts';
import { type Delivery, received } from './webhooks.ts';

export { type Policies, policies } from './policies.ts';

/** @param changes policies in a worse form: a mutant has one of them */
export function redbarkClient(changes: Partial<Policies> = {}): ClientDefinition {
  const all: Policies = { ...policies, ...changes };
  const job =
    <Input>(run: (jobs: Jobs, input: Input, context: ClientContext) => Promise<unknown>) =>
    (input: object, context: ClientContext): Promise<unknown> =>
      run(jobs(context, all), input as Input, context);

  return defineClient({
    client: 'redbark-reference',
    version: '1.0.0',
    clock: true,
    operations: {
      'redbark.listConnections': job((redbark) => redbark.connections()),
      'redbark.listAccounts': job((redbark) => redbark.accounts()),
      'redbark.listBalances': job((redbark) => redbark.balances()),
      'redbark.listCategories': job((redbark) => redbark.categories()),
      'redbark.listTransactions': job((redbark, wanted: Wanted) => redbark.transactions(wanted)),
      'redbark.listTrades': job((redbark, wanted: Wanted) => redbark.trades(wanted)),
      'redbark.listHoldings': job((redbark, wanted: Wanted) => redbark.holdings(wanted)),
      'redbark.exportBrokerage': job((redbark) => redbark.brokerage()),
      'redbark.mirrorTransactions': job((redbark, { reads, waitMs, ...wanted }: Wanted & Again, context) =>
        mirrored(() => redbark.transactions(wanted), { reads, waitMs }, context, all),
      ),
      'redbark.mirrorTrades': job((redbark, { reads, waitMs, ...wanted }: Wanted & Again, context) =>
        mirrored(() => redbark.trades(wanted), { reads, waitMs }, context, all),
      ),
      'redbark.awaitNewTrades': job((redbark, wanted: Wanted, context) =>
        arrived(() => redbark.trades(wanted), redbark.hasTimeFor, context, all),
      ),
      'redbark.receiveWebhook': job(async (_, delivery: Delivery, context) =>
        received(delivery, context, all),
      ),
    },
  });
}
