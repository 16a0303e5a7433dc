/**
 * The official TypeScript SDK of SnapTrade (npm `snaptrade-typescript-sdk`), as its user meets it: a method is called, and
 * its `data` is the value. Nothing is tried again, read twice or looked through here. What a job needs and the SDK
 * has no method for, such as waiting until a refresh is done, is left out, so that the SDK alone is judged.
 *
 *     understudy verify --adapter 'npx tsx test/clients/real/snaptrade-sdk.adapter.ts' --run 'snaptrade/**'
 */
import { createRequire } from 'node:module';
import { Snaptrade, SnaptradeAuth } from 'snaptrade-typescript-sdk';
import {
  type ClientContext,
  type ClientOperation,
  defineClient,
  Unsupported,
} from '../../../src/verify/define-client.ts';
import { failureOf } from './snaptrade-sdk-failures.ts';

type Sdk = ReturnType<typeof sdkFor>;
interface User {
  readonly userId: string;
  readonly userSecret: string;
}
// biome-ignore lint/suspicious/noExplicitAny: as it is in defineClient.
type Input = Readonly<Record<string, any>>;
type Answered = Promise<{ readonly data: unknown }>;

const { version } = createRequire(import.meta.url)('snaptrade-typescript-sdk/package.json') as {
  readonly version: string;
};

/** Rows a page has at most, by the SDK's own page about the method. */
const PAGE = 1000;

export const snaptradeSdk = defineClient({
  client: 'snaptrade-typescript-sdk',
  version,
  // It waits and reads the time on the machine's clock.
  clock: false,
  operations: {
    'snaptrade.checkStatus': call(({ apiStatus }) => apiStatus.check()),
    'snaptrade.listUsers': call(({ authentication }) => authentication.listSnapTradeUsers()),
    'snaptrade.registerUser': told(async (sdk, _, { userId }) => {
      const { data } = await sdk.authentication.registerSnapTradeUser({ userId });
      const user = { userId, userSecret: data.userSecret ?? '' };
      const { data: connections } = await sdk.connections.listBrokerageAuthorizations(user);
      return { userId: data.userId, connections };
    }),
    'snaptrade.resetUserSecret': told(async (sdk, user) => {
      const { data } = await sdk.authentication.resetSnapTradeUserSecret(user);
      const renewed = { userId: user.userId, userSecret: data.userSecret ?? '' };
      return (await sdk.connections.listBrokerageAuthorizations(renewed)).data;
    }),
    'snaptrade.deleteUser': asked(({ authentication }, _, { userId }) =>
      authentication.deleteSnapTradeUser({ userId }),
    ),
    'snaptrade.openPortal': call(({ authentication }, user, options) =>
      authentication.loginSnapTradeUser({ ...user, ...options }),
    ),
    'snaptrade.listConnections': call(({ connections }, user) =>
      connections.listBrokerageAuthorizations(user),
    ),
    'snaptrade.getConnection': call(({ connections }, user, { connectionId }) =>
      connections.detailBrokerageAuthorization({ ...user, authorizationId: connectionId }),
    ),
    'snaptrade.refreshConnection': asked(({ connections }, user, { connectionId }) =>
      connections.refreshBrokerageAuthorization({ ...user, authorizationId: connectionId }),
    ),
    'snaptrade.disableConnection': told(async ({ connections }, user, { connectionId }) => {
      const one = { ...user, authorizationId: connectionId };
      await connections.disableBrokerageAuthorization(one);
      return (await connections.detailBrokerageAuthorization(one)).data;
    }),
    'snaptrade.deleteConnection': asked(({ connections }, user, { connectionId }) =>
      connections.deleteConnection({ ...user, connectionId }),
    ),
    'snaptrade.removeConnection': told(async ({ connections }, user, { connectionId }) => {
      await connections.removeBrokerageAuthorization({ ...user, authorizationId: connectionId });
      return (await connections.listBrokerageAuthorizations(user)).data;
    }),
    'snaptrade.listAccounts': call(({ accountInformation }, user) =>
      accountInformation.listUserAccounts(user),
    ),
    'snaptrade.listAccountsOfConnection': call(({ connections }, user, { connectionId }) =>
      connections.listBrokerageAuthorizationAccounts({ ...user, authorizationId: connectionId }),
    ),
    'snaptrade.listBalances': call(({ accountInformation }, user, { accountId }) =>
      accountInformation.getUserAccountBalance({ ...user, accountId }),
    ),
    'snaptrade.listPositions': call(({ accountInformation }, user, { accountId }) =>
      accountInformation.getAllAccountPositions({ ...user, accountId }),
    ),
    'snaptrade.listOldPositions': call(({ accountInformation }, user, { accountId }) =>
      accountInformation.getUserAccountPositions({ ...user, accountId }),
    ),
    'snaptrade.listActivities': told(everyActivity),
    'snaptrade.readPortfolio': told(portfolio),
  },
});

