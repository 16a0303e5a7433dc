/** Every rule of the wire by its name, and how cases use them. */
import { nearest } from '../../../fixtures/ledger/nearest.ts';
import type { WireRuleUse } from '../case.ts';
import { asking } from './asking.ts';
import { paging } from './paging.ts';
import type { Parameters, WireRule } from './rule.ts';
import { waiting } from './waiting.ts';

export const wireRules: Readonly<Record<string, WireRule>> = { ...waiting, ...paging, ...asking };

export interface RuleInUse {
  readonly name: string;
  readonly rule: WireRule;
  readonly parameters: Parameters;
}

/** A use of a rule, or what is wrong with it. */
export function ruleInUse(use: WireRuleUse): RuleInUse | string {
  const [name, parameters] = typeof use === 'string' ? [use, {}] : (Object.entries(use)[0] ?? ['', {}]);
  const rule = Object.hasOwn(wireRules, name) ? wireRules[name] : undefined;
  if (rule === undefined) {
    const hint = nearest(name, Object.keys(wireRules));
    return `there is no wire rule "${name}"${hint === undefined ? `; there are ${Object.keys(wireRules).join(', ')}` : `; did you mean "${hint}"?`}`;
  }
  return wrongParameter(name, rule, parameters) ?? { name, rule, parameters };
}

function wrongParameter(
  name: string,
  { parameters: specs = {} }: WireRule,
  given: Parameters,
): string | undefined {
  const known = Object.keys(specs).join(', ') || 'none';
  for (const [parameter, value] of Object.entries(given)) {
    const spec = Object.hasOwn(specs, parameter) ? specs[parameter] : undefined;
    if (spec === undefined) return `"${name}" has no parameter "${parameter}"; it has ${known}`;
    // A variable is a number for every client.
    const isVariable = typeof value === 'string' && value.startsWith('$var.');
    if (!(spec.kind === 'number' && isVariable) && !FITS[spec.kind](value))
      return `"${parameter}" of "${name}" has to be ${WORDS[spec.kind]}: ${spec.says}`;
  }
  const missing = Object.entries(specs).find(([parameter, spec]) => spec.required && !(parameter in given));
  return missing && `"${name}" needs "${missing[0]}": ${missing[1].says}`;
}

const FITS = {
  number: (value: unknown) => typeof value === 'number',
  text: (value: unknown) => typeof value === 'string',
  flag: (value: unknown) => typeof value === 'boolean',
  texts: (value: unknown) => Array.isArray(value) && value.every((item) => typeof item === 'string'),
  any: () => true,
} as const;

const WORDS = {
  number: 'a number',
  text: 'text',
  flag: 'true or false',
  texts: 'a list of texts',
  any: 'anything',
} as const;
