import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

// The least a Node server can do: the same bytes, held in memory, sent at once.
const [, , size = '10000'] = process.argv;
const body = Buffer.alloc(Number(size), 'x');
const server = createServer((_, response) => {
  response.setHeader('content-type', 'text/html');
  response.end(body);
});
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
