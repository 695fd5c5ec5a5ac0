import type { Service } from '../api/service.ts';
import { describeAgentVersions } from './agent-versions/describe-agent-versions.ts';
import { createApp } from './apps/create-app.ts';
import { deleteApp } from './apps/delete-app.ts';
import { describeApps } from './apps/describe-apps.ts';
import { updateApp } from './apps/update-app.ts';
import { describeLoadBasedAutoScaling } from './auto-scaling/describe-load-based-auto-scaling.ts';
import { describeTimeBasedAutoScaling } from './auto-scaling/describe-time-based-auto-scaling.ts';
import { describeCommands } from './commands/describe-commands.ts';
import { createDeployment } from './deployments/create-deployment.ts';
import { describeDeployments } from './deployments/describe-deployments.ts';
import { describeEcsClusters } from './ecs-clusters/describe-ecs-clusters.ts';
import { describeElasticIps } from './elastic-ips/describe-elastic-ips.ts';
import { describeElasticLoadBalancers } from './elastic-load-balancers/describe-elastic-load-balancers.ts';
import { assignInstance } from './instances/assign-instance.ts';
import { createInstance } from './instances/create-instance.ts';
import { deleteInstance } from './instances/delete-instance.ts';
import { deregisterInstance } from './instances/deregister-instance.ts';
import { describeInstances } from './instances/describe-instances.ts';
import { rebootInstance } from './instances/reboot-instance.ts';
import { registerInstance } from './instances/register-instance.ts';
import { startInstance } from './instances/start-instance.ts';
import { stopInstance } from './instances/stop-instance.ts';
import { unassignInstance } from './instances/unassign-instance.ts';
import { updateInstance } from './instances/update-instance.ts';
import { createLayer } from './layers/create-layer.ts';
import { deleteLayer } from './layers/delete-layer.ts';
import { describeLayers } from './layers/describe-layers.ts';
import { getHostnameSuggestion } from './layers/get-hostname-suggestion.ts';
import { updateLayer } from './layers/update-layer.ts';
import { describeOperatingSystems } from './operating-systems/describe-operating-systems.ts';
import { describePermissions } from './permissions/describe-permissions.ts';
import { grantAccess } from './permissions/grant-access.ts';
import { setPermission } from './permissions/set-permission.ts';
import { describeRaidArrays } from './raid-arrays/describe-raid-arrays.ts';
import { describeRdsDbInstances } from './rds-db-instances/describe-rds-db-instances.ts';
import { describeServiceErrors } from './service-errors/describe-service-errors.ts';
import { cloneStack } from './stacks/clone-stack.ts';
import { createStack } from './stacks/create-stack.ts';
import { deleteStack } from './stacks/delete-stack.ts';
import { describeStackProvisioningParameters } from './stacks/describe-stack-provisioning-parameters.ts';
import { describeStackSummary } from './stacks/describe-stack-summary.ts';
import { describeStacks } from './stacks/describe-stacks.ts';
import { startStack } from './stacks/start-stack.ts';
import { stopStack } from './stacks/stop-stack.ts';
import { updateStack } from './stacks/update-stack.ts';
import { listTags } from './tags/list-tags.ts';
import { tagResource } from './tags/tag-resource.ts';
import { untagResource } from './tags/untag-resource.ts';
import { createUserProfile } from './user-profiles/create-user-profile.ts';
import { deleteUserProfile } from './user-profiles/delete-user-profile.ts';
import { describeMyUserProfile } from './user-profiles/describe-my-user-profile.ts';
import { describeUserProfiles } from './user-profiles/describe-user-profiles.ts';
import { updateMyUserProfile } from './user-profiles/update-my-user-profile.ts';
import { updateUserProfile } from './user-profiles/update-user-profile.ts';
import { describeVolumes } from './volumes/describe-volumes.ts';
import { contract } from './contract.ts';
import { alsoNeeds, locate, resources } from './resources.ts';

/** AWS OpsWorks Stacks: one line per action. What it lacks belongs to EC2: volumes, addresses, load balancers, databases, clusters, scaling. */
export const opsworks: Service = {
  contract,
  internalError: 'InternalFailure',
  locate,
  resources,
  alsoNeeds,
  actions: {
    AssignInstance: assignInstance,
    CloneStack: cloneStack,
    CreateApp: createApp,
    CreateDeployment: createDeployment,
    CreateInstance: createInstance,
    CreateLayer: createLayer,
    CreateStack: createStack,
    CreateUserProfile: createUserProfile,
    DeleteApp: deleteApp,
    DeleteInstance: deleteInstance,
    DeleteLayer: deleteLayer,
    DeleteStack: deleteStack,
    DeleteUserProfile: deleteUserProfile,
    DeregisterInstance: deregisterInstance,
    DescribeAgentVersions: describeAgentVersions,
    DescribeApps: describeApps,
    DescribeCommands: describeCommands,
    DescribeDeployments: describeDeployments,
    DescribeEcsClusters: describeEcsClusters,
    DescribeElasticIps: describeElasticIps,
    DescribeElasticLoadBalancers: describeElasticLoadBalancers,
    DescribeInstances: describeInstances,
    DescribeLayers: describeLayers,
    DescribeLoadBasedAutoScaling: describeLoadBasedAutoScaling,
    DescribeMyUserProfile: describeMyUserProfile,
    DescribeOperatingSystems: describeOperatingSystems,
    DescribePermissions: describePermissions,
    DescribeRaidArrays: describeRaidArrays,
    DescribeRdsDbInstances: describeRdsDbInstances,
    DescribeServiceErrors: describeServiceErrors,
    DescribeStackProvisioningParameters: describeStackProvisioningParameters,
    DescribeStackSummary: describeStackSummary,
    DescribeStacks: describeStacks,
    DescribeTimeBasedAutoScaling: describeTimeBasedAutoScaling,
    DescribeUserProfiles: describeUserProfiles,
    DescribeVolumes: describeVolumes,
    GetHostnameSuggestion: getHostnameSuggestion,
    GrantAccess: grantAccess,
    ListTags: listTags,
    RebootInstance: rebootInstance,
    RegisterInstance: registerInstance,
    SetPermission: setPermission,
    StartInstance: startInstance,
    StartStack: startStack,
    StopInstance: stopInstance,
    StopStack: stopStack,
    TagResource: tagResource,
    UnassignInstance: unassignInstance,
    UntagResource: untagResource,
    UpdateApp: updateApp,
    UpdateInstance: updateInstance,
    UpdateLayer: updateLayer,
    UpdateMyUserProfile: updateMyUserProfile,
    UpdateStack: updateStack,
    UpdateUserProfile: updateUserProfile,
  },
};
