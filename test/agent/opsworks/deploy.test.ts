import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openShop, type Shop } from './shop.ts';

let shop: Shop;

beforeEach(() => void (shop = openShop()));
afterEach(() => shop.close());

describe('deploy', () => {
  it('puts a revision of a repository where it is served from, without its history', async () => {
    const commit = shop.commit({ 'page.txt': 'one' });

    const { code, log } = await shop.run('deploy');
    expect([code, log]).toEqual([0, expect.stringContaining(`== git: at ${commit}\n`)]);
    expect([shop.current('page.txt'), shop.current('REVISION')]).toEqual(['one', `${commit}\n`]);
    expect(shop.releases()).toEqual([expect.stringMatching(/^\d{14}$/)]);
    expect(existsSync(shop.path('current/.git'))).toBe(false);
  });

  it('takes tags and commits as well', async () => {
    const commit = shop.commit({ 'page.txt': 'one' });
    shop.commit({ 'page.txt': 'two' });
    const source = { type: 'git', url: `file://${shop.folder}/repository` };

    expect((await shop.run('deploy', {}, { source: { ...source, revision: commit } })).code).toBe(0);
    expect(shop.current('page.txt')).toBe('one');
    expect((await shop.run('deploy', {}, { source })).code).toBe(0);
    expect(shop.current('page.txt')).toBe('two');
  });

  it('keeps five versions, goes back four times, and then says that there is no older one', async () => {
    for (const text of ['1', '2', '3', '4', '5', '6', '7']) {
      shop.commit({ 'page.txt': text });
      await shop.run('deploy');
    }
    expect(shop.releases()).toHaveLength(5);

    const pages = [];
    for (let turn = 0; turn < 4; turn++) {
      expect((await shop.run('rollback')).code).toBe(0);
      pages.push(shop.current('page.txt'));
    }
    expect(pages).toEqual(['6', '5', '4', '3']);
    expect(await shop.run('rollback')).toEqual({
      code: 1,
      log: '== failed: There is no version to go back to: this is the oldest one kept\n',
    });
    expect(shop.current('page.txt')).toBe('3');
  });

  it('never goes back to what was taken back', async () => {
    for (const text of ['good', 'bad']) {
      shop.commit({ 'page.txt': text });
      await shop.run('deploy');
    }
    await shop.run('rollback');
    shop.commit({ 'page.txt': 'next' });
    await shop.run('deploy');
    await shop.run('rollback');

    expect(shop.current('page.txt')).toBe('good');
  });

  it.each([
    [{ type: 'git', url: 'file:///no/such/repository', revision: 'main' }, "git cannot fetch the revision 'main'"],
    [{ type: 'git', url: '--upload-pack=touch /tmp/x', revision: 'main' }, "'main' is no revision of a repository"],
    [{ type: 'git', url: 'ext::sh -c touch% /tmp/x', revision: 'main' }, "git cannot fetch the revision 'main'"],
    [{ type: 'git', url: 'file:///', revision: '--output=/tmp/x' }, "'--output=/tmp/x' is no revision of a repository"],
    [{ type: 'archive', url: 'http://127.0.0.1:9/app.tgz' }, 'http://127.0.0.1:9/app.tgz cannot be reached'],
    [{ type: 's3', url: 'http://127.0.0.1:9/app.tgz', username: 'a', password: 'b' }, 'names no object of S3'],
    [{ type: 'cvs', url: 'x' }, 'A source of type cvs cannot be fetched'],
    [{ type: 'git' }, 'The source has no URL'],
  ])('leaves alone what runs when %j cannot be had', async (source, message) => {
    shop.commit({ 'page.txt': 'good' });
    await shop.run('deploy');
    const { code, log } = await shop.run('deploy', {}, { source });

    expect([code === 0, log]).toEqual([false, expect.stringContaining(message)]);
    expect([shop.current('page.txt'), shop.releases().length]).toEqual(['good', 1]);
  });

  it('runs the hooks of the version in their order, with its environment', async () => {
    const say = (name: string) =>
      `#!/bin/sh\necho "${name} $KEY $(basename $RELEASE_PATH | wc -c) $PWD" >> $SHARED_PATH/said\n`;
    const names = [
      'build',
      'before_migrate',
      'migrate',
      'before_symlink',
      'before_restart',
      'restart',
      'after_restart',
    ];
    shop.commit(Object.fromEntries(names.map((name) => [`deploy/${name}`, say(name)])));
    const environment = [{ key: 'KEY', value: 'a "b" $c', secure: true }];

    const { code } = await shop.run(
      'deploy',
      { command: { name: 'deploy', args: { migrate: ['true'] } } },
      { environment },
    );
    expect(code).toBe(0);
    const said = readFileSync(shop.path('shared/said'), 'utf8').trim().split('\n');
    const [release = ''] = shop.releases();
    expect(said).toEqual(names.map((name) => `${name} a "b" $c 15 ${shop.path(`releases/${release}`)}`));
    expect(readFileSync(shop.path('shared/app.env'), 'utf8')).toBe('KEY="a \\"b\\" \\$c"\n');
    expect(statSync(shop.path('shared/app.env')).mode & 0o777).toBe(0o600);
  });

  it('takes its hooks from quaymaster.yml, and migrates only when told', async () => {
    shop.commit({
      'quaymaster.yml':
        'hooks:\n  migrate: touch $SHARED_PATH/migrated\n  restart: [cat $CUSTOM_JSON > $SHARED_PATH/json, "false"]\n',
    });
    const { code, log } = await shop.run('deploy', { json: { a: { b: 1 } } });

    expect([code, log]).toEqual([
      1,
      expect.stringContaining('== restart: false\n== failed: /bin/sh ended with exit code 1\n'),
    ]);
    expect(readFileSync(shop.path('shared/json'), 'utf8')).toBe('{"a":{"b":1}}');
    expect([existsSync(shop.path('shared/migrated')), existsSync(shop.path('current'))]).toEqual([false, false]);
  });

  it('leads back to what ran, and starts it again, when the new version does not start', async () => {
    const restart = (code: number) => ({
      'deploy/restart': `#!/bin/sh\necho ${code} >> $SHARED_PATH/restarts\nexit ${code}\n`,
    });
    shop.commit({ 'page.txt': 'good', ...restart(0) });
    await shop.run('deploy');
    shop.commit({ 'page.txt': 'bad', ...restart(7) });

    expect(await shop.run('deploy')).toMatchObject({ code: 7 });
    expect([shop.current('page.txt'), shop.releases().length]).toEqual(['good', 1]);
    expect(readFileSync(shop.path('shared/restarts'), 'utf8')).toBe('0\n7\n0\n');
  });

  it.each([
    [{ 'deploy/before_migrate.rb': 'run "true"' }, 'deploy/before_migrate.rb is a hook for Chef'],
    [{ 'quaymaster.yml': 'hooks: {befor_migrate: x}' }, 'there is no hook befor_migrate'],
    [{ 'quaymaster.yml': 'hooks: {restart: {a: 1}}' }, 'restart must be a command or a list of commands'],
    [{ 'quaymaster.yml': 'hooks: [' }, 'quaymaster.yml: '],
  ])('refuses a version with %j', async (files, message) => {
    shop.commit(files);

    expect(await shop.run('deploy')).toEqual({ code: 1, log: expect.stringContaining(message) as string });
    expect(existsSync(shop.path('current'))).toBe(false);
  });

  it('clears away what a deploy left that was killed', async () => {
    shop.commit({
      'page.txt': 'one',
      'deploy/before_symlink':
        '#!/bin/sh\nif [ -e $SHARED_PATH/kill ]; then kill -9 $(cut -d" " -f4 /proc/$PPID/stat); fi\n',
    });
    await shop.run('deploy');
    writeFileSync(shop.path('shared/kill'), '');
    await shop.run('deploy');
    expect([shop.releases().length, shop.current('page.txt')]).toEqual([2, 'one']);
    shop.commit({ 'deploy/before_symlink': '#!/bin/sh\n' });

    await shop.run('deploy');
    expect(shop.releases()).toHaveLength(2);
  });

  it('refuses to write outside of its root', async () => {
    expect(await shop.run('deploy', {}, { shortname: '../../etc' })).toEqual({
      code: 1,
      log: "== failed: '../../etc' is no short name of an app\n",
    });
  });
});

