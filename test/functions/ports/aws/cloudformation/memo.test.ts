import { goesOn } from '../../../../../functions/ports/aws/cloudformation/memo.ts';
import { watchesOf } from '../../../../../functions/ports/watches.ts';

const id = 'arn:aws:cloudformation:us-east-1:111122223333:stack/AWSProton-dev/2f1';

describe('work that goes on', () => {
  it.each([id, 'AWSProton-dev'])('of stack %s is called what events of the stack call it', (stack) => {
    const progress = goesOn({ doing: 'create', stack, looks: 0 });

    const watch = progress.state === 'InProgress' ? progress.watch : undefined;
    expect(watchesOf({ source: 'aws.cloudformation', detail: { 'stack-id': id } })).toContain(watch);
  });
});
