/**
 * `npx tsx test/mutants/matrix.ts <provider> [--why] [mutant or case ...]`: plays the reference client and every wrong
 * one, and prints who is failed by what, for who writes cases.
 */
import { providers } from '../../src/understudy.ts';
import type { ClientDefinition } from '../../src/verify/define-client.ts';
import type { CaseEnded } from '../../src/verify/events.ts';
import { verdictsOf } from '../../src/verify/verdicts-of.ts';
import { killsOf } from './kill-matrix.ts';
import type { Mutant } from './mutant.ts';

const [provider = '', ...rest] = process.argv.slice(2);
const why = rest.includes('--why');
const only = rest.filter((word) => !word.startsWith('--'));

const clients = (await import(`../clients/${provider}/index.ts`)) as Record<string, () => ClientDefinition>;
const reference = clients[`${provider}Client`];
if (reference === undefined)
  throw new Error(`test/clients/${provider}/index.ts exports no ${provider}Client.`);
const began = performance.now();
const ended = await verdictsOf(reference(), providers, { run: [`${provider}/**`] });
console.log(`reference: ${ended.length} cases in ${Math.round(performance.now() - began)} ms`);
for (const one of ended) if (one.verdict !== 'pass') tell(one);
if (rest.includes('--reference')) process.exit(0);

const { mutants } = (await import(`./${provider}.ts`)) as { readonly mutants: readonly Mutant[] };
const killers = new Map<string, string[]>(ended.map(({ id }) => [id, []]));
for (const mutant of mutants) {
  if (only.length > 0 && !only.some((word) => mutant.name.includes(word))) continue;
  const { by, errors } = await killsOf(mutant);
  const missing = mutant.killedBy.filter((id) => !by.has(id));
  console.log(`${by.size === 0 ? 'ALIVE ' : ''}${mutant.name}: ${[...by.keys()].join(', ')}`);
  for (const id of missing) console.log(`  LISTED, AND DOES NOT KILL: ${id}`);
  for (const one of errors) tell(one);
  for (const [id, one] of by) {
    killers.get(id)?.push(mutant.name);
    if (why) tell(one);
  }
}
for (const [id, names] of killers) if (names.length === 0) console.log(`NO MUTANT FAILS ${id}`);

function tell({ id, verdict, reason, findings, expectation, reported }: CaseEnded): void {
  console.log(`  ${verdict} ${id}${reason === undefined ? '' : `: ${reason}`}`);
  for (const { about, rule, message, expected, reported: given } of findings)
    console.log(
      `    ${about}${rule === undefined ? '' : ` ${rule}`}: ${message} ${expected ?? ''} <> ${given ?? ''}`,
    );
  if (findings.length > 0)
    console.log(`    expected ${expectation}; reported ${JSON.stringify(reported)?.slice(0, 300)}`);
}
