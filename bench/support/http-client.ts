import { Agent, request } from 'node:http';

/** Asks for a page and gives its bytes as they were sent; refuses any other answer than 200. */
export type HttpClient = (url: string, headers?: Record<string, string>) => Promise<Buffer>;

/** A client that keeps its connections, as browsers do. */
export function httpClient(lanes: number): HttpClient {
  const agent = new Agent({ keepAlive: true, maxSockets: lanes });
  return (url, headers = {}) =>
    new Promise((resolve, reject) => {
      const sent = request(url, { agent, headers }, (response) => {
        const pieces: Buffer[] = [];
        response.on('data', (piece: Buffer) => pieces.push(piece));
        response.on('end', () => {
          if (response.statusCode === 200) resolve(Buffer.concat(pieces));
          else reject(new Error(`${url} answered ${response.statusCode}`));
        });
      });
      sent.on('error', reject);
      sent.end();
    });
}