/**
 * The SDK gives one page and leaves the loop to its user; so it stands here, as the types of the answer suggest it: from
 * where the rows end that came, until there are as many as `pagination.total` says.
 */
async function everyActivity(
  { accountInformation }: Sdk,
  user: User,
  input: Input,
  { signal }: ClientContext,
): Promise<unknown> {
  const rows: unknown[] = [];
  for (let total = 1; rows.length < total; ) {
    const wanted = { ...user, ...input, accountId: String(input.accountId) };
    const { data } = await accountInformation.getAccountActivities({
      ...wanted,
      offset: rows.length,
      limit: PAGE,
    });
    rows.push(...(data.data ?? []));
    total = data.pagination?.total ?? 0;
    // Who is given up by the suite has nobody left to read for.
    signal.throwIfAborted();
  }
  return rows;
}

async function portfolio(sdk: Sdk, user: User, { connectionId }: Input): Promise<unknown> {
  const one = { ...user, authorizationId: connectionId };
  const { data: connection } = await sdk.connections.detailBrokerageAuthorization(one);
  const { data: found } = await sdk.connections.listBrokerageAuthorizationAccounts(one);
  const accounts = [];
  for (const account of found) {
    const named = { ...user, accountId: account.id };
    const { data: balances } = await sdk.accountInformation.getUserAccountBalance(named);
    const { data: positions } = await sdk.accountInformation.getAllAccountPositions(named);
    accounts.push({ ...account, balances, positions });
  }
  return { connection, accounts };
}

/** A job that takes one method. */
function call(method: (sdk: Sdk, user: User, input: Input) => Answered): ClientOperation {
  return told(async (sdk, user, input) => (await method(sdk, user, input)).data);
}

/** A job of which the SDK has only the beginning: a refusal is its answer, anything else would be a loop of ours. */
function asked(method: (sdk: Sdk, user: User, input: Input) => Answered): ClientOperation {
  return told(async (sdk, user, input) => {
    await method(sdk, user, input);
    throw new Unsupported('The SDK asks for it; it has no method that waits until it is done.');
  });
}

function told(
  job: (sdk: Sdk, user: User, input: Input, context: ClientContext) => Promise<unknown>,
): ClientOperation {
  return async (input, context) => {
    const { userId = '', userSecret = '' } = context.credentials;
    try {
      return await job(sdkFor(context), { userId, userSecret }, input, context);
    } catch (error) {
      throw failureOf(error);
    }
  };
}

export function sdkFor({
  baseUrl,
  credentials: { clientId = '', consumerKey = '' },
  limits,
}: Pick<ClientContext, 'baseUrl' | 'credentials' | 'limits'>) {
  return new Snaptrade({
    auth: SnaptradeAuth.commercialApiKey({ clientId, consumerKey }),
    basePath: baseUrl,
    // It sets no limit of its own; this is its option for one.
    baseOptions: { timeout: limits.requestTimeoutMs },
  });
}