describe('the other commands', () => {
  it('undeploy stops an app and removes all its versions, but not what it shares', async () => {
    shop.commit({ 'page.txt': 'one', 'deploy/stop': '#!/bin/sh\ntouch $SHARED_PATH/stopped\n' });
    await shop.run('deploy');

    expect((await shop.run('undeploy')).code).toBe(0);
    expect([shop.current('page.txt'), shop.releases(), existsSync(shop.path('shared/stopped'))]).toEqual([
      undefined,
      [],
      true,
    ]);
    expect((await shop.run('undeploy')).code).toBe(0);
  });

  it('start, stop and restart run what the app has for them, and fail where it has nothing', async () => {
    expect(await shop.run('start')).toEqual({ code: 1, log: '== failed: shop is not deployed here\n' });
    shop.commit({ 'deploy/start': '#!/bin/sh\necho started\n' });
    await shop.run('deploy');

    expect(await shop.run('start')).toMatchObject({ code: 0, log: expect.stringContaining('started\n') as string });
    expect(await shop.run('stop')).toEqual({
      code: 1,
      log: '== failed: shop has no stop in quaymaster.yml and no deploy/stop\n',
    });
  });

  it('setup deploys the apps, configure runs their hooks', async () => {
    shop.commit({ 'page.txt': 'one', 'deploy/configure': '#!/bin/sh\necho "configure $APP_NAME $LAYERS"\n' });

    expect((await shop.run('setup')).code).toBe(0);
    expect(shop.current('page.txt')).toBe('one');
    expect((await shop.run('configure', { apps: [] })).log).toContain('configure shop web\n');
  });

  it('recipes fail clearly without Chef', async () => {
    expect(await shop.run('execute_recipes', { recipes: ['a::b', 'c'], apps: [] })).toEqual({
      code: 1,
      log: '== failed: Recipes need chef-client or cinc-client, and neither is installed: a::b, c\n',
    });
  });

  it('a command nobody knows fails', async () => {
    expect(await shop.run('constructor')).toEqual({
      code: 1,
      log: '== failed: This agent knows no command constructor\n',
    });
  });
});

