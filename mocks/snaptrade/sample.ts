/** A request a person can paste after start-up: signed by openssl at the moment it is run. */
import { applicationOf } from './application.ts';
import { readyUser } from './ready-user.ts';
import type { SnapTradeWorld } from './state.ts';

/** Lists the accounts of the ready user. Needs sh, curl, openssl and base64. */
export function sample(world: SnapTradeWorld, baseUrl: string): string {
  const { clientId, consumerKey } = applicationOf(world);
  const query = new URLSearchParams({ clientId, ...readyUser(world) });
  const text = '{"content":null,"path":"/accounts","query":"%s"}';
  return [
    `Q="${query}&timestamp=$(date +%s)"`,
    `S=$(printf '${text}' "$Q" | openssl dgst -sha256 -hmac '${consumerKey}' -binary | base64)`,
    `curl -s "${baseUrl}/accounts?$Q" -H "Signature: $S"`,
  ].join('; ');
}
