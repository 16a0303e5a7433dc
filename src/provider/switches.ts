import type { Switch } from './define.ts';
import type { World } from './world.ts';

/**
 * {@link World.switch} for one provider's declared switches, with names and values checked by the compiler. A world
 * that sets a value nobody declared is refused when it is made.
 *
 * @example
 * export const reading = switchReader<typeof switches>();
 * if (reading(world, 'overLimit') === 'refuse') return refusals.invalid('limit is above its maximum');
 */
export function switchReader<Switches extends Readonly<Record<string, Switch>>>() {
  return <Name extends keyof Switches & string>(world: Pick<World, 'switch'>, name: Name) =>
    world.switch(name) as keyof Switches[Name]['values'] & string;
}