describe('recipes', () => {
  it('run with the Chef that is installed, with the cookbooks and the custom JSON', async () => {
    const bin = join(shop.folder, 'bin');
    shop.commit({ 'deploy/x': '', 'site/recipes/default.rb': 'log 1' });
    const { mkdirSync } = await import('node:fs');
    mkdirSync(bin);
    writeFileSync(join(bin, 'cinc-client'), '#!/bin/sh\necho "$@"; cat client.rb attributes.json; exit 5\n', {
      mode: 0o755,
    });
    const path = process.env.PATH;
    process.env.PATH = `${bin}:${path}`;
    const cookbooks = { type: 'git', url: `file://${shop.folder}/repository`, revision: 'main' };
    const { code, log } = await shop.run('execute_recipes', {
      recipes: ['site', 'site::db'],
      cookbooks,
      json: { a: 1 },
    });
    process.env.PATH = path;

    expect(code).toBe(5);
    expect(log).toContain('--override-runlist recipe[site],recipe[site::db]\n');
    expect(log).toContain(`cookbook_path ['${shop.folder}/srv/.cookbooks', `);
    expect(log).toMatch(/"deploy":\{"shop":\{"application":"shop".*"a":1\}/);
    expect(existsSync(join(shop.folder, 'srv/.cookbooks/site/recipes/default.rb'))).toBe(true);
  });
});
