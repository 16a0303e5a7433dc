/** The control API for programs: a client of a simulator in another process. */
export { type Problem, UnderstudyError } from './error.ts';
export {
  connectUnderstudy,
  type MadeWorld,
  type RemoteOptions,
  type RemoteUnderstudy,
} from './understudy.ts';
export type { RemoteEntry, RemoteFilter, RemoteSnapshot, RemoteWorld } from './world.ts';
