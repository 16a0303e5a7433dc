import type { Contract } from './contract.ts';
import { header } from './outputs.ts';

/** `generated/document.ts`: the contract itself as data, to be served. */
export function documentFile(contract: Contract): string {
  return `${header(contract.file)}
export const document: Readonly<Record<string, unknown>> = ${JSON.stringify(contract.document, null, 2)};
`;
}
