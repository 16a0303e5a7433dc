import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { checkContract } from './check-contract.ts';
import { type Contract, readContract } from './contract.ts';
import { isObject } from './json.ts';
import type { Output } from './outputs.ts';
import type { Problem } from './problems.ts';
import { answersDeclaration, answersFile } from './write-answers.ts';
import { contractFile } from './write-contract.ts';
import { documentFile } from './write-document.ts';
import { membersFile } from './write-members.ts';
import { operationsFile } from './write-operations.ts';
import { requestsDeclaration, requestsFile } from './write-requests.ts';
import { shapesFile } from './write-shapes.ts';
import { typesFile } from './write-types.ts';
import { readYaml } from './yaml-source.ts';

type Loaded = { readonly contract: Contract } | { readonly problems: readonly Problem[] };

/** A provider's contract, checked; `undefined` while nobody has written it. */
export async function loadContract(root: string, provider: string): Promise<Loaded | undefined> {
  const file = `contracts/${provider}/openapi.yaml`;
  if (!existsSync(join(root, file))) return undefined;
  const source = readYaml(root, file);
  if (source.problems.length > 0) return { problems: source.problems };
  if (!isObject(source.value))
    return { problems: [source.problem('', 'is not an OpenAPI document: expected a map')] };
  const contract = readContract(provider, file, source.value);
  const problems = await checkContract(contract, source);
  return problems.length > 0 ? { problems } : { contract };
}

/** The contract that is our own: its code stands in `src/`, and it is served as a document too. */
export const CONTROL = 'control';

/** Everything `mocks/<provider>/generated/`, or `src/control/generated/`, holds of a contract. */
export async function contractOutputs(contract: Contract): Promise<Output[]> {
  const own = contract.provider === CONTROL;
  const folder = own ? 'src/control/generated' : `mocks/${contract.provider}/generated`;
  return [
    ...(own ? [{ path: `${folder}/document.ts`, text: documentFile(contract) }] : []),
    { path: `${folder}/types.ts`, text: await typesFile(contract) },
    { path: `${folder}/contract.ts`, text: contractFile(contract, { played: !own }) },
    ...(own
      ? []
      : [
          { path: `${folder}/shapes.ts`, text: shapesFile(contract) },
          { path: `${folder}/members.ts`, text: membersFile(contract) },
        ]),
    { path: `${folder}/operations.ts`, text: operationsFile(contract) },
    { path: `${folder}/requests.js`, text: await requestsFile(contract) },
    { path: `${folder}/requests.d.ts`, text: requestsDeclaration(contract) },
    { path: `${folder}/answers.js`, text: await answersFile(contract) },
    { path: `${folder}/answers.d.ts`, text: answersDeclaration(contract) },
  ];
}
