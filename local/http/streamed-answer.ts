import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

/** Who gets the rest of an answer, piece by piece. */
export interface Listener {
  write(text: string): void;
  end(): void;
}

/** An answer that goes on after its headers, where `follow` is there: it is called once, and what it answers with when the client has gone. */
export interface StreamedAnswer extends APIGatewayProxyStructuredResultV2 {
  follow?: (to: Listener) => () => void;
}
