import { type Http, type HttpAnswer, HttpError, type HttpRequest } from '../functions/ports/http.ts';

/** A web that keeps what was sent and gives the answers in turn, the last ever after; without any, nothing can be reached. */
export interface FakeHttp extends Http {
  sent: HttpRequest[];
  answers: (HttpAnswer | HttpError)[];
  /** What can be downloaded, by its address; everything else is not found. */
  files: Map<string, Uint8Array>;
}

/** Makes one with no answers yet. */
export function fakeHttp(): FakeHttp {
  const sent: HttpRequest[] = [];
  const answers: (HttpAnswer | HttpError)[] = [];
  const files = new Map<string, Uint8Array>();
  return {
    sent,
    files,
    download: async ({ url }) => {
      const body = files.get(url);
      return body ? { status: 200, body } : { status: 404, body: new Uint8Array() };
    },
    answers,
    send: async (request) => {
      sent.push(request);
      const [answer = new HttpError('nothing can be reached')] = answers;
      if (answers.length > 1) answers.shift();
      if (answer instanceof HttpError) throw answer;
      return answer;
    },
  };
}
