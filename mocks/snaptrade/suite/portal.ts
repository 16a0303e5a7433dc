/** Jobs around the connection portal: a link that still works when it is followed, and what comes back from there. */
import type { Job, JobInput, Json } from '../../../src/provider/index.ts';
import { connectionsOf, LENS } from '../lens.ts';
import { failures } from '../portal/outcomes.ts';
import { readyUser } from '../ready-user.ts';
import { listUsers, type SnapTradeState, type SnapTradeWorld, type User } from '../state.ts';
import { connectionBody } from '../wire/connection.ts';
import { DECIMALS, TIMES } from './jobs.ts';
import { lastAnswer } from './served.ts';
import { connectionNamed, type Truth } from './truth.ts';

const OUTCOME =
  '`{ outcome: "connected", connection }`, the connection as the API has it; `{ outcome: "failed", statusCode, errorCode }`, a number and a text; or `{ outcome: "left" }`';

/** The last link that was made, if it leads where it should and nobody has followed it: a link works once (ST-320). */
const linkThatWorks: Truth = (world, input) => {
  const { returnTo = null, broker = null, connectionType = 'read' } = input;
  const [sessionId, session] = Object.entries(world.state.sessions).at(-1) ?? [];
  const isRight =
    session !== undefined &&
    session.visit === undefined &&
    session.expiresAt > world.now() &&
    session.customRedirect === returnTo &&
    session.broker === broker &&
    session.ifAvailable === (connectionType === 'trade-if-available') &&
    (connectionType !== 'read' || session.connectionType === 'read');
  return { sessionId: isRight ? sessionId : null };
};

/** As documented for the address that the portal leads back to (ST-325). */
const returned: Truth = (world, { address }) => {
  const query = new URL(String(address)).searchParams;
  switch (query.get('status')) {
    case 'SUCCESS':
      return connected(world, query.get('connection_id'));
    case 'ERROR':
      return {
        outcome: 'failed',
        statusCode: Number(query.get('status_code')),
        errorCode: query.get('error_code'),
      };
    default:
      return { outcome: 'left' };
  }
};

/** As documented for messages from a frame or a window (ST-324): CLOSE_MODAL comes last, whatever happened before. */
const said: Truth = (world, { messages }) => {
  const told = (Array.isArray(messages) ? (messages as readonly Json[]) : []).filter(isOutcome);
  const last = told.at(-1);
  if (last === undefined) return { outcome: 'left' };
  if (last.status === 'SUCCESS') return connected(world, last.authorizationId);
  return { outcome: 'failed', statusCode: last.statusCode, errorCode: last.errorCode };
};

export const portalJobs: Readonly<Record<string, Job<SnapTradeState>>> = {
  linkForLater: job({
    says: 'Makes a way into the portal, and hands it out when the user asks for it, `waitMs` later: `{ redirectURI, sessionId }` of a link that works then.',
    input: {
      waitMs: 'milliseconds until the user comes',
      'returnTo?': 'address of the application to come back to',
      'broker?': 'slug of the brokerage to go to at once',
      'connectionType?': 'read, trade or trade-if-available',
    },
    operations: ['login'],
    truth: linkThatWorks,
    served: lastAnswer('login'),
  }),
  finishPortal: job({
    says: `Takes the address at which a user came back from the portal, and says what came of it: ${OUTCOME}.`,
    input: { address: 'the whole address' },
    operations: ['getConnection'],
    truth: returned,
  }),
  followPortal: job({
    says: `Takes what the page got as messages while the portal was open, in that order, and says what came of it: ${OUTCOME}.`,
    input: { messages: 'list of the data of each message' },
    operations: ['getConnection'],
    truth: said,
  }),
};

/** What `$return.<name>` is an address of. The application put a query of its own into it. Undefined: there is none. */
export function returnAddress(world: SnapTradeWorld, name: string): string | undefined {
  const told = toldOf(world, name);
  if (told === undefined) return undefined;
  return `https://app.example.com/portal/done?${new URLSearchParams({ state: 'a1b2c3', ...told }).toString()}`;
}

function toldOf(world: SnapTradeWorld, name: string): Readonly<Record<string, string>> | undefined {
  const { userId } = readyUser(world);
  switch (name) {
    case 'connected':
      return success(world, (one) => one.userId === userId);
    // Somebody wrote it into the address bar: the connection of another user.
    case 'foreign':
      return success(world, (one) => one.userId !== userId);
    case 'wrong-password':
    case 'user-gone': {
      const { status, code } = failures[name];
      return { status: 'ERROR', status_code: String(status), error_code: code };
    }
    case 'left':
      return { status: 'ABANDONED' };
    // As was seen live (ST-C167).
    case 'silent':
      return {};
    default:
      return undefined;
  }
}

/** With the newest connection of the first such user. */
function success(
  world: SnapTradeWorld,
  isMeant: (user: User) => boolean,
): Readonly<Record<string, string>> | undefined {
  const [connection] = listUsers(world.state)
    .filter(isMeant)
    .flatMap((user) => connectionsOf(world, user).at(-1) ?? []);
  if (connection === undefined) return undefined;
  return { status: 'SUCCESS', connection_id: world.ledger.id(LENS, 'connection', connection.key) };
}

/** Null: it is none of this user's. */
function connected(world: SnapTradeWorld, id: unknown): unknown {
  const place = connectionNamed(world, id);
  return place === undefined ? null : { outcome: 'connected', connection: connectionBody(world, place) };
}

/** Other programs speak on the same page. */
function isOutcome(message: Json): message is JobInput {
  return (
    typeof message === 'object' &&
    message !== null &&
    'status' in message &&
    (message.status === 'SUCCESS' || message.status === 'ERROR')
  );
}

function job(told: Omit<Job<SnapTradeState>, 'decimals' | 'times'>): Job<SnapTradeState> {
  return { ...told, decimals: DECIMALS, times: TIMES };
}
