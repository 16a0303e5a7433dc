/**
 * Refusals as the provider's OpenAPI document has them (ST-372): the names of its server's exception classes, which
 * vary with the status, and codes that are numbers. Nobody has seen one on the wire.
 */
import type { RefusalBody } from './schemas.ts';

/** The one 403 with a name of its own: a feature that is off. */
const FEATURE_OFF = '1141';

export function documentedRefusalBody(detail: string, status: number, code: string | undefined): RefusalBody {
  if (status === 501) return { error: detail };
  if (code === undefined) return { detail };
  const known = /^\d+$/.test(code) ? Number(code) : code;
  switch (status) {
    case 400:
    case 401:
    case 403:
    case 404:
      return code === FEATURE_OFF
        ? { detail, default_code: known }
        : { default_detail: detail, default_code: known };
    case 402:
    case 425:
      return { detail, code: known };
    default:
      return { detail, status_code: status, code: known };
  }
}
