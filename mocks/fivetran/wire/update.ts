/** An update as clients send it, read into what it means here. A field that is null was not given (FT-35). */
import type { Settings } from '../../../fixtures/pipelines/index.ts';
import type { BodyOf, Json } from '../../../src/provider/index.ts';
import type { operations } from '../generated/types.ts';
import type { Labels } from '../state.ts';

export type UpdateBody = BodyOf<operations['updateConnection']>;

export interface Changes {
  readonly paused: boolean | undefined;
  /** True: read everything anew. False is the same as not given (FT-C19). */
  readonly historical: boolean | undefined;
  readonly settings: Partial<Settings>;
  readonly labels: Labels;
  readonly runSetupTests: boolean | undefined;
}

/** Fields that say how to update, not what (FT-34). */
const CONTROLS: ReadonlySet<string> = new Set([
  'run_setup_tests',
  'trust_certificates',
  'trust_fingerprints',
]);
/** Fields that are kept; an update has to give at least one of them. */
const KEPT: ReadonlySet<string> = new Set([
  'paused',
  'schedule_type',
  'sync_frequency',
  'daily_sync_time',
  'pause_after_trial',
  'data_delay_sensitivity',
  'data_delay_threshold',
  'is_historical_sync',
  'schema_status',
  'networking_method',
  'private_link_id',
  'proxy_agent_id',
  'hybrid_deployment_agent_id',
  'config',
  'auth',
  'destination_configuration',
]);

/** Why an update may not be made, in words; undefined if it may. */
export function emptyUpdate(body: UpdateBody): string | undefined {
  const given = Object.entries(body)
    .filter(([, value]) => value !== null)
    .map(([name]) => name);
  if (given.some((name) => KEPT.has(name))) return undefined;
  const controls = given.filter((name) => CONTROLS.has(name));
  return controls.length === 0
    ? `At least one field to update is required. Allowed: ${[...KEPT].join(', ')}`
    : `Field '${controls[0]}' cannot be used on its own: at least one field to update is required`;
}

export function changesIn(body: UpdateBody): Changes {
  const { daily_sync_time: dailyTime, config, destination_configuration: destination } = body;
  return {
    paused: body.paused ?? undefined,
    historical: body.is_historical_sync ?? undefined,
    runSetupTests: body.run_setup_tests ?? undefined,
    settings: given({
      schedule: body.schedule_type,
      everyMinutes: body.sync_frequency,
      dailyHour: dailyTime == null ? undefined : Number(dailyTime.slice(0, 2)),
      pauseAfterTrial: body.pause_after_trial,
      delaySensitivity: body.data_delay_sensitivity,
      delayThreshold: body.data_delay_threshold,
    }),
    labels: given({
      networkingMethod: body.networking_method,
      privateLinkId: body.private_link_id,
      proxyAgentId: body.proxy_agent_id,
      hybridDeploymentAgentId: body.hybrid_deployment_agent_id,
      schemaStatus: body.schema_status,
      virtualWarehouse: destination?.virtual_warehouse,
      config: config as Readonly<Record<string, Json>> | null | undefined,
    }),
  };
}

type Given<T> = { [K in keyof T]?: NonNullable<T[K]> };

/** Without the members that are null or undefined. */
function given<T extends object>(fields: T): Given<T> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== null && value !== undefined),
  ) as Given<T>;
}
