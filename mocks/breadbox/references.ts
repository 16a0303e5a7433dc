/** From the ids a request names to what they stand for. */
import { type Problem, shortened } from '../../src/provider/index.ts';
import { type Findable, findKey, UUID } from './directory.ts';
import { refusals } from './errors.ts';
import type { BreadboxWorld } from './state.ts';
import { reading } from './switches.ts';

/** Which forms of an id a place takes: the connections page asks for UUIDs, the accounts page and paths take both. */
export type Form = 'uuid' | 'either';

/** What a place that is documented to take UUIDs takes in this world (BB-17, BB-C10). */
export function documentedForm(world: Pick<BreadboxWorld, 'switch'>): Form {
  return reading(world, 'shortIds') === 'everywhere' ? 'either' : 'uuid';
}

/**
 * The key behind an id of a request.
 *
 * @param name of the parameter, for the refusal
 * @returns undefined if nothing has that id, a Problem if the text can't be an id here
 */
export function keyFrom(
  world: BreadboxWorld,
  kind: Findable,
  name: string,
  id: string,
  form: Form,
): string | undefined | Problem {
  const key = findKey(world, kind, id, form);
  if (key === undefined && form === 'uuid' && !UUID.test(id))
    return refusals.invalidParameter(`${name} must be a UUID; got ${shortened(JSON.stringify(id))}`);
  return key;
}
