/** Parameters against the contract, and what the contract cannot say about them. */
import { type Problem, validate } from '../../src/provider/index.ts';
import { type Bounds, DATE_PARAMETERS, dateComplaints, isBackwards } from './dates.ts';
import { problems, refusals } from './errors.ts';
import { contract } from './generated/contract.ts';
import { ACCOUNTS_PAGE, ROWS_PAGE } from './paging.ts';
import type { Principal, RedbarkExchange, RedbarkState } from './state.ts';
import { reading } from './switches.ts';

const followsContract = validate<RedbarkState, Principal>(contract.requests, problems);

export function checkParameters(x: RedbarkExchange): Problem | undefined {
  const broken = followsContract(reading(x.world, 'overLimit') === 'clamp' ? withinLimit(x) : x);
  if (broken?.kind === 'problem') return broken;
  if (!isDated(x)) return undefined;
  const complaints = dateComplaints(x.query);
  if (complaints.length > 0) return refusals.badDates(complaints);
  return isBackwards(x.query as Bounds) ? refusals.badDateRange() : undefined;
}

/** Where the contract has no dates, `from` is an unknown parameter like any other (RB-27). */
function isDated(x: RedbarkExchange): boolean {
  return DATED.has(x.operation.id);
}

const DATED: ReadonlySet<string> = new Set(
  contract.operations
    .filter(({ parameters }) => parameters.some(({ name }) => DATE_PARAMETERS.includes(name)))
    .map(({ id }) => id),
);

/** The same exchange, with a limit above the maximum read as the maximum. */
function withinLimit(x: RedbarkExchange): RedbarkExchange {
  const { limit } = x.query;
  const { max } = x.operation.id === 'listAccounts' ? ACCOUNTS_PAGE : ROWS_PAGE;
  if (typeof limit !== 'number' || limit <= max) return x;
  return Object.create(x, { query: { value: { ...x.query, limit: max } } }) as RedbarkExchange;
}
