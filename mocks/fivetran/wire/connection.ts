/** A connection as the API shows it; lists and details tell the same of it. */
import { sub } from '../../../fixtures/ledger/seed.ts';
import {
  type Course,
  isDelayed,
  type PipelineNotice,
  type PipelineSetupTest,
  type PipelinesWing,
} from '../../../fixtures/pipelines/index.ts';
import type { AnswerBody } from '../../../src/provider/index.ts';
import type { operations } from '../generated/types.ts';
import type { Life } from '../state.ts';
import { masked } from './secrets.ts';
import { hourOfDay, timestamp, timestampOrNull } from './time.ts';

export type ConnectionBody = AnswerBody<operations['getConnection']>['data'];
type StatusBody = ConnectionBody['status'];

export function connectionBody(wing: PipelinesWing, life: Life): ConnectionBody {
  const { connection, settings, course, labels } = life;
  const seed = sub(wing.seed, 'times', connection.key);
  const setupTests = life.setupTests ?? connection.setupTests;
  const creator = connection.connectedBy === undefined ? undefined : wing.userByKey(connection.connectedBy);
  return {
    id: connection.id,
    service: connection.service,
    schema: connection.schema,
    paused: course.paused,
    status: statusBody(wing, life),
    config: masked({ ...connection.config, ...labels.config }),
    group_id: wing.groupByKey(connection.group)?.id ?? connection.group,
    service_version: connection.serviceVersion,
    connected_by: creator?.id ?? null,
    created_at: timestamp(seed, connection.createdAt),
    succeeded_at: timestampOrNull(seed, course.succeededAt),
    failed_at: timestampOrNull(seed, course.failedAt),
    pause_after_trial: settings.pauseAfterTrial,
    sync_frequency: settings.everyMinutes as ConnectionBody['sync_frequency'],
    data_delay_threshold: settings.delayThreshold,
    data_delay_sensitivity: settings.delaySensitivity,
    daily_sync_time: hourOfDay(settings.dailyHour),
    schedule_type: settings.schedule,
    ...(setupTests !== undefined && { setup_tests: setupTests.map(setupTestBody) }),
    networking_method: (labels.networkingMethod ??
      connection.networkingMethod ??
      null) as ConnectionBody['networking_method'],
    private_link_id: labels.privateLinkId ?? null,
    proxy_agent_id: labels.proxyAgentId ?? null,
    hybrid_deployment_agent_id: labels.hybridDeploymentAgentId ?? null,
    source_sync_details: {},
    ...warehouse(wing, life),
  };
}

function statusBody(wing: PipelinesWing, { connection, settings, course, labels, late }: Life): StatusBody {
  const seed = sub(wing.seed, 'times', connection.key);
  const schemaStatus = labels.schemaStatus ?? connection.schemaStatus;
  return {
    tasks: (connection.tasks ?? (course.setup === 'broken' ? [RECONNECT] : [])).map(noticeBody),
    warnings: connection.warnings.map(noticeBody),
    setup_state: course.setup,
    ...(schemaStatus !== undefined && { schema_status: schemaStatus }),
    sync_state: syncState(course),
    update_state: late === true || isDelayed(connection, settings, course) ? 'delayed' : 'on_schedule',
    is_historical_sync: course.historical,
    rescheduled_for: timestampOrNull(seed, course.waitsUntil),
  };
}

/** A course waits for quota only while it neither runs nor is paused. */
function syncState({ paused, run, waitsUntil }: Course): string {
  if (paused) return 'paused';
  if (run !== null) return 'syncing';
  return waitsUntil === null ? 'scheduled' : 'rescheduled';
}

/** What a connection that broke asks of a person, unless the world file names other tasks (FT-52). */
const RECONNECT: PipelineNotice = {
  code: 'reconnect',
  message: 'Reconnect',
  details: 'The last sync failed. Check the credentials of the source.',
};

function noticeBody({ code, message, details }: PipelineNotice): StatusBody['tasks'][number] {
  return { code, message, ...(details !== undefined && { details }) };
}

function setupTestBody({ title, status, message, details }: PipelineSetupTest) {
  return {
    title,
    status,
    ...(message !== undefined && { message }),
    ...(details !== undefined && { details }),
  };
}

/** Snowflake lets a connection choose its warehouse. */
function warehouse(wing: PipelinesWing, { connection, labels }: Life) {
  const service = wing.destinations.get(connection.group)?.service;
  const chosen = labels.virtualWarehouse ?? (service === 'snowflake' ? 'LOADING' : undefined);
  return chosen === undefined ? {} : { destination_configuration: { virtual_warehouse: chosen } };
}
