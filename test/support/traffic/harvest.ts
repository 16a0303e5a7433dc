/** Ids of a world, read from its own listings: what real requests are made with. */
import { type Answer, type Draft, jsonOf, type Signing } from './ask.ts';
import type { Dialect } from './dialect.ts';
import { contractOf } from './plan.ts';
import { unique } from './values.ts';

/** Values by parameter name. */
export type Known = Readonly<Record<string, readonly string[]>>;

/**
 * Reads every listing a dialect names. Credentials count as known values too: some providers take them as parameters.
 *
 * @throws if a listing cannot be read: then nothing that follows would mean anything
 */
export async function harvest(
  dialect: Dialect,
  signing: Signing,
  send: (draft: Draft) => Promise<Answer>,
): Promise<Known> {
  const { operations } = contractOf(dialect.provider);
  const [actor] = dialect.actors(signing.credentials);
  const known: Record<string, string[]> = Object.fromEntries(
    Object.entries(signing.credentials).map(([name, value]) => [name, [value]]),
  );
  const read = new Map<string, unknown>();
  const list = async (id: string): Promise<unknown> => {
    if (read.has(id)) return read.get(id);
    const operation = operations.find((one) => one.id === id);
    if (operation === undefined)
      throw new Error(`${dialect.provider} has no operation ${id} to harvest ids from`);
    const required = operation.parameters.filter((one) => one.required && one.in === 'query');
    const query = required
      .map(({ name }) => `${name}=${encodeURIComponent(known[name]?.[0] ?? '')}`)
      .join('&');
    const draft = { method: 'GET', path: operation.path, query, headers: {} };
    const answer = await send(actor.sign(draft, signing));
    if (answer.status !== 200) throw new Error(`${dialect.provider} ${id}: ${answer.status} ${answer.text}`);
    read.set(id, jsonOf(answer.text));
    return read.get(id);
  };
  for (const [name, { operation, pick }] of Object.entries(dialect.sources)) {
    const values = pick((await list(operation)) as never);
    known[name] = unique(values.filter((value) => typeof value === 'string'));
  }
  return known;
}
