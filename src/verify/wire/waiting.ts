/** Rules of patience: how long a client waits, and how often it tries. */
import type { WireExchange } from '../../provider/suite.ts';
import {
  bySameness,
  called,
  cameAfter,
  type Offence,
  of,
  sameness,
  succeeded,
  TOLERANCE_MS,
  type WireRule,
} from './rule.ts';
import { toldWait } from './told-wait.ts';

const OPERATION = { kind: 'text', says: 'only requests of this operation' } as const;

export const waiting = {
  'waited-as-told': {
    says: 'After an answer that tells a wait, the next request of that operation comes no earlier.',
    check: (seen) =>
      seen.exchanges.flatMap((exchange) => {
        const wait = toldWait(exchange, seen);
        if (wait === undefined || exchange.answer === undefined || exchange.answer.status < 400) return [];
        const next = seen.exchanges.find(
          (later) => later.operation === exchange.operation && cameAfter(later, exchange, seen),
        );
        if (next === undefined) return [];
        const waited = next.at - exchange.endedAt;
        if (waited >= wait - TOLERANCE_MS) return [];
        return [
          offence(`was told to wait ${inSeconds(wait)} and waited ${inSeconds(waited)}`, exchange, next),
        ];
      }),
  },
  'waits-grow': {
    says: 'Without a hint, waits before repetitions are at least `ms` long and do not shrink.',
    parameters: { ms: { kind: 'number', says: 'the shortest wait, 100 unless told otherwise' } },
    check: (seen, { ms = 100 }) =>
      bySameness(seen).flatMap((group) => {
        const found: Offence[] = [];
        let before = 0;
        for (const [exchange, next] of pairs(group)) {
          if (!isTransient(exchange) || toldWait(exchange, seen) !== undefined) continue;
          const waited = next.at - exchange.endedAt;
          if (waited < Number(ms) - TOLERANCE_MS)
            found.push(
              offence(
                `repeated after ${inSeconds(waited)}; at least ${inSeconds(Number(ms))} are wanted`,
                exchange,
                next,
              ),
            );
          // Jitter makes a wait up to a half shorter than the one before it; less than that is no growth.
          else if (waited < before / 2 - TOLERANCE_MS)
            found.push(
              offence(
                `waited ${inSeconds(waited)}, after ${inSeconds(before)} the time before`,
                exchange,
                next,
              ),
            );
          before = Math.max(before, waited);
        }
        return found;
      }),
  },
  repeated: {
    says: 'A request that was refused for a while or broke is sent again, at least `times` times in all.',
    parameters: { times: { kind: 'number', says: 'how often, 1 unless told otherwise' } },
    check: (seen, { times = 1 }) => {
      const repeats = bySameness(seen).reduce(
        (sum, group) => sum + pairs(group).filter(([exchange]) => !succeeded(exchange)).length,
        0,
      );
      if (repeats >= Number(times)) return [];
      const broken = seen.exchanges.filter((exchange) => !succeeded(exchange));
      return [
        {
          message: `Repeated ${repeats} requests that had failed; at least ${Number(times)} are wanted.`,
          exchanges: broken.map(({ number }) => number),
        },
      ];
    },
  },
  'repeats-at-most': {
    says: 'No request is sent more than `times` times in all.',
    parameters: { times: { kind: 'number', says: 'how often, 10 unless told otherwise' } },
    check: (seen, { times = 10 }) =>
      bySameness(seen).flatMap((group) => {
        // A poll asks the same again and again; what counts is how often it is asked after a failure.
        const failures = group.filter((exchange) => !succeeded(exchange)).length;
        const [first] = group;
        if (failures <= Number(times) || first === undefined) return [];
        return [
          {
            message: `Sent ${called(first)} ${failures} times without success; at most ${Number(times)} are wanted.`,
            exchanges: group.map(({ number }) => number),
          },
        ];
      }),
  },
  'not-repeated': {
    says: 'After a refusal that no repetition can mend (4xx but 408, 425 and 429) the same request is not sent again.',
    check: (seen) =>
      bySameness(seen).flatMap((group) =>
        pairs(group).flatMap(([exchange, next]) =>
          isFinal(exchange)
            ? [offence(`was refused with ${exchange.answer?.status} and sent again`, exchange, next)]
            : [],
        ),
      ),
  },
  'nothing-after-401': {
    says: 'After a 401 nothing more is sent with that credential.',
    check: (seen) => {
      const refused = seen.exchanges.find(({ answer }) => answer?.status === 401);
      if (refused === undefined) return [];
      const later = seen.exchanges.filter(
        (exchange) => cameAfter(exchange, refused, seen) && credentialOf(exchange) === credentialOf(refused),
      );
      return later.length === 0
        ? []
        : [
            {
              message: `The credential was refused in #${refused.number}, and ${later.length} more were sent.`,
              exchanges: [refused.number, ...later.map(({ number }) => number)],
            },
          ];
    },
  },
  'sent-once': {
    says: 'What changes something is sent once, unless the answer says that it was not done.',
    parameters: { operation: OPERATION },
    check: (seen, { operation }) => {
      const once = operation === undefined ? seen.dialect.once : [String(operation)];
      const groups = new Map<string, WireExchange[]>();
      for (const exchange of seen.exchanges.filter((one) => once.includes(one.operation ?? ''))) {
        const key = sameness(exchange, seen);
        groups.set(key, [...(groups.get(key) ?? []), exchange]);
      }
      return [...groups.values()].flatMap((group) =>
        pairs(group).flatMap(([exchange, next]) =>
          wasNotDone(exchange) ? [] : [offence('may have been done, and was sent again', exchange, next)],
        ),
      );
    },
  },
  'pauses-at-least': {
    says: 'Between an answer and the next request of the operation at least `ms` pass.',
    parameters: { ms: { kind: 'number', says: 'milliseconds', required: true }, operation: OPERATION },
    check: (seen, { ms, operation }) =>
      pairs(of(seen, operation)).flatMap(([exchange, next]) => {
        const paused = next.at - exchange.endedAt;
        if (paused >= Number(ms) - TOLERANCE_MS) return [];
        return [
          offence(
            `asked again after ${inSeconds(paused)}; at least ${inSeconds(Number(ms))} are wanted`,
            exchange,
            next,
          ),
        ];
      }),
  },
  'stops-by-deadline': {
    says: 'Nothing is sent after the deadline of the case.',
    check: (seen) => {
      const deadline = seen.begunAt + seen.limits.deadlineMs;
      const late = seen.exchanges.filter(({ at }) => at > deadline + DEADLINE_SLACK_MS);
      return late.length === 0
        ? []
        : [
            {
              message: `The job had ${inSeconds(seen.limits.deadlineMs)}; ${late.length} requests came later.`,
              exchanges: late.map(({ number }) => number),
            },
          ];
    },
  },
  'gives-up-in-time': {
    says: 'A request that gets no answer is given up within the time limit of a request.',
    check: (seen) =>
      seen.exchanges
        .filter(({ outcome }) => outcome !== 'answered')
        .flatMap((exchange) => {
          const took = exchange.hostEndedAt - exchange.hostAt;
          if (took <= seen.limits.requestTimeoutMs * 1.5 + 500) return [];
          return [
            {
              message: `Waited ${inSeconds(took)} for ${called(exchange)}; a request may take ${inSeconds(seen.limits.requestTimeoutMs)}.`,
              exchanges: [exchange.number],
            },
          ];
        }),
  },
} as const satisfies Readonly<Record<string, WireRule>>;

