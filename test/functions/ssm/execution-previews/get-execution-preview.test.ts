import { GetExecutionPreviewCommand } from '@aws-sdk/client-ssm';
import { openPreviews } from './previews-door.ts';

describe('GetExecutionPreview', () => {
  it('tells the same as long as a preview is kept, which is a day', async () => {
    const { client, clock, start } = await openPreviews();
    const ExecutionPreviewId = await start();
    const get = () => client.send(new GetExecutionPreviewCommand({ ExecutionPreviewId }));

    clock.advance(86_399_000);
    expect(await get()).toMatchObject({ ExecutionPreviewId, Status: 'Success' });

    clock.advance(2000);
    await expect(get()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('refuses a preview that is not there', async () => {
    const { client } = await openPreviews();

    const sent = client.send(
      new GetExecutionPreviewCommand({ ExecutionPreviewId: '00000000-0000-4000-8000-00000000dead' }),
    );

    await expect(sent).rejects.toMatchObject({ name: 'ResourceNotFoundException', $metadata: { httpStatusCode: 400 } });
  });

  it('refuses what is no id', async () => {
    const { client } = await openPreviews();

    const sent = client.send(new GetExecutionPreviewCommand({ ExecutionPreviewId: '7' }));

    await expect(sent).rejects.toMatchObject({ name: 'ValidationException' });
  });
});
