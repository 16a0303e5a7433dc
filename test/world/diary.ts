/** A provider that does nothing but schedule events and write down when they fire. */
import { type Json, type Provider, problem, type World } from '../../src/provider/index.ts';
import { liveWorld } from '../support/live-world.ts';

export interface DiaryState {
  /** `event at milliseconds since the world began`. */
  lines: string[];
  fired: number;
}

type Handler = (world: World<DiaryState>, at: number, data: Json) => void;

/** @param events by name; each is written down before it does what it does */
export function diary(events: Record<string, Handler>, write = true): Provider {
  const none = () => problem(404, 'nothing here');
  return {
    id: 'diary',
    title: 'Diary',
    hosts: [],
    contract: { operations: [], requests: {}, answers: async () => ({}) },
    switches: {},
    repeatedParameter: 'first',
    createState: (): DiaryState => ({ lines: [], fired: 0 }),
    credentials: () => ({ show: {}, tokens: [] }),
    identify: () => undefined,
    checks: [],
    handlers: {},
    problems: {
      unknownPath: none,
      methodNotAllowed: none,
      malformedTarget: none,
      malformedBody: none,
      bodyTooLarge: none,
      invalid: none,
      unexpected: none,
    },
    render: () => ({ kind: 'reply', status: 404 }),
    events: Object.fromEntries(
      Object.entries(events).map(([name, happen]) => [
        name,
        (world: World<DiaryState>, at: number, data: Json) => {
          world.state.fired += 1;
          if (write) world.state.lines.push(`${name} ${at - world.bornAt}`);
          happen(world, at, data);
        },
      ]),
    ),
    sample: () => '',
  };
}

/** A frozen world with that provider in it, its view and its lines. */
export function diaryWorld(events: Record<string, Handler>, write = true) {
  const provider = diary(events, write);
  const world = liveWorld([provider], { template: 'empty' });
  const view = world.view(provider) as World<DiaryState>;
  return { world, view, lines: () => view.state.lines, fired: () => view.state.fired };
}
