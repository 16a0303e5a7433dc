/** Option orders: what one says, and whether it can be meant (ST-273 to ST-277). */
import { Decimal, type Instant, type Ledger, type Security, ZERO } from '../../../fixtures/ledger/index.ts';
import { isProblem, type Problem } from '../../../src/provider/index.ts';
import { readAmount } from '../amounts.ts';
import { refusals } from '../errors.ts';
import type { Draft } from '../trading/order.ts';
import { contractNamed, isListed, MULTIPLIER, type OptionContract } from './contract.ts';

export type PriceEffect = 'CREDIT' | 'DEBIT' | 'EVEN';

/** What a body says, before anything of it is looked up. */
export interface OptionOrderForm {
  readonly orderType: 'MARKET' | 'LIMIT' | 'STOP_LOSS_MARKET' | 'STOP_LOSS_LIMIT';
  readonly timeInForce: 'FOK' | 'Day' | 'GTC' | 'IOC';
  readonly limitPrice: string | undefined;
  readonly stopPrice: string | undefined;
  readonly effect: PriceEffect | undefined;
  readonly legs: readonly {
    readonly symbol: string;
    readonly type: 'OPTION' | 'EQUITY';
    readonly action: string;
    readonly units: number;
  }[];
}

export interface OptionOrder {
  readonly orderType: OptionOrderForm['orderType'];
  readonly timeInForce: OptionOrderForm['timeInForce'];
  /** Net price per share of one {@link lotsOf lot}, without sign. */
  readonly limit: Decimal | undefined;
  readonly stop: Decimal | undefined;
  /** As asked, or as the legs tell; undefined where some buy and some sell and nobody said. */
  readonly effect: PriceEffect | undefined;
  readonly legs: readonly OptionLeg[];
}

export interface OptionLeg {
  /** Undefined: a leg in the shares themselves. */
  readonly contract: OptionContract | undefined;
  readonly underlying: Security;
  readonly action: LegAction;
  /** Contracts, or shares. */
  readonly units: number;
}

export type LegAction = 'BUY' | 'SELL' | 'BUY_TO_OPEN' | 'BUY_TO_CLOSE' | 'SELL_TO_OPEN' | 'SELL_TO_CLOSE';

const MOST_LEGS = 4;
const MOST_UNITS = 1_000_000;
const OPTION_ACTIONS: ReadonlySet<string> = new Set([
  'BUY_TO_OPEN',
  'BUY_TO_CLOSE',
  'SELL_TO_OPEN',
  'SELL_TO_CLOSE',
]);
const EQUITY_ACTIONS: ReadonlySet<string> = new Set(['BUY', 'SELL']);

export function isLimit(order: Pick<OptionOrderForm, 'orderType'>): boolean {
  return order.orderType === 'LIMIT' || order.orderType === 'STOP_LOSS_LIMIT';
}

export function isStop(order: Pick<OptionOrderForm, 'orderType'>): boolean {
  return order.orderType === 'STOP_LOSS_MARKET' || order.orderType === 'STOP_LOSS_LIMIT';
}

export function isBuy({ action }: Pick<OptionLeg, 'action'>): boolean {
  return action.startsWith('BUY');
}

/** Shares that one unit of a leg is about. */
export function multiplierOf({ contract }: Pick<OptionLeg, 'contract'>): number {
  return contract === undefined ? 1 : MULTIPLIER;
}

/** How often the order holds its smallest form: a spread of 10 and 20 contracts is ten of 1 and 2. */
export function lotsOf(legs: readonly OptionLeg[]): number {
  return legs.reduce((lots, { units }) => commonDivisor(lots, units), 0);
}

const KINDS = {
  MARKET: 'Market',
  LIMIT: 'Limit',
  STOP_LOSS_MARKET: 'Stop',
  STOP_LOSS_LIMIT: 'StopLimit',
} as const satisfies Readonly<Record<OptionOrderForm['orderType'], Draft['kind']>>;

/** As the order book has it. @param effect which way the price goes where the order does not say it itself */
export function optionDraft(account: string, order: OptionOrder, effect: PriceEffect): Draft {
  const lots = lotsOf(order.legs);
  return {
    account,
    desk: 'options',
    legs: order.legs.map(({ contract, underlying, action, units }) => ({
      instrument: contract === undefined ? { security: underlying.key } : { option: contract.occ },
      action,
      ratio: units / lots,
    })),
    // An even order is a debit of nothing.
    effect: (order.effect ?? effect) === 'CREDIT' ? 'credit' : 'debit',
    kind: KINDS[order.orderType],
    timeInForce: order.timeInForce,
    extended: false,
    units: String(lots),
    notional: null,
    limit: order.limit?.toFixed() ?? null,
    stop: order.stop?.toFixed() ?? null,
    currency: order.legs[0]?.underlying.currency ?? 'USD',
    expiresAt: null,
    clientOrderId: null,
  };
}

