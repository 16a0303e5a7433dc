import { Command } from 'commander';
import pc from 'picocolors';
import { providers } from '../understudy.ts';
import { print } from './output.ts';

/** `understudy switches [--json]`: the readings a world can choose between, by provider. */
export function switchesCommand(): Command {
  return new Command('switches')
    .description('list the switches of each provider, their values and defaults')
    .option('--json', 'as JSON')
    .action((options: { json?: boolean }) => {
      if (options.json === true) {
        print(JSON.stringify(Object.fromEntries(providers.map((one) => [one.id, one.switches])), null, 2));
        return;
      }
      for (const provider of providers) {
        print(`\n${pc.bold(provider.title)}`);
        for (const [name, one] of Object.entries(provider.switches)) {
          print(`  ${pc.cyan(`${provider.id}.${name}`)}  ${one.says}`);
          for (const [value, meaning] of Object.entries(one.values)) {
            const mark = value === one.default ? pc.green('*') : ' ';
            print(`    ${mark} ${value.padEnd(12)} ${pc.dim(meaning)}`);
          }
        }
      }
      print(
        `\n${pc.green('*')} default. Set them in a world file: switches: { <provider>: { <name>: <value> } }`,
      );
    });
}
