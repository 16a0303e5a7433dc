import { join } from 'node:path';
import { build } from 'esbuild';
import { header, type Output } from './outputs.ts';

const SOURCE = 'src/verify/reports/page';
const FILE = 'src/verify/reports/generated/page.ts';

/**
 * Script and style of the HTML report, as the texts that are put into it: the report is one file that asks for nothing,
 * and what makes it is one file too.
 */
export async function pageOutputs(root: string): Promise<Output[]> {
  const script = await bundled(join(root, SOURCE, 'page.ts'));
  const style = await bundled(join(root, SOURCE, 'page.css'));
  const text = `${header(`${SOURCE}/`)}
export const SCRIPT = ${JSON.stringify(script)};

export const STYLE = ${JSON.stringify(style)};
`;
  return [{ path: FILE, text }];
}

async function bundled(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target: ['chrome111', 'firefox113', 'safari16.4'],
    charset: 'ascii',
    legalComments: 'none',
    logLevel: 'silent',
  });
  return (outputFiles[0]?.text ?? '').trim();
}
