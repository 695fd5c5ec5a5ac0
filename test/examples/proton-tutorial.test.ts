import { execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { dataFolder, startServer } from '../../bench/server.ts';

const bundles = join(import.meta.dirname, '../../../shared/cases/proton-bundles');
const network = 'mreferre__vpc-ecscluster-lb-fargate-tutorial-vpc-ecscluster-env';
const service = 'mreferre__vpc-ecscluster-lb-fargate-tutorial-lb-fargate-svc';
const run = promisify(execFile);

/**
 * The commands of AWS's tutorial, with bundles by S3 as they were before repositories were linked, and with the waits and the deletion of versions
 * without which its last step is refused. Source: https://docs.aws.amazon.com/proton/latest/userguide/ag-getting-started-cli.html
 */
const tutorial = `
aws s3 mb s3://your-bucket
tar -czf env-template.tar.gz -C ${join(bundles, network)} schema infrastructure
tar -czf svc-template.tar.gz -C ${join(bundles, service)} schema instance_infrastructure pipeline_infrastructure
aws s3 cp env-template.tar.gz s3://your-bucket/env-template.tar.gz
aws s3 cp svc-template.tar.gz s3://your-bucket/svc-template.tar.gz
mkdir env svc && cp -r ${join(bundles, network)}/spec env && cp -r ${join(bundles, service)}/spec svc
sed -i 's/"Beta"/"fargate-env-prod"/; s/"frontend-dev"/"load-balanced-fargate-svc-prod"/' svc/spec/svc-spec.yaml
aws proton update-account-settings --pipeline-service-role-arn "arn:aws:iam::123456789012:role/AWSProtonServiceRole"

aws proton create-environment-template \\
  --name "fargate-env" \\
  --display-name "Public VPC Fargate" \\
  --description "VPC with public access and ECS cluster"
aws proton create-environment-template-version \\
  --template-name "fargate-env" \\
  --description "Version 1" \\
  --source s3="{bucket=your-bucket,key=env-template.tar.gz}"
aws proton wait environment-template-version-registered \\
  --template-name "fargate-env" \\
  --major-version "1" \\
  --minor-version "0"
aws proton update-environment-template-version \\
  --template-name "fargate-env" \\
  --major-version "1" \\
  --minor-version "0" \\
  --status "PUBLISHED"

aws proton create-service-template \\
  --name "load-balanced-fargate-svc" \\
  --display-name "Load balanced Fargate service" \\
  --description "Fargate service with an application load balancer"
aws proton create-service-template-version \\
  --template-name "load-balanced-fargate-svc" \\
  --description "Version 1" \\
  --source s3="{bucket=your-bucket,key=svc-template.tar.gz}" \\
  --compatible-environment-templates '[{"templateName":"fargate-env","majorVersion":"1"}]'
aws proton wait service-template-version-registered \\
  --template-name "load-balanced-fargate-svc" \\
  --major-version "1" \\
  --minor-version "0"
aws proton update-service-template-version \\
  --template-name "load-balanced-fargate-svc" \\
  --major-version "1" \\
  --minor-version "0" \\
  --status "PUBLISHED"

cd env
aws proton create-environment \\
  --name "fargate-env-prod" \\
  --template-name "fargate-env" \\
  --template-major-version 1 \\
  --proton-service-role-arn "arn:aws:iam::123456789012:role/AWSProtonServiceRole" \\
  --spec "file://spec/env-spec.yaml"
aws proton wait environment-deployed --name "fargate-env-prod"

cd ../svc
aws proton create-service \\
  --name "static-website" \\
  --repository-connection-arn \\
    "arn:aws:codestar-connections:us-east-1:123456789012:connection/your-codestar-connection-id" \\
  --repository-id "your-GitHub-account/aws-proton-sample-services" \\
  --branch-name "main" \\
  --template-major-version 1 \\
  --template-name "load-balanced-fargate-svc" \\
  --spec "file://spec/svc-spec.yaml"
aws proton wait service-created --name "static-website"
aws proton list-service-instance-outputs \\
  --service-name "static-website" \\
  --service-instance-name load-balanced-fargate-svc-prod

aws proton delete-service --name "static-website"
aws proton wait service-deleted --name "static-website"
aws proton delete-environment --name "fargate-env-prod"
while aws proton get-environment --name "fargate-env-prod" > /dev/null 2>&1; do sleep 0.2; done
aws proton delete-service-template-version --template-name "load-balanced-fargate-svc" --major-version 1 --minor-version 0
aws proton delete-service-template --name "load-balanced-fargate-svc"
aws proton delete-environment-template-version --template-name "fargate-env" --major-version 1 --minor-version 0
aws proton delete-environment-template --name "fargate-env"
aws proton list-environment-templates --output text --query 'length(templates)'
`;

const hasAws = spawnSync('aws', ['proton', 'wait', 'help']).status === 0;
if (!hasAws) console.log("the AWS CLI is not installed, or knows no Proton: AWS's tutorial is not run");

(hasAws && existsSync(bundles) ? describe : describe.skip)("AWS's own tutorial for the command line", () => {
  it('runs from the first template to the last deletion', async () => {
    const { path: data, remove } = dataFolder();
    const server = await startServer(data);
    const env = {
      PATH: process.env.PATH ?? '',
      HOME: process.env.HOME ?? '',
      AWS_PAGER: '',
      AWS_ENDPOINT_URL: server.url.href,
      AWS_SHARED_CREDENTIALS_FILE: join(data, 'credentials'),
      AWS_DEFAULT_REGION: 'us-east-1',
    };
    const cwd = mkdtempSync(join(tmpdir(), 'proton-tutorial-'));

    const { stdout } = await run('bash', ['-ec', tutorial], { cwd, env }).finally(() => server.kill('SIGTERM'));
    remove();

    expect(stdout).toMatch(/"key": "ServiceEndpoint",\s+"valueString": "http:\/\/[^"]+"/);
    expect(stdout.trimEnd()).toMatch(/\n0$/);
  }, 300_000);
});
