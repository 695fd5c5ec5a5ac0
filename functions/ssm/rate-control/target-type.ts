import type { StartAutomationExecutionRequest } from '@aws-sdk/client-ssm';
import type { Ports } from '../../ports/ports.ts';
import type { ExecutionRecord } from '../automation-executions/record.ts';
import { findDocument } from '../documents/record.ts';
import { textAt } from '../steps/answers.ts';
import { allPages } from './resources.ts';
import { isSought } from './targets.ts';

/** The TargetType of the document an execution runs, such as `/AWS::EC2::Instance`, where resources are to be found by it. Throws InvalidTarget. */
export async function targetTypeOf(
  { Targets: targets = [], DocumentName: name = '' }: StartAutomationExecutionRequest,
  record: ExecutionRecord,
  { store, aws }: Pick<Ports, 'store' | 'aws'>,
): Promise<string | undefined> {
  if (!targets.some(({ Key: key = '' }) => isSought(key))) return undefined;
  const wanted = { Name: record.documentName, DocumentVersion: record.documentVersion };
  const found = await findDocument(store, wanted, record);
  if (typeof found !== 'string') return found.version.targetType;
  // A document of AWS's own, or of another account.
  const input = { Name: name, DocumentVersion: record.documentVersion };
  const question = { service: 'ssm', operation: 'DescribeDocument', input, token: 'NextToken' };
  const seeker = { aws, sessionName: record.id, region: record.region, targetType: undefined };
  const [answer = {}] = await allPages(question, seeker);
  return textAt('$.Document.TargetType', answer) || undefined;
}