export function checkOptionOrder(ledger: Ledger, form: OptionOrderForm, now: Instant): OptionOrder | Problem {
  if (form.legs.length < 1 || form.legs.length > MOST_LEGS) {
    return refusals.invalid(`legs must be one to four (given ${form.legs.length})`);
  }
  const legs: OptionLeg[] = [];
  for (const [index, leg] of form.legs.entries()) {
    const read = checkLeg(ledger, leg, now, `legs/${index}`);
    if (isProblem(read)) return read;
    legs.push(read);
  }
  const [first] = legs;
  if (legs.every(({ contract }) => contract === undefined)) {
    return refusals.invalid('legs must have an option among them; shares alone are ordered at /trade/place');
  }
  if (legs.some(({ underlying }) => underlying !== first?.underlying)) {
    return refusals.invalid('legs must all be about the same share');
  }
  if (
    new Set(legs.map(({ contract, underlying }) => contract?.occ ?? underlying.symbol)).size < legs.length
  ) {
    return refusals.invalid('legs must each be about another instrument');
  }
  const limit = limitOf(form);
  if (isProblem(limit)) return limit;
  const stop = stopOf(form);
  if (isProblem(stop)) return stop;
  return {
    orderType: form.orderType,
    timeInForce: form.timeInForce,
    limit: limit.price,
    stop: stop.price,
    effect: form.effect ?? effectOf(legs),
    legs,
  };
}

function checkLeg(
  ledger: Ledger,
  { symbol, type, action, units }: OptionOrderForm['legs'][number],
  now: Instant,
  where: string,
): OptionLeg | Problem {
  if (units < 1 || units > MOST_UNITS) {
    return refusals.invalid(`${where}/units must be 1 to ${MOST_UNITS} (given ${units})`);
  }
  const allowed = type === 'OPTION' ? OPTION_ACTIONS : EQUITY_ACTIONS;
  if (!allowed.has(action)) {
    return refusals.invalid(
      `${where}/action of an ${type.toLowerCase()} must be one of: ${[...allowed].join(', ')}`,
    );
  }
  const known = { action: action as LegAction, units };
  if (type === 'EQUITY') {
    const security = ledger.securityBySymbol(symbol);
    return security === undefined
      ? refusals.invalid(`${where}/instrument/symbol is no share that is known here`)
      : { ...known, contract: undefined, underlying: security };
  }
  const contract = contractNamed(ledger, symbol);
  if (contract === undefined || !isListed(contract, now)) {
    return refusals.invalid(`${where}/instrument/symbol is no contract that is listed now, in OCC form`);
  }
  return { ...known, contract, underlying: contract.underlying };
}

interface Price {
  readonly price: Decimal | undefined;
}

/** An order of no net price is priced at 0: `EVEN` takes no limit, or 0 (ST-275). */
function limitOf(form: OptionOrderForm): Price | Problem {
  if (!isLimit(form)) return { price: undefined };
  const { limitPrice, effect } = form;
  const price = limitPrice === undefined ? undefined : readAmount(limitPrice);
  if (effect === 'EVEN') {
    return limitPrice === undefined || price?.isZero() === true
      ? { price: ZERO }
      : refusals.invalid('limit_price must be 0 or absent where price_effect is EVEN');
  }
  if (limitPrice === undefined) return refusals.invalid(`limit_price is required for ${form.orderType}`);
  return price === undefined || price.isZero()
    ? refusals.invalid('limit_price must be a decimal above 0')
    : { price };
}

function stopOf(form: OptionOrderForm): Price | Problem {
  if (!isStop(form)) return { price: undefined };
  const { stopPrice } = form;
  if (stopPrice === undefined) return refusals.invalid(`stop_price is required for ${form.orderType}`);
  const price = readAmount(stopPrice);
  return price === undefined || price.isZero()
    ? refusals.invalid('stop_price must be a decimal above 0')
    : { price };
}

function effectOf(legs: readonly OptionLeg[]): PriceEffect | undefined {
  if (legs.every(isBuy)) return 'DEBIT';
  return legs.some(isBuy) ? undefined : 'CREDIT';
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}

/** What the account gains by trading all legs at these prices, fees left out. */
export function cashOf(legs: readonly OptionLeg[], priceOf: (leg: OptionLeg) => Decimal): Decimal {
  return legs.reduce((sum, leg) => {
    const gross = priceOf(leg).times(leg.units).times(multiplierOf(leg));
    return isBuy(leg) ? sum.minus(gross) : sum.plus(gross);
  }, new Decimal(0));
}
