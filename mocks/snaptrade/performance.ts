/** The removed report of how all accounts of a user did between two days. */
import type { Day } from '../../fixtures/ledger/index.ts';
import { dayNamed } from '../../fixtures/ledger/time.ts';
import { isProblem, ok, type Problem } from '../../src/provider/index.ts';
import { userOf } from './auth.ts';
import { refusals } from './errors.ts';
import type { Serves } from './handlers.ts';
import { type AccountPlace, connectionsOf, LENS, sharedAccountsOf } from './lens.ts';
import type { SnapTradeWorld, User } from './state.ts';
import { FREQUENCIES, type Frequency, MOST_PERIODS } from './value/periods.ts';
import { reportOf } from './value/report.ts';
import { Together } from './value/together.ts';
import { isInvestment } from './wire/account.ts';
import { performanceBody } from './wire/performance.ts';

export const performance: Serves<'getPerformance'> = {
  getPerformance: (x) => {
    const { startDate, endDate, accounts, detailed = false } = x.query;
    const frequency = frequencyAsked(x.query.frequency);
    if (isProblem(frequency)) return frequency;
    const [first, last]: readonly Day[] = [dayNamed(startDate), dayNamed(endDate)];
    if (first === undefined || last === undefined || !(first <= last)) {
      return refusals.invalid('startDate must not be after endDate.');
    }
    const groups = groupsAsked(x.world, userOf(x), accounts);
    const report = reportOf(new Together(x.world, groups), { first, last, frequency, detailed });
    if (report === undefined) {
      return refusals.invalid(`A report has ${MOST_PERIODS} periods at most; ask for longer ones.`);
    }
    return ok(performanceBody(x.world.ledger, report, endDate, detailed));
  },
};

/** Monthly where nothing is said (ST-424); 400 for a word that is none. */
function frequencyAsked(text: string | undefined): Frequency | Problem {
  if (text === undefined || text === '') return 'monthly';
  const known = FREQUENCIES.find((name) => name === text);
  return (
    known ??
    refusals.invalid(`frequency: "${text.slice(0, 60)}" is none. Allowed: ${FREQUENCIES.join(', ')}.`)
  );
}

/** By connection. Ids that name nothing match nothing, as in the removed list of activities (ST-C218). */
function groupsAsked(world: SnapTradeWorld, user: User, list = ''): readonly (readonly AccountPlace[])[] {
  const wanted = new Set(list.split(',').filter((id) => id !== ''));
  return connectionsOf(world, user).map((connection) =>
    sharedAccountsOf(world, connection).filter(
      (place) =>
        isInvestment(place) &&
        (wanted.size === 0 || wanted.has(world.ledger.id(LENS, 'account', place.account.key))),
    ),
  );
}
