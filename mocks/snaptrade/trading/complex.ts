/** Orders that depend on each other: OCO, OTO and OTOCO, and the bracket of old (ST-230 to ST-233). */
import { sub, uuid } from '../../../fixtures/ledger/index.ts';
import { isProblem, ok, type Problem } from '../../../src/provider/index.ts';
import { refusals } from '../errors.ts';
import type { components } from '../generated/types.ts';
import type { Serves } from '../handlers.ts';
import { type AccountPlace, LENS } from '../lens.ts';
import type { SnapTradeWorld } from '../state.ts';
import { reading } from '../switches.ts';
import { orderBody } from '../wire/order.ts';
import { draftOf, type Form } from './forms.ts';
import { submit } from './machine.ts';
import type { Draft, GroupKind, Order, Role } from './order.ts';
import { tradableAccount } from './permission.ts';
import { lackOf, refusedAtOnce } from './placing.ts';

type Instrument = components['schemas']['TradingInstrument'];

const ROLES: Readonly<Record<GroupKind, readonly Role[]>> = {
  OCO: ['PEER', 'PEER'],
  OTO: ['CONDITIONAL', 'TRIGGER'],
  OTOCO: ['PEER', 'PEER', 'TRIGGER'],
};

interface Member {
  readonly role: Role;
  readonly form: Form;
}

export const complex: Serves<'placeComplexOrder' | 'placeBracketOrder'> = {
  placeComplexOrder: (x) => {
    const account = tradableAccount(x, x.path.accountId);
    if (isProblem(account)) return account;
    const { type, orders } = x.body;
    const roles = orders.map(({ order_role: role }) => role).sort();
    if (roles.join() !== ROLES[type].join()) {
      return refusals.invalid(`${type} takes exactly the roles ${ROLES[type].join(', ')}`);
    }
    if (orders.some(({ instrument }) => !isEquity(instrument))) return NOT_EQUITY;
    const members = orders.map(({ order_role: role, instrument, ...form }) => ({
      role,
      form: { ...form, symbol: instrument.symbol },
    }));
    const placed = placeGroup(x.world, account, type, members);
    if (isProblem(placed)) return placed;
    return ok({ type, brokerage_group_order_id: placed[0]?.group?.id ?? null });
  },

  placeBracketOrder: (x) => {
    const account = tradableAccount(x, x.path.accountId);
    if (isProblem(account)) return account;
    if (reading(x.world, 'bracketOrders') === 'off') return refusals.featureOff();
    const { stop_loss: loss, take_profit: profit, instrument, ...own } = x.body;
    if (!isEquity(instrument)) return NOT_EQUITY;
    const { symbol } = instrument;
    const way = { action: own.action === 'BUY' ? 'SELL' : 'BUY', symbol, units: own.units } as const;
    const hasLimit = loss.limit_price !== undefined && loss.limit_price !== null;
    const placed = placeGroup(x.world, account, 'OTOCO', [
      { role: 'TRIGGER', form: { ...own, symbol } },
      {
        role: 'PEER',
        form: { ...way, order_type: 'Limit', time_in_force: 'GTC', price: profit.limit_price },
      },
      {
        role: 'PEER',
        form: {
          ...way,
          order_type: hasLimit ? 'StopLimit' : 'Stop',
          time_in_force: 'GTC',
          stop: loss.stop_price,
          price: loss.limit_price,
        },
      },
    ]);
    if (isProblem(placed)) return placed;
    const [trigger] = placed;
    if (trigger === undefined) throw new Error('A bracket has an order that the others hang on.');
    // Its answer is an order, so SnapTrade knows of it (ST-233).
    for (const order of placed) order.heardAt = x.now;
    return ok(orderBody(x.world, account, trigger));
  },
};

const NOT_EQUITY = refusals.invalid('instrument must be of type EQUITY');

function isEquity({ type }: Instrument): boolean {
  return type === 'EQUITY';
}

/** All of them or none. Those that wait for another are held against the account when they are filled. */
export function placeGroup(
  world: SnapTradeWorld,
  place: AccountPlace,
  kind: GroupKind,
  members: readonly Member[],
): readonly Order[] | Problem {
  const drafts: { readonly role: Role; readonly draft: Draft }[] = [];
  for (const { role, form } of members) {
    const draft = draftOf(world, place, form);
    if (isProblem(draft)) return draft;
    const refused = refusedAtOnce(world, draft, members.length);
    if (refused !== undefined) return refused;
    const lack = kind === 'OCO' || role === 'TRIGGER' ? lackOf(world, draft) : undefined;
    if (lack !== undefined) return refusals.invalid(`The order could not be placed: ${lack}.`);
    drafts.push({ role, draft });
  }
  const id = uuid(sub(world.seed, LENS, 'order-group', world.serial('order-group')));
  // What others hang on comes last, so that they are there when it is filled.
  const last = drafts.filter(({ role }) => role === 'TRIGGER');
  const first = drafts.filter(({ role }) => role !== 'TRIGGER');
  const placed = [...first, ...last].map(({ role, draft }) =>
    submit(world, draft, { group: { id, kind, role } }),
  );
  return [...placed.slice(first.length), ...placed.slice(0, first.length)];
}
