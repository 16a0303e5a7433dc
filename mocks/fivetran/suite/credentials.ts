/** The pair a client gets in with: the account has one. Cases may ask for pairs that do not exist. */

/** As faults name the account's key. */
export const USUAL = 'key';

type Pair = Readonly<Record<'key' | 'secret', string>>;

export function credentials(shown: Readonly<Record<string, string>>, name: string): Pair | undefined {
  const { key = '', secret = '' } = shown;
  switch (name) {
    case USUAL:
      return { key, secret };
    case 'wrong-secret':
      return { key, secret: backwards(secret) };
    case 'unknown-key':
      return { key: backwards(key), secret };
    default:
      return undefined;
  }
}

/** Just as long, of the same letters, and wrong. */
function backwards(text: string): string {
  const turned = [...text].reverse().join('');
  return turned === text ? `${turned}0` : turned;
}
