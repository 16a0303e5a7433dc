/**
 * The built library in a process of its own, told by messages what no request can: to make thousands of worlds at
 * once, and to say what it holds once the garbage is gone. Plain JavaScript, so that its process holds nothing but
 * the library. Wants `--expose-gc`.
 */
import { startUnderstudy } from '../../../dist/understudy.js';

let understudy;

const deeds = {
  async start({ world, maxWorlds }) {
    understudy = await startUnderstudy({ port: 0, world, maxWorlds });
    return { url: understudy.url, world: understudy.world().summary() };
  },
  /** The seeds differ, as those of tests do. */
  worlds({ count, description }) {
    for (let i = 0; i < count; i++) understudy.createWorld({ ...description, id: `idle-${i}`, seed: i + 2 });
  },
  world: ({ id, description }) => understudy.createWorld({ ...description, id }).summary(),
  arm({ id, orders }) {
    for (const order of orders) understudy.world(id).arm(order);
    return understudy.world(id).faults().length;
  },
  /** How often any fault of that world happened. */
  fired: ({ id }) =>
    understudy
      .world(id)
      .faults()
      .reduce((sum, { fired }) => sum + fired, 0),
  async memory() {
    // What was freed in one turn of the loop may hold on to more until the next.
    for (let i = 0; i < 3; i++) {
      globalThis.gc();
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const { heapUsed, external, rss } = process.memoryUsage();
    return { heap: heapUsed + external, resident: rss };
  },
};

process.on('message', ({ deed, given }) => {
  Promise.resolve()
    .then(() => deeds[deed](given))
    .then(
      (value) => process.send({ value }),
      (error) => process.send({ error: String(error?.stack ?? error) }),
    );
});
process.on('disconnect', () => process.exit(0));
