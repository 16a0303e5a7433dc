import { Command } from 'commander';
import pc from 'picocolors';
import { template } from '../../fixtures/ledger/plan.ts';
import { scenarioNames } from '../scenarios/check.ts';
import { parseScenario } from '../scenarios/load.ts';
import { providers } from '../understudy.ts';
import { parseWorld } from '../world/files.ts';
import { readNamedFile } from '../world/read-file.ts';
import { readSource } from '../world/source.ts';
import { EXIT, print } from './output.ts';

/** `understudy validate FILE...`: checks world files, scenarios and cases without starting anything. */
export function validateCommand(): Command {
  return new Command('validate')
    .description('check world files, scenarios and cases')
    .argument('<file...>', 'files, YAML or JSON')
    .action(async (files: string[]) => {
      let wrong = 0;
      for (const file of files) {
        const errors = await mistakesIn(file);
        if (errors.length === 0) print(`${pc.green('ok')} ${file}`);
        else {
          wrong += 1;
          for (const error of errors) process.stderr.write(`${error}\n`);
        }
      }
      process.exitCode = wrong === 0 ? EXIT.ok : EXIT.verdict;
    });
}

async function mistakesIn(name: string): Promise<readonly string[]> {
  if (template(name) !== undefined || scenarioNames().includes(name)) return [];
  const file = await readNamedFile(name, 'a template or scenario');
  if (!file.ok) return file.errors;
  const parsed = await parse(file.text, name);
  return parsed.ok ? [] : parsed.errors;
}

/** Only cases are a list, and only scenarios have a timeline. */
async function parse(text: string, name: string) {
  const source = readSource(text);
  if (source.ok && Array.isArray(source.value)) {
    const { parseCases } = await import('../verify/load-cases.ts');
    return parseCases(text, name, providers);
  }
  const isScenario =
    source.ok && typeof source.value === 'object' && source.value !== null && 'timeline' in source.value;
  return isScenario ? parseScenario(text, name, providers) : parseWorld(text, name, providers);
}
