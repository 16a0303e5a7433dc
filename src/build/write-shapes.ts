import type { Contract } from './contract.ts';
import { header } from './outputs.ts';
import { shapesOf } from './shapes/shapes-of.ts';

/**
 * `generated/shapes.ts`: what successful answers leave open, for the faults that play legal extremes.
 *
 * The table stands in a function: the engine skims over it when the program starts, and builds it for the first
 * fault that needs it.
 */
export function shapesFile(contract: Contract): string {
  const { named, answers } = shapesOf(contract);
  return `${header(contract.file)}
import type { Shapes } from '../../../src/provider/shape.ts';

export const shapes = (): Shapes => ({
  named: ${table(named)},
  answers: ${table(answers)},
});
`;
}

/** An entry a line. */
function table(entries: Readonly<Record<string, unknown>>): string {
  const lines = Object.entries(entries).map(
    ([name, value]) => `    ${JSON.stringify(name)}: ${JSON.stringify(value)},\n`,
  );
  return `{\n${lines.join('')}  }`;
}
