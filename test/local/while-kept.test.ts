import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { Database } from '../../local/database/database.ts';
import { whileKept } from '../../local/while-kept.ts';

describe('whileKept', () => {
  it('answers 503 from the first change on that could not be kept', async () => {
    const database = new Database(':memory:');
    const handler = whileKept(async () => ({ statusCode: 200 }), database);
    expect(await handler({} as APIGatewayProxyEventV2)).toEqual({ statusCode: 200 });

    database.abandon(new Error('database or disk is full'));

    const answer = await handler({} as APIGatewayProxyEventV2);
    expect(answer.statusCode).toBe(503);
    expect(answer.body).toContain('database or disk is full');
    database.close();
  });

  it('answers 503 to the request that met the failure, and leaves an answer that was kept', async () => {
    for (const [statusCode, told] of [
      [500, 503],
      [200, 200],
    ] as const) {
      const database = new Database(':memory:');
      const handler = whileKept(async () => {
        database.abandon(new Error('database or disk is full'));
        return { statusCode };
      }, database);

      expect((await handler({} as APIGatewayProxyEventV2)).statusCode).toBe(told);
      database.close();
    }
  });
});
