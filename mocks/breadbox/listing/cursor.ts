/**
 * A place in the listing: after the row of an id. Rows that arrive move nothing, so no row is seen twice.
 *
 * Opaque to clients; inside, the form the server uses: base64url of the date and id of the last row.
 */
import { dateOf } from '../wire/time.ts';
import { instantOfId } from '../wire/transaction.ts';

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
/** Longer than any this server issues. */
const LONGEST = 200;

export function writeCursor(id: string): string {
  return Buffer.from(JSON.stringify({ d: dateOf(instantOfId(id)), i: id })).toString('base64url');
}

/** The id in a cursor; undefined for text that {@link writeCursor} never wrote. */
export function readCursor(cursor: string): string | undefined {
  if (cursor.length > LONGEST) return undefined;
  let content: unknown;
  try {
    content = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
  if (typeof content !== 'object' || content === null || !('i' in content)) return undefined;
  const { i: id } = content;
  return typeof id === 'string' && ID.test(id) && writeCursor(id) === cursor ? id : undefined;
}
