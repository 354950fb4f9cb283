import { plainCalls } from './calls.js';
import { REGIONS, type Region } from './identities.js';
import type { ApiCall } from './records.js';

/** One call of a permission enumeration, in the region where it is tried. */
export interface Probe {
  readonly region: Region;
  readonly call: ApiCall;
}

/** What the pipeline's policy allows, which an enumeration finds out as well. */
const ALLOWED = plainCalls(
  'sts: GetCallerIdentity',
  'iam: GetUser',
  'ecr: DescribeRepositories GetAuthorizationToken',
  'ecs: ListClusters ListTaskDefinitions',
  'cloudformation: ListStacks',
  'lambda: GetAccountSettings20160819',
);

/** Tried in every region: machines, networks and data may be anywhere. */
const IN_EVERY_REGION = plainCalls(
  'ec2: DescribeInstances DescribeVolumes DescribeSnapshots DescribeImages DescribeKeyPairs DescribeSecurityGroups',
  'ec2: DescribeVpcs DescribeSubnets DescribeAddresses DescribeNetworkInterfaces DescribeLaunchTemplates DescribeVpnGateways',
  'ec2: DescribeNatGateways DescribeRouteTables DescribeFlowLogs DescribeSpotInstanceRequests DescribeReservedInstances',
  'ec2: DescribeTransitGateways DescribeVpcEndpoints DescribeVpcPeeringConnections DescribeInternetGateways DescribeHosts',
  'ec2: DescribeNetworkAcls DescribeTags DescribeFleets DescribeIamInstanceProfileAssociations DescribeClientVpnEndpoints',
  'ec2: DescribeCustomerGateways DescribeDhcpOptions DescribePlacementGroups DescribeExportTasks DescribeConversionTasks',
  'rds: DescribeDBInstances DescribeDBSnapshots',
  'secretsmanager: ListSecrets',
  'ssm: DescribeParameters',
  'dynamodb: ListTables',
  'lambda: ListFunctions20150331 ListLayers20181031',
  'eks: ListClusters',
  'logs: DescribeLogGroups',
  'sns: ListTopics ListSubscriptions',
  'sqs: ListQueues',
  'autoscaling: DescribeAutoScalingGroups DescribeLaunchConfigurations',
  'elasticloadbalancing: DescribeLoadBalancers DescribeTargetGroups',
  'cloudwatch: DescribeAlarms ListDashboards',
  'kms: ListKeys',
  'ses: GetAccount ListEmailIdentities',
);

/** Tried once, in the tool's default region: global services and the long tail. */
const IN_ONE_REGION = plainCalls(
  'iam: ListUsers ListRoles ListGroups ListPolicies ListAccountAliases ListMFADevices ListServerCertificates ListSAMLProviders',
  'iam: GetAccountSummary GetAccountPasswordPolicy GetAccountAuthorizationDetails GetCredentialReport ListInstanceProfiles',
  'iam: ListVirtualMFADevices ListOpenIDConnectProviders',
  's3: ListBuckets GetAccountPublicAccessBlock ListAccessPoints ListJobs',
  'organizations: DescribeOrganization ListAccounts ListRoots',
  'cloudtrail: DescribeTrails ListTrails GetTrailStatus LookupEvents',
  'config: DescribeConfigurationRecorders DescribeConfigRules',
  'guardduty: ListDetectors',
  'securityhub: DescribeHub GetFindings',
  'cloudfront: ListDistributions2020_05_31 ListFunctions2020_05_31',
  'route53: ListHostedZones ListHealthChecks GetHostedZoneCount',
  'apigateway: GetRestApis GetApiKeys GetDomainNames',
  'cognito-idp: ListUserPools',
  'redshift: DescribeClusters DescribeClusterSnapshots',
  'elasticache: DescribeCacheClusters DescribeReplicationGroups',
  'athena: ListWorkGroups ListDataCatalogs',
  'glue: GetDatabases GetJobs GetConnections',
  'sagemaker: ListNotebookInstances ListModels ListEndpoints',
  'bedrock: ListFoundationModels GetModelInvocationLoggingConfiguration',
  'codebuild: ListProjects ListSourceCredentials',
  'backup: ListBackupVaults ListBackupPlans',
  'servicequotas: ListServiceQuotas ListServices',
  'sts: GetFederationToken',
);

/** What a broad enumeration with the pipeline's key tries, in order, and which of it is refused. */
export function probes(): { readonly allowed: readonly Probe[]; readonly refused: readonly Probe[] } {
  const inRegions = (calls: readonly ApiCall[], count: number) =>
    REGIONS.slice(0, count).flatMap((region) => calls.map((call) => ({ region, call })));
  return {
    allowed: inRegions(ALLOWED, 1),
    refused: [...inRegions(IN_ONE_REGION, 1), ...inRegions(IN_EVERY_REGION, REGIONS.length)],
  };
}
