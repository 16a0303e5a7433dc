/**
 * What an option is worth, in closed form and exact decimals (ST-C141).
 *
 * value = what exercising would bring (intrinsic) + time value
 * time value = 0.4 x s x g(d), with s = spot x volatility x sqrt(years left), d = |spot - strike| / s,
 * g(d) = (1 + 5d/32)^-8
 *
 * 0.4 x s is the usual rule of thumb for a contract at the money (it is s / sqrt(2 pi), rounded). `g` falls off like
 * exp(-1.25 d) does, but is made of divisions and products alone, which every engine computes to the same digit;
 * 1.25 is the slope at which calls have delta one half at the money. Calls and puts of one strike and day have the same
 * time value, so call - put = spot - strike holds to the cent: there is no interest here. The time value is never more
 * than the smaller of spot and strike, so a call is never worth more than the share nor a put more than its strike.
 */
import { Decimal, ZERO } from '../../../fixtures/ledger/index.ts';

export interface Circumstances {
  readonly type: 'CALL' | 'PUT';
  readonly spot: Decimal;
  readonly strike: Decimal;
  /** Above zero. */
  readonly years: Decimal;
  /** Of a year: 0.32. */
  readonly volatility: Decimal;
}

export interface Greeks {
  readonly delta: Decimal;
  readonly gamma: Decimal;
  /** In a day. */
  readonly theta: Decimal;
  /** For a hundredth of volatility. */
  readonly vega: Decimal;
}

const AT_THE_MONEY = new Decimal('0.4');
const SLOPE = new Decimal('1.25');
const TAIL = 8;
/** Digits that a square root is carried to: far below what a cent of a value could show. */
const DIGITS = 20;
const CENT = new Decimal('0.01');
const ONE = new Decimal(1);

export function intrinsic({ type, spot, strike }: Pick<Circumstances, 'type' | 'spot' | 'strike'>): Decimal {
  const gain = type === 'CALL' ? spot.minus(strike) : strike.minus(spot);
  return gain.isNegative() ? ZERO : gain;
}

/** Per share, in whole cents; at least a cent more than its intrinsic value while there is time. */
export function optionValue(given: Circumstances): Decimal {
  const { spread, shape } = shapeOf(given);
  const time = AT_THE_MONEY.times(spread).times(shape);
  const most = Decimal.min(given.spot, given.strike);
  return intrinsic(given).plus(
    Decimal.max(CENT, Decimal.min(time, most)).toDecimalPlaces(2, Decimal.ROUND_HALF_UP),
  );
}

/** Derivatives of the formula above, before rounding; delta stays between none and the whole share. */
export function greeksOf(given: Circumstances): Greeks {
  const { type, spot, strike, years, volatility } = given;
  const { spread, distance, base, shape, root } = shapeOf(given);
  const steepness = SLOPE.times(shape).div(base);
  const bend = SLOPE.times(SLOPE)
    .times(TAIL + 1)
    .div(TAIL)
    .times(shape)
    .div(base.times(base));
  // What the time value gains with s: g - d g'.
  const growth = AT_THE_MONEY.times(shape.plus(distance.times(steepness)));
  const side = spot.comparedTo(strike);
  const call = (side > 0 ? ONE : ZERO)
    .plus(growth.times(volatility).times(root))
    .plus(AT_THE_MONEY.times(steepness).times(side > 0 ? -1 : 1));
  const delta = Decimal.min(ONE, Decimal.max(ZERO, call));
  const ratio = strike.div(spot);
  return {
    delta: rounded(type === 'CALL' ? delta : delta.minus(ONE)),
    gamma: rounded(AT_THE_MONEY.times(bend).div(spread).times(ratio).times(ratio)),
    theta: rounded(growth.times(spread).div(years.times(2)).div(365).negated()),
    vega: rounded(growth.times(spread).div(volatility).div(100)),
  };
}

interface Shape {
  /** s: the usual move of the share in the time that is left. */
  readonly spread: Decimal;
  /** d: how many of those the share is away from the strike. */
  readonly distance: Decimal;
  readonly base: Decimal;
  readonly shape: Decimal;
  readonly root: Decimal;
}

function shapeOf({ spot, strike, years, volatility }: Circumstances): Shape {
  const root = years.sqrt().toDecimalPlaces(DIGITS);
  const spread = spot.times(volatility).times(root).toDecimalPlaces(DIGITS);
  const distance = spot.minus(strike).abs().div(spread).toDecimalPlaces(DIGITS);
  const base = ONE.plus(SLOPE.times(distance).div(TAIL));
  const squared = base.times(base).toDecimalPlaces(DIGITS);
  const fourth = squared.times(squared).toDecimalPlaces(DIGITS);
  return { spread, distance, base, shape: ONE.div(fourth.times(fourth)).toDecimalPlaces(2 * DIGITS), root };
}

function rounded(value: Decimal): Decimal {
  return value.toDecimalPlaces(6);
}
