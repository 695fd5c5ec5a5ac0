import type { DescribeOperatingSystemsResponse, OperatingSystem } from '@aws-sdk/client-opsworks';

const managers = ['11.10', '12'].map((Version) => ({ Name: 'Chef', Version }));

const linux = (Name: string, ReportedName: string, ReportedVersion: string): OperatingSystem => ({
  Name,
  Id: Name.toLowerCase().replace(/[^a-z0-9]+/g, '-'),
  Type: 'Linux',
  ConfigurationManagers: managers,
  ReportedName,
  ReportedVersion,
  Supported: true,
});

/** Names only: the agent runs wherever Node does. */
const systems: OperatingSystem[] = [
  linux('Amazon Linux 2', 'amazon', '2'),
  linux('CentOS Linux 7', 'centos', '7'),
  linux('Red Hat Enterprise Linux 7', 'redhat', '7'),
  linux('Ubuntu 16.04 LTS', 'ubuntu', '16.04'),
  linux('Ubuntu 18.04 LTS', 'ubuntu', '18.04'),
  { ...linux('Custom', 'custom', ''), ReportedVersion: undefined },
];

/**
 * The operating systems that OpsWorks knew.
 * Source: https://docs.aws.amazon.com/opsworks/latest/APIReference/API_DescribeOperatingSystems.html
 */
export async function describeOperatingSystems(): Promise<DescribeOperatingSystemsResponse> {
  return { OperatingSystems: systems };
}
