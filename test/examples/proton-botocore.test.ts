import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const root = join(import.meta.dirname, '../..');
const scratch = mkdtempSync(join(tmpdir(), 'proton-botocore-'));
const data = join(scratch, 'data');
const run = promisify(execFile);

const program = `
import io, json, tarfile, boto3
from botocore.exceptions import WaiterError
proton, s3 = boto3.client('proton'), boto3.client('s3')
s3.create_bucket(Bucket='templates')
fast = {'Delay': 1, 'MaxAttempts': 60}
role = 'arn:aws:iam::000000000000:role/proton'
manifest = 'infrastructure: {templates: [{file: t.yaml, rendering_engine: jinja, template_language: cloudformation}]}'
template = 'Resources: {Topic: {Type: "AWS::SNS::Topic"}}\\nOutputs: {Name: {Value: !Ref Topic}}\\n'
def schema(*kinds): return json.dumps({'schema': {'format': {'openapi': '3.0.0'}, **{k: 'T' for k in kinds}, 'types': {'T': {'type': 'object'}}}})

def source(schema, *folders, text=template):
    body = io.BytesIO()
    with tarfile.open(fileobj=body, mode='w:gz') as tar:
        for name, content in [('schema/schema.yaml', schema)] + [(f'{f}/{n}', c) for f in folders for n, c in [('manifest.yaml', manifest), ('t.yaml', text)]]:
            entry = tarfile.TarInfo(name); entry.size = len(content); tar.addfile(entry, io.BytesIO(content.encode()))
    s3.put_object(Bucket='templates', Key=str(hash((schema, folders, text))), Body=body.getvalue())
    return {'s3': {'bucket': 'templates', 'key': str(hash((schema, folders, text)))}}

def waited(waiter, /, **at):
    try: proton.get_waiter(waiter).wait(**at, WaiterConfig=fast); return 'done'
    except WaiterError as error: return 'failure' if 'terminal failure' in str(error) else str(error)

done, v = {}, dict(templateName='env', majorVersion='1', minorVersion='0')
for name in ('env', 'env-two', 'env-three'): proton.create_environment_template(name=name)
proton.create_environment_template_version(templateName='env', source=source(schema('environment_input_type'), 'infrastructure'))
done['environment_template_version_registered'] = waited('environment_template_version_registered', **v)
proton.create_environment_template_version(templateName='env', source=source(schema('environment_input_type')), majorVersion='1')
bad = waited('environment_template_version_registered', **{**v, 'minorVersion': '1'})
proton.update_environment_template_version(**v, status='PUBLISHED')
s = dict(templateName='svc', majorVersion='1', minorVersion='0')
for name in ('svc', 'svc-two'): proton.create_service_template(name=name)
folders = ('instance_infrastructure', 'pipeline_infrastructure')
compatible = [{'templateName': 'env', 'majorVersion': '1'}]
for major in ({}, {'majorVersion': '1'}):
    proton.create_service_template_version(templateName='svc', compatibleEnvironmentTemplates=compatible, source=source(schema('service_input_type', 'pipeline_input_type'), *folders), **major)
done['service_template_version_registered'] = waited('service_template_version_registered', **s)
proton.update_service_template_version(**s, status='PUBLISHED')
proton.update_account_settings(pipelineServiceRoleArn=role)
for name in ('one', 'two'):
    proton.create_environment(name=name, templateName='env', templateMajorVersion='1', protonServiceRoleArn=role, spec='proton: EnvironmentSpec\\nspec: {}\\n')
done['environment_deployed'] = waited('environment_deployed', name='one')
waited('environment_deployed', name='two')
def spec(*names): return json.dumps({'proton': 'ServiceSpec', 'pipeline': {}, 'instances': [{'name': n, 'environment': 'one'} for n in names]})
repository = dict(repositoryConnectionArn='arn:aws:codestar-connections:us-east-1:000000000000:connection/c', repositoryId='me/app', branchName='main')
for name in ('app', 'gone'):
    proton.create_service(name=name, templateName='svc', templateMajorVersion='1', spec=spec('a', 'b'), **repository)
    done['service_created'] = waited('service_created', name=name)
done['service_instance_deployed'] = waited('service_instance_deployed', serviceName='app', name='a')
done['service_pipeline_deployed'] = waited('service_pipeline_deployed', name='app')
proton.update_service(name='app', spec=spec('a', 'b', 'c'))
done['service_updated'] = waited('service_updated', name='app')
proton.create_service(name='left', templateName='svc', templateMajorVersion='1', spec=spec('a'), **repository)
waited('service_created', name='left')
proton.delete_service(name='gone')
done['service_deleted'] = waited('service_deleted', name='gone')
for name in ('x', 'y'): proton.create_environment_account_connection(environmentName=name, managementAccountId='000000000000', roleArn=role)
arn = proton.get_environment(name='one')['environment']['arn']
proton.tag_resource(resourceArn=arn, tags=[{'key': k, 'value': 'v'} for k in ('a', 'b')])
def pages(name, key, /, **at):
    found = [len(page[key]) for page in proton.get_paginator(name).paginate(**at, PaginationConfig={'PageSize': 1})]
    return sum(found) if max(found) == 1 else found
print(json.dumps([done, bad, {
    'list_environment_account_connections': pages('list_environment_account_connections', 'environmentAccountConnections', requestedBy='ENVIRONMENT_ACCOUNT'),
    'list_environment_template_versions': pages('list_environment_template_versions', 'templateVersions', templateName='env', majorVersion='1'),
    'list_environment_templates': pages('list_environment_templates', 'templates'),
    'list_environments': pages('list_environments', 'environments'),
    'list_service_instances': pages('list_service_instances', 'serviceInstances', serviceName='app'),
    'list_service_template_versions': pages('list_service_template_versions', 'templateVersions', templateName='svc', majorVersion='1'),
    'list_service_templates': pages('list_service_templates', 'templates'),
    'list_services': pages('list_services', 'services'),
    'list_tags_for_resource': pages('list_tags_for_resource', 'tags', resourceArn=arn) >= 2,
}]))
`;

