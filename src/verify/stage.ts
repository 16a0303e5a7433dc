/** A case made real: its world, what its references lead to, and the numbers it has for this client. */
import { nearest } from '../../fixtures/ledger/nearest.ts';
import { isoDay } from '../../fixtures/ledger/time.ts';
import type { Provider } from '../provider/define.ts';
import type { JobInput, Suite } from '../provider/suite.ts';
import type { Json } from '../provider/world.ts';
import { parseDuration } from '../world/duration.ts';
import type { LiveWorld } from '../world/live-world.ts';
import type { Amount, Case } from './case.ts';

/** A reference that leads to nothing is a mistake in the case: told as such, where cases are checked. */
export class CaseMistake extends Error {}

/** `$var.wait` -> the number it is for this client, at any depth. */
export function withVars<Value>(value: Value, vars: NonNullable<Case['vars']>, clock: boolean): Value {
  if (typeof value === 'string') {
    if (!value.startsWith('$var.')) return value;
    return varOf(value, vars, clock) as Value;
  }
  if (Array.isArray(value)) return value.map((item: unknown) => withVars(item, vars, clock)) as Value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, withVars(member as unknown, vars, clock)]),
  ) as Value;
}

function varOf(text: string, vars: NonNullable<Case['vars']>, clock: boolean): number {
  const name = text.slice('$var.'.length);
  const found = Object.hasOwn(vars, name) ? vars[name] : undefined;
  if (found !== undefined) return clock ? found.clock : found.real;
  const hint = nearest(name, Object.keys(vars));
  throw new CaseMistake(
    `There is no variable "${name}"${hint === undefined ? '' : `; did you mean "${hint}"?`} There are: ${Object.keys(vars).join(', ') || 'none'}.`,
  );
}

export function amountOf(amount: Amount | undefined, usual: number): number {
  return typeof amount === 'number' ? amount : usual;
}

/** Input with every reference in the place of what it leads to. */
export function resolvedInput(
  input: Readonly<Record<string, Json>>,
  world: LiveWorld,
  provider: Provider,
  suite: Suite,
): JobInput {
  const resolve = (value: Json): Json => {
    if (typeof value === 'string')
      return value.startsWith('$') ? referenced(value, world, provider, suite) : value;
    if (Array.isArray(value)) return value.map(resolve);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, resolve(member)]));
  };
  return resolve(input) as JobInput;
}

const MOMENT = /^\$(day|instant)\.([+-]?)(\w+)$/;

function referenced(text: string, world: LiveWorld, provider: Provider, suite: Suite): string {
  const [, form, sign, amount = ''] = MOMENT.exec(text) ?? [];
  if (form !== undefined) return moment(text, form, sign === '-' ? -1 : 1, amount, world.now());
  const id = suite.resolve(world.view(provider), text);
  if (id !== undefined) return id;
  throw new CaseMistake(`"${text}" leads to nothing in this world.`);
}

/** `$day.-30` is thirty days before the world's now, in UTC; `$instant.-2h` two hours. A bare number counts days. */
function moment(text: string, form: string, sign: number, amount: string, now: number): string {
  let ms: number;
  try {
    ms = parseDuration(/^\d+$/.test(amount) ? `${amount}d` : amount);
  } catch {
    throw new CaseMistake(`"${text}" is no moment; write it like $day.-30 or $instant.-2h`);
  }
  const at = now + sign * ms;
  return form === 'day' ? isoDay(Math.floor(at / 86_400_000)) : new Date(at).toISOString();
}
