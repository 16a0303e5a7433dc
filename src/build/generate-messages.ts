/** The checks of what an adapter sends, compiled: from `contracts/adapter/`. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { header, type Output } from './outputs.ts';
import { refuse } from './problems.ts';
import { createCompiler, standaloneModule } from './standalone.ts';
import { readYaml } from './yaml-source.ts';

const FOLDER = 'contracts/adapter';
/** Those that an adapter sends; what the suite sends it need not check. */
const RECEIVED = ['hello', 'result', 'sleep'] as const;

export async function messageOutputs(root: string): Promise<Output[]> {
  if (!existsSync(join(root, FOLDER))) return [];
  const sources = RECEIVED.map((name) => readYaml(root, `${FOLDER}/${name}.schema.json`));
  refuse(sources.flatMap(({ problems }) => problems));
  const ajv = createCompiler();
  for (const [index, { value }] of sources.entries()) {
    // Its own identifier says where it is published; here it goes by ours. Examples are no keyword of the compiler's.
    const { $id: _, examples: __, ...schema } = value as Record<string, unknown>;
    ajv.addSchema(schema, `/${RECEIVED[index]}`);
  }
  const code = await standaloneModule(
    ajv,
    (use) =>
      `export const messages = { ${RECEIVED.map((name) => `${name}: ${use(`/${name}`)}`).join(', ')} };\n`,
  );
  const from = `${FOLDER}/*.schema.json`;
  return [
    { path: 'src/verify/generated/messages.js', text: header(from) + code },
    { path: 'src/verify/generated/messages.d.ts', text: `${header(from)}\n${DECLARATION}` },
  ];
}

const DECLARATION = `import type { Validate } from '../../provider/operation.ts';

/** By the message's type: whether an adapter's message is one; \`errors\` says why not. */
export declare const messages: Readonly<Record<'hello' | 'result' | 'sleep', Validate>>;
`;
