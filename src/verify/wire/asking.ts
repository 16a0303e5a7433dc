/** Rules of what is asked for, how often, and how. */
import { called, type Offence, of, type Seen, type WireRule } from './rule.ts';

const OPERATION = { kind: 'text', says: 'only requests of this operation' } as const;
const TIMES = { kind: 'number', says: 'how many', required: true } as const;

export const asking = {
  'asked-at-most': {
    says: 'No more than `times` requests (of the operation) are sent.',
    parameters: { times: TIMES, operation: OPERATION },
    check: (seen, { times, operation }) => {
      const asked = of(seen, operation);
      return asked.length <= Number(times)
        ? []
        : [counted(`at most ${Number(times)}`, asked.length, seen, operation)];
    },
  },
  'asked-at-least': {
    says: 'At least `times` requests (of the operation) are sent.',
    parameters: { times: TIMES, operation: OPERATION },
    check: (seen, { times, operation }) => {
      const asked = of(seen, operation);
      return asked.length >= Number(times)
        ? []
        : [counted(`at least ${Number(times)}`, asked.length, seen, operation)];
    },
  },
  'not-asked': {
    says: 'No request of the operation is sent.',
    parameters: { operation: { ...OPERATION, required: true } },
    check: (seen, { operation }) => {
      const asked = of(seen, operation);
      return asked.length === 0 ? [] : [counted('none', asked.length, seen, operation)];
    },
  },
  'asked-in-order': {
    says: 'The first requests of the operations come in this order.',
    parameters: { operations: { kind: 'texts', says: 'operationIds', required: true } },
    check: (seen, { operations }) => {
      const firsts = (operations as readonly string[]).map((operation) => of(seen, operation)[0]?.number);
      const missing = (operations as readonly string[]).filter((_, index) => firsts[index] === undefined);
      if (missing.length > 0) return [{ message: `Never asked for ${missing.join(', ')}.`, exchanges: [] }];
      const numbers = firsts as number[];
      if (numbers.every((number, index) => index === 0 || number > (numbers[index - 1] ?? 0))) return [];
      return [
        {
          message: `Asked in another order than ${(operations as string[]).join(', ')}.`,
          exchanges: numbers,
        },
      ];
    },
  },
  'asked-with': {
    says: 'Every request of the operation has the query parameter, or has it not, or has it so.',
    parameters: {
      operation: { ...OPERATION, required: true },
      parameter: { kind: 'text', says: 'name of the query parameter', required: true },
      equals: { kind: 'any', says: 'its value' },
      present: { kind: 'flag', says: 'whether it is there, true unless told otherwise' },
      atMost: { kind: 'number', says: 'the most it may be, if it is there' },
    },
    check: (seen, { operation, parameter, equals, atMost, present = atMost === undefined || undefined }) =>
      of(seen, operation).flatMap((exchange) => {
        const value = exchange.query[String(parameter)];
        const wrong =
          (present !== undefined && (value !== undefined) !== present) ||
          (equals !== undefined && value !== String(equals)) ||
          (atMost !== undefined && value !== undefined && Number(value) > Number(atMost));
        if (!wrong) return [];
        const was = value === undefined ? 'was not there' : 'was there, and not as wanted';
        return [
          {
            message: `${called(exchange)} (#${exchange.number}): parameter ${String(parameter)} ${was}.`,
            exchanges: [exchange.number],
          },
        ];
      }),
  },
  'header-sent': {
    says: 'Every request has the header.',
    parameters: {
      name: { kind: 'text', says: 'name of the header', required: true },
      matches: { kind: 'text', says: 'a regular expression its value has to match' },
    },
    check: (seen, { name, matches }) =>
      seen.exchanges.flatMap((exchange) => {
        const value = exchange.headers[String(name).toLowerCase()];
        if (value !== undefined && (matches === undefined || new RegExp(String(matches)).test(value)))
          return [];
        const was = value === undefined ? 'has no' : 'has another';
        return [
          {
            message: `${called(exchange)} (#${exchange.number}) ${was} header ${String(name)}.`,
            exchanges: [exchange.number],
          },
        ];
      }),
  },
  'in-flight-at-most': {
    says: 'No more than so many requests are under way at a time.',
    parameters: { most: { kind: 'number', says: 'how many; as documented unless told otherwise' } },
    check: (seen, { most = seen.dialect.mostInFlight ?? Number.POSITIVE_INFINITY }) => {
      const worst = busiest(seen);
      if (worst.length <= Number(most)) return [];
      return [
        {
          message: `${worst.length} requests were under way at once; at most ${Number(most)} may be.`,
          exchanges: worst,
        },
      ];
    },
  },
  'keeps-to-contract': {
    says: 'Every request is an operation of the contract and keeps to it.',
    check: (seen) =>
      seen.exchanges.flatMap((exchange): Offence[] => {
        const [violation] = exchange.violations;
        if (exchange.operation === undefined)
          return [
            {
              message: `#${exchange.number} ${exchange.method} ${exchange.path} is no operation of the contract.`,
              exchanges: [exchange.number],
            },
          ];
        if (violation === undefined) return [];
        return [
          {
            message: `${called(exchange)} (#${exchange.number}): ${violation.in} ${violation.name} ${violation.message}.`,
            exchanges: [exchange.number],
          },
        ];
      }),
  },
} as const satisfies Readonly<Record<string, WireRule>>;

function counted(wanted: string, were: number, seen: Seen, operation: unknown): Offence {
  const what = operation === undefined ? 'requests' : `requests of ${String(operation)}`;
  return {
    message: `There were ${were} ${what}; ${wanted} ${wanted === 'none' ? 'are' : 'were'} wanted.`,
    exchanges: of(seen, operation).map(({ number }) => number),
  };
}

/** The largest set of exchanges that were under way at one moment. */
function busiest(seen: Seen): number[] {
  let worst: number[] = [];
  for (const { began: moment } of seen.exchanges) {
    const open = seen.exchanges.filter(({ began, ended }) => began <= moment && ended > moment);
    if (open.length > worst.length) worst = open.map(({ number }) => number);
  }
  return worst;
}
