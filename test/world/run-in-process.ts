/** Plays a run that comes by standard input, and prints what came of it and where it led. For tests of restarts. */
import { text } from 'node:stream/consumers';
import { begin, play, type Step, snapshotOf, takenUp } from './run.ts';

const { snapshot, steps } = JSON.parse(await text(process.stdin)) as { snapshot?: string; steps: Step[] };
const place = snapshot === undefined ? begin() : takenUp(snapshot);
const told = await play(place, steps);
process.stdout.write(JSON.stringify({ told, snapshot: snapshotOf(place) }), () => process.exit(0));
