import { providers, type Understudy } from '../understudy.ts';
import type { ProviderAccess, WorldHandle } from '../world/handle.ts';

/**
 * Environment variables that point existing clients at a world, by the names those clients already read.
 *
 * @example { UNDERSTUDY_URL: 'http://127.0.0.1:4010', UNDERSTUDY_WORLD: 'main', ... }
 */
export function environment(understudy: Understudy, world: WorldHandle): Record<string, string> {
  return variablesOf(understudy.url, world.id, world.providers);
}

/** The same, of a world of any simulator. */
export function variablesOf(
  url: string,
  world: string,
  access: Readonly<Record<string, ProviderAccess>>,
): Record<string, string> {
  const variables: Record<string, string> = { UNDERSTUDY_URL: url, UNDERSTUDY_WORLD: world };
  for (const provider of providers) {
    const { baseUrl, credentials } = access[provider.id] ?? { baseUrl: '', credentials: {} };
    for (const [name, source] of Object.entries(provider.environment ?? {})) {
      const value = source.startsWith('baseUrl')
        ? baseUrl + source.slice('baseUrl'.length)
        : credentials[source];
      if (value !== undefined) variables[name] = value;
    }
  }
  return variables;
}
