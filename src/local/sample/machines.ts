import { serviceLinked, vendor, workload } from './callers.js';
import { LOG_BUCKET, plainCalls } from './calls.js';
import { ACCOUNTS, awsService, type Region } from './identities.js';
import {
  CONFIG_CALLS,
  DELIVERY_CALLS,
  MONITORING_CALLS,
  SCALING_CALLS,
  SERVER_CALLS,
  WORKER_CALLS,
} from './machine-calls.js';
import type { Routine } from './routine.js';

const { production, staging } = ACCOUNTS;
const EVERYWHERE: readonly Region[] = ['us-east-1', 'us-east-1', 'eu-west-1', 'eu-west-1', 'eu-central-1'];
const EUROPE: readonly Region[] = ['eu-west-1', 'eu-west-1', 'eu-central-1'];

/** What runs day and night without a person: servers, functions, AWS services, a monitoring vendor. Most of all events. */
export const MACHINES: readonly Routine[] = [
  {
    name: 'config',
    accountId: production,
    session: serviceLinked(production, 'AWSServiceRoleForConfig', 'config.amazonaws.com'),
    sessionHours: 6,
    pace: { rhythm: 'steady', visitsPerDay: 100, callsPerVisit: [5, 11], pauseSeconds: 2 },
    regions: EVERYWHERE,
    calls: CONFIG_CALLS,
  },
  {
    name: 'monitoring production',
    accountId: production,
    session: vendor(production),
    sessionHours: 1,
    pace: { rhythm: 'steady', visitsPerDay: 96, callsPerVisit: [7, 15], pauseSeconds: 1 },
    regions: EVERYWHERE,
    calls: MONITORING_CALLS,
    refusals: {
      perDay: 2,
      calls: plainCalls('ec2: DescribeReservedInstances', 'kms: GetKeyPolicy', 's3: GetBucketTagging'),
    },
  },
  {
    name: 'monitoring staging',
    accountId: staging,
    session: vendor(staging),
    sessionHours: 1,
    pace: { rhythm: 'steady', visitsPerDay: 96, callsPerVisit: [3, 7], pauseSeconds: 1 },
    regions: EVERYWHERE,
    calls: MONITORING_CALLS,
  },
  {
    name: 'app-server',
    accountId: production,
    session: workload({ accountId: production, name: 'app-server', service: 'ec2', address: '203.0.113.10' }),
    sessionHours: 6,
    pace: { rhythm: 'steady', visitsPerDay: 250, callsPerVisit: [2, 6], pauseSeconds: 3 },
    regions: ['us-east-1', 'us-east-1', 'eu-west-1'],
    calls: SERVER_CALLS,
  },
  {
    name: 'orders-worker',
    accountId: production,
    session: workload({ accountId: production, name: 'orders-worker', service: 'lambda', address: '203.0.113.24' }),
    sessionHours: 1,
    pace: { rhythm: 'steady', visitsPerDay: 200, callsPerVisit: [1, 5], pauseSeconds: 1 },
    regions: ['us-east-1', 'eu-west-1'],
    calls: WORKER_CALLS,
  },
  {
    name: 'checkout-task',
    accountId: production,
    session: workload({ accountId: production, name: 'checkout-task', service: 'ecs-tasks', address: '203.0.113.11' }),
    sessionHours: 4,
    pace: { rhythm: 'steady', visitsPerDay: 150, callsPerVisit: [1, 5], pauseSeconds: 2 },
    regions: EUROPE,
    calls: WORKER_CALLS,
  },
  {
    name: 'catalogue-worker',
    accountId: staging,
    session: workload({ accountId: staging, name: 'catalogue-worker', service: 'lambda', address: '203.0.113.32' }),
    sessionHours: 2,
    pace: { rhythm: 'steady', visitsPerDay: 110, callsPerVisit: [1, 5], pauseSeconds: 1 },
    regions: EUROPE,
    calls: WORKER_CALLS,
  },
  {
    name: 'autoscaling',
    accountId: production,
    session: serviceLinked(production, 'AWSServiceRoleForAutoScaling', 'autoscaling.amazonaws.com'),
    sessionHours: 6,
    pace: { rhythm: 'steady', visitsPerDay: 40, callsPerVisit: [2, 6], pauseSeconds: 4 },
    regions: EVERYWHERE,
    calls: SCALING_CALLS,
  },
  {
    name: 'log delivery',
    accountId: production,
    session: () => ({ caller: awsService('delivery.logs.amazonaws.com') }),
    sessionHours: 24,
    pace: { rhythm: 'steady', visitsPerDay: 200, callsPerVisit: [1, 3], pauseSeconds: 1 },
    regions: EVERYWHERE,
    calls: DELIVERY_CALLS,
    refusals: {
      perDay: 3,
      calls: [{ service: 's3', name: 'GetBucketAcl', request: { bucketName: LOG_BUCKET, acl: '' } }],
    },
  },
];
