/** What a test may set of Redbark's own state. */
import type { Change } from '../../src/provider/index.ts';
import type { KeyRecord, Plan, SubscriptionStatus } from './keys.ts';
import type { RedbarkState } from './state.ts';

const PLANS: readonly Plan[] = ['saver', 'developer', 'professional'];
const STATUSES: readonly SubscriptionStatus[] = ['active', 'trialing', 'past_due', 'cancelled'];

export const changes: Readonly<Record<string, Change<RedbarkState>>> = {
  plan: {
    says: 'Another plan, or another state of the subscription, for one API key.',
    parameters: {
      credential:
        'name of a key: professional, developer, saver, trialing, pastDue, or one of the world file',
      plan: `${PLANS.join(', ')}; left out: as it is`,
      status: `${STATUSES.join(', ')}; left out: as it is`,
    },
    apply({ state }, { credential, plan, status }) {
      const found = Object.entries(state.keys).find(([, { name }]) => name === credential);
      if (found === undefined) {
        const names = Object.values(state.keys).map(({ name }) => name);
        return `credential: there is no key ${JSON.stringify(credential)}. There are: ${names.join(', ')}.`;
      }
      if (plan === undefined && status === undefined) return 'plan: give a plan, a status or both.';
      const wrong = unlessOneOf('plan', plan, PLANS) ?? unlessOneOf('status', status, STATUSES);
      if (wrong !== undefined) return wrong;
      const [digest, key] = found;
      state.keys[digest] = {
        ...key,
        ...(plan !== undefined && { plan: plan as KeyRecord['plan'] }),
        ...(status !== undefined && { status: status as KeyRecord['status'] }),
      };
      return undefined;
    },
  },
};

function unlessOneOf(name: string, value: unknown, allowed: readonly string[]): string | undefined {
  if (value === undefined || (typeof value === 'string' && allowed.includes(value))) return undefined;
  return `${name}: ${JSON.stringify(value)} is none. Allowed: ${allowed.join(', ')}.`;
}
