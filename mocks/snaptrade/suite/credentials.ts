/**
 * What a client gets in with: the application's pair and a user's. Cases may ask for some that do not hold, and for the
 * other two ways in: a personal key, which names no user, and an OAuth application, whose tokens are a job's input.
 */

/** As faults name the application. */
export const USUAL = 'clientId';

type Names = 'clientId' | 'consumerKey' | 'userId' | 'userSecret';

/** Which member is wrong, by the name a case gives. */
const WRONG: Readonly<Record<string, Names>> = {
  'wrong-key': 'consumerKey',
  'unknown-client': 'clientId',
  'unknown-user': 'userId',
  'wrong-secret': 'userSecret',
};

export function credentials(
  shown: Readonly<Record<string, string>>,
  name: string,
): Readonly<Record<string, string>> | undefined {
  const {
    personalClientId = '',
    personalConsumerKey = '',
    oauthClientId = '',
    oauthClientSecret = '',
  } = shown;
  if (name === 'personal') return { clientId: personalClientId, consumerKey: personalConsumerKey };
  if (name === 'oauth') return { oauthClientId, oauthClientSecret };
  const { clientId = '', consumerKey = '', userId = '', userSecret = '' } = shown;
  const own = { clientId, consumerKey, userId, userSecret };
  if (name === USUAL) return own;
  const wrong = Object.hasOwn(WRONG, name) ? WRONG[name] : undefined;
  return wrong === undefined ? undefined : { ...own, [wrong]: backwards(own[wrong]) };
}

/** Just as long, of the same letters, and wrong. */
function backwards(text: string): string {
  const turned = [...text].reverse().join('');
  return turned === text ? `${turned}0` : turned;
}
