import { textAt } from '../../../functions/ssm/steps/answers.ts';
import { type Ask, AutomationAssumeRole, type MotoCase } from './moto-case.ts';

const solutions = 'aws-solutions_automated-security-response-on-aws__source_remediation_runbooks_';

async function database(ask: Ask, DBInstanceIdentifier: string): Promise<string[]> {
  const size = { AllocatedStorage: 20, DBInstanceClass: 'db.t3.micro', Engine: 'postgres' };
  const owner = { MasterUsername: 'owner', MasterUserPassword: 'not-a-secret' };
  const answer = await ask('rds', 'CreateDBInstance', { DBInstanceIdentifier, ...size, ...owner });
  return [textAt('$.DBInstance.DBInstanceArn', answer)];
}

/** Runbooks that protect what is stored. */
export const databases: MotoCase[] = [
  {
    name: 'protects a database from deletion',
    runbook: `${solutions}EnableRDSInstanceDeletionProtection.yaml`,
    prepare: async (ask) => ({ RDSInstanceARN: await database(ask, 'orders'), AutomationAssumeRole }),
    check: async (ask) =>
      expect(await ask('rds', 'DescribeDBInstances', { DBInstanceIdentifier: 'orders' })).toMatchObject({
        DBInstances: [{ DeletionProtection: true }],
      }),
  },
  {
    name: 'replaces a snapshot by an encrypted copy',
    runbook: `${solutions}EncryptRDSSnapshot.yaml`,
    prepare: async (ask) => {
      await database(ask, 'archive');
      const snapshot = { DBInstanceIdentifier: 'archive', DBSnapshotIdentifier: 'archive-1' };
      await ask('rds', 'CreateDBSnapshot', snapshot);
      return {
        SourceDBSnapshotIdentifier: ['archive-1'],
        TargetDBSnapshotIdentifier: ['archive-1-encrypted'],
        DBSnapshotType: ['snapshot'],
        AutomationAssumeRole,
      };
    },
    check: async (ask) => {
      const copied = { DBSnapshotIdentifier: 'archive-1-encrypted' };
      expect(await ask('rds', 'DescribeDBSnapshots', copied)).toMatchObject({ DBSnapshots: [{ Encrypted: true }] });
      await expect(ask('rds', 'DescribeDBSnapshots', { DBSnapshotIdentifier: 'archive-1' })).rejects.toMatchObject({
        code: 'DBSnapshotNotFound',
      });
    },
  },
  {
    name: 'protects a table from deletion',
    runbook: `${solutions}EnableDynamoDBDeletionProtection.yaml`,
    prepare: async (ask) => {
      const answer = await ask('dynamodb', 'CreateTable', {
        TableName: 'orders',
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        BillingMode: 'PAY_PER_REQUEST',
      });
      return { ResourceArn: [textAt('$.TableDescription.TableArn', answer)], AutomationAssumeRole };
    },
    check: async (ask) =>
      expect(await ask('dynamodb', 'DescribeTable', { TableName: 'orders' })).toMatchObject({
        Table: { DeletionProtectionEnabled: true },
      }),
  },
  {
    name: 'encrypts a bucket with a key',
    runbook: 'awslabs_landing-zone-accelerator-on-aws__s3-encryption.yaml',
    prepare: async (ask) => {
      await ask('s3', 'CreateBucket', { Bucket: 'keyed-bucket' });
      return { BucketName: ['keyed-bucket'], KMSMasterKey: ['alias/data'], AutomationAssumeRole };
    },
    check: async (ask) => {
      const rule = { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'alias/data' } };
      expect(await ask('s3', 'GetBucketEncryption', { Bucket: 'keyed-bucket' })).toMatchObject({
        ServerSideEncryptionConfiguration: { Rules: [rule] },
      });
    },
  },
  {
    name: 'encrypts a bucket by default',
    runbook: `${solutions}EnableDefaultEncryptionS3.yaml`,
    prepare: async (ask) => {
      await ask('s3', 'CreateBucket', { Bucket: 'plain-bucket' });
      return { AccountId: ['123456789012'], BucketName: ['plain-bucket'], AutomationAssumeRole };
    },
    check: async (ask) => {
      const rule = { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: true };
      expect(await ask('s3', 'GetBucketEncryption', { Bucket: 'plain-bucket' })).toMatchObject({
        ServerSideEncryptionConfiguration: { Rules: [rule] },
      });
    },
  },
  {
    name: 'turns a key every year',
    runbook: `${solutions}EnableKeyRotation.yaml`,
    prepare: async (ask) => ({
      KeyId: [textAt('$.KeyMetadata.KeyId', await ask('kms', 'CreateKey'))],
      AutomationAssumeRole,
    }),
    check: async (ask, { KeyId: [KeyId = ''] = [] }) =>
      expect(await ask('kms', 'GetKeyRotationStatus', { KeyId })).toMatchObject({ KeyRotationEnabled: true }),
  },
];
