/**
 * Legal extremes: answers that keep to the contract and that clients rarely see. Each changes what the operation
 * answered, along the shape the build made of the contract; what is paging, an id or a code stays as it is. See
 * docs/decisions/0005-extremes-follow-shapes.md.
 */
import type { Provider } from '../../provider/define.ts';
import type { Given } from '../../provider/faults.ts';
import type { OperationSpec } from '../../provider/operation.ts';
import type { EngineFault, ReshapeContext } from '../engine-fault.ts';
import { mixedDates } from './dates.ts';
import { extremeDecimals } from './decimals.ts';
import { allNull, optionalsAbsent, unknownFields } from './members.ts';
import { type Opening, openingsOf, rowsOf } from './openings.ts';
import { cutTo, type RowsRule, sameId, twice, withRows } from './rows.ts';
import { longStrings, rightToLeft, unknownValues } from './texts.ts';
import { type Rule, ruled } from './walk.ts';

type Extreme = Extract<EngineFault, { readonly kind: 'reshape' }>;

export const extremes: Readonly<Record<string, Extreme>> = {
  'empty-list': cut(0),
  'one-row': cut(1),
  'duplicate-rows': rows(twice),
  'equal-ids': rows(sameId),
  'all-null': members(['nullable'], () => allNull),
  'optionals-absent': members(['optional'], () => optionalsAbsent),
  'unknown-fields': members(['unclosed'], () => unknownFields),
  'unknown-values': members(['open-list'], () => unknownValues),
  'long-strings': members(['text'], ({ length }) => longStrings(Number(length))),
  'right-to-left': members(['text'], () => rightToLeft),
  'extreme-decimals': {
    ...members(['decimal', 'number'], (_given, { seed, provider }) =>
      extremeDecimals(seed, provider.exactNumbers === true),
    ),
    on: (provider, operation) =>
      hasAny(provider, operation, provider.exactNumbers === true ? ['decimal', 'number'] : ['decimal']),
  },
  'mixed-dates': members(['time'], () => mixedDates()),
};

/** An extreme of members, on answers that have such a member. */
function members(
  openings: readonly Opening[],
  rule: (given: Given, context: ReshapeContext) => Rule,
): Extreme {
  return {
    kind: 'reshape',
    on: (provider, operation) => hasAny(provider, operation, openings),
    reshape(body, given, context) {
      const answers = openingsOf(context.provider, context.operation);
      const shape = answers?.shapeOf(context.status);
      if (answers === undefined || shape === undefined) return undefined;
      const other = ruled(body, shape, answers.shapes, rule(given, context));
      return other === body ? undefined : other;
    },
  };
}

function hasAny(provider: Provider, operation: OperationSpec, openings: readonly Opening[]): boolean {
  const answers = openingsOf(provider, operation);
  return answers !== undefined && openings.some((opening) => answers.has(opening));
}

function cut(count: number): Extreme {
  return {
    kind: 'reshape',
    on: (provider, operation) => {
      const found = rowsOf(provider, operation);
      return found !== undefined && (found.shape.min ?? 0) <= count;
    },
    reshape(body, _given, { provider, operation, status }) {
      const found = rowsOf(provider, operation, status);
      return found === undefined ? undefined : cutTo(count, body, found);
    },
  };
}

function rows(rule: RowsRule): Extreme {
  return {
    kind: 'reshape',
    on: (provider, operation) => {
      const found = rowsOf(provider, operation);
      return found !== undefined && (rule !== sameId || found.list.id !== null);
    },
    reshape(body, _given, { provider, operation, query, status, seed }) {
      const found = rowsOf(provider, operation, status);
      return found === undefined ? undefined : withRows(body, found, query, seed, rule);
    },
  };
}
