/** A client of Fivetran, as one would write it for production; judged by the contract suite. */
import {
  type ClientContext,
  type ClientDefinition,
  defineClient,
} from '../../../src/verify/define-client.ts';
import { type Api, apiOf } from './api.ts';
import { wholeList } from './lists.ts';
import { type Policies, policies as usual } from './policies.ts';
import { syncToItsEnd } from './sync.ts';
import { receive } from './webhook.ts';

export type { Policies } from './policies.ts';

/** @param changes decisions that are made otherwise */
export function fivetranClient(changes: Partial<Policies> = {}, clock = true): ClientDefinition {
  const policies: Policies = { ...usual, ...changes };
  const withApi = <Input>(job: (api: Api, input: Input, context: ClientContext) => Promise<unknown>) => {
    return (input: Readonly<Record<string, unknown>>, context: ClientContext) =>
      job(apiOf(context, policies), input as Input, context);
  };
  return defineClient({
    client: 'reference client for Fivetran',
    version: '1.0.0',
    clock,
    operations: {
      'fivetran.accountInfo': withApi(async (api) => policies.toldOfAccount(await api.accountInfo())),
      'fivetran.listGroups': withApi((api) => wholeList(api.listGroups, {}, policies)),
      'fivetran.listConnections': withApi<{ groupId?: string; schema?: string }>(
        async (api, { groupId, schema }) => {
          const rows = await wholeList(api.listConnections, { group_id: groupId, schema }, policies);
          return rows.map(policies.told);
        },
      ),
      'fivetran.getConnection': withApi<{ id: string }>(async (api, { id }) =>
        policies.told(await api.getConnection(id)),
      ),
      'fivetran.updateConnection': withApi<{ id: string; changes: Record<string, unknown> }>(
        async (api, { id, changes: wanted }) => {
          const body = await policies.updateBody(wanted, () => api.getConnection(id));
          try {
            return policies.toldOfUpdate(await api.updateConnection(id, body), wanted);
          } catch (error) {
            return policies.updateFailed(error, wanted);
          }
        },
      ),
      'fivetran.syncConnection': withApi<{ id: string }>((api, { id }, context) =>
        syncToItsEnd(api, context, id, policies),
      ),
      'fivetran.receiveWebhook': async ({ body, signature, secret }) =>
        receive({ body, signature, secret }, policies),
    },
  });
}
