/** Any refusal by its code, on operations that document its status: for what no state of a world brings about. */
import { type Play, type Problem, problem } from '../../../src/provider/index.ts';
import { refusals } from '../errors.ts';
import type { Principal, SnapTradeExchange, SnapTradeState } from '../state.ts';

/** What comes from a brokerage, or from a portal at work; the texts are ours where the sources have none (ST-C243). */
const ELSEWHERE: readonly Problem[] = [
  problem(400, 'The brokerage authorization is not in progress and cannot be completed.', { code: '1006' }),
  problem(400, 'The market is closed.', { code: '1019' }),
  problem(400, 'The linked brokerage account of a connection cannot be changed.', { code: '1023' }),
  problem(400, 'This account does not support trading.', { code: '1063' }),
  problem(400, 'The code for the second factor is invalid.', { code: '1086' }),
  problem(403, "The user's API key at the brokerage lacks a permission.", { code: '1140' }),
  problem(400, 'Option Trade impact is not supported for this brokerage.', { code: '1156' }),
  problem(500, 'Could not connect to the brokerage.', { code: '3000' }),
  problem(500, 'The brokerage does not accept the credentials.', { code: '3004' }),
];

/** The first of each code: what an operation itself would say wins. */
function byCode(): ReadonlyMap<string, Problem> {
  const found = new Map<string, Problem>();
  const plain = Object.values(refusals).flatMap((refuse) =>
    refuse.length === 0 ? [(refuse as () => Problem)()] : [],
  );
  for (const refusal of [...plain, ...ELSEWHERE]) {
    if (refusal.code !== undefined && !found.has(refusal.code)) found.set(refusal.code, refusal);
  }
  return found;
}

const known = byCode();

function refusalOf({ operation }: SnapTradeExchange, code: unknown): Problem | undefined {
  const refusal = known.get(String(code));
  return refusal !== undefined && operation.statuses.includes(refusal.status) ? refusal : undefined;
}

export const refused = (on: readonly string[]): Play<SnapTradeState, Principal> => ({
  on,
  when: (x, { code }) => refusalOf(x, code) !== undefined,
  play: (x, { code }) => refusalOf(x, code) ?? refusals.unexpected(),
});
