/**
 * What a schema of one value leaves open, found by asking its validator: a pattern says what it accepts only to
 * those who try.
 */
import type { TimeForm } from '../../provider/shape.ts';
import { type JsonObject, listAt } from '../json.ts';
import { compilable } from '../schemas.ts';
import { createCompiler } from '../standalone.ts';

type Accepts = (value: unknown) => boolean;

/** @param schema as `alternatives` gives it; its type is taken to be `type` */
export function accepting(schema: JsonObject, type: 'string' | 'number'): Accepts {
  const { pattern, format, enum: values, minLength, maxLength } = schema;
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
  const own =
    type === 'string'
      ? { pattern, format, minLength, maxLength }
      : { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf };
  const said = Object.entries({ ...own, enum: values }).filter(([, value]) => value !== undefined);
  const beside = listAt(schema, 'allOf');
  const whole = { type, ...Object.fromEntries(said), ...(beside.length > 0 && { allOf: beside }) };
  return createCompiler().compile(compilable(whole) as object) as Accepts;
}

/** Up to twenty digits before the point and eighteen behind it: what a NUMERIC(38, 18) holds. */
const DECIMALS = [
  '1.000000000000000001',
  '9007199254740993.000000000000000001',
  '99999999999999999999.999999999999999999',
  '0.123456789012345678',
];
const NO_DECIMALS = ['abc', '2026-03-16', '1e5', ''];

/** Text that may be any decimal, and nothing but a decimal. */
export function takesDecimals(accepts: Accepts): boolean {
  return takesAll(accepts, (digits) => digits) && !NO_DECIMALS.some(accepts);
}

export function takesNumbers(accepts: Accepts): boolean {
  return takesAll(accepts, Number);
}

/** Where nothing below zero may be, there is no sign to keep. */
function takesAll(accepts: Accepts, written: (digits: string) => unknown): boolean {
  const signs = accepts(written('-1.2500')) ? ['', '-'] : [''];
  return DECIMALS.every((digits) => signs.every((sign) => accepts(written(sign + digits))));
}

const TIMES: Readonly<Record<TimeForm, readonly string[]>> = {
  day: ['2026-03-16'],
  utc: ['2026-03-16T09:00:00Z'],
  'utc-fraction': ['2026-03-16T09:00:00.000Z', '2026-03-16T09:00:00.123456Z'],
  offset: ['2026-03-16T19:30:00+10:30', '2026-03-15T23:00:00-10:00'],
  'offset-fraction': ['2026-03-16T19:30:00.000+10:30', '2026-03-15T23:00:00.123456-10:00'],
};

/** Forms of time it takes; none where it takes other text too. */
export function timeForms(accepts: Accepts): TimeForm[] {
  if (accepts('text')) return [];
  return (Object.keys(TIMES) as TimeForm[]).filter((form) => TIMES[form].every((text) => accepts(text)));
}
