/** The published schemas of the messages, compiled. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCompiler } from '../../src/build/standalone.ts';

const FOLDER = join(import.meta.dirname, '../../contracts/adapter');

interface MessageSchema {
  readonly $id: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly required: readonly string[];
  readonly examples: readonly unknown[];
  readonly $defs?: Readonly<Record<string, MessageSchema>>;
}

export const TO_ADAPTER = ['hello-from-suite', 'case', 'sleep-ack', 'cancel', 'bye'] as const;
export const FROM_ADAPTER = ['hello', 'result', 'sleep'] as const;
export type MessageName = (typeof TO_ADAPTER)[number] | (typeof FROM_ADAPTER)[number];

export function schemaOf(name: MessageName): MessageSchema {
  return JSON.parse(readFileSync(join(FOLDER, `${name}.schema.json`), 'utf8')) as MessageSchema;
}

const compiler = createCompiler();
const compiled = new Map(
  [...TO_ADAPTER, ...FROM_ADAPTER].map((name) => [name, compiler.compile(schemaOf(name))]),
);

/** What is wrong with a message, in ajv's words; nothing if it is right. */
export function mistakes(name: MessageName, message: unknown): string[] {
  const check = compiled.get(name);
  if (check === undefined) throw new Error(`There is no schema ${name}.`);
  if (check(message)) return [];
  return (check.errors ?? []).map(({ instancePath, message: says }) => `${instancePath} ${says}`.trim());
}

/** Which message a line is, by who sends it. */
export function nameOf(type: unknown, from: 'suite' | 'adapter'): MessageName | undefined {
  if (type === 'hello') return from === 'suite' ? 'hello-from-suite' : 'hello';
  if (type === 'sleepAck') return 'sleep-ack';
  const names: readonly MessageName[] = from === 'suite' ? TO_ADAPTER : FROM_ADAPTER;
  return names.find((name) => name === type);
}

/** Mistakes in lines of a conversation, with the lines. */
export function mistakesIn(lines: readonly string[], from: 'suite' | 'adapter'): string[] {
  return lines.flatMap((line) => {
    const message = JSON.parse(line) as { readonly type?: unknown };
    const name = nameOf(message.type, from);
    const found = name === undefined ? ['no message that there is'] : mistakes(name, message);
    return found.map((mistake) => `${mistake}: ${line.slice(0, 200)}`);
  });
}
