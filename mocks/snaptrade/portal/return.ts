/** What the application is told when the portal is done with a user: by address, or by message where it stands in a frame. */
import { reading } from '../switches.ts';
import { failures } from './outcomes.ts';
import type { PortalSession, Visit } from './session.ts';
import type { Here } from './steps.ts';

/** Schemes that would run or show something here in the place of leading back to an application. */
const NEVER = /^(javascript|data|vbscript|file|blob|about|view-source):/i;

/** Where the user goes back to, with what became of it; undefined: nowhere (ST-325, ST-C166). */
export function addressBack({ world, session, visit }: Here): string | undefined {
  const { customRedirect } = session;
  if (
    customRedirect === null ||
    visit.framed ||
    !URL.canParse(customRedirect) ||
    NEVER.test(customRedirect)
  ) {
    return undefined;
  }
  const told = new URLSearchParams();
  if (visit.step === 'done') {
    told.set('status', 'SUCCESS');
    told.set('connection_id', visit.connection ?? '');
  } else if (visit.step === 'failed' && visit.failure !== undefined) {
    const { status, code } = failures[visit.failure];
    told.set('status', 'ERROR');
    told.set('status_code', String(status));
    told.set('error_code', code);
  } else if (reading(world, 'abandonedRedirect') === 'told') {
    told.set('status', 'ABANDONED');
  }
  return withQuery(customRedirect, told.toString());
}

/** By hand: `URL` would rewrite an address of the application's own scheme. */
function withQuery(address: string, query: string): string {
  if (query === '') return address;
  const hash = address.indexOf('#');
  const [before, after] = hash === -1 ? [address, ''] : [address.slice(0, hash), address.slice(hash)];
  return `${before}${before.includes('?') ? '&' : '?'}${query}${after}`;
}

/** As a source in `form-action`: browsers hold the redirect after a form against it too. */
export function sourceOf({ customRedirect }: PortalSession): string | undefined {
  if (customRedirect === null || !URL.canParse(customRedirect)) return undefined;
  const { protocol, origin } = new URL(customRedirect);
  return protocol === 'http:' || protocol === 'https:' ? origin : protocol;
}

export type Message =
  | string
  | { readonly status: 'SUCCESS'; readonly authorizationId: string }
  | {
      readonly status: 'ERROR';
      readonly errorCode: string;
      readonly statusCode: number;
      readonly detail: string;
    };

/** What the page says to the window around it, or the one that opened it (ST-324). */
export function messagesOf(visit: Visit): readonly Message[] {
  if (visit.step === 'done') return [{ status: 'SUCCESS', authorizationId: visit.connection ?? '' }];
  if (visit.step === 'failed' && visit.failure !== undefined) {
    const { code, status, detail } = failures[visit.failure];
    return [{ status: 'ERROR', errorCode: code, statusCode: status, detail }];
  }
  if (visit.step === 'left') return [visit.framed ? 'CLOSE_MODAL' : 'ABANDONED'];
  return [];
}
