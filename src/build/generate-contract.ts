import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { checkContract } from './check-contract.ts';
import { type Contract, readContract } from './contract.ts';
import { isObject } from './json.ts';
import type { Output } from './outputs.ts';
import type { Problem } from './problems.ts';
import { answersDeclaration, answersFile } from './write-answers.ts';
import { contractFile } from './write-contract.ts';
import { operationsFile } from './write-operations.ts';
import { requestsDeclaration, requestsFile } from './write-requests.ts';
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

/** Everything `mocks/<provider>/generated/` holds. */
export async function contractOutputs(contract: Contract): Promise<Output[]> {
  const folder = `mocks/${contract.provider}/generated`;
  return [
    { path: `${folder}/types.ts`, text: await typesFile(contract) },
    { path: `${folder}/contract.ts`, text: contractFile(contract) },
    { path: `${folder}/operations.ts`, text: operationsFile(contract) },
    { path: `${folder}/requests.js`, text: await requestsFile(contract) },
    { path: `${folder}/requests.d.ts`, text: requestsDeclaration(contract) },
    { path: `${folder}/answers.js`, text: await answersFile(contract) },
    { path: `${folder}/answers.d.ts`, text: answersDeclaration(contract) },
  ];
}
