/** Jobs that read again and again: a copy that is kept up to date, and looking out for what is new. */
import { type ClientContext, ClientFailure } from '../../../src/verify/define-client.ts';
import type { Policies } from './policies.ts';
import type { Row } from './shapes.ts';

export interface Again {
  readonly reads: number;
  readonly waitMs: number;
}

export async function mirrored(
  read: () => Promise<readonly Row[]>,
  { reads, waitMs }: Again,
  context: ClientContext,
  policies: Policies,
): Promise<readonly Row[]> {
  let copy = await read();
  for (let done = 1; done < reads; done += 1) {
    await context.sleep(waitMs);
    copy = policies.update(copy, await read());
  }
  return copy;
}

/**
 * Answers are cached for minutes, so that looking more often shows nothing new and costs requests.
 *
 * @throws ClientFailure `timeout` if nothing new comes while there is time
 */
export async function arrived(
  read: () => Promise<readonly Row[]>,
  hasTimeFor: (ms: number) => boolean,
  context: ClientContext,
  policies: Policies,
): Promise<readonly Row[]> {
  const known = await read();
  const begun = context.now();
  while (hasTimeFor(policies.pollMs) && context.now() - begun < policies.patienceMs) {
    await context.sleep(policies.pollMs);
    const added = without(await read(), known);
    if (added.length > 0) return added;
  }
  throw new ClientFailure('timeout', { message: 'No new trade came' });
}

/** Rows of a list that another lacks. Equal rows count as often as they stand there. */
function without(rows: readonly Row[], others: readonly Row[]): readonly Row[] {
  const left = new Map<string, number>();
  for (const row of others) left.set(JSON.stringify(row), (left.get(JSON.stringify(row)) ?? 0) + 1);
  return rows.filter((row) => {
    const count = left.get(JSON.stringify(row)) ?? 0;
    left.set(JSON.stringify(row), count - 1);
    return count <= 0;
  });
}