/** A server of its own, as a child process. */
function started(): Promise<{ server: ChildProcess; url: string }> {
  const env = { PATH: process.env.PATH ?? '', HOME: scratch };
  const args = ['cli/quaymaster.js', 'start', '--port', '0', '--data', data];
  const server = spawn(process.execPath, args, { cwd: root, env });
  return new Promise((resolve, reject) => {
    server.stdout.once('data', (text: Buffer) =>
      resolve({ server, url: /^ready (\S+)/.exec(text.toString())?.[1] ?? '' }),
    );
    server.once('close', () => reject(new Error('the server ended')));
  });
}

const knows = "import boto3; boto3.client('proton', region_name='us-east-1')";
const hasProton = spawnSync('python3', ['-c', knows]).status === 0;
if (!hasProton) console.log('boto3 is not installed, or knows no Proton: its waiters and paginators are not tested');

(hasProton ? describe : describe.skip)("boto3's own waiters and paginators for Proton", () => {
  it('come to their ends', async () => {
    const { server, url } = await started();
    const env = {
      PATH: process.env.PATH ?? '',
      HOME: process.env.HOME ?? '',
      AWS_ENDPOINT_URL: url,
      AWS_SHARED_CREDENTIALS_FILE: join(data, 'credentials'),
      AWS_DEFAULT_REGION: 'us-east-1',
    };

    const { stdout } = await run('python3', ['-c', program], { env }).finally(() => server.kill('SIGKILL'));

    expect(JSON.parse(stdout)).toEqual([
      {
        environment_template_version_registered: 'done',
        service_template_version_registered: 'done',
        environment_deployed: 'done',
        service_created: 'done',
        service_instance_deployed: 'done',
        service_pipeline_deployed: 'done',
        service_updated: 'done',
        service_deleted: 'done',
      },
      'failure',
      {
        list_environment_account_connections: 2,
        list_environment_template_versions: 2,
        list_environment_templates: 3,
        list_environments: 2,
        list_service_instances: 3,
        list_service_template_versions: 2,
        list_service_templates: 2,
        list_services: 2,
        list_tags_for_resource: true,
      },
    ]);
  }, 180_000);
});
