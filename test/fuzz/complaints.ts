/** What must not be in an answer, whatever was asked. */
import { type Answer, type Draft, jsonOf } from '../support/traffic/ask.ts';
import { type Dialect, isText, member } from '../support/traffic/dialect.ts';

/** Stacks, and files of this project or of its dependencies. */
const LEAKS = [
  /^\s+at .+[(:]/m,
  /node_modules/,
  /\.[cm]?[jt]s:\d+/,
  /file:\/\/\//,
  new RegExp(process.cwd()),
];
/** What the HTTP server itself refuses never reaches a provider. */
const AT_THE_DOOR = new Set([400, 408, 417, 431]);

/** Undefined: nothing is wrong with it. */
export function complaint(dialect: Dialect, draft: Draft, answer: Answer): string | undefined {
  const { status, text } = answer;
  if (status === 500) return `500: ${text.slice(0, 200)}`;
  const leak = leakIn(text);
  if (leak !== undefined) return leak;
  if (status < 400 || draft.method === 'HEAD') return undefined;
  const body = jsonOf(text);
  if (dialect.isRefusal(status, body)) return undefined;
  if (AT_THE_DOOR.has(status) && isText(member(body, 'error'))) return undefined;
  return `${status} in no known envelope: ${text.slice(0, 200)}`;
}

export function leakIn(text: string): string | undefined {
  const leak = LEAKS.find((pattern) => pattern.test(text));
  return leak === undefined ? undefined : `${leak} in ${text.slice(0, 300)}`;
}
