/** The portal: a link that works when it is followed, and what came of it. */
import type { Told } from './access-policies.ts';
import type { Api } from './api.ts';
import { getConnection } from './connections.ts';
import type { Row } from './pages.ts';

interface Link {
  readonly redirectURI: string;
  readonly sessionId: string;
}

export interface LinkWish {
  readonly waitMs: number;
  readonly returnTo?: string;
  readonly broker?: string;
  readonly connectionType?: string;
}

/** A link is good for minutes and once: an old one is made anew, and none is tried. */
export async function linkForLater(api: Api, wish: LinkWish): Promise<Link> {
  const { context, policies } = api;
  const made = await makeLink(api, wish);
  const madeAt = context.now();
  await context.sleep(wish.waitMs);
  const link = context.now() - madeAt < policies.linkMs ? made : await makeLink(api, wish);
  if (policies.triesLinks) await fetch(link.redirectURI, { redirect: 'manual', signal: context.signal });
  return link;
}

async function makeLink(api: Api, { returnTo, broker, connectionType }: LinkWish): Promise<Link> {
  const { policies } = api;
  const access = policies.accessAsked(connectionType);
  return api.call('POST', '/snapTrade/login', {
    body: {
      ...(broker !== undefined && { broker }),
      ...(access !== undefined && { connectionType: access }),
      ...(returnTo !== undefined && { customRedirect: policies.returnAddress(returnTo) }),
    },
  });
}

/** What came of a visit to the portal, by the address at which the user came back. Anybody may have written that. */
export function finishPortal(api: Api, address: string): Promise<Row> {
  return outcomeOf(api, api.policies.toldInAddress(new URL(address).searchParams));
}

/** The same by the messages that the page got meanwhile. */
export function followPortal(api: Api, messages: readonly unknown[]): Promise<Row> {
  const { policies } = api;
  const told = messages.flatMap((message) => policies.toldInMessage(message) ?? []);
  return outcomeOf(api, policies.toldAtTheEnd(told) ?? { status: '' });
}

async function outcomeOf(api: Api, { status, connectionId = '', statusCode, errorCode }: Told): Promise<Row> {
  const { policies } = api;
  const known = status === 'SUCCESS' || status === 'ERROR' || status === 'ABANDONED';
  switch (known ? status : policies.silenceMeans) {
    case 'SUCCESS':
      if (policies.believesAddress) return { outcome: 'connected', connection: { id: connectionId } };
      return { outcome: 'connected', connection: await getConnection(api, connectionId) };
    case 'ERROR':
      return { outcome: 'failed', statusCode, errorCode };
    default:
      return { outcome: 'left' };
  }
}
