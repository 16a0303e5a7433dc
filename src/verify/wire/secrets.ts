/** Secrets stay where they belong. Looked at in every case. */
import type { Offence, Seen } from './rule.ts';

/** In a URL a secret ends up in logs of proxies and servers, but where the provider itself wants it there. */
export function secretsInUrls({ exchanges, dialect, secrets }: Seen): Offence[] {
  const allowed = new Set(dialect.secretParameters ?? []);
  return exchanges.flatMap(({ number, path, query }) => {
    const places = [
      ...(holdsSecret(decoded(path), secrets) ? ['its path'] : []),
      ...Object.entries(query)
        .filter(([name, value]) => !allowed.has(name) && holdsSecret(value, secrets))
        .map(([name]) => `query parameter ${name}`),
    ];
    return places.map((place) => ({ message: `#${number} has a secret in ${place}.`, exchanges: [number] }));
  });
}

export function holdsSecret(text: string, secrets: readonly string[]): boolean {
  return secrets.some((secret) => text.includes(secret));
}

/** The text with every secret masked, as it stands or as URLs and JSON write it. */
export function masked(text: string, secrets: readonly string[]): string {
  let shown = text;
  for (const secret of secrets) {
    for (const form of new Set([secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]))
      shown = shown.replaceAll(form, '***');
  }
  return shown;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
