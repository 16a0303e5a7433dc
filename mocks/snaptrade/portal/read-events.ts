/** The removed `GET /sessionEvents`: steps of portal sessions, for the whole application. */
import { ok } from '../../../src/provider/index.ts';
import { applicationOf } from '../application.ts';
import { refusals } from '../errors.ts';
import type { Serves } from '../handlers.ts';
import { sessionEventBody } from '../wire/session-event.ts';

export const sessionEvents: Serves<'listSessionEvents'> = {
  listSessionEvents: (x) => {
    const { PartnerClientId, userId, sessionId } = x.query;
    if (PartnerClientId !== applicationOf(x.world).clientId) return refusals.notPermitted();
    const users = listed(userId);
    const sessions = listed(sessionId);
    const wanted = x.world.state.sessionEvents.filter(
      (event) => (users?.has(event.userId) ?? true) && (sessions?.has(event.sessionId) ?? true),
    );
    return ok(wanted.map((event) => sessionEventBody(x.world, event)));
  },
};

/** Commas between several; undefined: no filter. */
function listed(text: string | undefined): ReadonlySet<string> | undefined {
  return text === undefined || text === '' ? undefined : new Set(text.split(','));
}
