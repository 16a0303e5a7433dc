/** What a request for an order says, held against the rules of orders (ST-210 to ST-213). */
import { Decimal, type Instant, type Security } from '../../../fixtures/ledger/index.ts';
import { isProblem, type Problem } from '../../../src/provider/index.ts';
import { refusals } from '../errors.ts';
import type { AccountPlace } from '../lens.ts';
import { securityById, securityByTicker } from '../securities.ts';
import type { SnapTradeWorld } from '../state.ts';
import { venuesOf } from '../wire/exchanges.ts';
import { deskOf } from './desks.ts';
import type { Draft, OrderKind, TimeInForce } from './order.ts';

/** The fields of all forms; each form has some of them. */
export interface Form {
  readonly action: string;
  readonly order_type: OrderKind;
  readonly time_in_force: TimeInForce;
  readonly universal_symbol_id?: string | null | undefined;
  readonly symbol?: string | null | undefined;
  readonly trading_session?: 'REGULAR' | 'EXTENDED' | undefined;
  readonly expiry_date?: string | null | undefined;
  readonly price?: number | string | null | undefined;
  readonly stop?: number | string | null | undefined;
  readonly units?: number | null | undefined;
  readonly notional_value?: number | string | null | undefined;
  readonly client_order_id?: string | null | undefined;
}

/** Beyond this no account of the world gets, and sums stay within what is kept exact. */
const MOST_UNITS = new Decimal('1e9');
const MOST_PRICE = new Decimal('1e9');
/** Of prices; coins need the most. */
const PRICE_DECIMALS = 8;

export function draftOf(world: SnapTradeWorld, place: AccountPlace, form: Form): Draft | Problem {
  const security = securityOf(world, place, form);
  if (isProblem(security)) return security;
  const units = amountOf(form.units, 'units', MOST_UNITS, deskOf({ desk: 'shares' }).decimals);
  const notional = amountOf(form.notional_value, 'notional_value', MOST_UNITS, 2);
  const limit = priceOf(form, 'price', ['Limit', 'StopLimit']);
  const stop = priceOf(form, 'stop', ['Stop', 'StopLimit']);
  for (const part of [units, notional, limit, stop]) if (isProblem(part)) return part;
  const wrong = sizeProblem(place, form) ?? timeProblem(world, form);
  if (wrong !== undefined) return wrong;
  return {
    account: place.account.key,
    desk: 'shares',
    legs: [{ instrument: { security: security.key }, action: form.action, ratio: 1 }],
    effect: form.action === 'BUY' ? 'debit' : 'credit',
    kind: form.order_type,
    timeInForce: form.time_in_force,
    extended: form.trading_session === 'EXTENDED',
    units: textOf(units),
    notional: textOf(notional),
    limit: textOf(limit),
    stop: textOf(stop),
    currency: security.currency,
    expiresAt:
      form.time_in_force === 'GTD' && typeof form.expiry_date === 'string'
        ? instantOf(form.expiry_date)
        : null,
    clientOrderId: form.client_order_id ?? null,
  };
}

/** Exactly one of id and ticker, of something that the brokerage deals in. */
function securityOf(
  world: SnapTradeWorld,
  { institution, account }: AccountPlace,
  form: Form,
): Security | Problem {
  const { universal_symbol_id: id = null, symbol = null } = form;
  if ((id === null) === (symbol === null)) {
    return refusals.invalid('give exactly one of symbol and universal_symbol_id');
  }
  if (form.action.includes('_TO_')) return refusals.invalid('options are placed through /trading/options');
  const security = id === null ? securityByTicker(world, symbol ?? '') : securityById(world, id);
  const isListed =
    security?.exchange !== undefined && venuesOf(institution.country).includes(security.exchange);
  if (security === undefined || !isListed || account.kind !== 'brokerage') {
    return refusals.invalid('the brokerage does not deal in this symbol');
  }
  return security;
}

/** Exactly one of units and an amount of money; whole shares only where the brokerage knows no fractions. */
function sizeProblem({ institution }: AccountPlace, form: Form): Problem | undefined {
  const { units = null, notional_value: notional = null } = form;
  if ((units === null) === (notional === null)) {
    return refusals.invalid('give exactly one of units and notional_value');
  }
  if (notional !== null && (form.order_type !== 'Market' || form.time_in_force !== 'Day')) {
    return refusals.invalid('notional_value goes with order_type Market and time_in_force Day only');
  }
  if (institution.fractional) return undefined;
  if (notional !== null) return refusals.invalid('the brokerage takes no orders by notional_value');
  return Number.isInteger(units) ? undefined : refusals.invalid('the brokerage deals in whole units only');
}

function timeProblem(world: SnapTradeWorld, form: Form): Problem | undefined {
  if (form.time_in_force !== 'GTD') return undefined;
  if (form.order_type === 'Market') return refusals.invalid('GTD is not available for market orders');
  if (typeof form.expiry_date !== 'string') return refusals.invalid('GTD needs expiry_date');
  return instantOf(form.expiry_date) > world.now()
    ? undefined
    : refusals.invalid('expiry_date must be in the future');
}

/** UTC where no offset is given (ST-212). NaN: a time that is none. */
function instantOf(text: string): Instant {
  return Date.parse(/(?:Z|[+-]\d\d(?::?\d\d)?)$/i.test(text) ? text : `${text}Z`);
}

/** Needed for some kinds of order; of the others what is given is let be (ST-C112). */
function priceOf(form: Form, name: 'price' | 'stop', kinds: readonly OrderKind[]): Decimal | null | Problem {
  if (!kinds.includes(form.order_type)) return null;
  const value = form[name];
  if (value === undefined || value === null) {
    return refusals.invalid(`order_type ${form.order_type} needs ${name}`);
  }
  return amountOf(value, name, MOST_PRICE, PRICE_DECIMALS);
}

/** Above zero, within bounds, with no more decimals than are dealt in; null: not given. */
export function amountOf(
  value: number | string | null | undefined,
  name: string,
  most: Decimal,
  decimals: number,
): Decimal | null | Problem {
  if (value === undefined || value === null) return null;
  const isText = typeof value === 'string';
  if (isText && !/^\d{1,20}(\.\d{1,20})?$/.test(value)) return refusals.invalid(`${name} must be a number`);
  const amount = new Decimal(value);
  if (amount.lte(0)) return refusals.invalid(`${name} must be above 0`);
  if (amount.gt(most)) return refusals.invalid(`${name} must be at most ${most.toFixed()}`);
  return amount.decimalPlaces() > decimals
    ? refusals.invalid(`${name} must have at most ${decimals} decimals`)
    : amount;
}

function textOf(amount: Decimal | null | Problem): string | null {
  return amount === null || isProblem(amount) ? null : amount.toFixed();
}