/** Whatever a request carries that may be one. */
function credentialOf({ headers, query }: WireExchange): string {
  return JSON.stringify([headers.authorization, headers['x-api-key'], query.clientId, query.userSecret]);
}

/** A last poll may be on its way when the time is over. */
const DEADLINE_SLACK_MS = 1000;

function offence(what: string, exchange: WireExchange, next: WireExchange): Offence {
  return {
    message: `${called(exchange)} (#${exchange.number}, then #${next.number}): ${what}.`,
    exchanges: [exchange.number, next.number],
  };
}

/** Each with the one behind it. */
function pairs(group: readonly WireExchange[]): [WireExchange, WireExchange][] {
  return group.slice(1).map((next, index) => [group[index] as WireExchange, next]);
}

/** Worth another try: refused for a while, or broken on the way. */
function isTransient(exchange: WireExchange): boolean {
  const { answer } = exchange;
  if (exchange.outcome !== 'answered' || answer === undefined) return true;
  return answer.status === 429 || answer.status >= 500;
}

function isFinal({ answer, outcome }: WireExchange): boolean {
  if (answer === undefined || outcome !== 'answered') return false;
  return answer.status >= 400 && answer.status < 500 && ![408, 425, 429].includes(answer.status);
}

/** The answer arrived and says that nothing happened. */
function wasNotDone({ answer, outcome }: WireExchange): boolean {
  if (answer === undefined || outcome !== 'answered') return false;
  return answer.status === 429 || answer.status === 425 || answer.status === 409 || answer.status === 503;
}

export function inSeconds(ms: number): string {
  return `${Math.round(ms) / 1000} s`;
}
