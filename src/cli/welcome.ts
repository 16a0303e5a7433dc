/** What a person sees after `understudy serve`. */
import pc from 'picocolors';
import { providers, type Understudy } from '../understudy.ts';
import { version } from '../version.ts';

/** Addresses, credentials and one line to paste per provider. */
export function welcome(understudy: Understudy, source = 'household'): string {
  const world = understudy.world();
  const access = world.providers;
  const samples = world.samples();
  const now = new Date(world.clock.now()).toISOString().replace(/\.\d+Z$/, 'Z');
  const lines = [
    '',
    `  ${pc.bold('understudy')} ${pc.dim(version)}  ${pc.green('ready')} at ${pc.bold(understudy.url)}`,
    pc.dim(`  world ${world.id}, from ${source}, seed ${world.seed}, clock ${world.clock.mode()} at ${now}`),
  ];
  for (const provider of providers) {
    const { baseUrl, credentials } = access[provider.id] ?? { baseUrl: '', credentials: {} };
    const width = Math.max(...Object.keys(credentials).map((name) => name.length));
    lines.push('', `  ${pc.bold(pc.cyan(provider.title))}  ${baseUrl}`);
    for (const [name, value] of Object.entries(credentials))
      lines.push(`    ${pc.dim(name.padEnd(width))}  ${value}`);
    lines.push(`    ${pc.dim('try')} ${samples[provider.id]}`);
  }
  lines.push(
    '',
    pc.dim(`  ${understudy.url}/_understudy/worlds/${world.id} tells the same as JSON. Ctrl-C stops.`),
    '',
  );
  return lines.join('\n');
}
