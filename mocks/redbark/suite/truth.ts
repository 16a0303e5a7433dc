/** What a client that understood everything has to report: from the ledger, in Redbark's words. */
import { isoInstant } from '../../../fixtures/ledger/time.ts';
import { type JobInput, withoutVanished } from '../../../src/provider/index.ts';
import { connectionsOf, MAIN } from '../customers.ts';
import { rangeOf } from '../dates.ts';
import { knownUntil } from '../live.ts';
import { placesOf } from '../places.ts';
import type { Scope } from '../scope.ts';
import type { RedbarkWorld } from '../state.ts';
import { transactionRange } from '../transactions.ts';
import { accountBody } from '../wire/account.ts';
import { balanceBody } from '../wire/balance.ts';
import { connectionBody } from '../wire/connection.ts';
import { holdingBody } from '../wire/holding.ts';
import type {
  AccountBody,
  BalanceBody,
  ConnectionBody,
  HoldingBody,
  TradeBody,
  TransactionBody,
} from '../wire/schemas.ts';
import { tradeBody } from '../wire/trade.ts';
import { transactionBody } from '../wire/transaction.ts';

export function connectionsIn(world: RedbarkWorld): ConnectionBody[] {
  return connectionsOf(world, MAIN).map((connection) => connectionBody(world, connection));
}

export function accountsIn(world: RedbarkWorld): AccountBody[] {
  return connectionsOf(world, MAIN).flatMap((connection) =>
    connection.accounts.flatMap((key) => {
      const account = world.ledger.accounts.get(key);
      return account === undefined ? [] : [accountBody(world, connection, account)];
    }),
  );
}

/** Of the accounts at banks: only they have balances here (RB-54). */
export function balancesIn(world: RedbarkWorld): BalanceBody[] {
  return connectionsOf(world, MAIN)
    .filter(({ category }) => category === 'banking')
    .flatMap((connection) => {
      const until = knownUntil(world, connection.key);
      return connection.accounts.map((key) =>
        balanceBody(
          world.ledger.id('redbark', 'account', key),
          until === undefined ? undefined : world.ledger.balance(key, until),
        ),
      );
    });
}

export function transactionsIn(world: RedbarkWorld, input: JobInput): TransactionBody[] {
  const scope = scopeIn(world, input);
  const until = scope && knownUntil(world, scope.connection.key);
  if (scope === undefined || until === undefined) return [];
  const rows = withoutVanished(world.ledger.transactions, world.state.vanished);
  const range = transactionRange({ query: boundsIn(input), world }, scope, until);
  const { placeOf } = placesOf(world, scope);
  return rows
    .page(scope.accounts, range, 0, rows.count(scope.accounts, range))
    .map((row) => transactionBody(world, placeOf(row.account), row));
}

export function tradesIn(world: RedbarkWorld, input: JobInput): TradeBody[] {
  const scope = scopeIn(world, input);
  const until = scope && knownUntil(world, scope.connection.key);
  if (scope === undefined || until === undefined) return [];
  const rows = withoutVanished(world.ledger.trades, world.state.vanished);
  const { institution, placeOf } = placesOf(world, scope);
  const range = rangeOf(boundsIn(input), institution.timeZone, until);
  return rows
    .page(scope.accounts, range, 0, rows.count(scope.accounts, range))
    .map((trade) => tradeBody(placeOf(trade.account), trade));
}

export function holdingsIn(world: RedbarkWorld, input: JobInput): HoldingBody[] {
  const scope = scopeIn(world, input);
  const until = scope && knownUntil(world, scope.connection.key);
  if (scope === undefined || until === undefined) return [];
  const { placeOf } = placesOf(world, scope);
  return scope.accounts.flatMap((key) =>
    world.ledger.holdings(key, until).map((holding) => holdingBody(world, placeOf(key), holding)),
  );
}

/** Holdings and trades of every broker that can be read. */
export function brokerageIn(world: RedbarkWorld): { holdings: HoldingBody[]; trades: TradeBody[] } {
  const inputs = connectionsOf(world, MAIN)
    .filter(({ category }) => category === 'brokerage')
    .map(({ key }) => ({ connectionId: world.ledger.id('redbark', 'connection', key) }));
  return {
    holdings: inputs.flatMap((input) => holdingsIn(world, input)),
    trades: inputs.flatMap((input) => tradesIn(world, input)),
  };
}

/** Trades that came in since the world began. */
export function newTradesIn(world: RedbarkWorld, input: JobInput): TradeBody[] {
  return tradesIn(world, { ...input, from: isoInstant(world.bornAt) });
}

/** Undefined: what the input names is not there. */
function scopeIn(world: RedbarkWorld, { connectionId, accountId, accountIds }: JobInput): Scope | undefined {
  const { ledger } = world;
  const connection = ledger.connections.get(ledger.find('redbark', 'connection', String(connectionId)) ?? '');
  if (connection === undefined) return undefined;
  const wanted = Array.isArray(accountIds) ? accountIds : accountId === undefined ? undefined : [accountId];
  if (wanted === undefined) return { connection, accounts: connection.accounts };
  const keys = wanted.map((id) => ledger.find('redbark', 'account', String(id)));
  return { connection, accounts: connection.accounts.filter((key) => keys.includes(key)) };
}

function boundsIn({ from, to }: JobInput): { from?: string; to?: string } {
  return { ...(typeof from === 'string' && { from }), ...(typeof to === 'string' && { to }) };
}
